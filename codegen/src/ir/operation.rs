//! Operations: the HTTP requests that methods of the SDK send.

use super::{
    Authentication, Body, Credential, Encoding, ItemStream, Output, Parameter, RetryRule, Role,
    StreamAlternative, Type,
};
use crate::diagnostics::Pointer;

/// One HTTP method on one path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Operation {
    /// A unique name: the operationId, or words made of HTTP method and path, followed by a number if an earlier
    /// operation has the same name.
    pub id: String,
    /// The operationId in the document.
    pub operation_id: Option<String>,
    /// The location of the operation in the document.
    pub pointer: Pointer,
    /// The HTTP method, in capitals.
    pub http_method: &'static str,
    /// The path template, with its placeholders in braces: `/rooms/{room_id}`.
    pub path: String,
    /// The names and values of the query in the path template, percent-decoded: `expand` and `true` for
    /// `/rooms?expand=true`.
    pub fixed_query: Vec<(String, Vec<String>)>,
    /// The name of the SDK method: `list`.
    pub method: String,
    /// The name of the request builder, the type that the SDK method returns: `ListRooms`.
    pub builder: String,
    /// The summary.
    pub summary: Option<String>,
    /// The description, in Markdown.
    pub description: Option<String>,
    /// Whether the document marks the operation as deprecated.
    pub deprecated: bool,
    /// The parameters: first those in the path, in the order of their placeholders.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// How the body is encoded.
    pub encoding: Encoding,
    /// The result of the call after a success response.
    pub output: Output,
    /// The stream that the server sends instead of the output, if the request asks for a stream.
    pub stream: Option<StreamAlternative>,
    /// Whether `x-sdk-idempotent` or an idempotency key makes calls safe to repeat, whatever the HTTP method. False for
    /// a GET that has neither.
    pub is_idempotent: bool,
    /// When calls are retried.
    pub retry: RetryRule,
    /// The alternatives by which a request can be authenticated, sorted.
    pub authentication: Vec<Authentication>,
    /// The secrets of the alternative that the SDK uses.
    pub credentials: Vec<Credential>,
    /// Whether a request without `credentials` is valid as well.
    pub may_be_anonymous: bool,
    /// The URL of the operation's server, if it isn't the base URL of the API.
    pub server: Option<String>,
    /// Whether a success response contains a secret.
    pub returns_secrets: bool,
    /// The error responses, in the order of the document.
    pub error_responses: Vec<ErrorResponse>,
}

impl Operation {
    /// Whether requests carry the API key.
    pub fn sends_api_key(&self) -> bool {
        self.credentials.contains(&Credential::ApiKey)
    }

    /// Returns the parameter that is the idempotency key, if there is one.
    pub fn idempotency_key(&self) -> Option<&Parameter> {
        let mut parameters = self.parameters.iter();
        parameters.find(|parameter| parameter.role == Role::IdempotencyKey)
    }

    /// Returns the types of parameters and body.
    pub fn request_types(&self) -> impl Iterator<Item = &Type> {
        self.parameter_types()
            .chain(self.body.iter().flat_map(Body::types))
    }

    /// Returns the types of parameters.
    pub fn parameter_types(&self) -> impl Iterator<Item = &Type> {
        self.parameters.iter().map(|parameter| &parameter.ty)
    }

    /// Returns the types of parameters, body, output, stream and error responses.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let parameters = self.parameters.iter_mut();
        let body = self.body.iter_mut().flat_map(Body::types_mut);
        let request = parameters.map(|parameter| &mut parameter.ty).chain(body);
        let errors = self.error_responses.iter_mut();
        let stream = self.stream.as_mut();
        request
            .chain(self.output.json_type_mut())
            .chain(stream.and_then(|it| it.stream.item.as_mut()))
            .chain(errors.filter_map(|error| error.body.as_mut()))
    }

    /// Returns the types of the output, the items of the stream and the bodies of error responses.
    pub fn response_types(&self) -> impl Iterator<Item = &Type> {
        let errors = self.error_responses.iter();
        let bodies = errors.filter_map(|error| error.body.as_ref());
        self.success_types().chain(bodies)
    }

    /// Returns the types of the output and the items of the stream.
    pub fn success_types(&self) -> impl Iterator<Item = &Type> {
        let stream = self.stream.as_ref();
        let items = stream.and_then(|it| it.stream.item.as_ref());
        self.output.json_type().into_iter().chain(items)
    }

    /// Returns the output and its alternative, if they are streams.
    pub fn streams(&self) -> impl Iterator<Item = &ItemStream> {
        let output = match &self.output {
            Output::Stream(stream) => Some(stream),
            _ => None,
        };
        output
            .into_iter()
            .chain(self.stream.iter().map(|it| &it.stream))
    }
}

/// A declared response that isn't a success response. Includes 304. Includes other redirects only if the operation also
/// declares a 2xx response; without one, redirects are successes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorResponse {
    /// The status code, a range such as `4XX`, or `default`.
    pub status: String,
    /// The description.
    pub description: String,
    /// The type of a JSON body, if the document declares its schema.
    pub body: Option<Type>,
}
