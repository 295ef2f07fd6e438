//! Text as code in Markdown.

use crate::diagnostics::terminal::printable;

/// Returns a code span on one line. Escapes unprintable characters as in Rust, and shows an empty text as `""`.
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

pub(crate) fn table_code(text: &str) -> String {
    // A pipe after a backslash becomes `\u{7c}`. Some renderers would read the escaped form `\\|` as a backslash and
    // the end of the cell.
    code_span(&text.replace("\\|", "\\\\u{7c}")).replace('|', "\\|")
}

/// Returns at least `minimum` backticks, and more than the text has in a row.
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
