//! Lowers what an operation sends: parameters, body, credentials, and the server.

pub(super) mod body;
pub(super) mod client_parameters;
mod header_name;
pub(super) mod idempotency_key;
mod multipart;
mod page_parameter;
pub(super) mod parameter;
mod path_query;
pub(super) mod security;
mod server;
mod style;

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::lower::Lowering;

impl Lowering<'_> {
    /// Ignores a part of the document that the SDK doesn't support, and reports it.
    fn ignore_unsupported(
        &mut self,
        pointer: &Pointer,
        message: impl Into<String>,
        help: &str,
    ) -> Result<()> {
        self.diagnostics
            .report_ignored(Diagnostic::at(pointer, message, help).tolerated())
    }
}
