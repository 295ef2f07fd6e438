//! Checks the lengths of lines and files of Rust, and the width of the examples in the SDK's documentation.

use codegen::diagnostics::Diagnostic;

/// The maximum number of characters in a line of Rust, so that two files fit side by side on a screen.
pub(super) const MAX_LINE_LENGTH: usize = 120;

/// The maximum number of lines in a Rust file, so that a file has one subject.
pub(super) const MAX_FILE_LENGTH: usize = 500;

/// The maximum number of characters in a line of an example: docs.rs shows examples in boxes of this width.
const MAX_EXAMPLE_WIDTH: usize = 80;

/// The directories whose text becomes documentation of the SDK.
const DOCUMENTATION: [&str; 2] = ["telnyx-video/docs/", "telnyx-video/src/"];

/// Checks the lengths in a file.
pub(super) fn check(path: &str, text: &str) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    if path.ends_with(".rs") {
        check_rust(text, &mut errors);
    }
    if DOCUMENTATION.iter().any(|it| path.starts_with(it)) {
        check_examples(text, path.ends_with(".rs"), &mut errors);
    }
    errors
}

fn check_rust(text: &str, errors: &mut Vec<Diagnostic>) {
    let lines = (1..).zip(text.lines());
    let lines = lines.filter(|(_, line)| is_breakable(line));
    errors.extend(
        lines.filter_map(|(number, line)| check_line(number, line, "characters", MAX_LINE_LENGTH)),
    );
    let length = text.lines().count();
    if length > MAX_FILE_LENGTH {
        let message = format!("{length} lines, expected at most {MAX_FILE_LENGTH}");
        errors.push(Diagnostic::general(message, "split the file by subject"));
    }
}

/// Whether a line can be broken. Table rows in documentation and lines with a string literal may be too long.
fn is_breakable(line: &str) -> bool {
    let line = line.trim_start();
    match line.strip_prefix("//") {
        Some(comment) => !comment.trim_start_matches(['/', '!', ' ']).starts_with('|'),
        None => !line.contains('"'),
    }
}

/// Returns an error if a line has more than `max` characters.
fn check_line(number: usize, line: &str, unit: &str, max: usize) -> Option<Diagnostic> {
    let length = line.chars().count();
    let message = format!("{length} {unit}, expected at most {max}");
    (length > max).then(|| Diagnostic::in_text(number, max + 1, message, "break the line"))
}

/// Checks the lines of code in documentation examples. Lines that rustdoc hides may be longer.
fn check_examples(text: &str, is_rust: bool, errors: &mut Vec<Diagnostic>) {
    let mut is_code = false;
    let mut hides_lines = false;
    for (number, line) in (1..).zip(text.lines()) {
        let Some(line) = documentation(line, is_rust) else {
            is_code = false;
            continue;
        };
        if let Some(language) = line.trim_start().strip_prefix("```") {
            is_code = !is_code;
            hides_lines = ["", "no_run", "rust"].contains(&language);
        }
        let is_hidden = hides_lines && line.starts_with("# ");
        if is_code && !is_hidden {
            let unit = "characters in an example";
            errors.extend(check_line(number, line, unit, MAX_EXAMPLE_WIDTH));
        }
    }
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
