use reqwest::StatusCode;

use super::problem_list::ProblemList;
use super::sanitize::{one_line, prefix};
use super::{Problem, Redaction, markup};
use crate::runtime::call::without_byte_order_mark;

/// The maximum number of problems in a message.
const SHOWN_PROBLEMS: usize = 3;

/// The maximum length of an excerpt in characters.
const MAX_EXCERPT: usize = 300;

/// The maximum size of a body that is parsed as JSON, in bytes. A parsed body takes many times the memory of its text.
const MAX_JSON_SIZE: usize = 1024 * 1024;

/// The maximum size of the detail of a problem that is plain text, in bytes.
const MAX_DETAIL_SIZE: usize = 8 * 1024;

/// The problems that the body of a response reports, or else an excerpt of the body. Secrets are redacted.
#[derive(Debug, Default)]
pub(super) struct Explanation {
    pub(super) problems: ProblemList,
    /// The text to show if there are no problems: the JSON, or the title or text of a page. `""` if there is nothing to
    /// show, or if the body must not be quoted.
    excerpt: String,
}

impl Explanation {
    pub(super) fn new(status: StatusCode, body: &[u8], redaction: Redaction<'_>) -> Self {
        let body = without_byte_order_mark(body);
        let short = Some(body).filter(|body| body.len() <= MAX_JSON_SIZE);
        let Some(json) = short.and_then(|body| serde_json::from_slice(body).ok()) else {
            return Self::from_text(status, body, redaction);
        };
        let json = redaction.redact_json(json);
        let mut explanation = Self {
            problems: ProblemList::from_json(status, &json),
            ..Self::default()
        };
        if explanation.problems.count == 0 && !redaction.response_has_secrets {
            let text = json.to_string();
            if !matches!(&*text, "null" | "\"\"" | "[]" | "{}") {
                explanation.excerpt = quoted(&text);
            }
        }
        explanation
    }

    /// Reads a body that isn't JSON or is too long to be parsed: HTML, XML, incomplete JSON or plain text.
    fn from_text(status: StatusCode, body: &[u8], redaction: Redaction<'_>) -> Self {
        let text = String::from_utf8_lossy(body);
        let redacted = redaction.redact(text.trim());
        let mut explanation = Self::default();
        if redacted.starts_with('<') {
            let text = markup::title_or_text(&redacted);
            // Redacted again, because character references may have hidden a secret from the first redaction.
            let text = redaction.redact(&text);
            if !repeats_status(&text, status) {
                explanation.excerpt = one_line(&text, MAX_EXCERPT);
            }
        } else if redacted.starts_with(['{', '[', '"']) {
            // `redact` misses a secret with JSON escapes. A body that still contains one isn't quoted.
            let has_secret = redaction.finds_secret_in(redacted.as_bytes());
            if !redaction.response_has_secrets && !has_secret {
                explanation.excerpt = quoted(&redacted);
            }
        } else if !redacted.is_empty() && str::from_utf8(body).is_ok() {
            explanation.problems.push(Problem {
                detail: Some(prefix(&redacted, MAX_DETAIL_SIZE).to_owned()),
                ..Problem::default()
            });
        }
        explanation
    }

    /// Returns the first problems and the number of further ones, or else the excerpt.
    pub(super) fn summary(&self) -> String {
        let problems = self.problems.stored.iter().take(SHOWN_PROBLEMS);
        let shown: Vec<_> = problems.map(Problem::to_string).collect();
        match self.problems.count.saturating_sub(shown.len()) {
            _ if shown.is_empty() => self.excerpt.clone(),
            0 => shown.join("; "),
            more => format!("{} (and {more} more)", shown.join("; ")),
        }
    }
}

fn quoted(body: &str) -> String {
    format!("the body is `{}`", one_line(body, MAX_EXCERPT))
}

