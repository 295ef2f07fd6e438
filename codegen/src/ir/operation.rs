//! Operations.

use super::{Authentication, Body, Credential, Encoding, Output, Parameter};
use crate::diagnostics::Pointer;

/// One method on one path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The operationId, or a name made of method and path; no other operation has it.
    pub id: String,
    /// The operationId as the document has it.
    pub operation_id: Option<String>,
    /// Where the operation stands in the document.
    pub pointer: Pointer,
    /// The HTTP method, in capitals.
    pub http_method: &'static str,
    /// The path template, with its placeholders in braces.
    pub path: String,
    /// What the SDK calls the operation within its resource.
    pub name: String,
    /// The name of the type that the method returns, the request builder.
    pub builder: String,
    /// One line.
    pub summary: Option<String>,
    /// More than one line.
    pub description: Option<String>,
    /// Whether the document advises against its use.
    pub deprecated: bool,
    /// The placeholders of the path, in the order of the path.
    pub path_parameters: Vec<Parameter>,
    /// The other parameters: of the query, in headers, in cookies.
    pub query_parameters: Vec<Parameter>,
    /// The body, where there is one.
    pub body: Option<Body>,
    /// How the body is written.
    pub encoding: Encoding,
    /// What a success answers.
    pub output: Output,
    /// Whether repeating it can't do the thing twice, though its method does not say so.
    pub is_idempotent: bool,
    /// The ways in which a request may say who sends it, in order and each once.
    pub authentication: Vec<Authentication>,
    /// The way that the SDK takes: the secrets that a request carries, all of them.
    pub credentials: Vec<Credential>,
    /// Whether a request without them is taken as well.
    pub may_be_anonymous: bool,
    /// The address of its server, where that is not the first of the API.
    pub server: Option<String>,
    /// Whether a success answers with a secret somewhere in it.
    pub answers_with_secrets: bool,
    /// The failures that the document speaks of, in its order.
    pub failures: Vec<Failure>,
}

/// A failure that the document speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The status, or a range such as `4XX`.
    pub status: String,
    /// When it comes.
    pub description: String,
}
