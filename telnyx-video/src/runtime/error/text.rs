//! Text from outside, made fit for one line of a log.

/// `text` on one line, of at most `limit` characters.
///
/// What a server sends ends up in terminals and logs. White space of any kind becomes a space, so
/// that nobody can forge a second line; control characters and those that reorder or hide text
/// become `U+FFFD`, so that nobody can steer a terminal.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line: String = text.trim().chars().take(limit).map(harmless).collect();
    if text.trim().chars().nth(limit).is_some() {
        line.push('…');
    }
    line
}

/// How many bytes of a body an error shows on either side of a fault.
const AROUND: usize = 40;

/// The piece of a body around a line and column, both counted from 1.
pub(crate) fn piece(body: &[u8], line: usize, column: usize) -> String {
    let lines = body.split_inclusive(|&byte| byte == b'\n');
    let before: usize = lines.take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let fault = before.saturating_add(column).min(body.len());
    let range = fault.saturating_sub(AROUND)..fault.saturating_add(AROUND).min(body.len());
    let piece = String::from_utf8_lossy(body.get(range).unwrap_or_default());
    one_line(&piece, 2 * AROUND)
}

fn harmless(character: char) -> char {
    match character {
        c if c.is_whitespace() => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        // Zero-width characters, directional marks, embeddings, overrides and isolates.
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_line() {
        assert_eq!(one_line(" a\r\nb\tc\u{2028}d ", 80), "a  b c d");
        assert_eq!(
            one_line("a\u{1b}[31mb\u{0}\u{9b}", 80),
            "a\u{fffd}[31mb\u{fffd}\u{fffd}"
        );
        assert_eq!(one_line("a\u{202e}b\u{feff}", 80), "a\u{fffd}b\u{fffd}");
        assert_eq!(one_line("naïve 会議", 80), "naïve 会議");
    }

    #[test]
    fn a_piece_of_a_body_is_the_one_around_the_fault() {
        assert_eq!(piece(b"{\"id\":7}", 1, 7), "{\"id\":7}");
        assert_eq!(piece(b"", 0, 0), "");
        let body = format!("[\n{},X{}]", "a".repeat(100), "b".repeat(100));
        let expected = format!("{},X{}", "a".repeat(38), "b".repeat(40));
        assert_eq!(piece(body.as_bytes(), 2, 102), expected);
        assert_eq!(piece("é".repeat(50).as_bytes(), 9, 99).chars().count(), 20);
    }

    #[test]
    fn the_length_is_bounded_in_characters() {
        assert_eq!(one_line("ééé", 3), "ééé");
        assert_eq!(one_line("éééé", 3), "ééé…");
    }
}
