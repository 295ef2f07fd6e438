//! Reports every problem in a document and its overlay, with its location and an instruction that solves it.
//!
//! Each rule in `RULES` is a module with a function `find`, which returns *findings*. [`lint`] applies the rules
//! `version`, `overlay-targets`, `names` and `generator`. The other modules are helpers.
//!
//! | rule | severity | reports |
//! |---|---|---|
//! | `version` | error | documents that aren't OpenAPI 3.0, 3.1 or 3.2; of the other rules, only `overlay-targets` applies to them |
//! | `overlay-targets` | error, warning | overlay actions that match nothing or can't be applied; as a warning, actions that follow a reference and so change a component that other objects use, too |
//! | `structure` | error | objects that the JSON Schema of OpenAPI 3.0 rejects |
//! | `references` | error | references that can't be resolved, are circular, or point outside of `components` |
//! | `operation-ids` | error | missing and duplicate operationIds |
//! | `path-parameters` | error | placeholders without a path parameter, and path parameters without a placeholder |
//! | `examples` | warning | examples and defaults that don't match their schema |
//! | `missing-docs` | warning | missing descriptions, summaries and examples |
//! | `unused-components` | warning | components that no operation and no event refers to |
//! | `names` | error | names that are equal in Rust |
//! | `generator` | error, warning | problems that stop the generator, or else entries of document-level `x-sdk-*` keys that match nothing; as a warning, if there is no error, problems that don't stop it |
//!
//! `names` and `generator` apply only if no rule other than `overlay-targets` found an error. If `overlay-targets`
//! found an error, `names` doesn't apply, and `generator` reports only entries that match nothing. `generator` runs the
//! generator in lenient mode, to find all problems that stop it. Rules check the document with the overlay
//! applied; a finding about an addition of the overlay has the line and pointer in the overlay.

mod definitions;
mod examples;
mod expansion;
mod missing_docs;
mod operation_ids;
mod path_parameters;
mod references;
mod structure;
mod unused_components;
mod validation;

use std::collections::HashSet;

use serde_json::Value;

use crate::Input;
use crate::diagnostics::{Collector, Diagnostic, Mode, Pointer, Result, Severity};
use crate::openapi::document;
use crate::openapi::walk::{Node, document_nodes};
use crate::passes::normalise::normalise;
use crate::passes::overlay::{self, Additions};
use crate::source::big_stack;
use crate::source::bundle::{self, Bundle, Origins};
use crate::source::load::{self, Source};
use crate::source::locator::Locator;

/// The name and severity of a rule that needs only the document, and the function that returns its findings.
type Rule = (&'static str, Severity, fn(&Context<'_>) -> Vec<Diagnostic>);

const RULES: [Rule; 7] = [
    ("structure", Severity::Error, structure::find),
    ("references", Severity::Error, references::find),
    ("operation-ids", Severity::Error, operation_ids::find),
    ("path-parameters", Severity::Error, path_parameters::find),
    ("examples", Severity::Warning, examples::find),
    ("missing-docs", Severity::Warning, missing_docs::find),
    (
        "unused-components",
        Severity::Warning,
        unused_components::find,
    ),
];

struct Context<'a> {
    document: &'a Value,
    origins: &'a Origins,
    /// The values of the document that aren't data, such as examples.
    nodes: Vec<Node<'a>>,
}

/// Returns every problem of a document and its overlay, by line. The order of files is: the document, the files that it
/// refers to, the overlay.
///
/// # Errors
///
/// Returns an error if the document or the overlay can't be loaded, for example because it is neither YAML nor JSON.
pub fn lint(input: Input<'_>) -> Result<Vec<Diagnostic>> {
    big_stack::run(|| {
        let Bundle {
            mut value,
            origins,
            files,
            diagnostics,
        } = bundle::read(input.document, input.read_file, Mode::Lenient)?;
        let (overlay_findings, additions) = match input.overlay {
            Some(overlay) => lint_overlay(overlay, &mut value)?,
            None => (Vec::new(), Additions::new()),
        };
        // The rules support only OpenAPI 3.0.
        let document = normalise(value);
        let mut findings = match document::check_version(&document) {
            Err(error) => vec![error.with_rule("version", Severity::Error)],
            Ok(()) => apply_rules(&document, &origins, diagnostics),
        };
        if !findings.iter().any(is_error) {
            let is_overlay_correct = !overlay_findings.iter().any(is_error);
            findings.extend(generator_findings(input, document, is_overlay_correct));
        }
        let mut locator = Locator::new(input.document);
        locator.origins = origins;
        locator.files = files;
        if let Some(overlay) = input.overlay {
            locator.add_overlay(overlay, additions);
        }
        findings = findings.into_iter().map(|it| locator.locate(it)).collect();
        findings.extend(overlay_findings);
        findings
            .sort_by_cached_key(|it| (it.rule(), it.pointer().cloned(), it.message().to_owned()));
        input.sort_by_location(&mut findings);
        findings.dedup();
        Ok(findings)
    })
}

