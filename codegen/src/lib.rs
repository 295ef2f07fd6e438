//! Reads an OpenAPI document and writes the Rust source of an SDK for it.
//!
//! Data flows one way: [`load`] → [`bundle`] → [`overlay`] → [`normalise`] → [`all_of`] → [`implied`] → [`document`] → [`lower`] → [`ir`] →
//! [`render`] → [`emit`]; [`diff`] compares two [`ir`]s. Nothing here reads a clock, the environment, a file or the
//! network, and nothing is particular to one API: what an SDK wants to be different from what the document suggests is
//! said in an overlay, with the extension keys that `lower/extensions.rs` lists.

#![cfg_attr(
    not(feature = "lint"),
    allow(
        dead_code,
        unused_imports,
        reason = "some of what the modules share is only for `lint`"
    )
)]

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

use crate::diagnostics::error::{Error, Result};
use crate::diagnostics::report::{Mode, Notice, Report};
use crate::ir::Api;
use crate::openapi::document::Document;
use crate::openapi::{operations, references};
use crate::passes::overlay::{Overlay, Target};
use crate::passes::{infer_types, merge_all_of, normalise, recover};
use crate::render::emit::Files;
use crate::render::{big_stack, emit};
use crate::source::bundle::Bundle;
use crate::source::load::Source;
use crate::source::{bundle, load};

/// A document, and what goes with it.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The OpenAPI document.
    pub spec: Source<'a>,
    /// How the emitted files name it: by its path in the project, or by its name alone where it stands elsewhere.
    pub origin: &'a str,
    /// The files beside it, to which it may refer.
    pub files: bundle::Files<'a>,
    /// What is decided about it.
    pub overlay: Option<Source<'a>>,
    /// The name of the crate that the code is for, where it is not the one that the document or its overlay says.
    pub package: Option<&'a str>,
}

impl<'a> Input<'a> {
    /// A document that has no files beside it.
    pub fn alone(spec: Source<'a>, overlay: Option<Source<'a>>) -> Self {
        Self {
            spec,
            origin: bundle::file_name(spec.name),
            files: &bundle::no_files,
            overlay,
            package: None,
        }
    }
}

/// What [`generate`] makes of a document.
#[derive(Debug)]
pub struct Generated {
    /// The API, as the files have it.
    pub api: Api,
    /// All files, by path relative to the directory they are for.
    pub files: Files,
    /// How many operations they hold.
    pub operations: usize,
    /// How many models they hold.
    pub types: usize,
    /// What of the document is not in them, or not as it is written there.
    pub report: Report,
}

/// Reads a document and its overlay to the IR.
///
/// # Errors
///
/// When one of the two is faulty, they don't fit each other, or something in them cannot be generated yet.
pub fn read(spec: Source<'_>, overlay: Option<Source<'_>>) -> Result<Api> {
    big_stack::with_room(|| Ok(read_in(Input::alone(spec, overlay), Mode::Strict)?.0))
}

fn read_in(input: Input<'_>, mode: Mode) -> Result<(Api, Report)> {
    let (bundle, _) = open(input, mode, Overlay::apply)?;
    let Bundle {
        mut value,
        origins,
        notices: missing,
        ..
    } = bundle;
    let read = || {
        prepare(&mut value);
        let operations = operations::operations(&value).len();
        let (document, mut notices) = parse(value, mode)?;
        let lowered = lower::lower_in(&document, mode)?;
        if let Some(orphan) = lowered.orphans.into_iter().next() {
            return Err(orphan.into_error());
        }
        names::check(&lowered.api)?;
        notices.extend(lowered.notices);
        let notices = missing.into_iter().chain(notices);
        let report = Report {
            operations,
            webhooks: lowered.webhooks,
            notices: notices.map(|it| origins.locate_notice(it)).collect(),
        };
        Ok((lowered.api, report))
    };
    read().map_err(|error: Error| origins.locate(error).in_document(input.spec.name))
}

