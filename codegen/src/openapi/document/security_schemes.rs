//! Handles Security Scheme Objects of type `mutualTLS`, which `openapiv3` lacks.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::errors::invalid_value;
use crate::openapi::references;
use crate::openapi::walk::{members, string};

const MUTUAL_TLS: &str = "mutualTLS";

/// The values of the field `type`.
pub(super) const TYPES: [&str; 5] = ["apiKey", "http", MUTUAL_TLS, "oauth2", "openIdConnect"];

/// Removes the security schemes of type `mutualTLS` from the document, and returns their names.
pub(crate) fn remove_mutual_tls(document: &mut Value) -> BTreeSet<String> {
    let is_mutual_tls = |scheme| {
        references::resolve(document, scheme)
            .is_some_and(|scheme| string(scheme, "type") == Some(MUTUAL_TLS))
    };
    let names: BTreeSet<String> = members(document, "/components/securitySchemes")
        .filter(|(_, scheme)| is_mutual_tls(scheme))
        .map(|(name, _)| name.clone())
        .collect();
    if let Some(Value::Object(schemes)) = document.pointer_mut("/components/securitySchemes") {
        schemes.retain(|name, _| !names.contains(name));
    }
    names
}

/// Creates the error about the unknown type at `pointer`.
pub(crate) fn invalid_type(name: &Value, pointer: &Pointer) -> Diagnostic {
    let object = "Security Scheme Object".to_owned();
    invalid_value(pointer, Some(object), name, &TYPES.map(Value::from))
}
