//! The address of the API, and of operations that are elsewhere.

use openapiv3::{Operation, PathItem, Server};

use super::Lowering;
use crate::diagnostics::{Diagnostic, Pointer, Result};

/// What stands for an address that the document does not tell; nobody answers there.
const NOWHERE: &str = "https://api.invalid";

impl Lowering<'_> {
    /// The address of the first server.
    pub(super) fn base_url(&mut self) -> Result<String> {
        let place = Pointer::root().child("servers");
        let address = match self.document.openapi.servers.first() {
            Some(server) => address(server, &place.child(0)),
            None => Err(Diagnostic::at(
                &place,
                "the document names no server",
                "add one with an absolute URL",
            )),
        };
        match address {
            Ok(address) => Ok(address),
            Err(error) => {
                self.diagnostics.ignore(error)?;
                Ok(NOWHERE.to_owned())
            }
        }
    }

    /// The address of an operation's own server, or of that of its path, where it is another than that of the API.
    pub(super) fn own_server(
        &mut self,
        item: &PathItem,
        operation: &Operation,
        (item_pointer, pointer): (&Pointer, &Pointer),
    ) -> Result<Option<String>> {
        let own = operation.servers.first().map(|server| (server, pointer));
        let shared = || item.servers.first().map(|server| (server, item_pointer));
        let Some((server, pointer)) = own.or_else(shared) else {
            return Ok(None);
        };
        match address(server, &pointer.child("servers").child(0)) {
            Ok(address) => Ok(Some(address).filter(|address| *address != self.base_url)),
            Err(error) => {
                self.diagnostics.ignore(error)?;
                Ok(None)
            }
        }
    }
}

/// The address of a server, with the defaults of its variables.
fn address(server: &Server, place: &Pointer) -> Result<String> {
    let variables = server.variables.iter().flatten();
    let url = variables.fold(server.url.clone(), |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), &variable.default)
    });
    let address = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    if address.is_none_or(|address| {
        address.is_empty() || address.starts_with('/') || address.contains(['?', '#', '{', '}'])
    }) {
        return Err(Diagnostic::at(
            &place.child("url"),
            format!("`{}` is not the absolute URL of a server", server.url),
            "write it with its scheme and host, and without a query, as in `https://api.example.com/v2`",
        ));
    }
    Ok(url.trim_end_matches('/').to_owned())
}
