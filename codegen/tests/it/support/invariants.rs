//! Checks the invariants of the generator, which hold for every document.

use codegen::Generated;
use codegen::diagnostics::{Effect, Mode};
use codegen::source::load::Source;

/// Generates from a document, or returns the text of the error if the generator rejects it.
///
/// Asserts that an error names a document and has a help, that the path of every file is valid and its text is Rust,
/// and that every operation is generated or reported as skipped.
pub(crate) fn generate(text: &str, overlay: Option<&str>, mode: Mode) -> Result<Generated, String> {
    let source = |name, text| Source { name, text };
    let overlay = overlay.map(|text| source("overlay.yaml", text));
    let input = codegen::Input::new(source("api.yaml", text), overlay);
    let generated = codegen::generate(input, mode).map_err(|error| {
        let message = error.to_string();
        let is_complete = message.contains(".yaml") && message.contains("\n  help: ");
        assert!(is_complete, "no document or no help: {message}");
        assert!(!message.contains("bug of the generator"), "{message}");
        message
    })?;
    for (path, text) in &generated.files {
        let is_valid = path.split('/').all(|part| {
            let stem = part.strip_suffix(".rs").unwrap_or(part);
            let is_word = |character: char| character.is_alphanumeric() || character == '_';
            !stem.is_empty() && stem.chars().all(is_word)
        });
        assert!(is_valid && path.len() < 250, "invalid file path {path:?}");
        if let Err(error) = syn::parse_file(text) {
            panic!("{path} is not Rust: {error}");
        }
    }
    let operations = generated.api.operations().count() + generated.report.count(Effect::Skipped);
    assert_eq!(operations, generated.report.operations);
    Ok(generated)
}