/// Returns whether a text is only the status, such as the title `502 Bad Gateway`.
fn repeats_status(text: &str, status: StatusCode) -> bool {
    let meaning = status.canonical_reason().unwrap_or_default();
    text.strip_prefix(status.as_str())
        .unwrap_or(text)
        .trim()
        .eq_ignore_ascii_case(meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redaction() -> Redaction<'static> {
        static SECRETS: std::sync::LazyLock<[crate::Secret; 1]> =
            std::sync::LazyLock::new(|| ["KEY&0123".into()]);
        Redaction {
            client: &*SECRETS,
            ..Redaction::default()
        }
    }

    fn summary(body: &[u8]) -> String {
        Explanation::new(StatusCode::BAD_GATEWAY, body, redaction()).summary()
    }

    #[test]
    fn summary_shows_three_problems_and_number_of_others() {
        for (body, expected) in [
            (r#"["a"]"#, "a"),
            (r#"["a","b","c"]"#, "a; b; c"),
            (r#"["a","b","c","d","e"]"#, "a; b; c (and 2 more)"),
        ] {
            assert_eq!(summary(body.as_bytes()), expected);
        }
    }

    #[test]
    fn plain_text_is_problem() {
        let body = "upstream\nconnect error";
        let explanation = Explanation::new(StatusCode::BAD_GATEWAY, body.as_bytes(), redaction());
        let [problem] = &explanation.problems.stored[..] else {
            panic!("{explanation:?}");
        };
        assert_eq!(problem.detail.as_deref(), Some(body));
        assert_eq!(explanation.summary(), "upstream connect error");
        let long = "x".repeat(100_000);
        let explanation = Explanation::new(StatusCode::BAD_GATEWAY, long.as_bytes(), redaction());
        let detail = explanation.problems.stored[0].detail.as_deref();
        assert_eq!(detail, Some(&long[..MAX_DETAIL_SIZE]));
    }

    #[test]
    fn body_without_problems_has_excerpt() {
        for (body, expected) in [
            ("{\"a\": [1, null]}", "the body is `{\"a\":[1,null]}`"),
            ("{\"errors\": [{\"ti", "the body is `{\"errors\": [{\"ti`"),
            ("<html><p>Sorry</p>", "Sorry"),
            ("\u{feff}<html><p>Sorry</p>", "Sorry"),
            ("\u{feff}Sorry", "Sorry"),
            ("<title>502 Bad Gateway</title>", ""),
            ("<h1>Bad gateway</h1>", ""),
            ("<html></html>", ""),
            ("", ""),
            (" null ", ""),
            ("{}", ""),
            ("[]", ""),
            ("\"\"", ""),
        ] {
            assert_eq!(summary(body.as_bytes()), expected, "{body}");
        }
        assert_eq!(summary(b"\xff\xfe"), "");
        assert_eq!(summary(b"<p>caf\xe9</p>"), "caf\u{fffd}");
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(1_000));
        assert_eq!(summary(long.as_bytes()).chars().count(), 315);
    }

    #[test]
    fn long_json_has_excerpt_but_no_problems() {
        let body = |length| format!("{{\"message\":\"a\"{}}}", " ".repeat(length));
        assert_eq!(summary(body(1_000_000).as_bytes()), "a");
        let long = summary(body(MAX_JSON_SIZE).as_bytes());
        assert!(
            long.starts_with("the body is `{\"message\":\"a\""),
            "{long}"
        );
    }

    #[test]
    fn secrets_are_redacted() {
        for (body, expected) in [
            ("no key KEY&0123", "no key [redacted]"),
            ("<p>KEY&0123</p>", "[redacted]"),
            ("<p>KEY&amp;0123</p>", "[redacted]"),
            ("<p>KEY&#38;0123</p>", "[redacted]"),
            (
                "{\"a\":\"KEY\\u00260123\"}",
                "the body is `{\"a\":\"[redacted]\"}`",
            ),
            ("{\"a\":\"KEY&0123", "the body is `{\"a\":\"[redacted]`"),
            ("{\"a\":\"KEY\\u00260123\",", ""),
            ("{\"a\":\"KEY\\u00260123", ""),
        ] {
            assert_eq!(summary(body.as_bytes()), expected);
        }
    }

    #[test]
    fn confidential_json_is_not_quoted() {
        let confidential = Redaction {
            response_has_secrets: true,
            ..Redaction::default()
        };
        let summary = |body: &str| {
            Explanation::new(StatusCode::BAD_GATEWAY, body.as_bytes(), confidential).summary()
        };
        assert_eq!(summary("{\"data\":{\"token\":\"a\"}}"), "");
        assert_eq!(summary("{\"data\":{\"token\":\"a"), "");
        assert_eq!(summary("{\"message\":\"Not now\"}"), "Not now");
        assert_eq!(summary("<p>Sorry</p>"), "Sorry");
    }
}
