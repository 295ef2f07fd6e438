//! Writes the front page of a crate's documentation, and its README.

use heck::ToSnakeCase;

use super::MARK;
use crate::ir::{Api, Resource};
use crate::render::markdown::{code_span, doc_lines};
use crate::{names, render};

/// The instructions for users, the same for every API.
const USAGE: &str = "\
Required values are arguments; optional values are setters. Nothing is sent until `.send()` is awaited. A field whose
setter isn't called is omitted. `send_with_response` also returns the status, headers and raw body; `options` sets a
timeout, retries or headers for one request. Fields that the API's description doesn't know are ignored, and enum values
that it doesn't know are kept; neither is an error.";

/// The values in the texts.
pub(super) struct Front<'a> {
    pub(super) api: &'a Api,
    pub(super) package: &'a str,
    /// The prefix of the crate's environment variables.
    pub(super) variable_prefix: &'a str,
}

impl Front<'_> {
    /// Returns the front page of the documentation.
    pub(super) fn library(&self) -> String {
        let resources = self.table(|resource, accessor| {
            let ty = names::resource_type(&resource.path);
            format!("[{accessor}](resources::{ty})")
        });
        format!(
            "{}\n\n{}\n\n{USAGE}\n\n# Resources\n\n{resources}",
            self.introduction(),
            self.example()
        )
    }

    /// Returns the README.
    pub(super) fn readme(&self) -> String {
        let example = self.example();
        // rustdoc hides lines that start with `#`, and highlights Rust by default; viewers of a README don't.
        let shown = example.lines().filter(|line| !line.starts_with("# "));
        let example = shown
            .collect::<Vec<_>>()
            .join("\n")
            .replace("```no_run", "```rust,no_run");
        format!(
            "<!-- {MARK} -->\n\n# {}\n\n{}\n\n{example}\n\n{USAGE}\n\n## Resources\n\n{}\n\n## License\n\n\
             Licensed under either of [MIT](LICENSE-MIT) or [Apache-2.0](LICENSE-APACHE) at your option.\n",
            self.package,
            self.introduction(),
            self.table(|_, accessor| accessor.to_owned())
        )
    }

    fn introduction(&self) -> String {
        let introduction = doc_lines(&format!("SDK for the {}.", self.api.title)).join("\n");
        if self.api.has_default_base_url() {
            return introduction;
        }
        let path = match self.api.base_url.as_str() {
            "" => String::new(),
            path => format!(" The path {} is appended to it.", code_span(path)),
        };
        format!(
            "{introduction}\n\nThe API has no default base URL: set it with `ClientBuilder::base_url` or the environment \
             variable\n`{}BASE_URL`.{path}",
            self.variable_prefix
        )
    }

    /// Returns an example that creates a client and calls the first operation.
    fn example(&self) -> String {
        let library = self.package.to_snake_case();
        let mut resources = self.api.resources.iter();
        let operation = resources.find_map(|it| Some((it, it.operations.first()?)));
        let (imports, call) = operation.map_or_else(Default::default, |(resource, operation)| {
            render::example_call(self.api, &library, resource, operation)
        });
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
let client = Client::from_env()?; // {0}API_KEY, {0}BASE_URL
{call}# Ok(()) }}
```",
            self.variable_prefix
        )
    }

    /// Returns a table of the resources that have operations. `link` returns the first cell of a resource, given the
    /// code of its accessor.
    fn table(&self, link: impl Fn(&Resource, &str) -> String) -> String {
        let resources = self.api.resources.iter();
        let resources = resources.filter(|it| !it.operations.is_empty());
        let rows: String = resources
            .map(|resource| {
                let depths = 1..=resource.path.len();
                let accessors: Vec<String> = depths
                    .filter_map(|depth| resource.path.get(..depth))
                    .map(|path| format!("{}()", names::accessor(path)))
                    .collect();
                let operations = resource.operations.iter();
                let methods: Vec<String> = operations
                    .map(|operation| format!("`{}`", names::method(&operation.name)))
                    .collect();
                let resource = link(resource, &format!("`{}`", accessors.join(".")));
                format!("\n| {resource} | {} |", methods.join(", "))
            })
            .collect();
        format!("| Resource | Methods |\n|---|---|{rows}")
    }
}
