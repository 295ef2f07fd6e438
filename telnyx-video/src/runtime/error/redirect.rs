use reqwest::Url;
use reqwest::header::LOCATION;

use crate::runtime::call::{CallInfo, RawResponse};

/// Describes the redirect of an API request, which is never followed. Returns `None` if there is no valid target.
pub(super) fn describe(call: &CallInfo, response: &RawResponse) -> Option<String> {
    if !response.status.is_redirection() {
        return None;
    }
    // Not `to_str`, because some servers send UTF-8, which `join` encodes.
    let location = str::from_utf8(response.headers.get(LOCATION)?.as_bytes()).ok()?;
    let target = call.url.as_ref()?.join(location).ok()?;
    Some(format!(
        "the redirect to {} was not followed",
        without_secrets(target)
    ))
}

/// Removes the parts of a URL that may authorize requests: user name, password, query and fragment.
pub(crate) fn without_secrets(mut url: Url) -> Url {
    url.set_query(None);
    url.set_fragment(None);
    // These calls fail only for URLs without a host, which have no user name or password.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use reqwest::header::{HeaderMap, HeaderValue};
    use reqwest::{Method, StatusCode};

    use super::*;

    fn described(status: u16, location: &str) -> Option<String> {
        let url = Url::parse("https://api.example.com/v2/rooms").unwrap();
        let mut call = CallInfo::new("rooms.list", Method::GET);
        call.set_url(&url);
        let response = RawResponse {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::from_iter([(LOCATION, HeaderValue::from_str(location).unwrap())]),
            body: Bytes::new(),
            retry_after: None,
        };
        describe(&call, &response)
    }

    #[test]
    fn describe_shows_target_without_query_and_password() {
        for (location, target) in [
            ("/v3/rooms?key=a#b", "https://api.example.com/v3/rooms"),
            ("https://me:hunter2@b.example/c", "https://b.example/c"),
            ("//b.example", "https://b.example/"),
        ] {
            let expected = format!("the redirect to {target} was not followed");
            assert_eq!(described(307, location), Some(expected));
        }
    }

    #[test]
    fn describe_ignores_other_statuses_and_invalid_targets() {
        assert_eq!(described(201, "/v2/rooms/1"), None);
        assert_eq!(described(301, "http://["), None);
    }
}
