//! Parses every output of the generator and checks that texts of the document are only text there.

use std::collections::BTreeMap;
use std::mem;

use codegen::Generated;
use codegen::ir::Api;
use codegen::render::emit::Files;
use codegen::tools::diff::{self, Report};
use codegen::tools::scaffold::{self, Sdk};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use toml_edit::DocumentMut;

/// The keywords of Rust with which items start.
const KEYWORDS: [&str; 13] = [
    "const",
    "enum",
    "extern",
    "fn",
    "impl",
    "macro_rules",
    "mod",
    "pub",
    "static",
    "struct",
    "trait",
    "unsafe",
    "use",
];

/// The parts of Rust code other than names, comments and literals.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Structure {
    /// The number of keywords that start items.
    keywords: BTreeMap<String, usize>,
    /// The number of attributes.
    attributes: BTreeMap<String, usize>,
}

/// Checks the generated files, and the other files of a crate.
pub(super) fn check_crate(generated: &Generated) -> Structure {
    let api = Api {
        package: "acme-api".to_owned(),
        ..generated.api.clone()
    };
    let files = scaffold::crate_files(&sdk(), "0.1.0", &api, &generated.files).unwrap();
    let mut structure = Structure::default();
    for (path, text) in &files {
        assert_printable(text);
        match path.as_str() {
            "Cargo.toml" => check_manifest(text),
            "README.md" => {
                let (mark, text) = text.split_once('\n').unwrap();
                assert!(mark.starts_with("<!--") && mark.ends_with("-->"), "{mark}");
                check_markdown(text);
            }
            _ if path.ends_with(".rs") => {
                syn::parse_file(text).unwrap();
                structure.add(text.parse().unwrap());
            }
            _ => {}
        }
    }
    structure
}

/// Returns an SDK without a runtime.
fn sdk() -> Sdk {
    let manifest =
        "[package]\nname = \"acme\"\n[package.metadata.scaffold]\nvariables = \"ACME_\"\n";
    let paths = [
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "src/extensions/constructors/basic.rs",
        "src/extensions/constructors/none.rs",
    ];
    let mut files = Files::from(paths.map(|path| (path.to_owned(), String::new())));
    files.insert("Cargo.toml".to_owned(), manifest.to_owned());
    Sdk {
        workspace: "[workspace.package]\nedition = \"2024\"\n[workspace.dependencies]\n".to_owned(),
        files,
    }
}

impl Structure {
    /// Whether `other` has everything at least as often. An odd name can make two models one.
    pub(super) fn is_part_of(&self, other: &Self) -> bool {
        let is_part = |counts: &BTreeMap<String, usize>, others: &BTreeMap<String, usize>| {
            let mut counts = counts.iter();
            counts.all(|(key, count)| others.get(key).is_some_and(|other| count <= other))
        };
        is_part(&self.keywords, &other.keywords) && is_part(&self.attributes, &other.attributes)
    }

    /// Adds the code, and checks its doc comments.
    fn add(&mut self, code: TokenStream) {
        let mut docs = Vec::new();
        let mut tokens = code.into_iter().peekable();
        while let Some(token) = tokens.next() {
            if matches!(&token, TokenTree::Punct(it) if it.as_char() == '#') {
                tokens.next_if(|it| matches!(it, TokenTree::Punct(it) if it.as_char() == '!'));
                if let Some(TokenTree::Group(group)) = tokens.next_if(is_brackets) {
                    match doc(group.stream()) {
                        Some(line) => docs.push(line),
                        None => *self.attributes.entry(group.to_string()).or_default() += 1,
                    }
                    continue;
                }
            }
            check_docs(&mem::take(&mut docs));
            match token {
                TokenTree::Group(group) => self.add(group.stream()),
                TokenTree::Ident(word) if KEYWORDS.iter().any(|it| word == it) => {
                    *self.keywords.entry(word.to_string()).or_default() += 1;
                }
                _ => {}
            }
        }
        check_docs(&mem::take(&mut docs));
    }
}

fn is_brackets(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(it) if it.delimiter() == Delimiter::Bracket)
}

