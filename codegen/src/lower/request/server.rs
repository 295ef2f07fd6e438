//! Lowers Server Objects to base URLs.

use openapiv3::Server;

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::lower::Lowering;
use crate::lower::operation::OperationObject;

/// The base URL of an API without a server. The domain never resolves (RFC 2606), so callers must set another one.
const NO_SERVER: &str = "https://api.invalid";

/// The effect of a document without a valid server.
const NO_BASE_URL: &str = "the SDK has no default base URL: callers must set one";

impl Lowering<'_> {
    /// Returns the URL of the first server of the document.
    pub(in crate::lower) fn lower_base_url(&mut self) -> Result<String> {
        let pointer = Pointer::root().child("servers");
        let url = match self.document.openapi.servers.first() {
            Some(server) => self.lower_url(server, &pointer.child(0), NO_BASE_URL)?,
            None => {
                let error = Diagnostic::at(
                    &pointer,
                    "missing field `servers` in OpenAPI Object",
                    "add `servers` with an absolute URL: `servers: [{url: https://api.example.com}]`",
                );
                self.diagnostics.ignore(error.with_note(NO_BASE_URL))?;
                None
            }
        };
        Ok(url.unwrap_or_else(|| NO_SERVER.to_owned()))
    }

    /// Returns the URL of the first server of an operation, or else of its path item. Returns `None` for the base URL
    /// of the API.
    pub(in crate::lower) fn lower_server(
        &mut self,
        object: &OperationObject<'_>,
    ) -> Result<Option<String>> {
        let (server, owner) = match (&*object.operation.servers, &*object.item.servers) {
            ([server, ..], _) => (server, &object.pointer),
            ([], [server, ..]) => (server, &object.item_pointer),
            ([], []) => return Ok(None),
        };
        let note = "the SDK sends the operation to the server of the API";
        let url = self.lower_url(server, &owner.child("servers").child(0), note)?;
        Ok(url.filter(|url| *url != self.base_url))
    }

    /// Returns the URL of a server, or reports that it is invalid, with a note about the effect.
    fn lower_url(
        &mut self,
        server: &Server,
        pointer: &Pointer,
        note: &str,
    ) -> Result<Option<String>> {
        match url(server, pointer) {
            Ok(url) => Ok(Some(url)),
            Err(error) => {
                let error = error.with_note(note);
                self.diagnostics.ignore(error).map(|()| None)
            }
        }
    }
}

/// Returns the URL of a server, with the default values of its variables.
fn url(server: &Server, pointer: &Pointer) -> Result<String> {
    let variables = server.variables.iter().flatten();
    let url = variables.fold(server.url.clone(), |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), &variable.default)
    });
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .unwrap_or_default();
    let message = if rest.is_empty() || rest.starts_with('/') {
        format!(
            "server URL `{}` is relative; expected an absolute URL",
            server.url
        )
    } else if let Some(character) = rest.chars().find(|it| "?#{}".contains(*it)) {
        format!(
            "server URL `{}` contains `{character}`, which is not allowed in a base URL",
            server.url
        )
    } else {
        return Ok(url.trim_end_matches('/').to_owned());
    };
    Err(Diagnostic::at(
        &pointer.child("url"),
        message,
        "set `url` to an absolute URL such as `https://api.example.com/v2`",
    ))
}
