use reqwest::StatusCode;
use serde_json::{Map, Value};

use super::Problem;

/// The maximum number of stored problems.
const MAX_STORED: usize = 100;

/// The maximum size of a JSON pointer in bytes, without escapes. Each item of a list copies the pointer of the list, so
/// longer pointers would take quadratic time.
const MAX_POINTER_SIZE: usize = 1024;

/// Keys that don't name a field. In `{"base": ["is bad"], "name": ["is taken"]}`, only the second
/// problem belongs to a field.
const NOT_FIELDS: [&str; 7] = [
    "base",
    "detail",
    "error",
    "errors",
    "message",
    "messages",
    "non_field_errors",
];

/// The problems in a body. Only the first 100 are stored.
#[derive(Debug, Default)]
pub(super) struct ProblemList {
    pub(super) stored: Vec<Problem>,
    pub(super) count: usize,
}

impl ProblemList {
    /// Finds the problems in bodies of these forms:
    ///
    /// | form | source |
    /// |---|---|
    /// | `{"errors": [problem, …]}`, or a problem as the body | JSON:API |
    /// | `{"title": "…", "detail": "…", "errors": [{"pointer": "#/field", …}]}` | RFC 9457 |
    /// | `{"error": "…"}`, also with `error_description` or `message` | OAuth 2.0, proxies |
    /// | `{"error": {"code": …, "message": "…"}}`, `{"message": "…"}` | proxies |
    /// | `{"errors": {"field": ["…"]}}`, `{"errors": ["…"]}`, `{"field": ["…"]}` | frameworks |
    ///
    /// A problem of the whole request precedes the problems of single fields. If the status is a success, only objects
    /// with a key such as `errors` or `message` have problems: anything else may be the data that the client requested.
    pub(super) fn from_json(status: StatusCode, body: &Value) -> Self {
        let mut list = Self::default();
        match body {
            Value::Object(members) => list.add_body(status, body, members),
            _ if status.is_success() => {}
            Value::Array(items) => {
                let is_problem = |item: &&Value| item.is_string() || problem(item).is_some();
                let problems = items.iter().filter(is_problem);
                problems.for_each(|item| list.add(item, None));
            }
            scalar => list.add(scalar, None),
        }
        list
    }

    fn add_body(&mut self, status: StatusCode, body: &Value, members: &Map<String, Value>) {
        if let Some(problem) = problem(body).filter(Problem::has_text) {
            self.push(problem);
        }
        if let Some(errors) = members.get("errors") {
            self.add(errors, None);
        }
        // If `error` is a string, it is part of `problem(body)`.
        if let Some(error) = members.get("error").filter(|it| !it.is_string()) {
            self.add(error, None);
        }
        if self.count == 0 && !status.is_success() {
            for (name, value) in members {
                let is_messages = |items: &Vec<Value>| items.iter().all(Value::is_string);
                if value.as_array().is_some_and(is_messages) {
                    self.add(value, pointer_to(None, name));
                }
            }
        }
    }

    /// Adds the problems in a JSON value. They belong to the field at `pointer`, or to the whole request.
    fn add(&mut self, json: &Value, pointer: Option<String>) {
        if let Some(mut problem) = problem(json) {
            problem.pointer = problem.pointer.or(pointer);
            self.push(problem);
            return;
        }
        match json {
            Value::String(text) if !text.trim().is_empty() => self.push(Problem {
                detail: Some(text.clone()),
                pointer,
                ..Problem::default()
            }),
            Value::Array(items) => {
                for item in items {
                    self.add(item, pointer.clone());
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    self.add(value, pointer_to(pointer.as_deref(), name));
                }
            }
            _ => {}
        }
    }

    /// Counts a problem, and stores it if it is one of the first 100.
    pub(super) fn push(&mut self, problem: Problem) {
        self.count += 1;
        if self.stored.len() < MAX_STORED {
            self.stored.push(problem);
        }
    }
}

