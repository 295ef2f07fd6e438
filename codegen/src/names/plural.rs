//! The singular and plural of English nouns.

/// Plurals that follow no rule below, and words that end like a plural.
const IRREGULAR: [(&str, &str); 16] = [
    ("aliases", "alias"),
    ("alias", "alias"),
    ("bias", "bias"),
    ("caches", "cache"),
    ("canvas", "canvas"),
    ("children", "child"),
    ("cookies", "cookie"),
    ("indices", "index"),
    ("ios", "ios"),
    ("movies", "movie"),
    ("news", "news"),
    ("people", "person"),
    ("series", "series"),
    ("species", "species"),
    ("statuses", "status"),
    ("viruses", "virus"),
];

/// Returns the singular of a word in small letters; a word that is no plural stays as it is.
pub(crate) fn singular(word: &str) -> String {
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return (*singular).to_owned();
    }
    let is_abbreviation = !word.contains(['a', 'e', 'i', 'o', 'u']);
    if is_abbreviation || ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        return word.to_owned();
    }
    let stem = |end: &str| word.strip_suffix(end).filter(|stem| stem.len() > 1);
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    let is_sibilant = |stem: &&str| {
        ["ss", "sh", "ch", "x"]
            .iter()
            .any(|end| stem.ends_with(end))
    };
    let stem = stem("es").filter(is_sibilant).or_else(|| stem("s"));
    stem.unwrap_or(word).to_owned()
}

/// Returns the plural of a name in snake case.
pub(crate) fn plural(name: &str) -> String {
    let (before, word) = match name.rfind('_') {
        Some(at) => name.split_at(at + 1),
        None => ("", name),
    };
    let irregular = IRREGULAR.iter().find(|(_, singular)| *singular == word);
    let ends_with = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    let stem = word.strip_suffix('y');
    let stem = stem.filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match (irregular, stem) {
        (Some((plural, _)), _) => format!("{before}{plural}"),
        (None, Some(stem)) => format!("{before}{stem}ies"),
        _ if ends_with(&["s", "sh", "ch", "x"]) => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{plural, singular};

    #[test]
    fn plural_follows_english_spelling() {
        for (singular, expected) in [
            ("room_participant", "room_participants"),
            ("person", "people"),
            ("activity", "activities"),
            ("day", "days"),
            ("batch", "batches"),
            ("series", "series"),
        ] {
            assert_eq!(plural(singular), expected);
        }
    }

    #[test]
    fn singular_follows_english_spelling() {
        for (plural, expected) in [
            ("rooms", "room"),
            ("room", "room"),
            ("schemas", "schema"),
            ("addresses", "address"),
            ("access", "access"),
            ("activities", "activity"),
            ("batches", "batch"),
            ("boxes", "box"),
            ("databases", "database"),
            ("dns", "dns"),
            ("houses", "house"),
            ("ids", "id"),
            ("people", "person"),
            ("sizes", "size"),
            ("status", "status"),
            ("statuses", "status"),
            ("videos", "video"),
        ] {
            assert_eq!(singular(plural), expected);
        }
    }
}
