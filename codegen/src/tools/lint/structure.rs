//! Objects that the JSON Schema of OpenAPI 3.0 rejects.

use std::borrow::Cow;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use super::Context;
use super::validation::Terms;
use crate::diagnostics::Diagnostic;
use crate::openapi::document;
use crate::openapi::operations::WEBHOOKS;

/// The schema and its validator, or the reason why they can't be used.
static VALIDATOR: LazyLock<Result<(Value, Validator), String>> = LazyLock::new(|| {
    let schema = serde_json::from_str(include_str!("openapi-3.0.json"))
        .map_err(|error| error.to_string())?;
    let validator = jsonschema::draft4::options()
        .should_validate_formats(true)
        .build(&schema)
        .map_err(|error| error.to_string())?;
    Ok((schema, validator))
});

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let (schema, validator) = match &*VALIDATOR {
        Ok(validator) => validator,
        Err(cause) => {
            return vec![Diagnostic::general(
                format!("the JSON Schema of OpenAPI 3.0 can't be compiled: {cause}"),
                "restore codegen/src/tools/lint/openapi-3.0.json",
            )];
        }
    };
    let terms = Terms {
        schema,
        member: "field",
        object: object_name,
    };
    validator
        .iter_errors(&without_newer_fields(context.document))
        .flat_map(|error| terms.diagnostics(&error))
        .collect()
}

/// Returns the document without fields of OpenAPI 3.1 that the generator reads.
fn without_newer_fields(document: &Value) -> Cow<'_, Value> {
    if document.get(WEBHOOKS).is_none() && document::mutual_tls(document).is_empty() {
        return Cow::Borrowed(document);
    }
    let mut document = document.clone();
    document::remove_mutual_tls(&mut document);
    if let Value::Object(members) = &mut document {
        members.shift_remove(WEBHOOKS);
    }
    Cow::Owned(document)
}

/// Returns the name that the specification gives the object described by a definition of the schema.
fn object_name(schema_path: &str) -> Option<String> {
    let Some(path) = schema_path.strip_prefix("/definitions/") else {
        return Some("OpenAPI Object".to_owned());
    };
    let words = match path.split('/').next().unwrap_or(path) {
        // Parts of several objects.
        "ExampleXORExamples" | "SchemaXORContent" => return None,
        "ParameterLocation" => "Parameter",
        "APIKeySecurityScheme"
        | "HTTPSecurityScheme"
        | "OAuth2SecurityScheme"
        | "OpenIdConnectSecurityScheme" => "Security Scheme",
        "OAuthFlows" => "OAuth Flows",
        "ImplicitOAuthFlow"
        | "PasswordOAuthFlow"
        | "ClientCredentialsFlow"
        | "AuthorizationCodeOAuthFlow" => "OAuth Flow",
        "ExternalDocumentation" => "External Documentation",
        "MediaType" => "Media Type",
        "PathItem" => "Path Item",
        "RequestBody" => "Request Body",
        "SecurityRequirement" => "Security Requirement",
        "SecurityScheme" => "Security Scheme",
        "ServerVariable" => "Server Variable",
        word => word,
    };
    Some(format!("{words} Object"))
}