/// Reads one problem. Returns `None` if the JSON has no member of a problem, such as `code`, with the right JSON type.
fn problem(json: &Value) -> Option<Problem> {
    let source = json.get("source");
    let source = |name| source.and_then(|source| text(source, name));
    // Codes are strings in the API description, but numbers in some responses.
    let numeric_code = || Some(json.get("code")?.as_number()?.to_string());
    let meta = json.get("meta").filter(|meta| !meta.is_null());
    let mut problem = Problem {
        code: text(json, "code").or_else(numeric_code),
        title: text(json, "title"),
        detail: text(json, "detail").or_else(|| text(json, "message")),
        pointer: source("pointer"),
        parameter: source("parameter"),
        meta: meta.cloned(),
    };
    if let Some(error) = text(json, "error") {
        if let Some(description) = text(json, "error_description") {
            problem.code.get_or_insert(error);
            problem.detail.get_or_insert(description);
        } else if problem.detail.is_some() {
            problem.title.get_or_insert(error);
        } else {
            problem.detail = Some(error);
        }
    }
    if problem == Problem::default() {
        return None;
    }
    if problem.has_text() {
        // In RFC 9457, `type` is a URI that identifies the kind of problem.
        let uri = text(json, "type").filter(|uri| uri != "about:blank");
        problem.code = problem.code.or(uri);
    }
    problem.pointer = problem.pointer.or_else(|| {
        let pointer = text(json, "pointer").map(|it| it.trim_start_matches('#').to_owned());
        pointer.or_else(|| pointer_to(None, &text(json, "field")?))
    });
    Some(problem)
}