/// Reads a document and its overlay to the IR, without decisions about what is not there: actions of the overlay that find
/// nothing to act on, descriptions of other resources, other events. It gives what they are about as well.
///
/// # Errors
///
/// Otherwise those of [`read`].
pub fn read_matching(input: Input<'_>) -> Result<(Api, Vec<Target>)> {
    big_stack::with_room(|| read_matching_in(input))
}

fn read_matching_in(input: Input<'_>) -> Result<(Api, Vec<Target>)> {
    let (bundle, unmatched) = open(input, Mode::Strict, Overlay::apply_matching)?;
    let Bundle {
        mut value, origins, ..
    } = bundle;
    let read = || {
        prepare(&mut value);
        let (document, _) = parse(value, Mode::Strict)?;
        let lowered = lower::lower_in(&document, Mode::Strict)?;
        names::check(&lowered.api)?;
        let orphans = lowered.orphans.into_iter().map(|orphan| Target {
            pointer: orphan.pointer,
            path: orphan.name,
        });
        let unmatched = unmatched.into_iter().flatten().chain(orphans);
        Ok((lowered.api, unmatched.collect()))
    };
    read().map_err(|error: Error| origins.locate(error).in_document(input.spec.name))
}

/// Reads all files of a document to one, with what is decided about it; gives what its overlay came to.
fn open<T>(
    input: Input<'_>,
    mode: Mode,
    apply: fn(&Overlay, &mut Value) -> Result<T>,
) -> Result<(Bundle, Option<T>)> {
    let Input {
        spec,
        files,
        overlay,
        package,
        ..
    } = input;
    package.map_or(Ok(()), names::check_package)?;
    let mut bundle = bundle::read(spec, files, mode)?;
    bundle.drop_lost();
    let applied = merge(&mut bundle.value, overlay, apply)?;
    if let (Some(package), Some(members)) = (package, bundle.value.as_object_mut()) {
        members.insert("x-sdk-package".to_owned(), Value::from(package));
        // It is for a feature that the SDK of the overlay has, and no other.
        members.shift_remove("x-sdk-contract");
    }
    Ok((bundle, applied))
}

/// Applies an overlay in one of the ways there are, and gives what that came to.
fn merge<T>(
    value: &mut Value,
    overlay: Option<Source<'_>>,
    apply: fn(&Overlay, &mut Value) -> Result<T>,
) -> Result<Option<T>> {
    let apply_to_value = |overlay: Source<'_>| {
        let document = load::load(overlay)?;
        let applied = Overlay::parse(&document).and_then(|overlay| apply(&overlay, value));
        applied.map_err(|error| error.in_document(overlay.name))
    };
    overlay.map(apply_to_value).transpose()
}

/// Brings a document into the one form that is read.
fn prepare(value: &mut Value) {
    normalise::normalise(value);
    merge_all_of::merge(value);
    infer_types::complete(value);
}

fn parse(value: Value, mode: Mode) -> Result<(Document, Vec<Notice>)> {
    match mode {
        Mode::Strict => {
            references::check(&value)?;
            Ok((Document::parse(value)?, Vec::new()))
        }
        Mode::Lenient => recover::read(value),
    }
}

/// Writes the source of an SDK for a document, in memory.
///
/// # Errors
///
/// Those of [`read`]; in lenient mode, only what concerns the document as a whole.
pub fn generate(spec: Source<'_>, overlay: Option<Source<'_>>, mode: Mode) -> Result<Generated> {
    generate_from(Input::alone(spec, overlay), mode)
}

/// Does what [`generate`] does, from all that there is to generate from.
///
/// # Errors
///
/// Those of [`generate`].
pub fn generate_from(input: Input<'_>, mode: Mode) -> Result<Generated> {
    big_stack::with_room(|| {
        let (api, report) = read_in(input, mode)?;
        let resources = api.resources.iter();
        Ok(Generated {
            files: emit::emit(&api, input.origin)?,
            operations: resources.map(|resource| resource.operations.len()).sum(),
            types: api.types.len(),
            api,
            report,
        })
    })
}
