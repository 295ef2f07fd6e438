//! A document taken all the way, with what has to hold whatever it says.

use codegen::Generated;
use codegen::diagnostics::{Effect, Mode};
use codegen::source::load::Source;

/// Generates, and checks what holds for every document: what comes out is Rust, in files that stay where they belong, and
/// no operation is lost without a word. Gives what was said of a faulty one.
pub(crate) fn take(text: &str, overlay: Option<&str>, mode: Mode) -> Result<Generated, String> {
    let source = |name, text| Source { name, text };
    let overlay = overlay.map(|text| source("overlay.yaml", text));
    let generated = codegen::generate(codegen::Input::new(source("api.yaml", text), overlay), mode);
    let generated = generated.map_err(|error| {
        let told = error.to_string();
        let is_complete = told.contains(".yaml") && told.contains("\n  help: ");
        assert!(is_complete, "this error does not say all: {told}");
        assert!(!told.contains("bug of the generator"), "{told}");
        told
    })?;
    for (path, text) in &generated.files {
        let is_plain = path.split('/').all(|part| {
            let stem = part.strip_suffix(".rs").unwrap_or(part);
            let is_word = |character: char| character.is_alphanumeric() || character == '_';
            !stem.is_empty() && stem.chars().all(is_word)
        });
        assert!(
            is_plain && path.len() < 250,
            "{path:?} is no place for a file"
        );
        if let Err(error) = syn::parse_file(text) {
            panic!("{path} is not Rust: {error}");
        }
    }
    let operations = generated.operations + generated.report.count(Effect::Skipped);
    assert_eq!(operations, generated.report.operations);
    Ok(generated)
}