/// Returns a member that is a string, unless it is blank.
fn text(json: &Value, name: &str) -> Option<String> {
    let text = json.get(name)?.as_str()?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// Returns the JSON pointer of a field, or `parent` if `name` doesn't name a field or the pointer would be too long.
fn pointer_to(parent: Option<&str>, name: &str) -> Option<String> {
    let size = parent.map_or(0, str::len) + name.len();
    if NOT_FIELDS.contains(&name) || size > MAX_POINTER_SIZE {
        return parent.map(str::to_owned);
    }
    // Some servers write a pointer instead of a name.
    if parent.is_none() && name.starts_with('/') {
        return Some(name.to_owned());
    }
    let name = name.replace('~', "~0").replace('/', "~1");
    Some(format!("{}/{name}", parent.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn list(body: &str) -> ProblemList {
        ProblemList::from_json(
            StatusCode::BAD_REQUEST,
            &serde_json::from_str(body).unwrap(),
        )
    }

    fn displayed(body: &str) -> Vec<String> {
        let problems = list(body).stored;
        problems.iter().map(Problem::to_string).collect()
    }

    #[test]
    fn body_of_one_problem_has_all_members() {
        let body = r#"{"code":"10005","title":"Resource not found","detail":"No such room.",
            "source":{"pointer":"/room_id","parameter":"room_id"},"meta":{"url":"https://a.example"}}"#;
        assert_eq!(
            list(body).stored,
            [Problem {
                code: Some("10005".to_owned()),
                title: Some("Resource not found".to_owned()),
                detail: Some("No such room.".to_owned()),
                pointer: Some("/room_id".to_owned()),
                parameter: Some("room_id".to_owned()),
                meta: Some(json!({"url": "https://a.example"})),
            }]
        );
    }

    #[test]
    fn body_with_list_of_errors_has_their_problems() {
        assert_eq!(
            displayed(
                r#"{"errors":[{"code":10015,"title":"Bad"},null,7,"plain",{"detail":"x"},{}]}"#
            ),
            ["Bad (10015)", "plain", "x"]
        );
        assert_eq!(displayed(r#"{"errors":{"title":"Bad"}}"#), ["Bad"]);
        assert_eq!(displayed(r#"{"errors":["a","b"]}"#), ["a", "b"]);
        assert_eq!(displayed(r#"["a",{"title":"b"},{"id":"c"}]"#), ["a", "b"]);
    }

    #[test]
    fn body_with_message_has_one_problem() {
        for (body, problem) in [
            (r#"{"message":"a","success":false}"#, "a"),
            (r#"{"errors":[],"message":"a"}"#, "a"),
            (r#"{"errors":null,"message":"a"}"#, "a"),
            (r#"{"error":"a","request_id":"1"}"#, "a"),
            (
                r#"{"statusCode":400,"error":"Bad Request","message":"a"}"#,
                "Bad Request: a",
            ),
            (r#"{"error":{"code":404,"message":"a"}}"#, "code 404: a"),
            (
                r#"{"error":"invalid_grant","error_description":"The grant has expired."}"#,
                "code invalid_grant: The grant has expired.",
            ),
            (r#""a""#, "a"),
        ] {
            assert_eq!(displayed(body), [problem], "{body}");
        }
    }

    #[test]
    fn body_with_problem_details_has_general_problem_first() {
        let body = r##"{"type":"https://a.example/invalid","status":422,"title":"Not valid",
            "detail":"Two fields are not valid.","errors":[
                {"detail":"must be positive","pointer":"#/age"},
                {"detail":"must be red","pointer":"#/profile/color"}]}"##;
        assert_eq!(
            displayed(body),
            [
                "Not valid (https://a.example/invalid): Two fields are not valid.",
                "must be positive [field /age]",
                "must be red [field /profile/color]",
            ]
        );
        let blank = r#"{"type":"about:blank","title":"Not Found","status":404}"#;
        assert_eq!(displayed(blank), ["Not Found"]);
    }

    #[test]
    fn problem_of_field_with_long_name_has_no_pointer() {
        let name = "a".repeat(MAX_POINTER_SIZE + 1);
        let body = format!(r#"{{"errors":{{"{name}":["is taken"]}}}}"#);
        assert_eq!(displayed(&body), ["is taken"]);
    }

    #[test]
    fn body_with_field_names_has_pointers() {
        for body in [
            r#"{"errors":{"name":["is taken","is short"],"size":"is 0"}}"#,
            r#"{"error":{"name":["is taken","is short"],"size":["is 0"]}}"#,
            r#"{"name":["is taken","is short"],"size":["is 0"],"data":{"id":"1"},"links":[{"a":"b"}]}"#,
            r#"{"errors":[{"field":"name","message":"is taken"},{"name":"is short"},{"size":["is 0"]}]}"#,
        ] {
            assert_eq!(
                displayed(body),
                [
                    "is taken [field /name]",
                    "is short [field /name]",
                    "is 0 [field /size]"
                ],
                "{body}"
            );
        }
        assert_eq!(
            displayed(r#"{"errors":{"a/b":{"c~":[{"error":"is blank"}]},"base":["is bad"]}}"#),
            ["is blank [field /a~1b/c~0]", "is bad"]
        );
    }

    #[test]
    fn body_without_problems_has_none() {
        for body in [
            "null",
            "1",
            "[]",
            "[1]",
            r#"[{"id":"1"}]"#,
            "{}",
            r#"{"errors":[[],null]}"#,
            r#"{"code":[],"title":1,"detail":null,"source":"x","meta":null}"#,
            r#"{"data":{"id":"1"},"meta":{"page":1}}"#,
            r#"{"type":"about:blank","status":404}"#,
            r#"{"message":" "}"#,
            r#"{"code":"","message":""}"#,
        ] {
            let list = list(body);
            assert_eq!((list.stored, list.count), (Vec::new(), 0), "{body}");
        }
    }

    #[test]
    fn body_of_success_has_problems_only_with_known_keys() {
        for (body, count) in [
            (r#"{"errors":["a","b"]}"#, 2),
            (r#"{"message":"a"}"#, 1),
            (r#"{"tokens":["a","b"]}"#, 0),
            (r#"["a",{"title":"b"}]"#, 0),
            (r#""a""#, 0),
        ] {
            let list = ProblemList::from_json(StatusCode::OK, &serde_json::from_str(body).unwrap());
            assert_eq!(list.count, count, "{body}");
        }
    }

    #[test]
    fn many_problems_are_counted() {
        let entries = vec![r#"{"title":"a"}"#; 1_000].join(",");
        let texts = vec![r#""a""#; 1_000].join(",");
        let fields: Vec<_> = (0..1_000).map(|n| format!(r#""f{n}":["a"]"#)).collect();
        for body in [
            format!(r#"{{"errors":[{entries}]}}"#),
            format!(r#"{{"errors":[{texts}]}}"#),
            format!(r#"{{"errors":{{{}}}}}"#, fields.join(",")),
            format!(r#"{{"field":[{texts}]}}"#),
            format!(r#"{{"errors":{{"a":[{texts}]}}}}"#),
        ] {
            let list = list(&body);
            assert_eq!((list.stored.len(), list.count), (100, 1_000), "{body:.30}");
        }
    }
}
