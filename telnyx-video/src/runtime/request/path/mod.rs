//! The path of a request.

mod argument;

pub use argument::PathArgument;

use crate::runtime::encoding::percent::in_url;
use crate::runtime::error::invalid_argument::InvalidArgument;

/// The path of a request, below the base URL.
#[derive(Clone, Debug)]
pub(crate) enum Path {
    /// A path of the contract, `/rooms/{room_id}`, and the encoded segments that fill it.
    Template {
        template: &'static str,
        arguments: Vec<(&'static str, String)>,
    },
    /// A path given by the caller, already encoded.
    Literal(String),
}

impl Path {
    pub(crate) fn template(template: &'static str) -> Self {
        Self::Template {
            template,
            arguments: Vec::new(),
        }
    }

    /// Takes a path as it is, if it is one that a URL parser leaves as it is.
    pub(crate) fn literal(path: String) -> Result<Self, InvalidArgument> {
        check_literal(&path)?;
        Ok(Self::Literal(path))
    }

    /// Sets what stands in the place of `{name}`: a plain argument.
    pub(crate) fn set(
        &mut self,
        name: &'static str,
        argument: impl PathArgument,
    ) -> Result<(), InvalidArgument> {
        self.set_encoded(name, in_url(&argument.text()))
    }

    /// Sets what stands in the place of `{name}`: what a style has made of a value.
    pub(crate) fn set_encoded(
        &mut self,
        name: &'static str,
        encoded: String,
    ) -> Result<(), InvalidArgument> {
        check_segment(name, &encoded)?;
        if let Self::Template { arguments, .. } = self {
            arguments.retain(|(known, _)| *known != name);
            arguments.push((name, encoded));
        }
        Ok(())
    }

    /// The path with every placeholder filled, after that of the base URL.
    pub(crate) fn below(&self, base: &str) -> Result<String, InvalidArgument> {
        match self {
            Self::Template {
                template,
                arguments,
            } => fill(base, template, arguments),
            Self::Literal(path) => Ok([base, path].concat()),
        }
    }

    /// The path as it was written, placeholders included.
    pub(crate) fn as_written(&self) -> &str {
        match self {
            Self::Template { template, .. } => template,
            Self::Literal(path) => path,
        }
    }
}

/// Refuses what would not stay one segment. Full stops are not encoded, and two arguments in one
/// segment can't lead out of it unless one of them does.
fn check_segment(name: &str, encoded: &str) -> Result<(), InvalidArgument> {
    match encoded {
        "" => Err(InvalidArgument::new(format!(
            "the path parameter `{name}` is empty"
        ))),
        // Encoding can't help here: to a URL parser, `%2E%2E` climbs as well.
        "." | ".." => Err(InvalidArgument::new(format!(
            "the path parameter `{name}` is `{encoded}`, which would lead to another path"
        ))),
        _ => Ok(()),
    }
}

fn fill(
    base: &str,
    template: &str,
    arguments: &[(&'static str, String)],
) -> Result<String, InvalidArgument> {
    let filling: usize = arguments.iter().map(|(_, segment)| segment.len()).sum();
    let mut path = String::with_capacity(base.len() + template.len() + filling);
    path.push_str(base);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').ok_or_else(|| {
            InvalidArgument::new(format!("the path `{template}` has an unclosed brace"))
        })?;
        let (_, segment) = arguments
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| {
                InvalidArgument::new(format!("the path parameter `{name}` is not set"))
            })?;
        path.push_str(before);
        path.push_str(segment);
        rest = tail;
    }
    path.push_str(rest);
    Ok(path)
}

fn check_literal(path: &str) -> Result<(), InvalidArgument> {
    if !path.starts_with('/') {
        return Err(InvalidArgument::new("the path has to start with `/`"));
    }
    if path.contains('?') {
        return Err(InvalidArgument::new(
            "the path has a query; give its parameters one by one with `query`",
        ));
    }
    if let Some(stray) = path.chars().find(|&c| !is_path_character(c)) {
        return Err(InvalidArgument::new(format!(
            "the path has a character that has to be percent-encoded: {stray:?}"
        )));
    }
    let is_dots = |segment: &str| {
        let decoded = segment.to_ascii_lowercase().replace("%2e", ".");
        decoded == "." || decoded == ".."
    };
    if path.split('/').any(is_dots) {
        return Err(InvalidArgument::new(
            "the path has a `.` or `..` segment, which would lead to another path",
        ));
    }
    Ok(())
}

/// Whether RFC 3986 allows the character in a path; `%` is left to the caller.
fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/%".contains(character)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn room<A: PathArgument>(argument: A) -> Result<String, String> {
        let mut path = Path::template("/rooms/{room_id}/sessions");
        path.set("room_id", argument).map_err(|r| r.reason)?;
        path.below("").map_err(|error| error.reason)
    }

    #[test]
    fn every_kind_of_argument_is_one_segment() {
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
    fn nothing_climbs_out() {
        assert_eq!(
            room("../keys").unwrap(),
            "/rooms/..%2Fkeys/sessions",
            "a slash is data"
        );
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
            "the path parameter `room_id` is `.`, which would lead to another path"
        );
        assert_eq!(
            room("..").unwrap_err(),
            "the path parameter `room_id` is `..`, which would lead to another path"
        );
    }

    #[test]
    fn a_placeholder_without_argument_is_an_error() {
        let reason = |template| Path::template(template).below("").unwrap_err().reason;
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
    fn a_literal_path_is_taken_as_it_is_or_refused() {
        for path in [
            "/",
            "/rooms",
            "/a//b/",
            "/a%20b/c:d@e",
            "/...",
            "/.well-known",
        ] {
            let literal = Path::literal(path.to_owned()).unwrap();
            assert_eq!(literal.below("").unwrap(), path);
            assert_eq!(literal.below("/v2").unwrap(), format!("/v2{path}"));
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
            "/a?b",
            "/a#b",
            "/a\\b",
            "/a b",
            "/a\tb",
            "/{room_id}",
            "/é",
        ] {
            assert!(Path::literal(path.to_owned()).is_err(), "{path:?}");
        }
    }
}
