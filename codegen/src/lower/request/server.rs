//! Lowers Server Objects to base URLs.

use openapiv3::Server;

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::lower::Lowering;
use crate::lower::operation_object::OperationObject;

/// The URL of a server, with the default values of its variables.
enum ServerUrl {
    /// An absolute HTTP URL without a trailing slash. For a WebSocket server, the scheme `https` replaces `wss`, and
    /// `http` replaces `ws`.
    Absolute { url: String, is_web_socket: bool },
    /// The path of a relative URL (empty, or with a leading and without a trailing slash), and the error about it.
    Relative { path: String, error: Diagnostic },
    /// An unusable base URL, and the error about it.
    Invalid(Diagnostic),
    /// A URL that contains credentials, or that different programs could read differently, and the error about it.
    Unsafe(Diagnostic),
}

impl Lowering<'_> {
    /// Returns the URL of the first server, only its path if the URL is relative, or `""` if there is no usable URL.
    /// Fails in strict mode if the URL is unsafe.
    pub(in crate::lower) fn lower_base_url(&mut self) -> Result<String> {
        let pointer = Pointer::root().child("servers");
        let url_pointer = pointer.child(0).child("url");
        let url = match self.document.openapi.servers.first() {
            Some(server) => self.server_url(server, &url_pointer),
            None => ServerUrl::Invalid(Diagnostic::at(
                &pointer,
                "missing field `servers` in OpenAPI Object",
                "add `servers` with an absolute URL: `servers: [{url: https://api.example.com}]`",
            )),
        };
        let note = "the SDK has no default base URL: callers must set one";
        match url {
            ServerUrl::Absolute { url, .. } => return Ok(url),
            ServerUrl::Relative { path, error } => {
                let note = match path.as_str() {
                    "" => note.to_owned(),
                    path => format!("{note}, to which the SDK appends `{path}`"),
                };
                self.diagnostics.warn(error.with_note(note));
                return Ok(path);
            }
            ServerUrl::Invalid(error) => self.diagnostics.warn(error.with_note(note)),
            ServerUrl::Unsafe(error) => self.diagnostics.report_ignored(error.with_note(note))?,
        }
        Ok(String::new())
    }

    /// Returns the URL of the first server of an operation or its path item, or `None` for the base URL of the API.
    pub(in crate::lower) fn lower_server(
        &mut self,
        object: &OperationObject<'_>,
    ) -> Result<Option<String>> {
        let (server, owner) = match (&*object.operation.servers, &*object.item.servers) {
            ([server, ..], _) => (server, &object.pointer),
            ([], [server, ..]) => (server, &object.item_pointer),
            ([], []) => return Ok(None),
        };
        let pointer = owner.child("servers").child(0).child("url");
        let url = match (self.server_url(server, &pointer), origin(&self.base_url)) {
            (ServerUrl::Absolute { url, .. }, _) => Ok(url),
            // Relative URLs are resolved against the location of the document, which is usually the server of the API.
            (ServerUrl::Relative { path, .. }, Some(origin)) => Ok(format!("{origin}{path}")),
            (ServerUrl::Relative { path, .. }, None) if path == self.base_url => Ok(path),
            (ServerUrl::Relative { error, .. }, None)
            | (ServerUrl::Invalid(error) | ServerUrl::Unsafe(error), _) => Err(error),
        };
        match url {
            Ok(url) => Ok(Some(url).filter(|url| *url != self.base_url)),
            Err(error) => {
                let note = "the SDK sends requests of the operation to the base URL of the client";
                self.diagnostics.report_ignored(error.with_note(note))?;
                Ok(None)
            }
        }
    }

    /// Returns the URL of a server, and reports a WebSocket server. `pointer` is the location of the URL.
    fn server_url(&mut self, server: &Server, pointer: &Pointer) -> ServerUrl {
        let server_url = url(server, pointer);
        if let ServerUrl::Absolute {
            url,
            is_web_socket: true,
        } = &server_url
        {
            let error = scheme_error(pointer, server, url);
            let note = format!("the SDK sends HTTP requests to `{url}`, and opens no WebSocket");
            self.diagnostics.warn(error.with_note(note));
        }
        server_url
    }
}

/// Returns the scheme and host of an absolute URL.
fn origin(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split('/').next().unwrap_or_default();
    url.get(..scheme.len() + "://".len() + host.len())
}

/// Replaces the placeholders of variables. Placeholders in defaults are kept; if they were replaced, too, the URL could
/// become exponentially long.
fn replace_variables<'d>(url: &str, default: impl Fn(&str) -> Option<&'d String>) -> String {
    let replace = |part: &str| {
        let (before, name) = part.strip_suffix('}')?.rsplit_once('{')?;
        Some(format!("{before}{}", default(name)?))
    };
    let parts = url.split_inclusive('}');
    parts
        .map(|it| replace(it).unwrap_or_else(|| it.to_owned()))
        .collect()
}

