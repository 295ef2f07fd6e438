//! Security Scheme Objects, of whose types the typed form lacks `mutualTLS`.

use std::collections::BTreeSet;

use openapiv3::SecurityScheme;
use serde_json::Value;

use super::invalid_objects::component_error;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::references;

/// The field of the Components Object.
pub(super) const SECURITY_SCHEMES: &str = "securitySchemes";

const MUTUAL_TLS: &str = "mutualTLS";

/// The values of `type`.
const TYPES: [&str; 5] = ["apiKey", "http", MUTUAL_TLS, "oauth2", "openIdConnect"];

/// Returns the names of the security schemes of type `mutualTLS`.
pub(crate) fn mutual_tls(document: &Value) -> BTreeSet<String> {
    let pointer = Pointer::root().child("components").child(SECURITY_SCHEMES);
    document
        .pointer(pointer.as_str())
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(name, scheme)| {
            references::resolve(document, scheme, &pointer.child(name))
                .is_some_and(|scheme| scheme_type(scheme) == Some(MUTUAL_TLS))
        })
        .map(|(name, _)| name.clone())
        .collect()
}

/// Removes the security schemes of type `mutualTLS` from the document, and returns their names.
pub(crate) fn remove_mutual_tls(document: &mut Value) -> BTreeSet<String> {
    let names = mutual_tls(document);
    let schemes = document.pointer_mut(&format!("/components/{SECURITY_SCHEMES}"));
    if let (Some(Value::Object(schemes)), false) = (schemes, names.is_empty()) {
        schemes.retain(|name, _| !names.contains(name));
    }
    names
}

/// Returns an error if a security scheme is invalid.
pub(super) fn error(scheme: &Value, pointer: &Pointer) -> Option<Diagnostic> {
    match scheme_type(scheme) {
        Some(unknown) if !TYPES.contains(&unknown) => Some(Diagnostic::at(
            &pointer.child("type"),
            format!(
                "unknown type `{unknown}` in Security Scheme Object; expected one of {}",
                TYPES.map(|known| format!("`{known}`")).join(", ")
            ),
            "use one of these types; for the header `Authorization`, use `http` and set `scheme`",
        )),
        _ => component_error::<SecurityScheme>(scheme, pointer),
    }
}

fn scheme_type(scheme: &Value) -> Option<&str> {
    scheme.get("type").and_then(Value::as_str)
}
