//! `spec/upstream.lock`: versions and hashes of the upstream document that the spec was imported from, and hashes of
//! the files that it refers to.

use std::fmt;
use std::path::Path;

use codegen::source::bundle::ReferencedFile;
use codegen::tools::import::Imported;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The path of the lock in the project.
pub(super) const LOCK: &str = "spec/upstream.lock";

/// The content of the lock. `Display` writes it as YAML.
pub(super) struct Lock<'a> {
    /// The path of the upstream document.
    pub(super) file: &'a Path,
    /// The text of the upstream document.
    pub(super) text: &'a str,
    pub(super) imported: &'a Imported,
}

impl fmt::Display for Lock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Only the file name, since directories differ between machines.
        let file = self.file.file_name().unwrap_or_default().to_string_lossy();
        let Imported {
            openapi,
            version,
            files,
            ..
        } = self.imported;
        writeln!(f, "# Written by cargo xtask spec import. Do not edit.")?;
        writeln!(f, "file: {}", quoted(&file))?;
        writeln!(f, "openapi: {}", quoted(openapi))?;
        writeln!(f, "version: {}", quoted(version))?;
        writeln!(f, "bytes: {}", self.text.len())?;
        writeln!(f, "sha256: {}", quoted(&hash(self.text)))?;
        if files.is_empty() {
            return Ok(());
        }
        writeln!(f, "files:")?;
        for (path, ReferencedFile { text, .. }) in files {
            writeln!(f, "- file: {}", quoted(path))?;
            writeln!(f, "  bytes: {}", text.len())?;
            writeln!(f, "  sha256: {}", quoted(&hash(text)))?;
        }
        Ok(())
    }
}

fn hash(text: &str) -> String {
    let bytes = Sha256::digest(text);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Quotes a string. Its JSON is also valid YAML.
fn quoted(text: &str) -> Value {
    Value::from(text)
}
