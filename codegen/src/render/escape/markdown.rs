//! Text as code in Markdown.

use crate::diagnostics::terminal::printable;

/// Returns a code span with the text on one line. Unprintable characters are escaped as in Rust; an empty text is shown
/// as `""`.
pub fn code_span(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    let text = printable(text);
    let delimiter = backticks_around(&text, 1);
    let padding = match text.starts_with('`') || text.ends_with('`') {
        true => " ",
        false => "",
    };
    format!("{delimiter}{padding}{text}{padding}{delimiter}")
}

/// Returns a code span for a table cell.
pub(crate) fn table_code(text: &str) -> String {
    // A pipe after a backslash becomes `\u{7c}`. Escaped, it would be `\\|`, which some renderers read as a backslash
    // and the end of the cell.
    code_span(&text.replace("\\|", "\\\\u{7c}")).replace('|', "\\|")
}

/// Returns at least `minimum` backticks, and more than any run of backticks in the text.
pub(super) fn backticks_around(text: &str, minimum: usize) -> String {
    let runs = text.split(|character| character != '`').map(str::len);
    let longest = runs.max().unwrap_or_default();
    "`".repeat(minimum.max(longest + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_span_shows_any_text() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b``c", "```a`b``c```"),
            ("`", "`` ` ``"),
            (
                "a\r\n\u{202e}\u{2028}\u{1b}",
                "`a\\r\\n\\u{202e}\\u{2028}\\u{1b}`",
            ),
            ("", "`\"\"`"),
        ] {
            assert_eq!(code_span(text), expected);
        }
    }

    #[test]
    fn table_code_never_ends_the_cell() {
        for (text, expected) in [
            ("a|b\nc", "`a\\|b\\nc`"),
            ("a`b", "``a`b``"),
            ("a\\|b", "`a\\\\u{7c}b`"),
        ] {
            assert_eq!(table_code(text), expected);
        }
    }
}