/// Returns the line of a doc comment.
fn doc(attribute: TokenStream) -> Option<String> {
    let attribute: syn::MetaNameValue = syn::parse2(attribute).ok()?;
    let syn::Expr::Lit(syn::ExprLit {
        lit: syn::Lit::Str(text),
        ..
    }) = attribute.value
    else {
        return None;
    };
    attribute.path.is_ident("doc").then(|| text.value())
}

fn check_docs(lines: &[String]) {
    let text: Vec<&str> = lines
        .iter()
        .map(|it| it.strip_prefix(' ').unwrap_or(it))
        .collect();
    check_markdown(&text.join("\n"));
}

/// Checks that Markdown contains no HTML, and links only to web pages and to items.
fn check_markdown(text: &str) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(text, options | Options::ENABLE_TASKLISTS) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML {html:?} in:\n{text}"),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let is_url = ["https://", "http://", "mailto:"]
                    .iter()
                    .any(|it| dest_url.starts_with(it));
                let item = dest_url.strip_prefix("field@").unwrap_or(&dest_url);
                let is_item = !item
                    .replace("::", "")
                    .contains(|it: char| !it.is_alphanumeric() && it != '_' && it != '-');
                assert!(is_url || is_item, "link to {dest_url:?} in:\n{text}");
            }
            _ => {}
        }
    }
}

fn check_manifest(text: &str) {
    let manifest: DocumentMut = text.parse().unwrap();
    let keys = |table: &toml_edit::Table| {
        table
            .iter()
            .map(|(key, _)| key.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        keys(manifest.as_table()),
        ["package", "workspace"],
        "{text}"
    );
    assert_eq!(
        keys(manifest["package"].as_table().unwrap()),
        ["name", "version", "description", "readme", "edition"],
        "{text}"
    );
}

/// Checks the three forms of a comparison.
pub(super) fn check_report(report: &Report) {
    let text = diff::text(report);
    check_terminal(&text);
    let starts = [
        "major: ",
        "minor: ",
        "patch: ",
        "warning: ",
        "  at:  #",
        "  old: ",
        "  new: ",
        "  why: ",
        "next version: ",
    ];
    for line in text.lines() {
        assert!(
            line.is_empty() || starts.iter().any(|it| line.starts_with(it)),
            "{line:?}"
        );
    }

    let markdown = diff::markdown(report);
    check_terminal(&markdown);
    let verdicts = report
        .changes
        .chunk_by(|a, b| a.verdict() == b.verdict())
        .count();
    let (mut headings, mut items, mut rows, mut cells) = (0, 0, 0, 0);
    for event in Parser::new_ext(&markdown, Options::ENABLE_TABLES) {
        match event {
            Event::InlineHtml(html) if *html == *"<br>" => {}
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML {html:?} in:\n{markdown}"),
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Start(Tag::Item) => items += 1,
            Event::Start(Tag::TableRow) => rows += 1,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                panic!("unexpected Markdown in:\n{markdown}")
            }
            _ => {}
        }
    }
    assert_eq!(
        (headings, items),
        (1 + verdicts, report.unmatched.len()),
        "{markdown}"
    );
    assert_eq!(
        (rows, cells),
        (report.changes.len(), 6 * (rows + verdicts)),
        "{markdown}"
    );

    let json = diff::json(report);
    check_terminal(&json);
    let value: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        value["changes"].as_array().unwrap().len(),
        report.changes.len()
    );
}

/// Checks the text of a diagnostic.
pub(super) fn check_diagnostic(text: &str) {
    check_terminal(text);
    for line in text.lines().skip(1) {
        let is_part = ["  also: ", "  note: ", "  help: "]
            .iter()
            .any(|it| line.starts_with(it));
        assert!(is_part, "{line:?} in:\n{text}");
    }
}

/// Checks that a text contains no commands of terminals or CI workflows.
fn check_terminal(text: &str) {
    assert_printable(text);
    let is_command = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
    assert!(!text.lines().any(is_command), "{text}");
}

fn assert_printable(text: &str) {
    let is_printable =
        |it: char| it == '\n' || !it.is_control() && !"\u{200b}\u{202e}\u{2028}".contains(it);
    if let Some(character) = text.chars().find(|it| !is_printable(*it)) {
        panic!("{character:?} in:\n{text}");
    }
}
