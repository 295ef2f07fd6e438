//! What becomes of documents that refer to files beside them.
//!
//! A case is one file with all the files by their paths; `api.yaml` is the document.

use std::fs;
use std::path::Path;

use codegen::Input;
use codegen::diagnostics::Mode;
use codegen::source::bundle::bundle;
use codegen::source::load::{Source, load};
use codegen::source::yaml_writer;
use serde_json::Value;

use crate::support;

/// The text of each file of a case; one that is no text is written as YAML.
fn files(case: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(case).unwrap();
    let case = load(Source {
        name: "case",
        text: &text,
    });
    let Value::Object(files) = case.unwrap() else {
        panic!("a case is made of files");
    };
    let files = files.into_iter().map(|(path, file)| match file {
        Value::String(text) => (path, text),
        file => (path, yaml_writer::write(&file).unwrap()),
    });
    files.collect()
}

/// The bundle, or what is said about its faults, and of documents with operations what the whole generator says.
fn told(case: &Path, mode: Mode) -> String {
    let files = files(case);
    let read = |path: &str| {
        let file = files.iter().find(|(name, _)| name == path);
        let text = file.map(|(_, text)| text.clone());
        text.ok_or_else(|| "there is no such file".to_owned())
    };
    let name = "spec/api.yaml";
    let text = read("api.yaml").unwrap();
    let spec = Source { name, text: &text };
    let bundled = match bundle(load(spec).unwrap(), name, &read, mode) {
        Ok(bundle) => yaml_writer::write(&bundle.without_unresolved().value).unwrap(),
        Err(error) => return format!("{error}\n"),
    };
    let input = Input {
        files: &read,
        package: Some("acme"),
        ..Input::new(spec, None)
    };
    let generated = match codegen::generate(input, mode) {
        Ok(generated) => {
            let notices = generated.report.diagnostics.iter();
            let notices: String = notices.map(|notice| format!("{notice}\n")).collect();
            let (operations, types) = (generated.operations, generated.types);
            format!("{notices}{operations} operations, {types} types\n")
        }
        Err(error) => format!("{error}\n"),
    };
    format!("{bundled}----\n{generated}")
}

#[test]
fn files_become_one_document() {
    let faults = support::cases("bundle").into_iter().filter_map(|case| {
        let told = [Mode::Strict, Mode::Lenient].map(|mode| told(&case, mode));
        let [strict, lenient] = told;
        let told = if strict == lenient {
            strict
        } else {
            format!("{strict}==== lenient\n{lenient}")
        };
        support::compare(&case, "txt", &told)
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
