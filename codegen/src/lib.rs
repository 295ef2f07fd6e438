//! Reads an OpenAPI document and writes the Rust source of an SDK for it.
//!
//! Data flows one way: [`load`] → [`overlay`] → [`normalise`] → [`document`] → [`lower`] → [`ir`] → [`render`] →
//! [`emit`]. Nothing here reads a clock, the environment, a file or the network, and nothing is particular to one API:
//! what an SDK wants to be different from what the document suggests is said in an overlay, with the extension keys that
//! `lower/extensions.rs` lists.

pub mod document;
pub mod emit;
pub mod error;
#[cfg(test)]
mod fixtures;
pub mod import;
pub mod ir;
pub mod load;
pub mod lower;
mod markdown;
pub mod names;
pub mod nodes;
pub mod normalise;
pub mod overlay;
pub mod pointer;
pub mod references;
pub mod render;
pub mod slice;
pub mod text;

use serde_json::Value;

use crate::document::Document;
use crate::emit::Files;
use crate::error::Result;
use crate::ir::Api;
use crate::load::Source;
use crate::overlay::{Overlay, Target};

/// What [`generate`] makes of a document.
#[derive(Debug)]
pub struct Generated {
    /// All files, by path relative to the directory they are for.
    pub files: Files,
    /// How many operations they hold.
    pub operations: usize,
    /// How many models they hold.
    pub types: usize,
}

/// Reads a document and its overlay to the IR.
///
/// # Errors
///
/// When one of the two is faulty, they don't fit each other, or something in them cannot be generated yet.
pub fn read(spec: Source<'_>, overlay: Option<Source<'_>>) -> Result<Api> {
    let (api, _) = read_with(spec, overlay, Overlay::apply)?;
    Ok(api)
}

/// Reads a document and its overlay to the IR, without those actions of the overlay that find nothing to act on; it gives
/// their targets as well.
///
/// # Errors
///
/// Otherwise those of [`read`].
pub fn read_matching(spec: Source<'_>, overlay: Option<Source<'_>>) -> Result<(Api, Vec<Target>)> {
    let (api, unmatched) = read_with(spec, overlay, Overlay::apply_matching)?;
    Ok((api, unmatched.unwrap_or_default()))
}

/// Reads both, with one of the ways to apply an overlay, and gives what that came to.
fn read_with<T>(
    spec: Source<'_>,
    overlay: Option<Source<'_>>,
    apply: fn(&Overlay, &mut Value) -> Result<T>,
) -> Result<(Api, Option<T>)> {
    let mut value = load::load(spec)?;
    let mut apply_to_value = |overlay: Source<'_>| {
        let document = load::load(overlay)?;
        let applied = Overlay::parse(&document).and_then(|overlay| apply(&overlay, &mut value));
        applied.map_err(|error| error.in_document(overlay.name))
    };
    let applied = overlay.map(&mut apply_to_value).transpose()?;
    let api = lower(value).map_err(|error| error.in_document(spec.name))?;
    Ok((api, applied))
}

fn lower(mut value: Value) -> Result<Api> {
    normalise::normalise(&mut value);
    references::check(&value)?;
    let api = lower::lower(&Document::parse(value)?)?;
    names::check(&api)?;
    Ok(api)
}

/// Writes the source of an SDK for a document, in memory.
///
/// # Errors
///
/// Those of [`read`].
pub fn generate(spec: Source<'_>, overlay: Option<Source<'_>>) -> Result<Generated> {
    let api = read(spec, overlay)?;
    Ok(Generated {
        files: emit::emit(&api.package, render::render(&api))?,
        operations: api
            .resources
            .iter()
            .map(|resource| resource.operations.len())
            .sum(),
        types: api.types.len(),
    })
}
