//! `spec/upstream.lock`: versions and hashes of the upstream document that the spec was imported from, and hashes of
//! the files that it refers to.

use std::path::Path;

use codegen::source::bundle::ReferencedFile;
use codegen::tools::import::Imported;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The path of the lock in the project.
pub(super) const LOCK: &str = "spec/upstream.lock";

/// Returns the YAML text of the lock. `file` is the path of the upstream document, and `text` its text.
pub(super) fn lock_text(file: &Path, text: &str, imported: &Imported) -> String {
    // Only the file name, since directories differ between machines.
    let file = file.file_name().unwrap_or_default().to_string_lossy();
    let mut lock = format!(
        "# Written by cargo xtask spec import. Do not edit.\n\
         file: {}\nopenapi: {}\nversion: {}\nbytes: {}\nsha256: {}\n",
        quoted(&file),
        quoted(&imported.openapi),
        quoted(&imported.version),
        text.len(),
        quoted(&hash(text))
    );
    if !imported.files.is_empty() {
        lock += "files:\n";
    }
    for (path, ReferencedFile { text, .. }) in &imported.files {
        let (path, bytes, hash) = (quoted(path), text.len(), quoted(&hash(text)));
        lock += &format!("- file: {path}\n  bytes: {bytes}\n  sha256: {hash}\n");
    }
    lock
}

fn hash(text: &str) -> String {
    let bytes = Sha256::digest(text);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Quotes a string. Its JSON is also valid YAML.
fn quoted(text: &str) -> Value {
    Value::from(text)
}
