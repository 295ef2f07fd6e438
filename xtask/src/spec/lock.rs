//! `spec/upstream.lock`: which upstream document the spec has its facts from.

use std::fmt::{self, Write};
use std::path::Path;

use codegen::import::Imported;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Where the lock is in the project.
pub(crate) const LOCK: &str = "spec/upstream.lock";

/// What identifies an upstream document.
pub(crate) struct Lock<'a> {
    pub(crate) file: &'a Path,
    pub(crate) text: &'a str,
    pub(crate) imported: &'a Imported,
}

impl fmt::Display for Lock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The name alone, since the directory is that of one machine.
        let file = self.file.file_name().unwrap_or_default().to_string_lossy();
        let mut hash = String::new();
        for byte in Sha256::digest(self.text) {
            write!(hash, "{byte:02x}")?;
        }
        let Imported {
            openapi, version, ..
        } = self.imported;
        writeln!(f, "# Written by cargo xtask spec import. Do not edit.")?;
        writeln!(f, "file: {}", quoted(&file))?;
        writeln!(f, "openapi: {}", quoted(openapi))?;
        writeln!(f, "version: {}", quoted(version))?;
        writeln!(f, "bytes: {}", self.text.len())?;
        writeln!(f, "sha256: {}", quoted(&hash))
    }
}

/// A text as both JSON and YAML have it.
fn quoted(text: &str) -> Value {
    Value::from(text)
}