/// Returns the URL of a server, with the default values of its variables. `pointer` is the location of the URL.
fn url(server: &Server, pointer: &Pointer) -> ServerUrl {
    let url = replace_variables(server.url.trim(), |name| {
        let variable = server.variables.as_ref()?.get(name)?;
        Some(&variable.default)
    });
    let is_web_socket = url.starts_with("wss://") || url.starts_with("ws://");
    let url = match (url.strip_prefix("//"), url.strip_prefix("ws")) {
        (Some(rest), _) => format!("https://{rest}"),
        (None, Some(rest)) if is_web_socket => format!("http{rest}"),
        _ => url,
    };
    let after_scheme = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    if let Some((message, help)) = unsafe_url_problem(&url, after_scheme) {
        return ServerUrl::Unsafe(Diagnostic::at(pointer, message, help));
    }
    let invalid = url.chars().find(|it| "?#{}".contains(*it));
    match (after_scheme, invalid) {
        (_, Some(character)) => {
            ServerUrl::Invalid(character_error(pointer, server, &url, character))
        }
        (Some(rest), None) if rest.is_empty() || rest.starts_with(['/', ':']) => {
            ServerUrl::Invalid(Diagnostic::at(
                pointer,
                format!("server URL `{}` has no host", server.url),
                format!("add the host, as in `https://api.example.com{rest}`"),
            ))
        }
        (Some(_), None) => ServerUrl::Absolute {
            url: url.trim_end_matches('/').to_owned(),
            is_web_socket,
        },
        (None, None) if url.contains(':') => {
            ServerUrl::Invalid(scheme_error(pointer, server, &url))
        }
        (None, None) => {
            let mut path = String::new();
            for segment in url.split('/') {
                match segment {
                    "" | "." => {}
                    ".." => path.truncate(path.rfind('/').unwrap_or_default()),
                    segment => path.extend(["/", segment]),
                }
            }
            let error = Diagnostic::at(
                pointer,
                format!(
                    "server URL `{}` is relative; expected an absolute URL",
                    server.url
                ),
                format!("set `url` to an absolute URL, such as `https://api.example.com{path}`"),
            );
            ServerUrl::Relative { path, error }
        }
    }
}

/// Returns the message, without the credentials, and the help of the error about an unsafe URL. `after_scheme` is the
/// URL after `https://` or `http://`.
fn unsafe_url_problem(url: &str, after_scheme: Option<&str>) -> Option<(String, String)> {
    let is_unsafe = |it: &char| it.is_control() || it.is_whitespace() || *it == '\\';
    if let Some(character) = url.chars().find(is_unsafe) {
        return Some((
            format!("the server URL contains {character:?}, which is not allowed in a URL"),
            format!(
                "remove {character:?} from the server URL, or replace it with the intended character"
            ),
        ));
    }
    let authority = after_scheme?.split(['/', '?', '#']).next()?;
    let (_, host) = authority.rsplit_once('@')?;
    let message = match authority.matches('@').count() {
        1 => format!("the server URL has user information, the part before `@{host}`"),
        count => format!("the server URL contains `@` {count} times, so its host is ambiguous"),
    };
    let help = format!(
        "remove everything between `//` and `{host}` from the server URL; declare credentials in \
         `#/components/securitySchemes`"
    );
    Some((message, help))
}

/// Creates the error about a scheme that isn't HTTP. `url` is the URL with the default values of its variables.
fn scheme_error(pointer: &Pointer, server: &Server, url: &str) -> Diagnostic {
    let declared = server.url.trim();
    let message = format!("server URL `{declared}` doesn't begin with `https://` or `http://`");
    let help = match (declared.split_once("://"), url.split_once("://")) {
        (Some((scheme, rest)), _) => {
            // The scheme of a WebSocket URL is already replaced in `url`.
            let http = if url.starts_with("http://") {
                "http"
            } else {
                "https"
            };
            format!("replace `{scheme}://` with `{http}://`: `{http}://{rest}`")
        }
        (None, Some((_, rest))) => format!("set `url` to `https://{rest}`"),
        (None, None) => format!("add `https://` at the start: `https://{declared}`"),
    };
    Diagnostic::at(pointer, message, help)
}

