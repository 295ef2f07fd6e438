use reqwest::header::{HeaderMap, LINK};

/// Returns the target of the link with the relation `next` in the header `link` (RFC 8288).
pub(super) fn next_link(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).iter();
    // Not `to_str`, because some servers send UTF-8.
    let mut values = values.map(|value| String::from_utf8_lossy(value.as_bytes()));
    values.find_map(|value| next_in_value(&value))
}

fn next_in_value(mut value: &str) -> Option<String> {
    loop {
        let (_, link) = value.split_once('<')?;
        let (target, rest) = link.split_once('>')?;
        let (parameters, following) = rest.split_once(unquoted(',')).unwrap_or((rest, ""));
        if is_next(parameters) {
            return Some(target.trim().to_owned());
        }
        value = following;
    }
}

/// Returns whether the first parameter `rel` has the relation `next`. RFC 8288 ignores further parameters `rel`.
fn is_next(parameters: &str) -> bool {
    let relations = parameters.split(unquoted(';')).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("rel").then_some(value)
    });
    relations.is_some_and(|relations| {
        let mut relations = relations.trim().trim_matches('"').split_whitespace();
        relations.any(|relation| relation.eq_ignore_ascii_case("next"))
    })
}

/// Returns a pattern that matches a delimiter outside of quotes.
fn unquoted(delimiter: char) -> impl FnMut(char) -> bool {
    let (mut is_quoted, mut is_escaped) = (false, false);
    move |character| {
        let is_plain = !is_escaped && !is_quoted;
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ => {}
        }
        is_plain && character == delimiter
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn next_in_value_follows_rfc_8288() {
        for (value, expected) in [
            ("</a?page=2>; rel=\"next\"", Some("/a?page=2")),
            ("</a,b>; rel=prev, </c>;rel=next", Some("/c")),
            (
                "<a>; title=\"x, y; rel=next\"; REL=\"last Next\"",
                Some("a"),
            ),
            ("<a>; title=\"\\\"\"; rel=next", Some("a")),
            ("<a>; rel=prev; rel=next", None),
            ("<a>; rel=nextish", None),
            ("<a>", None),
            ("<a", None),
            ("a; rel=next", None),
            ("", None),
        ] {
            assert_eq!(next_in_value(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn next_link_reads_every_header() {
        let mut headers = HeaderMap::new();
        assert_eq!(next_link(&headers), None);
        headers.append(LINK, "</1>; rel=first".parse().unwrap());
        headers.append(LINK, "</2>; rel=next".parse().unwrap());
        assert_eq!(next_link(&headers).as_deref(), Some("/2"));
        let utf8 = HeaderValue::from_bytes("</é>; rel=next".as_bytes());
        headers.insert(LINK, utf8.unwrap());
        assert_eq!(next_link(&headers).as_deref(), Some("/é"));
    }
}
