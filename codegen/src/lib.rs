//! Reads an OpenAPI document and writes the Rust source of an SDK for it.
//!
//! The stages, in order: bundle the files of the document into one [`Value`], apply the overlay, simplify the document
//! with passes, `lower` it to the IR ([`Api`]), and `render` Rust. [`generate`] runs all stages; [`read`] stops at the
//! IR.
//!
//! This crate doesn't read a clock, the environment, a file or the network. Nothing is specific to one API: decisions
//! about an SDK are made in an overlay, with the extension keys listed in `docs/overlay.md`.

pub mod diagnostics;
pub mod ir;
pub mod lower;
pub mod names;
pub mod openapi;
pub mod passes;
pub mod render;
pub mod source;
pub mod tools;

use serde_json::Value;

use crate::diagnostics::{Collector, Diagnostic, Mode, Report, Result, UnmatchedDecision};
use crate::ir::Api;
use crate::passes::{
    correct_schemas, infer_types, inheritance, merge_all_of, normalise, overlay, repair, unions,
};
use crate::render::emit::{self, Files};
use crate::source::load::{self, Source};
use crate::source::locator::Locator;
use crate::source::{big_stack, bundle};

/// A document, the files it refers to, and the decisions about its SDK.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The OpenAPI document.
    pub document: Source<'a>,
    /// The name of the document in the first comment of generated files, for instance `spec/api.yaml`.
    pub name_in_header: &'a str,
    /// Reads the files that the document refers to.
    pub read_file: bundle::ReadFile<'a>,
    /// The overlay that is applied to the document.
    pub overlay: Option<Source<'a>>,
    /// The name of the crate; overrides `x-sdk-package` in the document or overlay.
    pub package: Option<&'a str>,
}

impl<'a> Input<'a> {
    /// Creates the input for a document that refers to no other files.
    pub fn new(document: Source<'a>, overlay: Option<Source<'a>>) -> Self {
        Self {
            document,
            name_in_header: bundle::file_name(document.name),
            read_file: &bundle::no_files,
            overlay,
            package: None,
        }
    }

    /// Returns the names of the document and the overlay for the first comment of generated files.
    fn names_in_header(&self) -> String {
        match self.overlay {
            Some(_) => format!("{} and its overlay", self.name_in_header),
            None => self.name_in_header.to_owned(),
        }
    }

    /// Sorts diagnostics by file and line. The document is the first file, its overlay the last.
    fn sort_by_location(&self, diagnostics: &mut [Diagnostic]) {
        let overlay = self.overlay.map(|overlay| overlay.name);
        diagnostics.sort_by_cached_key(|it| {
            let file = it.document().filter(|name| *name != self.document.name);
            let is_overlay = file.is_some() && file == overlay;
            (is_overlay, file.map(str::to_owned), it.line())
        });
    }
}

/// The result of [`generate`].
#[derive(Debug)]
pub struct Generated {
    /// The API that the files implement.
    pub api: Api,
    /// The text of the generated files, by path relative to `src/generated`.
    pub files: Files,
    /// The omissions and simplifications, with reasons.
    pub report: Report,
}

/// Generates the source of an SDK.
///
/// # Errors
///
/// Returns the first problem that stops the generator. Lenient mode stops only at errors in the overlay or in `x-sdk-*`
/// keys at the root, an invalid name of the crate, decisions that match nothing, and problems of the document as a
/// whole, for instance an unsupported version of OpenAPI.
pub fn generate(input: Input<'_>, mode: Mode) -> Result<Generated> {
    let outcome = run(input, mode, |api| {
        let files = emit::emit(&api, &input.names_in_header())?;
        Ok((api, files))
    })?;
    let ((api, files), report) = outcome.reject_unmatched()?;
    Ok(Generated { api, files, report })
}

/// Reads a document and its overlay, and converts them to the IR.
///
/// # Errors
///
/// Returns the first problem that stops the generator in strict mode.
pub fn read(input: Input<'_>) -> Result<Api> {
    let outcome = run(input, Mode::Strict, Ok)?;
    Ok(outcome.reject_unmatched()?.0)
}

