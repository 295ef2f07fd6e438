//! Error responses, in the shapes that the contract has for them.

use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::contract::{Contract, Operation};
use super::response::MockResponse;

/// A Telnyx error object.
#[derive(Debug)]
pub(super) struct Problem {
    code: &'static str,
    title: &'static str,
    detail: String,
    source: Source,
}

/// The part of the request that is invalid.
#[derive(Debug)]
pub(super) enum Source {
    /// A value in the body, as a JSON pointer.
    Pointer(String),
    /// A path or query parameter, by name.
    Parameter(String),
    /// Neither.
    None,
}

impl Problem {
    fn new(code: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            code,
            title,
            detail: detail.into(),
            source: Source::None,
        }
    }

    /// Returns the problem of a value that the contract or the current state forbids.
    pub(super) fn invalid(detail: impl Into<String>, source: Source) -> Self {
        Self {
            source,
            ..Self::new("10015", "Invalid value", detail)
        }
    }

    /// Returns the problem of a missing required value.
    pub(super) fn missing(source: Source) -> Self {
        Self {
            source,
            ..Self::new(
                "10004",
                "Missing required parameter",
                "missing required value",
            )
        }
    }

    fn to_json(&self) -> Value {
        let mut json = json!({"code": self.code, "title": self.title, "detail": self.detail});
        let source = match &self.source {
            Source::Pointer(pointer) => json!({"pointer": pointer}),
            Source::Parameter(parameter) => json!({"parameter": parameter}),
            Source::None => return json,
        };
        if let Value::Object(members) = &mut json {
            members.insert("source".to_owned(), source);
        }
        json
    }

    /// Returns the problem in one line, for [`ErrorShape::Message`].
    fn message(&self) -> String {
        match &self.source {
            Source::Pointer(location) | Source::Parameter(location) => {
                format!("{location}: {}", self.detail)
            }
            Source::None => self.detail.clone(),
        }
    }
}

/// A response with a status of 400 or more.
#[derive(Debug)]
pub(super) struct ErrorResponse {
    status: StatusCode,
    problems: Vec<Problem>,
}

impl ErrorResponse {
    pub(super) fn unprocessable(problems: Vec<Problem>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            problems,
        }
    }

    pub(super) fn unauthorized() -> Self {
        let detail = "missing or wrong API key; send `Authorization: Bearer` with \
                      `MockServer::api_key`";
        let problem = Problem::new("10009", "Authentication failed", detail);
        Self::single(StatusCode::UNAUTHORIZED, problem)
    }

    pub(super) fn forbidden(detail: impl Into<String>) -> Self {
        let problem = Problem::new("10010", "Authorization failed", detail);
        Self::single(StatusCode::FORBIDDEN, problem)
    }

    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        let problem = Problem::new("10005", "Resource not found", detail);
        Self::single(StatusCode::NOT_FOUND, problem)
    }

    /// Returns the 404 response for an id that no resource of this kind has.
    pub(super) fn no_such(resource: &str, id: Uuid) -> Self {
        Self::not_found(format!("no {resource} has the id {id}"))
    }

    pub(super) fn method_not_allowed(allowed: &[&str]) -> Self {
        let detail = format!("this path only allows {}", allowed.join(", "));
        let problem = Problem::new("10008", "Method not allowed", detail);
        Self::single(StatusCode::METHOD_NOT_ALLOWED, problem)
    }

    pub(super) fn bad_request_body(detail: impl Into<String>) -> Self {
        let problem = Problem::invalid(detail, Source::Pointer(String::new()));
        Self::single(StatusCode::BAD_REQUEST, problem)
    }

    pub(super) fn body_too_long(max_body_size: usize) -> Self {
        let detail = format!("the body is longer than {max_body_size} bytes");
        let problem = Problem::invalid(detail, Source::Pointer(String::new()));
        Self::single(StatusCode::PAYLOAD_TOO_LARGE, problem)
    }

    pub(super) fn unsupported_media_type(media_type: &str) -> Self {
        let detail = format!("unsupported media type `{media_type}`; send `application/json`");
        let problem = Problem::new("10015", "Invalid value", detail);
        Self::single(StatusCode::UNSUPPORTED_MEDIA_TYPE, problem)
    }

    /// Returns the response for a [`Fault`](super::Fault) with a status.
    pub(super) fn injected(status: StatusCode) -> Self {
        let title = status.canonical_reason().unwrap_or("Failure");
        let problem = Problem::new("10007", title, "injected by `MockServer::fail_next`");
        Self::single(status, problem)
    }

    pub(super) fn internal_error(detail: impl Into<String>) -> Self {
        let problem = Problem::new("10007", "Unexpected error", detail);
        Self::single(StatusCode::INTERNAL_SERVER_ERROR, problem)
    }

    fn single(status: StatusCode, problem: Problem) -> Self {
        Self {
            status,
            problems: vec![problem],
        }
    }

    /// Writes the response in the shape that the contract has for this status of the operation.
    pub(super) fn into_response(
        self,
        contract: &Contract,
        operation: Option<&Operation>,
    ) -> MockResponse {
        let problems = || self.problems.iter().map(Problem::to_json);
        let body = match ErrorShape::of(contract, operation, self.status) {
            ErrorShape::Message => {
                let messages: Vec<String> = self.problems.iter().map(Problem::message).collect();
                json!({"success": false, "message": messages.join("; ")})
            }
            ErrorShape::Problem => problems().next().unwrap_or_default(),
            ErrorShape::Problems => json!({"errors": problems().collect::<Value>()}),
        };
        MockResponse::json(self.status, body)
    }
}

/// The shapes that error bodies have in the contract.
enum ErrorShape {
    /// `{"success": false, "message": …}`
    Message,
    /// A problem.
    Problem,
    /// `{"errors": [problem, …]}`, also if the contract does not document the response.
    Problems,
}

impl ErrorShape {
    fn of(contract: &Contract, operation: Option<&Operation>, status: StatusCode) -> Self {
        let properties = operation
            .and_then(|operation| operation.response_schema(status.as_u16()))
            .and_then(|schema| contract.resolve(&schema.value).get("properties"));
        let has = |name| properties.is_some_and(|properties| properties.get(name).is_some());
        if has("message") {
            Self::Message
        } else if has("code") {
            Self::Problem
        } else {
            Self::Problems
        }
    }
}
