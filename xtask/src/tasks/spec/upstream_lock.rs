//! `spec/upstream.lock`: versions and hashes of the upstream document that the spec was imported from, and hashes of
//! the files that it refers to.

use std::path::Path;

use anyhow::Result;
use codegen::source::bundle::ReferencedFile;
use codegen::source::yaml_writer;
use codegen::tools::import::Imported;
use serde_json::json;
use sha2::{Digest, Sha256};

/// The path of the lock in the project.
pub(super) const LOCK: &str = "spec/upstream.lock";

/// Returns the YAML text of the lock. `file` is the path of the upstream document, and `text` its text.
pub(super) fn lock_text(file: &Path, text: &str, imported: &Imported) -> Result<String> {
    // Only the file name, since directories differ between machines.
    let file = file.file_name().unwrap_or_default().to_string_lossy();
    let files = imported.files.iter().map(|(path, ReferencedFile { text, .. })| {
        json!({"file": path, "bytes": text.len(), "sha256": hash(text)})
    });
    let lock = yaml_writer::write(&json!({
        "file": file,
        "openapi": imported.openapi,
        "version": imported.version,
        "bytes": text.len(),
        "sha256": hash(text),
        "files": files.collect::<Vec<_>>(),
    }))?;
    Ok(format!(
        "# Written by cargo xtask spec import. Do not edit.\n{lock}"
    ))
}

fn hash(text: &str) -> String {
    let bytes = Sha256::digest(text);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