/// Like [`read`], but returns the decisions that match nothing (overlay actions, and entries of document-level
/// `x-sdk-*` keys) instead of rejecting them.
///
/// # Errors
///
/// Returns the first problem that stops the generator in strict mode, other than these decisions.
pub fn read_with_unmatched(input: Input<'_>) -> Result<(Api, Vec<UnmatchedDecision>)> {
    let outcome = run(input, Mode::Strict, Ok)?;
    Ok((outcome.result?.0, outcome.unmatched))
}

/// Converts a bundled document to the IR. The overlay must already be applied to the document. Lint also calls this
/// function.
pub(crate) fn to_api(
    input: Input<'_>,
    document: Value,
    diagnostics: &mut Collector,
) -> Result<Api> {
    input.package.map_or(Ok(()), names::check_package)?;
    let named = set_package(input.package, document);
    let repaired = repair::repair(named, diagnostics);
    let normalised = normalise::normalise(repaired);
    let expanded = inheritance::expand(normalised);
    let merged = merge_all_of::merge(unions::simplify(expanded));
    let corrected = correct_schemas::correct(merged, diagnostics);
    let typed = infer_types::infer(corrected);
    let parsed = openapi::parse(typed, diagnostics)?;
    lower::lower(&parsed, diagnostics)
}

/// Sets the name of the crate if the input overrides it, and removes `x-sdk-contract` in this case.
fn set_package(package: Option<&str>, mut document: Value) -> Value {
    if let (Some(package), Some(members)) = (package, document.as_object_mut()) {
        members.insert("x-sdk-package".to_owned(), Value::from(package));
        // Only `--crate-name`, which writes a crate for another API, overrides the name. Such a crate has no contract.
        members.shift_remove("x-sdk-contract");
    }
    document
}

/// Runs the stages up to the IR. Fails if names from an overlay clash: `lower` only collects these errors, and this
/// function returns the first.
fn read_api<'a>(
    input: Input<'a>,
    diagnostics: &mut Collector,
    locator: &mut Locator<'a>,
) -> Result<Api> {
    let bundle = bundle::read(input.document, input.read_file, diagnostics.mode)?
        .with_unresolved_references_replaced();
    locator.origins = bundle.origins;
    locator.files = bundle.files;
    diagnostics.extend(bundle.diagnostics);
    let mut document = bundle.value;
    if let Some(source) = input.overlay {
        let overlay_locator = Locator::new(source);
        let locate = |it| overlay_locator.locate(it);
        let applied = load::load(source).and_then(|it| overlay::apply(&it, &mut document));
        let applied = applied.map_err(locate)?;
        let unmatched = applied.unmatched.into_iter();
        let unmatched = unmatched.map(|it| it.located(locate));
        diagnostics.unmatched.extend(unmatched);
        diagnostics.extend(applied.warnings.into_iter().map(locate));
        locator.add_overlay(source, applied.additions);
    }
    let api = to_api(input, document, diagnostics)?;
    diagnostics.first_error().map(|()| api)
}

/// The result of [`run`]. Diagnostics have files and lines where these are known.
struct Outcome<T> {
    result: Result<(T, Report)>,
    unmatched: Vec<UnmatchedDecision>,
}

impl<T> Outcome<T> {
    /// Returns an error if there are unmatched decisions. Unmatched decisions take precedence over an error of a later
    /// stage, which may be a consequence.
    fn reject_unmatched(self) -> Result<(T, Report)> {
        UnmatchedDecision::error(self.unmatched).map_or(self.result, Err)
    }
}

/// Reads an API and calls `finish` with it, on a thread with a large stack. Fails only if the thread can't be started;
/// errors about the input are in the `Outcome`.
fn run<T: Send>(
    input: Input<'_>,
    mode: Mode,
    finish: impl FnOnce(Api) -> Result<T> + Send,
) -> Result<Outcome<T>> {
    big_stack::run(|| {
        let mut diagnostics = Collector::new(mode);
        let mut locator = Locator::new(input.document);
        let result = read_api(input, &mut diagnostics, &mut locator).and_then(finish);
        let locate = |error| locator.locate(error);
        let mut report = diagnostics.report;
        let unmatched = diagnostics.unmatched.into_iter();
        let unmatched = unmatched.map(|it| it.located(locate)).collect();
        let result = result.map_err(locate).map(|value| {
            report.diagnostics = report.diagnostics.into_iter().map(locate).collect();
            input.sort_by_location(&mut report.diagnostics);
            (value, report)
        });
        Ok(Outcome { result, unmatched })
    })
}
