//! What a server says is wrong.

use std::fmt;

use serde_json::Value;

use super::text::one_line;
use crate::runtime::error::redaction::Redaction;

/// One thing a server says is wrong, as far as it says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The API's own code for it, such as `10005`.
    pub code: Option<String>,
    /// What is wrong, the same words for every problem of this code.
    pub title: Option<String>,
    /// What is wrong in this case.
    pub detail: Option<String>,
    /// The field of the body at fault, as a JSON pointer such as `/unique_name`.
    pub pointer: Option<String>,
    /// The query parameter at fault, such as `page[size]`.
    pub parameter: Option<String>,
    /// More about the problem, such as a link to its documentation.
    pub meta: Option<Value>,
}

/// `title (code): detail [field pointer] [parameter name]`, on one line of bounded length.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.as_deref().map(|code| one_line(code, 60));
        let detail = self.detail.as_deref().map(|detail| one_line(detail, 500));
        let headline = match (
            self.title.as_deref().map(|title| one_line(title, 200)),
            code,
        ) {
            (Some(title), Some(code)) => Some(format!("{title} ({code})")),
            (Some(title), None) => Some(title),
            (None, Some(code)) => Some(format!("code {code}")),
            (None, None) => None,
        };
        match (headline, detail) {
            (Some(headline), Some(detail)) => write!(f, "{headline}: {detail}"),
            (Some(only), None) | (None, Some(only)) => f.write_str(&only),
            (None, None) => f.write_str("no details given"),
        }?;
        if let Some(pointer) = &self.pointer {
            write!(f, " [field {}]", one_line(pointer, 200))?;
        }
        if let Some(parameter) = &self.parameter {
            write!(f, " [parameter {}]", one_line(parameter, 200))?;
        }
        Ok(())
    }
}

/// Reads the problems out of the body of an answer.
///
/// Errors come in three shapes: `{"errors": [problem, …]}`, one problem as the body, and
/// `{"message": "…"}`. Proxies write HTML or nothing. A body that is none of the three, or a member
/// of another type than it should be, just says less.
pub(crate) fn parse(body: &[u8], redaction: Redaction<'_>) -> Vec<Problem> {
    let Ok(document) = serde_json::from_slice(body) else {
        return Vec::new();
    };
    let document = redaction.json(document);
    let listed: Vec<Problem> = match document.get("errors") {
        Some(Value::Array(entries)) => entries.iter().filter_map(problem).collect(),
        Some(entry) => problem(entry).into_iter().collect(),
        None => Vec::new(),
    };
    if listed.is_empty() {
        problem(&document).into_iter().collect()
    } else {
        listed
    }
}

fn problem(value: &Value) -> Option<Problem> {
    if let Value::String(detail) = value {
        return Some(Problem {
            detail: Some(detail.clone()),
            ..Problem::default()
        });
    }
    let text = |value: &Value, name: &str| value.get(name)?.as_str().map(str::to_owned);
    let source = value.get("source").unwrap_or(&Value::Null);
    let problem = Problem {
        code: value.get("code").and_then(code),
        title: text(value, "title"),
        detail: text(value, "detail").or_else(|| text(value, "message")),
        pointer: text(source, "pointer"),
        parameter: text(source, "parameter"),
        meta: value.get("meta").filter(|meta| !meta.is_null()).cloned(),
    };
    (problem != Problem::default()).then_some(problem)
}

/// Codes are text in the contract, and numbers in some answers.
fn code(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(body: &[u8]) -> Vec<Problem> {
        parse(body, Redaction::default())
    }

    fn texts(body: &str) -> Vec<String> {
        parsed(body.as_bytes())
            .iter()
            .map(Problem::to_string)
            .collect()
    }

    #[test]
    fn one_problem_as_the_body() {
        let body = r#"{"code":"10005","title":"Resource not found","detail":"No such room.",
            "source":{"pointer":"/room_id","parameter":"room_id"},"meta":{"url":"https://a.example"}}"#;
        assert_eq!(
            parsed(body.as_bytes()),
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
    fn a_list_of_problems() {
        assert_eq!(
            texts(r#"{"errors":[{"code":10015,"title":"Bad"},null,7,"plain",{"detail":"x"},{}]}"#),
            ["Bad (10015)", "plain", "x"]
        );
        assert_eq!(texts(r#"{"errors":{"title":"Bad"}}"#), ["Bad"]);
    }

    #[test]
    fn a_message() {
        assert_eq!(
            texts(r#"{"message":"No resource found","success":false}"#),
            ["No resource found"]
        );
        assert_eq!(texts(r#"{"errors":[],"message":"x"}"#), ["x"]);
        assert_eq!(texts(r#"{"errors":null,"message":"x"}"#), ["x"]);
    }

    #[test]
    fn anything_else_says_less_and_never_fails() {
        let too_deep = "[".repeat(100_000);
        for body in [
            "",
            "<html>502</html>",
            "null",
            "1",
            "[]",
            "[1]",
            "{}",
            "{\"errors\":[[],null]}",
            "{\"code\":[],\"title\":1,\"detail\":null,\"source\":\"x\",\"meta\":null}",
            "\u{feff}{}",
            &too_deep,
        ] {
            assert_eq!(texts(body), [""; 0], "{body:.40}");
        }
        assert_eq!(parsed(b"\xff\xfe"), []);
    }

    #[test]
    fn display_names_what_is_known() {
        let display = |body: &str| texts(body).join("");
        assert_eq!(
            display(
                r#"{"title":"T","code":"1","detail":"D","source":{"pointer":"/a","parameter":"b"}}"#
            ),
            "T (1): D [field /a] [parameter b]"
        );
        assert_eq!(display(r#"{"code":"1","detail":"D"}"#), "code 1: D");
        assert_eq!(display(r#"{"meta":{"a":1}}"#), "no details given");
        assert_eq!(display(r#"{"title":"a\nb\u001b"}"#), "a b\u{fffd}");
    }
}
