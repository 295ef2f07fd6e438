//! Which operation a request is for.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::contract::{Contract, Operation};

/// What a method and a path lead to.
pub(super) enum Route<'a> {
    /// An operation, with the values of its path.
    Operation(&'a Operation, BTreeMap<String, String>),
    /// A path that has other methods, which are these.
    OtherMethods(Vec<&'a str>),
    /// A path that the contract does not have.
    Nothing,
}

pub(super) fn route<'a>(contract: &'a Contract, method: &str, path: &str) -> Route<'a> {
    let mut other_methods = Vec::new();
    for operation in &contract.operations {
        let Some(values) = values(&operation.path, path) else {
            continue;
        };
        if operation.method == method {
            return Route::Operation(operation, values);
        }
        other_methods.push(operation.method.as_str());
    }
    if other_methods.is_empty() {
        Route::Nothing
    } else {
        Route::OtherMethods(other_methods)
    }
}

/// The values that stand in a path for the placeholders of a template, if it has the template's form.
fn values(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (mut names, mut segments) = (template.split('/'), path.split('/'));
    let mut values = BTreeMap::new();
    loop {
        match (names.next(), segments.next()) {
            (None, None) => return Some(values),
            (Some(name), Some(segment)) => {
                let segment = percent_decode_str(segment).decode_utf8_lossy();
                match placeholder(name) {
                    Some(name) if !segment.is_empty() => {
                        values.insert(name.to_owned(), segment.into_owned());
                    }
                    _ if name == segment => {}
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
}

fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_one_segment() {
        let found = |path| values("/rooms/{room_id}/sessions", path);
        let expected = BTreeMap::from([("room_id".to_owned(), "a/b".to_owned())]);
        assert_eq!(found("/rooms/a%2Fb/sessions"), Some(expected));
        for path in [
            "/rooms/a",
            "/rooms//sessions",
            "/rooms/a/sessions/",
            "/rooms/a/b/sessions",
            "/room/a/sessions",
        ] {
            assert_eq!(found(path), None, "{path}");
        }
    }
}
