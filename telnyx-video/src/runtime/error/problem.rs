//! The problems that a server reports in an error response.

use std::fmt;

use serde_json::Value;

use super::redaction::Redaction;
use super::sanitize::one_line;
use crate::runtime::call::without_byte_order_mark;

/// One problem that a server reports. Members that the server omits are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The API's code for the problem, such as `10005`.
    pub code: Option<String>,
    /// A summary, the same for every problem with this code.
    pub title: Option<String>,
    /// An explanation of this occurrence.
    pub detail: Option<String>,
    /// The invalid field of the body, as a JSON pointer such as `/unique_name`.
    pub pointer: Option<String>,
    /// The invalid query parameter, such as `page[size]`.
    pub parameter: Option<String>,
    /// Further information, such as a link to documentation.
    pub meta: Option<Value>,
}

/// Writes `title (code): detail [field pointer] [parameter name]` on one line of bounded length.
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

/// Parses the problems in the body of an error response.
///
/// There are three formats: `{"errors": [problem, …]}`, one problem as the body, and
/// `{"message": "…"}`. Proxies send HTML or nothing. Bodies in other formats, and members with the
/// wrong type, are ignored.
pub(crate) fn parse(body: &[u8], redaction: Redaction<'_>) -> Vec<Problem> {
    let Ok(document) = serde_json::from_slice(without_byte_order_mark(body)) else {
        return Vec::new();
    };
    let document = redaction.redact_json(document);
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

/// Codes are strings in the API description but numbers in some responses.
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
    fn parse_body_is_one_problem() {
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
    fn parse_body_has_list_of_errors() {
        assert_eq!(
            texts(r#"{"errors":[{"code":10015,"title":"Bad"},null,7,"plain",{"detail":"x"},{}]}"#),
            ["Bad (10015)", "plain", "x"]
        );
        assert_eq!(texts(r#"{"errors":{"title":"Bad"}}"#), ["Bad"]);
    }

    #[test]
    fn parse_body_has_message() {
        assert_eq!(
            texts(r#"{"message":"No resource found","success":false}"#),
            ["No resource found"]
        );
        assert_eq!(texts("\u{feff}{\"message\":\"x\"}"), ["x"]);
        assert_eq!(texts(r#"{"errors":[],"message":"x"}"#), ["x"]);
        assert_eq!(texts(r#"{"errors":null,"message":"x"}"#), ["x"]);
    }

    #[test]
    fn parse_ignores_other_bodies() {
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
    fn display_omits_missing_members() {
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
