//! The path of a request.

mod argument;
pub mod link;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use self::argument::PathArgument;

use crate::runtime::encoding::percent_encode_owned;
use crate::runtime::error::{ArgumentResult, InvalidArgument};

/// The path of a request, relative to the base URL.
#[derive(Clone, Debug)]
pub struct Path {
    /// A template, such as `/rooms/{room_id}`. If the request has a URL, only errors and spans show the template.
    pub(super) template: Cow<'static, str>,
    /// The encoded values of the parameters, by name.
    arguments: BTreeMap<&'static str, String>,
}

impl Path {
    pub(super) fn new(template: impl Into<Cow<'static, str>>) -> Self {
        Self {
            template: template.into(),
            arguments: BTreeMap::new(),
        }
    }

    /// Sets a parameter to the percent-encoded argument.
    pub fn set_argument(
        &mut self,
        name: &'static str,
        argument: &impl PathArgument,
    ) -> ArgumentResult<()> {
        self.set_encoded(name, percent_encode_owned(argument.to_string()))
    }

    /// Sets a parameter to a value that is percent-encoded already.
    pub fn set_encoded(&mut self, name: &'static str, encoded: String) -> ArgumentResult<()> {
        check_segment(name, &encoded)?;
        self.arguments.insert(name, encoded);
        Ok(())
    }

    /// Returns whether the parameter is set.
    pub fn has_argument(&self, name: &str) -> bool {
        self.arguments.contains_key(name)
    }

    /// Appends this path, with arguments in place of the parameters, to the path `base`.
    pub(super) fn append_to(&self, base: &str) -> ArgumentResult<String> {
        let (template, arguments) = (&*self.template, &self.arguments);
        let length: usize = arguments.values().map(String::len).sum();
        let mut path = String::with_capacity(base.len() + template.len() + length);
        path.push_str(base);
        let mut remaining = template;
        while let Some((before, after)) = remaining.split_once('{') {
            let (name, following) = after.split_once('}').ok_or_else(|| {
                InvalidArgument::new(format!("the path `{template}` has an unclosed brace"))
            })?;
            let segment = arguments.get(name).ok_or_else(|| {
                InvalidArgument::new(format!("the path parameter `{name}` is not set"))
            })?;
            path.push_str(before);
            path.push_str(segment);
            remaining = following;
        }
        path.push_str(remaining);
        Ok(path)
    }
}

/// Rejects values that would change the rest of the path.
fn check_segment(name: &str, encoded: &str) -> ArgumentResult<()> {
    match encoded {
        "" => Err(InvalidArgument::new(format!(
            "the path parameter `{name}` is empty"
        ))),
        // Encoding the dots doesn't help: URL parsers treat `%2E%2E` like `..`.
        "." | ".." => Err(InvalidArgument::new(format!(
            "the path parameter `{name}` must not be `{encoded}`, because URL parsers remove such segments"
        ))),
        _ => Ok(()),
    }
}

/// Rejects paths that a URL parser would change.
pub(super) fn check_literal(path: &str) -> ArgumentResult<()> {
    if !path.starts_with('/') {
        return Err(InvalidArgument::new("the path must start with `/`"));
    }
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    // Brackets are not valid in a query, but common, and URL parsers accept them.
    let invalid = path.chars().find(|&c| !is_path_character(c)).or_else(|| {
        let mut query = query.chars();
        query.find(|&c| !is_path_character(c) && !"?[]".contains(c))
    });
    if let Some(character) = invalid {
        return Err(InvalidArgument::new(format!(
            "the path contains the character {character:?}, which must be percent-encoded"
        )));
    }
    let is_dots = |segment: &str| {
        let decoded = segment.to_ascii_lowercase().replace("%2e", ".");
        decoded == "." || decoded == ".."
    };
    if path.split('/').any(is_dots) {
        return Err(InvalidArgument::new(
            "the path must not have a segment `.` or `..`",
        ));
    }
    Ok(())
}

/// Returns whether RFC 3986 allows the character in a path. Doesn't check the two digits that must follow `%`.
fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/%".contains(character)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn room<A: PathArgument>(argument: A) -> Result<String, String> {
        let mut path = Path::new("/rooms/{room_id}/sessions");
        path.set_argument("room_id", &argument)
            .and_then(|()| path.append_to(""))
            .map_err(|error| error.reason)
    }

    #[test]
    fn path_arguments_of_each_type_fill_the_template() {
        let id = Uuid::nil();
        let text = String::from("a");
        let nil = "/rooms/00000000-0000-0000-0000-000000000000/sessions";
        assert_eq!(room(id).unwrap(), nil);
        assert_eq!(room::<&Uuid>(&id).unwrap(), nil);
        assert_eq!(room("a").unwrap(), "/rooms/a/sessions");
        assert_eq!(room::<&String>(&text).unwrap(), "/rooms/a/sessions");
        assert_eq!(room(text).unwrap(), "/rooms/a/sessions");
        assert_eq!(room(7).unwrap(), "/rooms/7/sessions");
        assert_eq!(room(-7_i64).unwrap(), "/rooms/-7/sessions");
        assert_eq!(room(7_u64).unwrap(), "/rooms/7/sessions");
        assert_eq!(room(7_u32).unwrap(), "/rooms/7/sessions");
    }

    #[test]
    fn set_argument_prevents_path_traversal() {
        assert_eq!(room("../keys").unwrap(), "/rooms/..%2Fkeys/sessions");
        assert_eq!(room("%2e%2e").unwrap(), "/rooms/%252e%252e/sessions");
        assert_eq!(room("..\\").unwrap(), "/rooms/..%5C/sessions");
        assert_eq!(room("a?b#c").unwrap(), "/rooms/a%3Fb%23c/sessions");
        assert_eq!(room("\u{0}\n{x}").unwrap(), "/rooms/%00%0A%7Bx%7D/sessions");
        assert_eq!(
            room("").unwrap_err(),
            "the path parameter `room_id` is empty"
        );
        assert_eq!(
            room(".").unwrap_err(),
            "the path parameter `room_id` must not be `.`, because URL parsers remove such segments"
        );
        assert_eq!(
            room("..").unwrap_err(),
            "the path parameter `room_id` must not be `..`, because URL parsers remove such segments"
        );
    }

    #[test]
    fn append_to_missing_argument_fails() {
        let reason = |template| Path::new(template).append_to("").unwrap_err().reason;
        assert_eq!(
            reason("/rooms/{room_id}"),
            "the path parameter `room_id` is not set"
        );
        assert_eq!(
            reason("/rooms/{room_id"),
            "the path `/rooms/{room_id` has an unclosed brace"
        );
    }

    #[test]
    fn check_literal_rejects_paths_that_url_parsers_change() {
        for path in [
            "/",
            "/rooms",
            "/a//b/",
            "/a%20b/c:d@e",
            "/...",
            "/.well-known",
            "/rooms?page[number]=2&from=%20&to=../a?b",
        ] {
            check_literal(path).unwrap();
        }
        for path in [
            "",
            "rooms",
            "@evil.example/",
            "/a/../b",
            "/..",
            "/.",
            "/a/%2e%2E/b",
            "/a/.%2e",
            "/%2E",
            "/a#b",
            "/a\\b",
            "/a b",
            "/a\tb",
            "/{room_id}",
            "/é",
        ] {
            assert!(check_literal(path).is_err(), "{path:?}");
        }
    }
}
