//! Compares the output for cases with the expected output, and other functions that several tests use.

mod dependencies;
#[cfg(feature = "lint")]
pub(crate) mod examples;
pub(crate) mod invariants;
pub(crate) mod mutation;
#[cfg(feature = "lint")]
pub(crate) mod openapi_core;
#[cfg(feature = "lint")]
pub(crate) mod typed_examples;
pub(crate) mod upstream;
pub(crate) mod workspace;

use std::fmt::{Display, Write as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use codegen::diagnostics::{Mode, Result};
use codegen::source::load::{Source, load};
use codegen::source::yaml_writer;
use codegen::{Generated, Input};
use serde_json::Value;

/// If this environment variable is set, the tests write the expected files instead of comparing them.
const BLESS: &str = "BLESS";

/// Returns the cases in a directory of `codegen/tests`, ordered by name: every file with the extension `yaml`.
pub(crate) fn cases(directory: &str) -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(directory);
    let entries =
        fs::read_dir(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no cases in {}", directory.display());
    cases
}

/// Returns the name of a case: its file name without the extension.
pub(crate) fn name(case: &Path) -> &str {
    case.file_stem().and_then(|name| name.to_str()).unwrap()
}

/// Asserts that the output for every case in a directory is the text of the file next to it with the extension.
#[track_caller]
pub(crate) fn check_cases(directory: &str, extension: &str, output: impl Fn(&Path) -> String) {
    check_all(
        cases(directory)
            .iter()
            .map(|case| compare(case, extension, &output(case))),
    );
}

/// Asserts that no comparison found a difference.
#[track_caller]
pub(crate) fn check_all(differences: impl IntoIterator<Item = Option<String>>) {
    let differences: Vec<String> = differences.into_iter().flatten().collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Compares the output for a case with the file next to it. Returns a description of the first difference.
pub(crate) fn compare(case: &Path, extension: &str, actual: &str) -> Option<String> {
    let path = case.with_extension(extension);
    if env::var_os(BLESS).is_some() {
        fs::write(&path, actual).unwrap();
        return None;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected == actual {
        return None;
    }
    let line = expected
        .lines()
        .zip(actual.lines())
        .take_while(|(expected, actual)| expected == actual)
        .count();
    let line_of = |text: &str| text.lines().nth(line).unwrap_or("(end of file)").to_owned();
    Some(format!(
        "{}, line {}:\n  expected: {}\n  actual:   {}\n  help: run again with {BLESS}=1 and review the written file",
        path.display(),
        line + 1,
        line_of(&expected),
        line_of(actual),
    ))
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads a file of the project.
pub(crate) fn read_project(path: &str) -> String {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path))
}

pub(crate) fn source<'a>(name: &'a str, text: &'a str) -> Source<'a> {
    Source { name, text }
}

pub(crate) fn parse(text: &str) -> Value {
    load(source("document", text)).unwrap()
}

/// Returns the documents of all cases of some directories.
pub(crate) fn documents(directories: &[&str]) -> Vec<Value> {
    directories
        .iter()
        .flat_map(|directory| cases(directory))
        .map(|case| parse(&read(&case)))
        .collect()
}

/// Returns a document as YAML, or the error.
pub(crate) fn yaml_or_error(document: Result<Value>) -> String {
    match document {
        Ok(document) => yaml_writer::write(&document).unwrap(),
        Err(error) => format!("{error}\n"),
    }
}

/// Returns one line for each item.
pub(crate) fn lines(items: impl IntoIterator<Item = impl Display>) -> String {
    items.into_iter().fold(String::new(), |mut text, item| {
        writeln!(text, "{item}").unwrap();
        text
    })
}

/// Generates from a document without overlay.
pub(crate) fn generate(name: &str, text: &str, mode: Mode) -> Result<Generated> {
    codegen::generate(Input::new(source(name, text), None), mode)
}

/// Prints a line even if the test harness captures output.
#[allow(
    clippy::explicit_write,
    reason = "the test harness captures the output of `eprintln`"
)]
pub(crate) fn print(line: &str) {
    writeln!(io::stderr(), "{line}").unwrap();
}
