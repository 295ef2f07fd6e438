//! The singular and plural of English nouns.

/// Irregular plurals with their singulars, and singulars that end like a plural.
const IRREGULAR: [(&str, &str); 17] = [
    ("aliases", "alias"),
    ("alias", "alias"),
    ("apis", "api"),
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

/// Endings of singulars whose plural ends in `es`. A plain `s` isn't listed, because the singular of `houses` is
/// `house`; `plural` adds `es` after `s`, too.
const ES_STEMS: [&str; 4] = ["ss", "sh", "ch", "x"];

/// Returns the singular of a word in lower case, or the word itself if it isn't a plural.
pub(crate) fn singular(word: &str) -> String {
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return (*singular).to_owned();
    }
    let is_abbreviation = !word.contains(['a', 'e', 'i', 'o', 'u']);
    if is_abbreviation || ends_with_any(word, &["ss", "us", "is"]) {
        return word.to_owned();
    }
    let stem = |end: &str| word.strip_suffix(end).filter(|stem| stem.len() > 1);
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    let stem = stem("es")
        .filter(|stem| ends_with_any(stem, &ES_STEMS))
        .or_else(|| stem("s"));
    stem.unwrap_or(word).to_owned()
}

/// Returns the plural of a name in snake case.
pub(crate) fn plural(name: &str) -> String {
    let word = name.rsplit('_').next().unwrap_or(name);
    if let Some((plural, _)) = IRREGULAR.iter().find(|(_, singular)| *singular == word) {
        return format!("{}{plural}", name.strip_suffix(word).unwrap_or_default());
    }
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if word.ends_with('s') || ends_with_any(word, &ES_STEMS) => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

fn ends_with_any(word: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| word.ends_with(end))
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
            ("apis", "api"),
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
