//! Bundling several files into one document.
//!
//! A case is a map from paths to files, one of which is the document `api.yaml`.

use std::path::Path;

use codegen::Input;
use codegen::diagnostics::Mode;
use codegen::source::bundle::bundle;
use codegen::source::load::load;
use codegen::source::yaml_writer;
use serde_json::Value;

use crate::support::{check_cases, lines, parse, read, source};

/// Returns the text of each file of a case. Files that aren't strings are written as YAML.
fn files(case: &Path) -> Vec<(String, String)> {
    let Value::Object(files) = parse(&read(case)) else {
        panic!("expected a map of paths to files");
    };
    files
        .into_iter()
        .map(|(path, file)| match file {
            Value::String(text) => (path, text),
            file => (path, yaml_writer::write(&file).unwrap()),
        })
        .collect()
}

/// Returns the bundled document and the diagnostics of the generator, or the error of bundling.
fn bundle_and_generate(case: &Path, mode: Mode) -> String {
    let files = files(case);
    let read = |path: &str| {
        let file = files.iter().find(|(name, _)| name == path);
        file.map(|(_, text)| text.clone())
            .ok_or_else(|| "there is no such file".to_owned())
    };
    let name = "spec/api.yaml";
    let text = read("api.yaml").unwrap();
    let spec = source(name, &text);
    let bundled = match bundle(load(spec).unwrap(), name, &read, mode) {
        Ok(bundle) => {
            yaml_writer::write(&bundle.with_unresolved_references_replaced().value).unwrap()
        }
        Err(error) => return format!("{error}\n"),
    };
    let input = Input {
        read_file: &read,
        package: Some("acme"),
        ..Input::new(spec, None)
    };
    let generated = match codegen::generate(input, mode) {
        Ok(generated) => {
            let (operations, types) = (
                generated.api.operations().count(),
                generated.api.types.len(),
            );
            let diagnostics = lines(&generated.report.diagnostics);
            format!("{diagnostics}{operations} operations, {types} types\n")
        }
        Err(error) => format!("{error}\n"),
    };
    format!("{bundled}----\n{generated}")
}

#[test]
fn bundle_returns_expected_documents() {
    check_cases("bundle", "txt", |case| {
        let strict = bundle_and_generate(case, Mode::Strict);
        let lenient = bundle_and_generate(case, Mode::Lenient);
        if strict == lenient {
            strict
        } else {
            format!("{strict}==== lenient\n{lenient}")
        }
    });
}
