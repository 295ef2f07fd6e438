//! Reads an OpenAPI document and writes the Rust source of an SDK for it.
//!
//! [`generate`] and `read_checked_api` run the pipeline; `to_api` is the part from normalise to lower, which lint
//! shares. Nothing here reads a clock, the environment, a file or the network, and nothing is specific to one API:
//! decisions about an SDK are made in an overlay, with the extension keys listed in `lower/extensions.rs`.

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

use crate::diagnostics::{Collector, Mode, Report, Result, UnmatchedDecision};
use crate::ir::Api;
use crate::passes::{infer_types, merge_all_of, normalise, overlay};
use crate::render::emit::{self, Files};
use crate::source::load::Source;
use crate::source::locator::Locator;
use crate::source::{big_stack, bundle};

/// A document and everything that decides how its SDK looks.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The OpenAPI document.
    pub spec: Source<'a>,
    /// The name of the document in the header of generated files, for instance its path in the project.
    pub origin: &'a str,
    /// The files that the document may refer to.
    pub files: bundle::ReadFile<'a>,
    /// The overlay that is applied to the document.
    pub overlay: Option<Source<'a>>,
    /// The name of the crate; overrides the one in the document or overlay.
    pub package: Option<&'a str>,
}

impl<'a> Input<'a> {
    /// Creates the input for a document that refers to no other files.
    pub fn new(spec: Source<'a>, overlay: Option<Source<'a>>) -> Self {
        Self {
            spec,
            origin: bundle::file_name(spec.name),
            files: &bundle::no_files,
            overlay,
            package: None,
        }
    }
}

/// The result of [`generate`].
#[derive(Debug)]
pub struct Generated {
    /// The API that the files implement.
    pub api: Api,
    /// The generated files, by path relative to their directory.
    pub files: Files,
    /// The number of operations in the files.
    pub operations: usize,
    /// The number of models in the files.
    pub types: usize,
    /// How the files differ from the document.
    pub report: Report,
}

/// Generates the source of an SDK.
///
/// # Errors
///
/// Returns the first problem that stops the generator. In lenient mode, only problems of the document as a whole do.
pub fn generate(input: Input<'_>, mode: Mode) -> Result<Generated> {
    run(input, Collector::new(mode), |run| {
        let api = run.read_checked_api()?;
        let files = emit::emit(&api, input.origin)?;
        Ok((api, files))
    })
    .map(|((api, files), report, _)| Generated {
        operations: api.resources.iter().map(|it| it.operations.len()).sum(),
        types: api.types.len(),
        api,
        files,
        report,
    })
}

/// Reads a document and its overlay to the IR.
///
/// # Errors
///
/// Returns the first problem that stops the generator in strict mode.
pub fn read(input: Input<'_>) -> Result<Api> {
    run(input, Collector::new(Mode::Strict), |run| {
        run.read_checked_api()
    })
    .map(|(api, ..)| api)
}

/// Like [`read`], but returns overlay actions, and entries of document-level `x-sdk-*` keys, that match nothing instead
/// of rejecting them.
///
/// # Errors
///
/// Returns the first other problem.
pub fn read_with_unmatched(input: Input<'_>) -> Result<(Api, Vec<UnmatchedDecision>)> {
    let collector = Collector::new(Mode::Strict).allowing_unmatched();
    run(input, collector, |run| run.read_checked_api()).map(|(api, _, unmatched)| (api, unmatched))
}

/// Converts a bundled document, to which the overlay was applied, to the IR: one stage per line.
pub(crate) fn to_api(
    input: Input<'_>,
    document: Value,
    diagnostics: &mut Collector,
) -> Result<Api> {
    input.package.map_or(Ok(()), names::check_package)?;
    let passes = [
        normalise::normalise,
        merge_all_of::merge,
        infer_types::infer,
    ];
    let document = passes
        .into_iter()
        .fold(set_package(input, document), |document, pass| {
            pass(document)
        });
    openapi::parse(document, diagnostics).and_then(|document| lower::lower(&document, diagnostics))
}

/// Replaces the name of the crate with that of the input, if it has one.
fn set_package(input: Input<'_>, mut document: Value) -> Value {
    if let (Some(package), Some(members)) = (input.package, document.as_object_mut()) {
        members.insert("x-sdk-package".to_owned(), Value::from(package));
        // The contract is for a feature that only the project's own SDK has.
        members.shift_remove("x-sdk-contract");
    }
    document
}

/// One run of the pipeline.
struct Run<'a> {
    input: Input<'a>,
    diagnostics: Collector,
    locator: Locator<'a>,
}

impl Run<'_> {
    /// Reads the input to the IR, and checks that names are distinct.
    fn read_checked_api(&mut self) -> Result<Api> {
        self.bundle()
            .and_then(|document| self.apply_overlay(document))
            .and_then(|document| to_api(self.input, document, &mut self.diagnostics))
            .and_then(names::check)
    }

    /// Reads the document and the files that it refers to.
    fn bundle(&mut self) -> Result<Value> {
        let Input { spec, files, .. } = self.input;
        let bundle = bundle::read(spec, files, self.diagnostics.mode())?.without_unresolved();
        self.locator.add_files(bundle.origins, bundle.files);
        self.diagnostics.extend(bundle.diagnostics);
        Ok(bundle.value)
    }

    fn apply_overlay(&mut self, mut document: Value) -> Result<Value> {
        if let Some(source) = self.input.overlay {
            let additions = overlay::apply(source, &mut document)
                .and_then(|applied| {
                    self.diagnostics.add_unmatched(applied.unmatched)?;
                    Ok(applied.additions)
                })
                .map_err(|error| Locator::new(source).locate(error))?;
            self.locator.add_overlay(source, additions);
        }
        Ok(document)
    }
}

/// Runs the pipeline as far as `stages` goes, and adds file and line to every diagnostic.
fn run<T: Send>(
    input: Input<'_>,
    diagnostics: Collector,
    stages: impl FnOnce(&mut Run<'_>) -> Result<T> + Send,
) -> Result<(T, Report, Vec<UnmatchedDecision>)> {
    big_stack::run(|| {
        let mut run = Run {
            input,
            diagnostics,
            locator: Locator::new(input.spec),
        };
        let result = stages(&mut run);
        let (diagnostics, locator) = (run.diagnostics, run.locator);
        let value = result.map_err(|error| locator.locate(error))?;
        let (mut report, unmatched) = diagnostics.into_report();
        let located = report.diagnostics.into_iter().map(|it| locator.locate(it));
        report.diagnostics = located.collect();
        Ok((value, report, unmatched))
    })
}
