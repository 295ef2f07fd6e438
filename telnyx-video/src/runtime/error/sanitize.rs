//! Makes text from a server safe for one line of a log.

/// Returns `text` on one line, with at most `limit` characters, and `…` if it is truncated.
///
/// White space becomes a space, so that the text can't forge a second line of a log. Control characters and characters
/// that reorder or hide text become `U+FFFD`, so that the text can't control a terminal.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line: String = text.trim().chars().take(limit).map(make_harmless).collect();
    if text.trim().chars().nth(limit).is_some() {
        line.push('…');
    }
    line
}

/// Returns the longest prefix of at most `size` bytes.
pub(super) fn prefix(text: &str, size: usize) -> &str {
    let mut ends = (0..=size.min(text.len())).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or_default()
}

/// The number of bytes in an excerpt before and after the position of an error.
const CONTEXT: usize = 40;

/// Returns the part of a body around a position. Counts lines and columns from 1, like serde. Omits a character at
/// either end of the excerpt if only some of its bytes are in it.
pub(crate) fn excerpt(body: &[u8], line: usize, column: usize) -> String {
    let lines = body.split_inclusive(|&byte| byte == b'\n');
    let before: usize = lines.take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let position = before.saturating_add(column).min(body.len());
    let range = position.saturating_sub(CONTEXT)..position.saturating_add(CONTEXT).min(body.len());
    let excerpt = String::from_utf8_lossy(body.get(range).unwrap_or_default());
    one_line(
        excerpt.trim_matches(char::REPLACEMENT_CHARACTER),
        2 * CONTEXT,
    )
}

fn make_harmless(character: char) -> char {
    match character {
        c if c.is_whitespace() => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        // Soft hyphens, zero-width characters, directional marks, embeddings, overrides and isolates, and tags.
        '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_replaces_line_breaks_and_control_characters() {
        assert_eq!(one_line(" a\r\nb\tc\u{2028}d ", 80), "a  b c d");
        assert_eq!(
            one_line("a\u{1b}[31mb\u{0}\u{9b}", 80),
            "a\u{fffd}[31mb\u{fffd}\u{fffd}"
        );
        for hidden in [
            '\u{ad}',
            '\u{61c}',
            '\u{202e}',
            '\u{feff}',
            '\u{e0000}',
            '\u{e007f}',
        ] {
            assert_eq!(one_line(&format!("a{hidden}b"), 80), "a\u{fffd}b");
        }
        assert_eq!(one_line("naïve 会議", 80), "naïve 会議");
    }

    #[test]
    fn excerpt_surrounds_position() {
        assert_eq!(excerpt(b"{\"id\":7}", 1, 7), "{\"id\":7}");
        assert_eq!(excerpt(b"", 0, 0), "");
        let body = format!("[\n{},X{}]", "a".repeat(100), "b".repeat(100));
        let expected = format!("{},X{}", "a".repeat(38), "b".repeat(40));
        assert_eq!(excerpt(body.as_bytes(), 2, 102), expected);
        let body = format!("a{}", "é".repeat(50));
        assert_eq!(excerpt(body.as_bytes(), 1, 50), "é".repeat(39));
        assert_eq!(excerpt(body.as_bytes(), 9, 99), "é".repeat(20));
    }

    #[test]
    fn one_line_truncates_by_characters() {
        assert_eq!(one_line("ééé", 3), "ééé");
        assert_eq!(one_line("éééé", 3), "ééé…");
    }
}
