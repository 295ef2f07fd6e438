//! Writes the documentation of a crate: the front page of rustdoc, and the README.

use super::authentication::ClientSecret;
use super::{MARK, variable_prefix};
use crate::diagnostics::terminal::is_unprintable;
use crate::ir::{Api, Operation, Resource};
use crate::names;
use crate::render::authentication::scheme_names;
use crate::render::escape::{code_span, doc_lines};
use crate::render::example;
use crate::render::wrap::wrap_line;

/// The instructions for users of any API.
const USAGE: &str = "\
Required values are arguments; optional values are setters. Nothing is sent until you await the request builder or its
`.send()`, or read from the `stream` or `pages` of a list. A field whose setter isn't called is omitted.
`send_with_response` also returns the status, headers and raw body; `options` sets a timeout, retries or headers for one
request. Fields that the API's description doesn't know are ignored, and enum values that it doesn't know are kept;
neither is an error.";

/// The instructions for APIs with streams.
const STREAMS: &str = "\
Some operations return a stream of events or JSON values (a `futures_core::Stream`) as soon as the response starts. The
method is `send`, or `send_stream` if the operation can also return the whole response. A stream ends with the response,
and doesn't reconnect. Dropping it closes the connection.";

/// Returns a phrase that describes the crate: `SDK for the Pet Store API`.
pub(super) fn summary(title: &str) -> String {
    let words = title.split(|it: char| it.is_whitespace() || is_unprintable(it));
    let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
    let title = words.join(" ");
    let title = title.trim_end_matches(['.', ',', ';', ':', '!', ' ']);
    let name = match title.split_once(' ') {
        Some((article, rest)) if article.eq_ignore_ascii_case("the") => rest,
        _ => title,
    };
    if name.is_empty() {
        "SDK for an HTTP API".to_owned()
    } else if mentions_api(name) {
        format!("SDK for the {name}")
    } else {
        format!("SDK for the {name} API")
    }
}

/// Whether a title has the word "API", also as a part of a word, as in "OpenAPI", but not as in "capital".
fn mentions_api(title: &str) -> bool {
    let mut words = title.split(|it: char| !it.is_alphanumeric());
    title.contains("API") || words.any(|word| word.eq_ignore_ascii_case("api"))
}

pub(super) struct CrateDocs<'a> {
    pub(super) api: &'a Api,
    pub(super) secret: ClientSecret,
}

