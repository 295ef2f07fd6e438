//! The step that checks the style of the files that people write: the lengths of lines and files, the width of examples,
//! the number of entries in `src` directories, and phrases to avoid.

mod lengths;
mod phrases;
mod prose;

use std::collections::BTreeSet;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use codegen::diagnostics::Diagnostic;

use crate::plural;
use crate::project::diagnostics::painted;
use crate::project::git;
use crate::project::root::root;
use phrases::Phrases;

/// The maximum number of entries in a `src` directory, so that its listing is an overview of the crate.
const MAX_SRC_ENTRIES: usize = 10;

/// The `src` directories of the workspace.
const SRC_DIRECTORIES: [&str; 3] = ["codegen/src/", "telnyx-video/src/", "xtask/src/"];

/// The extensions of the checked files. All files in `spec/` are checked too, since their prose becomes documentation.
const CHECKED: [&str; 3] = [".rs", ".md", ".toml"];

/// The directories that aren't checked: expected output of tests, generated code, and this step, which quotes the
/// phrases.
const EXCLUDED: [&str; 3] = [
    "codegen/tests/golden/",
    "telnyx-video/src/generated/",
    "xtask/src/tasks/ci/style/",
];

pub(super) fn run() -> Result<ExitCode> {
    let phrases = Phrases::new()?;
    let list = git::run(&[
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "--deduplicate",
        // Without this option, git quotes paths with characters outside of ASCII.
        "-z",
    ])?;
    // A file that was deleted but not committed is still listed.
    let paths: Vec<&str> = list
        .split_terminator('\0')
        .filter(|path| root().join(path).is_file())
        .collect();
    let mut errors = check_layout(&paths);
    for path in &paths {
        let is_checked = CHECKED.iter().any(|it| path.ends_with(it)) || path.starts_with("spec/");
        if is_checked && !EXCLUDED.iter().any(|it| path.starts_with(it)) {
            let text = fs::read_to_string(root().join(path))
                .with_context(|| format!("cannot read {path}"))?;
            errors.extend(check_file(path, &text, &phrases));
        }
    }
    if errors.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    for error in &errors {
        anstream::eprintln!("{}", painted(error));
    }
    anstream::eprintln!("style: {}", plural::count(errors.len(), "error"));
    Ok(ExitCode::FAILURE)
}

/// Checks the number of entries in each `src` directory.
fn check_layout(paths: &[&str]) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for directory in SRC_DIRECTORIES {
        let entries: BTreeSet<&str> = paths
            .iter()
            .filter_map(|path| path.strip_prefix(directory)?.split('/').next())
            .collect();
        if entries.len() > MAX_SRC_ENTRIES {
            let message = format!(
                "{}, expected at most {MAX_SRC_ENTRIES}",
                plural::count_of(entries.len(), "entry", "entries")
            );
            let help = "move related modules into a directory";
            errors.push(Diagnostic::general(message, help).in_document(directory));
        }
    }
    errors
}

/// Checks a Rust file, or any other file as Markdown.
fn check_file(path: &str, text: &str, phrases: &Phrases) -> Vec<Diagnostic> {
    let prose = match path.ends_with(".rs") {
        true => prose::in_rust(text),
        false => prose::in_markdown(text),
    };
    let errors = lengths::check(path, text).into_iter();
    errors
        .chain(phrases.find(&prose))
        .map(|error| error.in_document(path))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::lengths::{MAX_FILE_LENGTH, MAX_LINE_LENGTH};
    use super::*;

    /// Returns the errors without their help.
    fn check(path: &str, text: &str) -> Vec<String> {
        check_file(path, text, &Phrases::new().unwrap())
            .iter()
            .map(|error| error.to_string().lines().next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn check_file_reports_long_lines_of_rust() {
        let line = "é".repeat(MAX_LINE_LENGTH);
        assert!(check("a.rs", &format!("{line}\n")).is_empty());
        assert!(check("a.md", &format!("{line}é\n")).is_empty());
        assert_eq!(
            check("a.rs", &format!("\n{line}é\n")),
            ["a.rs:2:121: error: 121 characters, expected at most 120"]
        );
    }

    #[test]
    fn long_line_with_a_table_row_or_a_string_is_accepted() {
        let filler = "x".repeat(MAX_LINE_LENGTH);
        let text = format!("//! | {filler} |\nlet a = \"{filler}\";");
        assert_eq!(check("a.rs", &text), [""; 0]);
    }

    #[test]
    fn check_file_reports_long_files_of_rust() {
        let text = "\n".repeat(MAX_FILE_LENGTH);
        assert!(check("a.rs", &text).is_empty());
        assert!(check("a.md", &format!("{text}\n")).is_empty());
        assert_eq!(
            check("a.rs", &format!("{text}\n")),
            ["a.rs: error: 501 lines, expected at most 500"]
        );
    }

    #[test]
    fn check_file_reports_phrases_with_line_and_column() {
        assert_eq!(
            check("a.rs", "/// Returns so\n/// many.\nfn a() {}\n"),
            ["a.rs:1:13: error: phrase \"so many\""]
        );
        assert_eq!(
            check("a.md", "# A\n\nSo many.\n"),
            ["a.md:3:1: error: phrase \"So many\""]
        );
    }

    #[test]
    fn check_layout_counts_entries_of_src() {
        let paths: Vec<String> = (0..10).map(|it| format!("xtask/src/{it}.rs")).collect();
        let mut paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        paths.extend(["xtask/Cargo.toml", "xtask/src/0.rs/nested.rs"]);
        assert!(check_layout(&paths).is_empty());
        paths.push("xtask/src/tasks/mod.rs");
        let errors: Vec<String> = check_layout(&paths)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            errors,
            [
                "xtask/src/: error: 11 entries, expected at most 10\n  help: move related modules into a directory"
            ]
        );
    }
}
