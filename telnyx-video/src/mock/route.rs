use percent_encoding::percent_decode_str;
use reqwest::StatusCode;

use super::{Contract, ErrorResponse, Operation, Result};

/// The operation that a request calls, and the decoded names and values of its path parameters.
pub(super) struct Route<'a> {
    pub(super) operation: &'a Operation,
    pub(super) path_parameters: Vec<(String, String)>,
}

impl<'a> Route<'a> {
    pub(super) fn find(contract: &'a Contract, method: &str, path: &str) -> Result<Self> {
        let mut allowed_methods = Vec::new();
        for operation in &contract.operations {
            let Some(path_parameters) = match_template(&operation.path, path) else {
                continue;
            };
            if operation.method == method {
                return Ok(Self {
                    operation,
                    path_parameters,
                });
            }
            allowed_methods.push(operation.method.as_str());
        }
        Err(match allowed_methods.is_empty() {
            true => {
                let detail = format!("the API has no path `{path}`");
                ErrorResponse::new(StatusCode::NOT_FOUND, detail)
            }
            false => ErrorResponse::method_not_allowed(allowed_methods.join(", ")),
        })
    }
}

/// Returns the decoded values of the path parameters, or `None` if the path does not match the template.
fn match_template(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    if template.split('/').count() != path.split('/').count() {
        return None;
    }
    let mut parameters = Vec::new();
    for (expected, segment) in template.split('/').zip(path.split('/')) {
        let segment = percent_decode_str(segment).decode_utf8_lossy();
        let name = expected
            .strip_prefix('{')
            .and_then(|it| it.strip_suffix('}'));
        match name {
            Some(name) if !segment.is_empty() => {
                parameters.push((name.to_owned(), segment.into_owned()));
            }
            _ if expected == segment => {}
            _ => return None,
        }
    }
    Some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn match_template_parameter_matches_one_segment() {
        let matched = |path| match_template("/rooms/{room_id}/sessions", path);
        let expected = vec![("room_id".to_owned(), "a/b".to_owned())];
        assert_eq!(matched("/rooms/a%2Fb/sessions"), Some(expected));
        for path in [
            "/rooms/a",
            "/rooms//sessions",
            "/rooms/a/sessions/",
            "/rooms/a/b/sessions",
            "/room/a/sessions",
        ] {
            assert_eq!(matched(path), None, "{path}");
        }
    }
}
