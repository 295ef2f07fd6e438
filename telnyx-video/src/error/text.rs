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
    fn the_length_is_bounded_in_characters() {
        assert_eq!(one_line("ééé", 3), "ééé");
        assert_eq!(one_line("éééé", 3), "ééé…");
    }
}
