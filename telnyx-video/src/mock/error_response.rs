use hyper::header::ALLOW;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Contract, MockError, MockResponse, Operation};

pub(super) type Result<T = Value, E = ErrorResponse> = std::result::Result<T, E>;

/// A problem, which the API calls an error object.
#[derive(Debug)]
pub(super) struct Problem {
    code: &'static str,
    title: &'static str,
    detail: String,
    /// The part of the request that is invalid: a `pointer` into the body, or the name of a `parameter`.
    source: Option<(&'static str, String)>,
}

impl Problem {
    fn new(code: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            code,
            title,
            detail: detail.into(),
            source: None,
        }
    }

    /// Returns the problem of a value that the contract or the current state forbids, or of a missing one.
    pub(super) fn invalid(detail: impl Into<String>) -> Self {
        Self::new("10015", "Invalid value", detail)
    }

    pub(super) fn in_body(mut self, pointer: impl Into<String>) -> Self {
        self.source = Some(("pointer", pointer.into()));
        self
    }

    pub(super) fn in_parameter(mut self, name: impl Into<String>) -> Self {
        self.source = Some(("parameter", name.into()));
        self
    }

    fn to_json(&self) -> Value {
        let mut problem = json!({"code": self.code, "title": self.title, "detail": self.detail});
        if let (Some((kind, location)), Value::Object(members)) = (&self.source, &mut problem) {
            members.insert("source".to_owned(), json!({*kind: location}));
        }
        problem
    }

    /// Returns the problem as text, for error bodies that have a `message` instead of problems, and for the violations
    /// of a recorded request.
    fn message(&self) -> String {
        match &self.source {
            Some((_, location)) if !location.is_empty() => format!("{location}: {}", self.detail),
            _ => self.detail.clone(),
        }
    }
}

/// A response with a status of 400 or more.
#[derive(Debug)]
pub(super) struct ErrorResponse {
    status: StatusCode,
    problems: Vec<Problem>,
    /// The header `Allow`.
    allowed_methods: Option<String>,
}

impl ErrorResponse {
    /// Returns a response with one problem, whose code and title depend on the status.
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let problem = match status.as_u16() {
            400 | 413 | 415 => Problem::invalid(detail),
            401 => Problem::new("10009", "Authentication failed", detail),
            403 => Problem::new("10010", "Authorization failed", detail),
            404 => Problem::new("10005", "Resource not found", detail),
            405 => Problem::new("10008", "Method not allowed", detail),
            _ => {
                let title = status.canonical_reason().unwrap_or("Unexpected error");
                Problem::new("10007", title, detail)
            }
        };
        Self {
            status,
            problems: vec![problem],
            allowed_methods: None,
        }
    }

    pub(super) fn unprocessable(problems: Vec<Problem>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            problems,
            allowed_methods: None,
        }
    }

    pub(super) fn method_not_allowed(allowed_methods: String) -> Self {
        let detail = format!("the path allows only {allowed_methods}");
        Self {
            allowed_methods: Some(allowed_methods),
            ..Self::new(StatusCode::METHOD_NOT_ALLOWED, detail)
        }
    }

    pub(super) fn messages(&self) -> Vec<String> {
        self.problems.iter().map(Problem::message).collect()
    }

    /// Writes a message, a problem or a list of problems, as the contract requires for this operation and status.
    /// Writes a list if the contract doesn't document the response.
    pub(super) fn into_response(
        self,
        contract: &Contract,
        operation: Option<&Operation>,
    ) -> MockResponse {
        let properties = operation
            .and_then(|operation| operation.response(self.status))
            .and_then(|schema| contract.resolve(&schema.value).get("properties"));
        let has = |name| properties.is_some_and(|properties| properties.get(name).is_some());
        let mut problems = self.problems.iter().map(Problem::to_json);
        let body = if has("message") {
            json!({"success": false, "message": self.messages().join("; ")})
        } else if has("code") {
            problems.next().unwrap_or_default()
        } else {
            json!({"errors": problems.collect::<Value>()})
        };
        let mut response = MockResponse::json(self.status, body);
        if let Some(methods) = self.allowed_methods {
            response.set_header(ALLOW, &methods);
        }
        response
    }
}

impl From<Problem> for ErrorResponse {
    fn from(problem: Problem) -> Self {
        Self::unprocessable(vec![problem])
    }
}

impl From<MockError> for ErrorResponse {
    fn from(error: MockError) -> Self {
        match error {
            MockError::NotFound { .. } => Self::new(StatusCode::NOT_FOUND, error.to_string()),
            // A model can't represent some values that the contract allows, such as the integer 1e30.
            _ => Problem::invalid(error.to_string()).into(),
        }
    }
}
