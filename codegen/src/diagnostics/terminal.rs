//! Makes text safe for terminals and the logs of CI.

/// Returns a text on one line. Escapes control characters, which start commands of terminals, and invisible characters.
/// Adds a backslash to commands of CI workflows: `::` at the start of a line, and `##[` anywhere.
pub fn terminal_line(text: &str) -> String {
    let line = printable(text).replace("##[", "##\\[");
    match line.trim_start().starts_with("::") {
        true => line.replacen("::", "\\::", 1),
        false => line,
    }
}

/// Like [`terminal_line`], but keeps line feeds.
pub fn terminal_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(terminal_line).collect();
    lines.join("\n")
}

/// Whether a character is invisible, a control character or a line separator.
pub(crate) fn is_unprintable(character: char) -> bool {
    character.is_control()
        || is_invisible(character)
        || matches!(character, '\u{2028}' | '\u{2029}')
}

pub(crate) fn printable(text: &str) -> String {
    let escape = |character: char| match is_unprintable(character) {
        true => character.escape_default().to_string(),
        false => character.to_string(),
    };
    text.chars().map(escape).collect()
}

/// Whether a character has no glyph. The compiler rejects some invisible characters in comments and literals.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_line_escapes_control_and_invisible_characters() {
        assert_eq!(
            terminal_line("\u{1b}[31m\r\n\t\u{7f}\u{9b}\u{202e}\u{206f}é"),
            "\\u{1b}[31m\\r\\n\\t\\u{7f}\\u{9b}\\u{202e}\\u{206f}é"
        );
    }

    #[test]
    fn terminal_line_disables_workflow_commands() {
        for (text, expected) in [
            ("::error::x", "\\::error::x"),
            ("  ::error::x", "  \\::error::x"),
            ("\u{3000}::error::x", "\u{3000}\\::error::x"),
            ("a ##[error]x", "a ##\\[error]x"),
            ("a::b", "a::b"),
        ] {
            assert_eq!(terminal_line(text), expected);
        }
    }

    #[test]
    fn terminal_lines_keeps_line_feeds() {
        assert_eq!(terminal_lines("a\r\n::b\n\n c\n"), "a\\r\n\\::b\n\n c\n");
    }
}
