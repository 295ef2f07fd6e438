//! Cases found by glob: a document, and beside it the text that is expected of it.

mod dependencies;
pub(crate) mod examples;
pub(crate) mod judge;
pub(crate) mod mutation;
pub(crate) mod pipeline;
pub(crate) mod say;
pub(crate) mod workspace;

use std::path::{Path, PathBuf};
use std::{env, fs};

use codegen::source::load::{Source, load};
use serde_json::Value;

/// The environment variable that makes the tests write what they would otherwise expect.
const BLESS: &str = "BLESS";

/// Every `*.yaml` of a directory of cases, ordered by name.
pub(crate) fn cases(directory: &str) -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(directory);
    let entries =
        fs::read_dir(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no case in {}", directory.display());
    cases
}

/// The name of a case: its file without directory and extension.
pub(crate) fn name(case: &Path) -> &str {
    case.file_stem().and_then(|name| name.to_str()).unwrap()
}

/// The documents of directories of cases.
pub(crate) fn documents(directories: &[&str]) -> Vec<Value> {
    let cases = directories.iter().flat_map(|directory| cases(directory));
    let documents = cases.map(|case| {
        let text = fs::read_to_string(&case).unwrap();
        let (name, text) = (name(&case), text.as_str());
        load(Source { name, text }).unwrap()
    });
    documents.collect()
}

/// Compares what came out of a case with the file beside it; gives what to say about a difference.
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
    let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    Some(format!(
        "{}, line {}:\n  expected: {}\n  actual:   {}\n  run again with {BLESS}=1 and review what it writes",
        path.display(),
        line + 1,
        at(&expected),
        at(actual),
    ))
}