impl CrateDocs<'_> {
    /// Returns the front page of rustdoc.
    pub(super) fn front_page(&self) -> String {
        let resources = self.table(|resource, accessor| {
            let ty = names::resource_type(&resource.path);
            format!("[{accessor}](resources::{ty})")
        });
        format!(
            "{}\n\n{}\n\n{}{}\n\n# Resources\n\n{resources}",
            self.introduction(),
            self.example(),
            self.authentication(),
            self.usage(),
        )
    }

    pub(super) fn readme(&self) -> String {
        let example = self.example();
        // rustdoc hides lines that start with `#`, and highlights Rust by default; viewers of a README don't.
        let shown = example.lines().filter(|line| !line.starts_with("# "));
        let example = shown
            .collect::<Vec<_>>()
            .join("\n")
            .replace("```no_run", "```rust,no_run");
        format!(
            "<!-- {MARK} -->\n\n# {}\n\n{}\n\n{example}\n\n{}{}\n\n## Resources\n\n{}\n\n## License\n\n\
             Licensed under either of [MIT](LICENSE-MIT) or [Apache-2.0](LICENSE-APACHE) at your option.\n",
            self.api.package,
            self.introduction(),
            self.authentication(),
            self.usage(),
            self.table(|_, accessor| accessor.to_owned())
        )
    }

    /// Returns the paragraph about credentials and an empty line, or `""` if the API has no credentials.
    fn authentication(&self) -> String {
        let mut sentences: Vec<String> = self.secret.sentence.iter().cloned().collect();
        if !self.api.credentials.is_empty() {
            let names = scheme_names(&self.api.credentials);
            sentences.push(format!(
                "Some operations require the secret of another security scheme: set it with \
                 `ClientBuilder::credential`, for {names}."
            ));
        }
        match sentences.is_empty() {
            true => String::new(),
            false => format!("{}\n\n", wrap_line(&sentences.join(" ")).join("\n")),
        }
    }

    fn usage(&self) -> String {
        match self.api.operations().flat_map(Operation::streams).next() {
            Some(_) => format!("{USAGE}\n\n{STREAMS}"),
            None => USAGE.to_owned(),
        }
    }

    fn introduction(&self) -> String {
        let introduction = doc_lines(&format!("{}.", summary(&self.api.title))).join("\n");
        if self.api.has_default_base_url() {
            return introduction;
        }
        let path = match self.api.base_url.as_str() {
            "" => String::new(),
            path => format!(" The path {} is appended to it.", code_span(path)),
        };
        let base_url = format!(
            "The API has no default base URL: set it with `ClientBuilder::base_url` or the environment variable \
             `{}`.{path}",
            self.variable("BASE_URL")
        );
        format!("{introduction}\n\n{}", wrap_line(&base_url).join("\n"))
    }

    fn example(&self) -> String {
        let library = names::library(&self.api.package);
        let mut resources = self.api.resources.iter();
        let operation = resources.find_map(|it| Some((it, it.operations.first()?)));
        let (imports, call) = operation.map_or_else(Default::default, |(resource, operation)| {
            example::call(self.api, resource, operation)
        });
        let client = match self.api.client_parameters.is_empty() {
            true => self.client_from_env(),
            false => self.client_from_builder(),
        };
        let [imports, call] = [imports, call].map(|lines| {
            lines
                .iter()
                .map(|line| format!("{line}\n"))
                .collect::<String>()
        });
        format!(
            "```no_run
use {library}::Client;
{imports}
# async fn example() -> Result<(), Box<dyn std::error::Error>> {{
let client = {client}
{call}# Ok(()) }}
```",
        )
    }

    /// Returns the code that creates a client from environment variables, with their names in a comment.
    fn client_from_env(&self) -> String {
        let variables = self.secret.variables.iter().chain(&["BASE_URL"]);
        let variables: Vec<String> = variables.map(|it| self.variable(it)).collect();
        format!("Client::from_env()?; // {}", variables.join(", "))
    }

    /// Returns the code that creates a client with client parameters, which `from_env` can't set.
    fn client_from_builder(&self) -> String {
        let call = |setter: &str, variables: &[&str]| {
            let values = variables.iter().map(|it| self.variable(it));
            let values = values.map(|it| match it.ends_with("_PASSWORD") {
                // A password may be empty, like in `from_env`.
                true => format!("std::env::var({it:?}).unwrap_or_default()"),
                false => format!("std::env::var({it:?})?"),
            });
            format!("{setter}({})", values.collect::<Vec<_>>().join(", "))
        };
        let secret = &self.secret;
        let secret = secret.setter.map(|setter| call(setter, secret.variables));
        let has_base_url = self.api.has_default_base_url();
        let base_url = (!has_base_url).then(|| call("base_url", &["BASE_URL"]));
        let parameters = self.api.client_parameters.iter();
        let parameters = parameters.map(|it| format!("{}({it:?})", names::client_setter(it)));
        let calls = secret.into_iter().chain(base_url).chain(parameters);
        let calls: String = calls.map(|call| format!("    .{call}\n")).collect();
        format!("Client::builder()\n{calls}    .build()?;")
    }

    fn variable(&self, name: &str) -> String {
        format!("{}{name}", variable_prefix(&self.api.package))
    }

    /// Returns a table of the resources that have operations. `link` returns the first cell for a resource and its
    /// accessor.
    fn table(&self, link: impl Fn(&Resource, &str) -> String) -> String {
        let resources = self.api.resources.iter();
        let resources = resources.filter(|it| !it.operations.is_empty());
        let rows: String = resources
            .map(|resource| {
                let accessors = names::accessors(&resource.path);
                let accessors: Vec<String> = accessors.map(|it| format!("{it}()")).collect();
                let operations = resource.operations.iter();
                let methods: Vec<String> = operations
                    .map(|operation| format!("`{}`", names::method(&operation.method)))
                    .collect();
                let resource = link(resource, &format!("`{}`", accessors.join(".")));
                format!("\n| {resource} | {} |", methods.join(", "))
            })
            .collect();
        format!("| Resource | Methods |\n|---|---|{rows}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{ItemStream, Output, StreamFormat};
    use crate::lower::fixtures::{api, operation, resource};

    #[test]
    fn front_page_describes_streams_if_there_are_any() {
        let front_page = |output: Output| {
            let operation = Operation {
                output,
                ..operation("WatchRooms", "watch")
            };
            let api = api(vec![resource("rooms", vec![operation])], Vec::new());
            let docs = CrateDocs {
                api: &api,
                secret: ClientSecret::of(&api),
            };
            docs.front_page()
        };
        let stream = Output::Stream(ItemStream {
            format: StreamFormat::Events,
            media_type: "text/event-stream".to_owned(),
            item: None,
        });
        let description = "\n\nSome operations return a stream";
        assert!(front_page(stream).contains(description));
        assert!(!front_page(Output::Empty).contains(description));
    }

    #[test]
    fn summary_names_the_api_once() {
        for (title, expected) in [
            ("Pets", "SDK for the Pets API"),
            ("Pets API", "SDK for the Pets API"),
            ("The pets api", "SDK for the pets api"),
            ("Capital", "SDK for the Capital API"),
            ("PETS API v2.", "SDK for the PETS API v2"),
            ("The  Pets\n\u{1b}\u{9b}API", "SDK for the Pets API"),
            ("Pets - OpenAPI 3.0", "SDK for the Pets - OpenAPI 3.0"),
            ("天気", "SDK for the 天気 API"),
            (" ", "SDK for an HTTP API"),
        ] {
            assert_eq!(summary(title), expected);
        }
    }
}
