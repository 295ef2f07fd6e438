use std::fmt;

use serde_json::Value;

use super::sanitize::one_line;

/// A problem that the server reported, returned by [`Error::problems`](crate::Error::problems).
/// Members that the server omitted are `None`.
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

impl Problem {
    /// Returns whether the problem says what is wrong, not only where.
    pub(super) fn has_text(&self) -> bool {
        self.code.is_some() || self.title.is_some() || self.detail.is_some()
    }
}

/// Writes `title (code): detail [field pointer] [parameter name]` on one line of bounded length.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short =
            |text: &Option<String>, limit| text.as_deref().map(|text| one_line(text, limit));
        let headline = match (short(&self.title, 200), short(&self.code, 60)) {
            (Some(title), Some(code)) => Some(format!("{title} ({code})")),
            (Some(title), None) => Some(title),
            (None, Some(code)) => Some(format!("code {code}")),
            (None, None) => None,
        };
        match (headline, short(&self.detail, 500)) {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn display_omits_missing_members() {
        let [code, title, detail] = ["1", "T", "D"].map(|text| Some(text.to_owned()));
        let all = Problem {
            code: code.clone(),
            title,
            detail: detail.clone(),
            pointer: Some("/a".to_owned()),
            parameter: Some("b".to_owned()),
            meta: None,
        };
        assert_eq!(all.to_string(), "T (1): D [field /a] [parameter b]");
        let without_title = Problem {
            code,
            detail,
            ..Problem::default()
        };
        assert_eq!(without_title.to_string(), "code 1: D");
        let only_meta = Problem {
            meta: Some(json!({"a": 1})),
            ..Problem::default()
        };
        assert_eq!(only_meta.to_string(), "no details given");
    }

    #[test]
    fn display_replaces_control_characters() {
        let problem = Problem {
            title: Some("a\nb\u{1b}".to_owned()),
            ..Problem::default()
        };
        assert_eq!(problem.to_string(), "a b\u{fffd}");
    }
}
