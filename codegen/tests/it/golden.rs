//! The generated code of small documents. `generated_code` compiles it.

use codegen::diagnostics::Mode;

use crate::support::{check_cases, generate, name, read};

#[test]
fn generate_returns_expected_code() {
    check_cases("golden", "rs", |case| {
        let spec = format!("{}.yaml", name(case));
        let generated =
            generate(&spec, &read(case), Mode::Strict).unwrap_or_else(|error| panic!("{error}"));
        generated
            .files
            .iter()
            .map(|(path, text)| format!("//// {path}\n{text}"))
            .collect()
    });
}
