//! Splits a JSONPath into its segments.

/// One step of a JSONPath, such as `.get`, `['200']` or `[?@.name == 'page']`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) kind: SegmentKind,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum SegmentKind {
    /// Members by name.
    Names(Vec<String>),
    /// Items by index.
    Indices(Vec<String>),
    /// Members or items that match a filter.
    Filter,
    /// All members or items, a range of items, descendants, or selectors of several kinds.
    Other,
}

/// Splits a valid JSONPath.
pub(super) fn split(path: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut rest = path.strip_prefix('$').unwrap_or_default().trim_start();
    while !rest.is_empty() {
        let (text, after) = rest.split_at(length(rest));
        segments.push(Segment {
            text: text.to_owned(),
            kind: kind(text),
        });
        rest = after.trim_start();
    }
    segments
}

/// Returns the length of the first segment of a path.
fn length(path: &str) -> usize {
    let without_dots = path.trim_start_matches('.');
    let dots = path.len() - without_dots.len();
    let end = match without_dots.strip_prefix('[') {
        Some(selectors) => top_level(selectors, ']').next().map(|end| end + 2),
        None => without_dots.find(|it: char| it == '.' || it == '[' || it.is_whitespace()),
    };
    // A length of 0 would make `split` run forever.
    end.map_or(path.len(), |end| (dots + end).clamp(1, path.len()))
}

fn kind(segment: &str) -> SegmentKind {
    if segment.starts_with("..") || segment == ".*" {
        return SegmentKind::Other;
    }
    if let Some(name) = segment.strip_prefix('.') {
        return SegmentKind::Names(vec![name.to_owned()]);
    }
    let selectors = selectors(segment);
    if selectors.iter().all(|selector| selector.starts_with('?')) {
        return SegmentKind::Filter;
    }
    if selectors
        .iter()
        .all(|selector| selector.parse::<i64>().is_ok())
    {
        return SegmentKind::Indices(selectors.into_iter().map(str::to_owned).collect());
    }
    let names: Option<Vec<String>> = selectors.into_iter().map(name).collect();
    names.map_or(SegmentKind::Other, SegmentKind::Names)
}

/// Returns the text of a selector without its quotes, if it is a name.
fn name(selector: &str) -> Option<String> {
    let unquoted = |quote| selector.strip_prefix(quote)?.strip_suffix(quote);
    let name = unquoted('\'').or_else(|| unquoted('"'))?;
    Some(name.to_owned())
}

fn selectors(segment: &str) -> Vec<&str> {
    let inner = segment.trim_start_matches('[');
    let inner = inner.strip_suffix(']').unwrap_or(inner);
    let mut selectors = Vec::new();
    let mut start = 0;
    for comma in top_level(inner, ',').chain([inner.len()]) {
        selectors.push(inner.get(start..comma).unwrap_or_default().trim());
        start = comma + 1;
    }
    selectors
}

/// Iterates over the positions of `wanted` outside quotes and brackets.
fn top_level(text: &str, wanted: char) -> impl Iterator<Item = usize> {
    let mut quote = None;
    let mut is_escaped = false;
    let mut depth = 0_usize;
    text.char_indices()
        .filter_map(move |(position, character)| {
            if let Some(open) = quote {
                if is_escaped {
                    is_escaped = false;
                } else if character == '\\' {
                    is_escaped = true;
                } else if character == open {
                    quote = None;
                }
                return None;
            }
            if depth == 0 && character == wanted {
                return Some(position);
            }
            match character {
                '\'' | '"' => quote = Some(character),
                '[' | '(' => depth += 1,
                ']' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            None
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_returns_segments_with_their_kinds() {
        let named =
            |names: &[&str]| SegmentKind::Names(names.iter().map(|it| (*it).to_owned()).collect());
        for (path, expected) in [
            ("$", vec![]),
            ("$.a.b", vec![(".a", named(&["a"])), (".b", named(&["b"]))]),
            (
                "$['/a.b']['c', \"d]\"][0, -1]",
                vec![
                    ("['/a.b']", named(&["/a.b"])),
                    ("['c', \"d]\"]", named(&["c", "d]"])),
                    (
                        "[0, -1]",
                        SegmentKind::Indices(vec!["0".to_owned(), "-1".to_owned()]),
                    ),
                ],
            ),
            ("$['0', 0]", vec![("['0', 0]", SegmentKind::Other)]),
            (
                "$['it\\'s'] .a",
                vec![("['it\\'s']", named(&["it\\'s"])), (".a", named(&["a"]))],
            ),
            (
                "$.*[*]",
                vec![(".*", SegmentKind::Other), ("[*]", SegmentKind::Other)],
            ),
            (
                "$..a..[0]",
                vec![("..a", SegmentKind::Other), ("..[0]", SegmentKind::Other)],
            ),
            ("$[0:2]", vec![("[0:2]", SegmentKind::Other)]),
            (
                "$[?@['a,]'] == ']', ?length(@) > 1].b",
                vec![
                    ("[?@['a,]'] == ']', ?length(@) > 1]", SegmentKind::Filter),
                    (".b", named(&["b"])),
                ],
            ),
        ] {
            let segments: Vec<(String, SegmentKind)> = split(path)
                .into_iter()
                .map(|it| (it.text, it.kind))
                .collect();
            let expected: Vec<(String, SegmentKind)> = expected
                .into_iter()
                .map(|(text, kind)| (text.to_owned(), kind))
                .collect();
            assert_eq!(segments, expected, "{path}");
        }
    }
}
