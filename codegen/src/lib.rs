//! Reads an OpenAPI document and writes the Rust source of an SDK for it.
//!
//! Data flows one way: [`load`] → [`overlay`] → [`normalise`] → [`all_of`] → [`implied`] → [`document`] → [`lower`] → [`ir`] →
//! [`render`] → [`emit`]; [`diff`] compares two [`ir`]s. Nothing here reads a clock, the environment, a file or the
//! network, and nothing is particular to one API: what an SDK wants to be different from what the document suggests is
//! said in an overlay, with the extension keys that `lower/extensions.rs` lists.

pub mod all_of;
mod contract;
pub mod diff;
pub mod document;
pub mod emit;
pub mod error;
#[cfg(test)]
mod fixtures;
pub mod implied;
pub mod import;
pub mod ir;
mod json_schema;
pub mod lines;
pub mod lint;
pub mod load;
pub mod lower;
mod markdown;
pub mod names;
pub mod nodes;
pub mod normalise;
pub mod operations;
pub mod overlay;
pub mod pointer;
pub mod references;
pub mod render;
pub mod report;
pub mod salvage;
pub mod slice;
mod stack;
pub mod text;

use serde_json::Value;

use crate::document::Document;
use crate::emit::Files;
use crate::error::{Error, Result};
use crate::ir::Api;
use crate::load::Source;
use crate::overlay::{Overlay, Target};
use crate::report::{Effect, Mode, Notice, Report};

/// What [`generate`] makes of a document.
#[derive(Debug)]
pub struct Generated {
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
    stack::with_room(|| Ok(read_in(spec, overlay, Mode::Strict)?.0))
}

fn read_in(spec: Source<'_>, overlay: Option<Source<'_>>, mode: Mode) -> Result<(Api, Report)> {
    let (value, _) = merge(spec, overlay, Overlay::apply)?;
    let read = || {
        let operations = operations::operations(&value).len();
        let (document, mut notices) = parse(value, mode)?;
        let lowered = lower::lower_in(&document, mode)?;
        if let Some(orphan) = lowered.orphans.into_iter().next() {
            return Err(orphan.into_error());
        }
        names::check(&lowered.api)?;
        notices.extend(lowered.notices);
        let report = Report {
            operations,
            notices,
        };
        Ok((lowered.api, report))
    };
    read().map_err(|error: Error| error.in_document(spec.name))
}

/// Reads a document and its overlay to the IR, without decisions about what is not there: actions of the overlay that find
/// nothing to act on, descriptions of other resources, other events. It gives what they are about as well.
///
/// # Errors
///
/// Otherwise those of [`read`].
pub fn read_matching(spec: Source<'_>, overlay: Option<Source<'_>>) -> Result<(Api, Vec<Target>)> {
    stack::with_room(|| read_matching_in(spec, overlay))
}

fn read_matching_in(spec: Source<'_>, overlay: Option<Source<'_>>) -> Result<(Api, Vec<Target>)> {
    let (value, unmatched) = merge(spec, overlay, Overlay::apply_matching)?;
    let read = || {
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
    read().map_err(|error: Error| error.in_document(spec.name))
}

/// Applies an overlay in one of the ways there are, and gives what that came to.
fn merge<T>(
    spec: Source<'_>,
    overlay: Option<Source<'_>>,
    apply: fn(&Overlay, &mut Value) -> Result<T>,
) -> Result<(Value, Option<T>)> {
    let mut value = load::load(spec)?;
    let mut apply_to_value = |overlay: Source<'_>| {
        let document = load::load(overlay)?;
        let applied = Overlay::parse(&document).and_then(|overlay| apply(&overlay, &mut value));
        applied.map_err(|error| error.in_document(overlay.name))
    };
    let applied = overlay.map(&mut apply_to_value).transpose()?;
    Ok((value, applied))
}

fn parse(mut value: Value, mode: Mode) -> Result<(Document, Vec<Notice>)> {
    normalise::normalise(&mut value);
    all_of::merge(&mut value);
    implied::complete(&mut value);
    if mode == Mode::Strict {
        references::check(&value)?;
        return Ok((Document::parse(value)?, Vec::new()));
    }
    let mut notices = salvage::salvage(&mut value);
    let (document, lost) = Document::parse_known(value)?;
    notices.extend(lost.into_iter().map(|fault| Notice {
        effect: Effect::Ignored,
        node: fault.pointer().cloned().unwrap_or_default(),
        fault,
    }));
    Ok((document, notices))
}

/// Writes the source of an SDK for a document, in memory.
///
/// # Errors
///
/// Those of [`read`]; in lenient mode, only what concerns the document as a whole.
pub fn generate(spec: Source<'_>, overlay: Option<Source<'_>>, mode: Mode) -> Result<Generated> {
    stack::with_room(|| {
        let (api, report) = read_in(spec, overlay, mode)?;
        let resources = api.resources.iter();
        Ok(Generated {
            files: emit::emit(&api)?,
            operations: resources.map(|resource| resource.operations.len()).sum(),
            types: api.types.len(),
            report,
        })
    })
}
