//! Checks the width of the examples in the SDK's documentation: docs.rs shows them in boxes of this width.

use codegen::diagnostics::Diagnostic;

/// The number of characters that fit into a box.
const MAX_WIDTH: usize = 80;

/// The directories whose text becomes documentation of the SDK.
const DIRECTORIES: [&str; 2] = ["telnyx-video/docs/", "telnyx-video/src/"];

/// Returns an error about each line of code in a documentation example that is too long. Lines that rustdoc hides may
/// be longer.
pub(super) fn check(path: &str, text: &str) -> Vec<Diagnostic> {
    if !DIRECTORIES.iter().any(|it| path.starts_with(it)) {
        return Vec::new();
    }
    let is_rust = path.ends_with(".rs");
    let mut is_code = false;
    let mut hides_lines = false;
    let mut errors = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let Some(line) = documentation(line, is_rust) else {
            is_code = false;
            continue;
        };
        if let Some(language) = line.trim_start().strip_prefix("```") {
            is_code = !is_code;
            hides_lines = ["", "no_run", "rust"].contains(&language);
        }
        let length = line.chars().count();
        let is_hidden = hides_lines && line.starts_with("# ");
        if is_code && length > MAX_WIDTH && !is_hidden {
            let message =
                format!("{length} characters in an example, expected at most {MAX_WIDTH}");
            errors.push(Diagnostic::in_text(
                number,
                MAX_WIDTH + 1,
                message,
                "break the line",
            ));
        }
    }
    errors
}

/// Returns the Markdown in a line, or `None` if the line is Rust code outside of documentation.
fn documentation(line: &str, is_rust: bool) -> Option<&str> {
    if !is_rust {
        return Some(line);
    }
    let line = line.trim_start();
    let text = line
        .strip_prefix("///")
        .or_else(|| line.strip_prefix("//!"))?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<String> {
        let errors = check(path, text).into_iter();
        errors
            .map(|it| {
                it.in_document("")
                    .to_string()
                    .lines()
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    }

    #[test]
    fn example_wider_than_box_is_error_unless_hidden() {
        let (fits, long) = ("a".repeat(80), "a".repeat(81));
        let text = format!(
            "/// {long}\n/// ```\n/// {fits}\n/// # {long}\n/// {long}\n/// ```\nlet {long};\n"
        );
        let error = ":5:81: error: 81 characters in an example, expected at most 80";
        assert_eq!(lines("telnyx-video/src/lib.rs", &text), [error]);
        assert!(lines("codegen/src/lib.rs", &text).is_empty());
        let text = format!("{long}\n```toml\n{fits}\n```\n{long}\n```\n{long}\n```\n");
        let error = ":7:81: error: 81 characters in an example, expected at most 80";
        assert_eq!(lines("telnyx-video/docs/errors.md", &text), [error]);
    }
}