/// Creates the error about a character that a base URL can't contain.
fn character_error(pointer: &Pointer, server: &Server, url: &str, character: char) -> Diagnostic {
    let message = format!(
        "server URL `{}` contains `{character}`, which is not allowed in a base URL",
        server.url
    );
    let after_brace = url.split_once('{').map(|(_, rest)| rest);
    let placeholder = after_brace.and_then(|it| it.split_once('}'));
    let variables = server.variables.as_ref();
    let is_declared = |name| variables.is_some_and(|it| it.contains_key(name));
    let help = match (character, placeholder) {
        ('{', Some((name, _))) if !is_declared(name) => format!(
            "add `{name}: {{default: …}}` to `variables` of the Server Object, or replace `{{{name}}}` with its value"
        ),
        ('?' | '#', _) => format!("remove `{character}` and the text after it from the server URL"),
        _ => format!("remove `{character}` from the server URL"),
    };
    Diagnostic::at(pointer, message, help)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::{Server, ServerUrl, replace_variables, scheme_error};
    use crate::diagnostics::{Collector, Mode, Pointer};
    use crate::lower::lower;
    use crate::openapi::document::Document;

    fn base_url(url: &str) -> Result<String, String> {
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Test API", "version": "1"},
            "servers": [{"url": url, "variables": {"host": {"default": "user:password@evil.example"}}}],
            "paths": {},
        });
        let document = Document::parse(document, &mut Collector::default()).unwrap();
        let api = lower(&document, &mut Collector::new(Mode::Strict));
        api.map(|api| api.base_url)
            .map_err(|error| error.message().to_owned())
    }

    /// Returns the help for a server URL that isn't an absolute HTTP URL.
    fn help(url: &str) -> String {
        let server = json!({
            "url": url,
            "variables": {
                "area": {"default": "eu"},
                "root": {"default": "ftp://a.example/v1"},
                "plain": {"default": "ws"},
                "scheme": {"default": "wss"},
            },
        });
        let server: Server = serde_json::from_value(server).unwrap();
        let pointer = Pointer::root();
        let error = match super::url(&server, &pointer) {
            ServerUrl::Absolute { url, .. } => scheme_error(&pointer, &server, &url),
            ServerUrl::Relative { error, .. }
            | ServerUrl::Invalid(error)
            | ServerUrl::Unsafe(error) => error,
        };
        error.help().to_owned()
    }

    #[test]
    fn server_url_error_has_help_for_its_fault() {
        for (url, expected) in [
            (
                "ws://{area}.example",
                "replace `ws://` with `http://`: `http://{area}.example`",
            ),
            (
                "{scheme}://a.example",
                "replace `{scheme}://` with `https://`: `https://a.example`",
            ),
            (
                "{plain}://a.example",
                "replace `{plain}://` with `http://`: `http://a.example`",
            ),
            ("{root}", "set `url` to `https://a.example/v1`"),
            (
                "localhost:8080/v1",
                "add `https://` at the start: `https://localhost:8080/v1`",
            ),
            (
                "https:///v1",
                "add the host, as in `https://api.example.com/v1`",
            ),
            (
                "https://:8080/v1",
                "add the host, as in `https://api.example.com:8080/v1`",
            ),
            (
                "../api/./v0/../v1/",
                "set `url` to an absolute URL, such as `https://api.example.com/api/v1`",
            ),
            (
                "{area}/v1",
                "set `url` to an absolute URL, such as `https://api.example.com/eu/v1`",
            ),
            (
                "https://{host}/v1",
                "add `host: {default: …}` to `variables` of the Server Object, or replace `{host}` with its value",
            ),
            ("https://a.example/}", "remove `}` from the server URL"),
            (
                "https://a.example/v1?b=1",
                "remove `?` and the text after it from the server URL",
            ),
            (
                "https://a b.example",
                "remove ' ' from the server URL, or replace it with the intended character",
            ),
            (
                "https://user:password@a.example",
                "remove everything between `//` and `a.example` from the server URL; declare credentials in \
                 `#/components/securitySchemes`",
            ),
        ] {
            assert_eq!(help(url), expected, "{url}");
        }
    }

    #[test]
    fn server_url_that_is_unsafe_is_rejected() {
        let not_allowed = |character| {
            format!("the server URL contains {character}, which is not allowed in a URL")
        };
        let user_information =
            "the server URL has user information, the part before `@evil.example`".to_owned();
        for (url, message) in [
            (
                "https://user:password@evil.example",
                user_information.clone(),
            ),
            (
                "https://api.example.com@evil.example/v1",
                user_information.clone(),
            ),
            ("wss://a@evil.example", user_information.clone()),
            ("//a@evil.example", user_information.clone()),
            ("https://{host}", user_information),
            (
                "https://a@b@evil.example",
                "the server URL contains `@` 2 times, so its host is ambiguous".to_owned(),
            ),
            ("https://api.example.com\r\nx", not_allowed("'\\r'")),
            (
                "https://api.example.com/\u{1b}[0m",
                not_allowed("'\\u{1b}'"),
            ),
            (
                "https://evil.example\\@api.example.com",
                not_allowed("'\\\\'"),
            ),
            ("/v1\n/v2", not_allowed("'\\n'")),
        ] {
            assert_eq!(base_url(url), Err(message), "{url:?}");
        }
    }

    #[test]
    fn server_url_with_at_sign_in_path_is_kept() {
        assert_eq!(
            base_url(" https://api.example.com/@me\n").unwrap(),
            "https://api.example.com/@me"
        );
    }

    #[test]
    fn replace_variables_replaces_each_placeholder_once() {
        let defaults = HashMap::from([("a", "{b}{b}".to_owned()), ("b", "c".to_owned())]);
        for (url, expected) in [
            ("https://{b}.x/{b}/{{b}}", "https://c.x/c/{c}"),
            ("https://{a}.x", "https://{b}{b}.x"),
            ("https://{d}.x/{b", "https://{d}.x/{b"),
        ] {
            assert_eq!(replace_variables(url, |name| defaults.get(name)), expected);
        }
    }
}