/// Applies the rules. `unresolved` has the diagnostics about unresolved references to other files.
fn apply_rules(
    document: &Value,
    origins: &Origins,
    unresolved: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let reported: HashSet<Pointer> = unresolved
        .iter()
        .filter_map(|it| Some(it.target()?.child("$ref")))
        .collect();
    let context = Context {
        document,
        origins,
        nodes: document_nodes(document),
    };
    // The diagnostics in `unresolved` replace the findings about the same references, because they have the cause.
    let findings = RULES.iter().flat_map(|(name, severity, find)| {
        find(&context)
            .into_iter()
            .filter(|error| !reported.contains(&error.pointer_or_root()))
            .map(|error| error.with_rule(name, *severity))
    });
    unresolved
        .into_iter()
        .map(|it| it.into_error().with_rule("references", Severity::Error))
        .chain(findings)
        .collect()
}

/// Applies the overlay. If an action can't be applied, the document doesn't change. Returns the findings, and the
/// locations of the values that the overlay added.
fn lint_overlay(source: Source<'_>, document: &mut Value) -> Result<(Vec<Diagnostic>, Additions)> {
    let overlay = load::load(source)?;
    let mut changed = document.clone();
    let (problems, additions) = match overlay::apply(&overlay, &mut changed) {
        Ok(applied) => {
            *document = changed;
            let errors = applied.unmatched.into_iter().map(|it| it.error);
            (errors.chain(applied.warnings).collect(), applied.additions)
        }
        Err(error) => (vec![error], Additions::new()),
    };
    let locator = Locator::new(source);
    let findings = problems
        .into_iter()
        .map(|it| {
            let severity = it.severity();
            locator.locate(it.with_rule("overlay-targets", severity))
        })
        .collect();
    Ok((findings, additions))
}

/// Runs the generator up to the IR. Returns the first of these lists that isn't empty: the problems that stop the
/// generator, and the clashes of names with them; the decisions that match nothing; the clashes of names; the warnings.
/// If the overlay is incorrect, returns only the decisions, because it may cause the other problems.
fn generator_findings(
    input: Input<'_>,
    document: Value,
    is_overlay_correct: bool,
) -> Vec<Diagnostic> {
    let generator_error = |it: Diagnostic| it.into_error().with_rule("generator", Severity::Error);
    // Lenient mode finds all problems, but clashes of names from an overlay are errors as in strict mode.
    let mut collector = Collector {
        mode: Mode::Lenient,
        mode_of_names: Mode::Strict,
        ..Collector::default()
    };
    let last_error = crate::to_api(input, document, &mut collector).err();
    let Collector {
        report, unmatched, ..
    } = collector;
    let (mut stopping, others): (Vec<_>, Vec<_>) = report
        .diagnostics
        .into_iter()
        .partition(Diagnostic::stops_strict_mode);
    stopping.extend(last_error);
    if stopping.is_empty() && !unmatched.is_empty() {
        let errors = unmatched.into_iter().map(|it| it.error);
        return errors.map(generator_error).collect();
    }
    if !is_overlay_correct {
        return Vec::new();
    }
    let mut findings = names_or_warnings(others);
    if !stopping.is_empty() {
        findings.retain(is_error);
        findings.extend(stopping.into_iter().map(generator_error));
    }
    findings
}

/// Returns the names that are equal in Rust or, if there are none, the warnings of the generator.
fn names_or_warnings(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (rule, severity) = match diagnostics.iter().any(is_error) {
        true => ("names", Severity::Error),
        false => ("generator", Severity::Warning),
    };
    let found = diagnostics.into_iter();
    found
        .filter(|it| it.severity() == severity)
        .map(|it| it.with_rule(rule, severity))
        .collect()
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity() == Severity::Error
}
