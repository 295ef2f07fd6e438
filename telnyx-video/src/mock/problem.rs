//! What goes wrong, in the shapes that the contract has for it.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::answer::Answer;
use super::contract::{Contract, Operation};

/// One thing that is wrong.
#[derive(Debug)]
pub(super) struct Problem {
    code: &'static str,
    title: &'static str,
    detail: String,
    source: Source,
}

/// What in the request is at fault.
#[derive(Debug)]
pub(super) enum Source {
    /// A member of the body, as a JSON pointer.
    Pointer(String),
    /// A parameter by its name.
    Parameter(String),
    /// Neither.
    Elsewhere,
}

impl Problem {
    fn new(code: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            code,
            title,
            detail: detail.into(),
            source: Source::Elsewhere,
        }
    }

    /// A value that the contract, or what there is already, forbids.
    pub(super) fn invalid(detail: impl Into<String>, source: Source) -> Self {
        Self {
            source,
            ..Self::new("10015", "Invalid value", detail)
        }
    }

    /// A value that has to be there.
    pub(super) fn missing(source: Source) -> Self {
        Self {
            source,
            ..Self::new("10004", "Missing required parameter", "it is required")
        }
    }

    /// The problem as it stands in a list of problems.
    fn json(&self) -> Value {
        let mut json = json!({"code": self.code, "title": self.title, "detail": self.detail});
        let source = match &self.source {
            Source::Pointer(pointer) => json!({"pointer": pointer}),
            Source::Parameter(parameter) => json!({"parameter": parameter}),
            Source::Elsewhere => return json,
        };
        if let Value::Object(members) = &mut json {
            members.insert("source".to_owned(), source);
        }
        json
    }

    /// The problem in one line, for the shape that has no more.
    fn message(&self) -> String {
        match &self.source {
            Source::Pointer(at) | Source::Parameter(at) => format!("{at}: {}", self.detail),
            Source::Elsewhere => self.detail.clone(),
        }
    }
}

/// A request that was refused, and why.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    problems: Vec<Problem>,
}

impl Refusal {
    /// What the contract forbids.
    pub(super) fn unprocessable(problems: Vec<Problem>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            problems,
        }
    }

    pub(super) fn unauthorized() -> Self {
        let detail = "the request has no `Authorization: Bearer KEY` with the key of the server";
        let problem = Problem::new("10009", "Authentication failed", detail);
        Self::one(StatusCode::UNAUTHORIZED, problem)
    }

    pub(super) fn forbidden(detail: impl Into<String>) -> Self {
        let problem = Problem::new("10010", "Authorization failed", detail);
        Self::one(StatusCode::FORBIDDEN, problem)
    }

    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        let problem = Problem::new("10005", "Resource not found", detail);
        Self::one(StatusCode::NOT_FOUND, problem)
    }

    pub(super) fn method_not_allowed(methods: &[&str]) -> Self {
        let detail = format!("the contract has only {} here", methods.join(", "));
        let problem = Problem::new("10008", "Method not allowed", detail);
        Self::one(StatusCode::METHOD_NOT_ALLOWED, problem)
    }

    pub(super) fn bad_body(detail: impl Into<String>) -> Self {
        let problem = Problem::invalid(detail, Source::Pointer(String::new()));
        Self::one(StatusCode::BAD_REQUEST, problem)
    }

    pub(super) fn other_media_type() -> Self {
        let problem = Problem::new(
            "10015",
            "Invalid value",
            "the contract has a body of application/json here",
        );
        Self::one(StatusCode::UNSUPPORTED_MEDIA_TYPE, problem)
    }

    /// A failure that a test has asked for.
    pub(super) fn injected(status: StatusCode) -> Self {
        let title = status.canonical_reason().unwrap_or("Failure");
        let problem = Problem::new("10007", title, "a test has asked for this failure");
        Self::one(status, problem)
    }

    /// An answer of this server that the contract forbids.
    pub(super) fn false_answer(detail: impl Into<String>) -> Self {
        let problem = Problem::new("10007", "Unexpected error", detail);
        Self::one(StatusCode::INTERNAL_SERVER_ERROR, problem)
    }

    fn one(status: StatusCode, problem: Problem) -> Self {
        Self {
            status,
            problems: vec![problem],
        }
    }

    /// The answer, in the shape that the contract has for this status of the operation.
    pub(super) fn into_answer(self, contract: &Contract, operation: Option<&Operation>) -> Answer {
        let shape = Shape::of(contract, operation, self.status);
        let first = self.problems.first();
        let body = match shape {
            Shape::Message => {
                let messages: Vec<String> = self.problems.iter().map(Problem::message).collect();
                json!({"success": false, "message": messages.join("; ")})
            }
            Shape::One => first.map_or(Value::Null, Problem::json),
            Shape::List => {
                let problems: Value = self.problems.iter().map(Problem::json).collect();
                json!({"errors": problems})
            }
        };
        Answer::json(self.status, body)
    }
}

/// The shapes of errors.
enum Shape {
    /// `{"success": false, "message": …}`
    Message,
    /// One problem as the body.
    One,
    /// `{"errors": [problem, …]}`, which is also for what the contract does not speak of.
    List,
}

impl Shape {
    fn of(contract: &Contract, operation: Option<&Operation>, status: StatusCode) -> Self {
        let schema = operation.and_then(|operation| operation.response(status.as_u16()));
        let schema = schema.map(|schema| contract.resolve(&schema.value));
        let properties = schema.and_then(|schema| schema.get("properties"));
        let has = |name| properties.is_some_and(|properties| properties.get(name).is_some());
        if has("message") {
            Self::Message
        } else if has("code") {
            Self::One
        } else {
            Self::List
        }
    }
}
