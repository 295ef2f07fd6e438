//! What is wrong with a document, or could be better: all of it, each with its place, its line and what to do.
//!
//! | rule | severity | finds |
//! |---|---|---|
//! | `version` | error | a document that is neither of OpenAPI 3.0 nor of 3.1; nothing else is looked at then |
//! | `overlay-targets` | error | actions of the overlay that match nothing, or do not fit |
//! | `structure` | error | what is not as the published schema of OpenAPI 3.0 has it |
//! | `references` | error | `$ref`s that lead to nothing, out of the components, to no readable file, or only to themselves |
//! | `operation-ids` | error | operations without an operationId, or with one that is taken |
//! | `path-parameters` | error | placeholders without a path parameter, and path parameters without a placeholder |
//! | `examples` | warning | examples and defaults that do not fit their own schema |
//! | `undocumented` | warning | what has no description, summary or example where one belongs |
//! | `unused-components` | warning | components that no operation and no event leads to |
//! | `names` | error | names that would be one in Rust |
//! | `generator` | error | the first thing that the generator refuses |
//!
//! The last two are looked for only when there is no other error. The rules look at the document with its overlay
//! applied; what comes from the overlay has the line of the nearest node around it in the text.

mod closest;
mod entangled;
mod examples;
mod json_schema;
mod numbered;
mod operation_ids;

mod overlay_targets;
mod path_parameters;
mod references;
mod structure;
mod undocumented;
mod unused_components;

use std::collections::HashSet;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Mode, Pointer, Result, Severity};
use crate::openapi::document;
use crate::openapi::walk::{Kind, document_nodes};
use crate::passes::normalise::normalise;
use crate::render::big_stack;
use crate::source::bundle::{self, Bundle, Origins};
use crate::source::load::{self, Source};
use crate::source::locator::Locator;
use crate::{Input, name_errors};

/// A rule that looks at nothing but the document.
struct Rule {
    name: &'static str,
    severity: Severity,
    find: fn(&Subject<'_>) -> Vec<Diagnostic>,
}

const RULES: [Rule; 7] = [
    Rule {
        name: "structure",
        severity: Severity::Error,
        find: structure::find,
    },
    Rule {
        name: "references",
        severity: Severity::Error,
        find: references::find,
    },
    Rule {
        name: "operation-ids",
        severity: Severity::Error,
        find: operation_ids::find,
    },
    Rule {
        name: "path-parameters",
        severity: Severity::Error,
        find: path_parameters::find,
    },
    Rule {
        name: "examples",
        severity: Severity::Warning,
        find: examples::find,
    },
    Rule {
        name: "undocumented",
        severity: Severity::Warning,
        find: undocumented::find,
    },
    Rule {
        name: "unused-components",
        severity: Severity::Warning,
        find: unused_components::find,
    },
];

/// What the rules look at: a document, and a list of its nodes that are not data.
struct Subject<'a> {
    document: &'a Value,
    origins: &'a Origins,
    nodes: Vec<Node<'a>>,
}

struct Node<'a> {
    value: &'a Value,
    place: Pointer,
    kind: Kind,
}

impl<'a> Subject<'a> {
    fn of(document: &'a Value, origins: &'a Origins) -> Self {
        let nodes = document_nodes(document)
            .map(|node| Node {
                value: node.value,
                place: node.pointer,
                kind: node.kind,
            })
            .collect();
        Self {
            document,
            origins,
            nodes,
        }
    }
}

/// Finds every problem of a document and its overlay, ordered by line: first the document, then the files that it refers to,
/// then the overlay.
///
/// # Errors
///
/// Returns an error if the document or the overlay can't be read: it is neither YAML nor JSON.
pub fn lint(input: Input<'_>) -> Result<Vec<Diagnostic>> {
    big_stack::run(|| {
        let mut findings = lint_document(input)?;
        if findings.iter().all(|it| it.severity() != Severity::Error) {
            findings.extend(lint_sdk(input));
            sort(&mut findings, input.spec.name);
        }
        Ok(findings)
    })
}

fn lint_document(input: Input<'_>) -> Result<Vec<Diagnostic>> {
    let Bundle {
        mut value,
        origins,
        files,
        diagnostics: unresolved,
    } = bundle::read(input.spec, input.files, Mode::Lenient)?;
    let overlay_findings = match input.overlay {
        Some(overlay) => lint_overlay(overlay, &mut value)?,
        None => Vec::new(),
    };
    // The rules know only OpenAPI 3.0.
    let value = normalise(value);
    let mut findings = match document::check_version(&value) {
        Err(error) => vec![error.with_rule("version", Severity::Error)],
        Ok(()) => check(&value, &origins, unresolved),
    };
    let mut locator = Locator::new(input.spec);
    locator.add_files(origins, files);
    findings = findings.into_iter().map(|it| locator.locate(it)).collect();
    sort(&mut findings, input.spec.name);
    findings.extend(overlay_findings);
    Ok(findings)
}

/// Applies the rules. `unresolved` are the references to other files that couldn't be resolved.
fn check(value: &Value, origins: &Origins, unresolved: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let reported: HashSet<Pointer> = unresolved
        .iter()
        .filter_map(|it| Some(it.target()?.child("$ref")))
        .collect();
    let subject = Subject::of(value, origins);
    let found = RULES.iter().flat_map(|rule| {
        let errors = (rule.find)(&subject).into_iter();
        errors
            .filter(|error| !reported.contains(&error.object()))
            .map(|error| error.with_rule(rule.name, rule.severity))
    });
    unresolved
        .into_iter()
        .map(|it| it.into_error().with_rule("references", Severity::Error))
        .chain(found)
        .collect()
}

/// Applies the overlay, and finds actions that don't fit.
fn lint_overlay(overlay: Source<'_>, value: &mut Value) -> Result<Vec<Diagnostic>> {
    let document = load::load(overlay)?;
    let locator = Locator::new(overlay);
    let mut findings: Vec<Diagnostic> = overlay_targets::apply(&document, value)
        .into_iter()
        .map(|error| locator.locate(error.with_rule("overlay-targets", Severity::Error)))
        .collect();
    sort(&mut findings, overlay.name);
    Ok(findings)
}

/// Finds what stops the generator.
fn lint_sdk(input: Input<'_>) -> Vec<Diagnostic> {
    match name_errors(input) {
        Ok(errors) => errors
            .into_iter()
            .map(|error| error.with_rule("names", Severity::Error))
            .collect(),
        Err(error) => vec![error.with_rule("generator", Severity::Error)],
    }
}

/// Orders findings by line; those of the document itself come first.
fn sort(findings: &mut Vec<Diagnostic>, document: &str) {
    findings.sort_by_cached_key(|it| {
        let file = it.document().filter(|name| *name != document);
        (
            file.map(str::to_owned),
            it.line(),
            it.rule(),
            it.pointer().cloned(),
            it.message().to_owned(),
        )
    });
    findings.dedup();
}
