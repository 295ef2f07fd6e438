//! The front page of a crate's documentation and its README.

use heck::ToSnakeCase;

use super::MARK;
use crate::ir::{Api, Resource};
use crate::render::markdown::doc_lines;
use crate::{names, render};

/// How to use the emitted code of any API.
const USAGE: &str = "\
Required values are arguments; optional values are setters. Nothing is sent until `.send()` is awaited. A field whose
setter isn't called is omitted. `send_with_response` also returns the status, headers and raw body; `options` sets a
timeout, retries or headers for one request. Fields that the API's description doesn't know are ignored, and enum values
that it doesn't know are kept; neither is an error.";

/// Writes texts about a crate in Markdown.
pub(super) struct Front<'a> {
    api: &'a Api,
    package: &'a str,
    /// The prefix of its environment variables.
    variables: &'a str,
}

impl<'a> Front<'a> {
    pub(super) fn of(api: &'a Api, package: &'a str, variables: &'a str) -> Self {
        Self {
            api,
            package,
            variables,
        }
    }

    /// Returns the front page of the documentation, line by line.
    pub(super) fn library(&self) -> Vec<String> {
        let mut lines = self.introduction();
        lines.push(String::new());
        lines.extend(self.example());
        lines.push(String::new());
        lines.extend(USAGE.lines().map(str::to_owned));
        lines.extend(["", "# Resources", ""].map(str::to_owned));
        lines.extend(self.table(|resource, call| {
            format!(
                "[{call}](resources::{})",
                names::resource_type(&resource.path)
            )
        }));
        lines
    }

    /// Returns the README.
    pub(super) fn readme(&self) -> String {
        let example = self.example().into_iter();
        let example = example.filter(|line| !line.starts_with("# "));
        let example: Vec<String> = example
            .map(|line| line.replace("```no_run", "```rust,no_run"))
            .collect();
        let parts = [
            format!("<!-- {MARK} -->"),
            format!("# {}", self.package),
            self.introduction().join("\n"),
            example.join("\n"),
            USAGE.to_owned(),
            "## Resources".to_owned(),
            self.table(|_, call| call.to_owned()).join("\n"),
            "## License".to_owned(),
            "Licensed under either of [MIT](LICENSE-MIT) or [Apache-2.0](LICENSE-APACHE) at your option.\n"
                .to_owned(),
        ];
        parts.join("\n\n")
    }

    fn introduction(&self) -> Vec<String> {
        doc_lines(&format!("SDK for the {}.", self.api.title))
    }

    /// Returns an example that creates a client and makes a call.
    fn example(&self) -> Vec<String> {
        let library = self.package.to_snake_case();
        let resources = self.api.resources.iter();
        let mut operations = resources.filter_map(|it| Some((it, it.operations.first()?)));
        let call = operations.next();
        let (imports, call) = call.map_or_else(Default::default, |(resource, operation)| {
            render::call(self.api, &library, resource, operation)
        });
        let client = format!(
            "let client = Client::from_env()?; // {0}API_KEY, {0}BASE_URL",
            self.variables
        );
        let head = ["```no_run".to_owned(), format!("use {library}::Client;")];
        let start = "# async fn example() -> Result<(), Box<dyn std::error::Error>> {";
        let end = ["# Ok(()) }", "```"].map(str::to_owned);
        let lines = head.into_iter().chain(imports);
        let lines = lines.chain([String::new(), start.to_owned(), client]);
        lines.chain(call).chain(end).collect()
    }

    /// Returns a table of the resources with operations. `link` formats the first cell from the resource and its
    /// accessor.
    fn table(&self, link: impl Fn(&Resource, &str) -> String) -> Vec<String> {
        let head = ["| Resource | Methods |", "|---|---|"].map(str::to_owned);
        let resources = self.api.resources.iter();
        let rows = resources.filter(|resource| !resource.operations.is_empty());
        let rows = rows.map(|resource| {
            let steps = (1..=resource.path.len()).filter_map(|depth| resource.path.get(..depth));
            let steps: Vec<String> = steps
                .map(|path| format!("{}()", names::accessor(path)))
                .collect();
            let operations = resource.operations.iter();
            let operations = operations.map(|it| format!("`{}`", names::method(&it.name)));
            let operations: Vec<String> = operations.collect();
            let resource = link(resource, &format!("`{}`", steps.join(".")));
            format!("| {resource} | {} |", operations.join(", "))
        });
        head.into_iter().chain(rows).collect()
    }
}
