//! Operations.

use super::{Authentication, Body, Credential, Encoding, Output, Parameter, Type};
use crate::diagnostics::Pointer;

/// One HTTP method on one path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The operationId, or a name made of method and path. It is unique.
    pub id: String,
    /// The operationId in the document.
    pub operation_id: Option<String>,
    /// The location of the operation in the document.
    pub pointer: Pointer,
    /// The HTTP method, in capitals.
    pub http_method: &'static str,
    /// The path template, with its placeholders in braces.
    pub path: String,
    /// The name of the method of the resource.
    pub name: String,
    /// The name of the request builder, the type that the method returns.
    pub builder: String,
    /// The summary, one line.
    pub summary: Option<String>,
    /// The description, in Markdown.
    pub description: Option<String>,
    /// Whether the document marks the operation as deprecated.
    pub deprecated: bool,
    /// The path parameters, in the order of their placeholders.
    pub path_parameters: Vec<Parameter>,
    /// The query, header and cookie parameters.
    pub other_parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// How the body is encoded.
    pub encoding: Encoding,
    /// The result of a success.
    pub output: Output,
    /// Whether a retry is safe although the HTTP method isn't idempotent.
    pub is_idempotent: bool,
    /// The alternatives by which a request can be authenticated, sorted.
    pub authentication: Vec<Authentication>,
    /// The secrets that the SDK sends: those of one alternative.
    pub credentials: Vec<Credential>,
    /// Whether a request without the secrets is valid as well.
    pub may_be_anonymous: bool,
    /// The URL of the server, if it isn't that of the API.
    pub server: Option<String>,
    /// Whether a success response contains a secret.
    pub returns_secrets: bool,
    /// The error responses, in the order of the document.
    pub error_responses: Vec<ErrorResponse>,
}

impl Operation {
    /// Returns the types of parameters and body.
    pub fn request_types(&self) -> impl Iterator<Item = &Type> {
        let parameters = self.path_parameters.iter().chain(&self.other_parameters);
        let body = self.body.iter().flat_map(Body::types);
        parameters.map(|parameter| &parameter.ty).chain(body)
    }

    /// Returns the same types as [`request_types`](Self::request_types), mutably.
    pub fn request_types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let path_parameters = self.path_parameters.iter_mut();
        let parameters = path_parameters.chain(&mut self.other_parameters);
        let body = self.body.iter_mut().flat_map(Body::types_mut);
        parameters.map(|parameter| &mut parameter.ty).chain(body)
    }
}

/// An error response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorResponse {
    /// The status code, or a range such as `4XX`.
    pub status: String,
    /// The description.
    pub description: String,
}
