//! Errors about invalid documents.

use codegen::diagnostics::Mode;

use crate::support::{check_cases, generate, read};

#[test]
fn generate_rejects_invalid_documents_with_expected_errors() {
    check_cases("errors", "txt", |case| {
        match generate("api.yaml", &read(case), Mode::Strict) {
            Err(error) => format!("{error}\n"),
            Ok(_) => "no error\n".to_owned(),
        }
    });
}
