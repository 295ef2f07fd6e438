//! Compares the code emitted for small documents with the expected text. The test in `emitted` compiles it.

use std::fs;
use std::path::Path;

use codegen::Generated;
use codegen::diagnostics::Mode;
use codegen::source::load::Source;

use crate::support::{self, name};

/// Precedes the path of each file in the expected text.
const SEPARATOR: &str = "//// ";

fn generate(case: &Path) -> Generated {
    let text = fs::read_to_string(case).unwrap();
    let name = format!("{}.yaml", name(case));
    let spec = Source {
        name: &name,
        text: &text,
    };
    let generated = codegen::generate(codegen::Input::new(spec, None), Mode::Strict);
    generated.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn documents_become_the_expected_code() {
    let faults = support::cases("golden").into_iter().filter_map(|case| {
        let files = generate(&case).files;
        let text: String = files
            .iter()
            .map(|(path, text)| format!("{SEPARATOR}{path}\n{text}"))
            .collect();
        support::compare(&case, "rs", &text)
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
