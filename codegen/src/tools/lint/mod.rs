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

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::diagnostics::error::{Error, Result};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::report::{Mode, Notice};
use crate::openapi::document;
use crate::openapi::document::Document;
use crate::openapi::walk::{self, Kind};
use crate::passes::normalise::normalise;
use crate::render::big_stack;
use crate::source::bundle::{self, Beside, Bundle, Origins};
use crate::source::load::{self, Source};
use crate::source::source_map::Lines;
use crate::{Input, lower, names};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It breaks generating, or makes a contract that is false.
    Error,
    /// It could be better.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// One thing that is wrong, or could be better.
///
/// It is shown as a compiler shows its own: `spec.yaml:12: error[references]: #/paths: cause`, and on a second line the
/// help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The name of the rule that found it.
    pub rule: &'static str,
    /// The document that it is in: the name of its [`Source`].
    pub document: String,
    /// The line of that document, counted from 1, unless the document is empty.
    pub line: Option<usize>,
    /// The node that it is about.
    pub pointer: Pointer,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            severity,
            rule,
            document,
            line,
            pointer,
            message,
            help,
        } = self;
        write!(f, "{document}:")?;
        if let Some(line) = line {
            write!(f, "{line}:")?;
        }
        write!(
            f,
            " {severity}[{rule}]: {pointer}: {message}\n  help: {help}"
        )
    }
}

/// A rule that looks at nothing but the document.
struct Rule {
    name: &'static str,
    severity: Severity,
    find: fn(&Subject<'_>) -> Vec<Error>,
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
        let mut nodes = Vec::new();
        let mut visit = |value, place: &Pointer, kind| {
            let place = place.clone();
            nodes.push(Node { value, place, kind });
            Ok(())
        };
        // The walk gives no error, since the visitor gives none.
        let _ = walk::each(document, &Pointer::root(), Kind::Object, &mut visit);
        Self {
            document,
            origins,
            nodes,
        }
    }
}

/// Finds what is wrong with a document and its overlay, in the order of the lines: the document first, then the files that
/// it refers to.
///
/// # Errors
///
/// When one of the two cannot be read: it is not YAML or JSON.
pub fn lint(input: Input<'_>) -> Result<Vec<Finding>> {
    big_stack::with_room(|| find(input))
}

fn find(input: Input<'_>) -> Result<Vec<Finding>> {
    let Input {
        spec,
        files,
        overlay,
        ..
    } = input;
    let Bundle {
        mut value,
        origins,
        files,
        notices,
    } = bundle::read(spec, files, Mode::Lenient)?;
    let mut findings = Findings::of(spec, &origins);
    findings.files = files;
    let overlay_findings = overlay
        .map(|overlay| lint_overlay(overlay, &mut value))
        .transpose()?;
    // The one place that knows of versions: the rules know only the form of 3.0.
    normalise(&mut value);
    if let Err(error) = document::check_version(&value) {
        findings.add("version", Severity::Error, vec![error]);
        return Ok(findings.sorted());
    }
    findings.add_lost(notices);
    let subject = Subject::of(&value, &origins);
    for rule in &RULES {
        findings.add(rule.name, rule.severity, (rule.find)(&subject));
    }
    let overlay_findings = overlay_findings.unwrap_or_default();
    if findings.has_no_error() && overlay_findings.is_empty() {
        lint_sdk(&value, &mut findings);
    }
    let mut all = findings.sorted();
    all.extend(overlay_findings);
    Ok(all)
}

/// Applies the overlay, and finds what in it does not fit.
fn lint_overlay(overlay: Source<'_>, value: &mut Value) -> Result<Vec<Finding>> {
    let document = load::load(overlay)?;
    let origins = Origins::default();
    let mut findings = Findings::of(overlay, &origins);
    let errors = overlay_targets::apply(&document, value);
    findings.add("overlay-targets", Severity::Error, errors);
    Ok(findings.sorted())
}

/// Finds what keeps a sound document from becoming an SDK.
fn lint_sdk(value: &Value, findings: &mut Findings<'_>) {
    let api = Document::parse(value.clone()).and_then(|document| lower::lower(&document));
    match api {
        Ok(api) => findings.add("names", Severity::Error, names::faults(&api)),
        Err(error) => findings.add("generator", Severity::Error, vec![error]),
    }
}

/// The findings in a document and the files that it refers to.
struct Findings<'a> {
    document: Source<'a>,
    origins: &'a Origins,
    files: BTreeMap<String, Beside>,
    /// The lines of each file that something was found in, by name.
    lines: HashMap<String, Lines>,
    /// References that lead to no file, by place: that has been told.
    lost: HashSet<Pointer>,
    all: Vec<Finding>,
}

impl<'a> Findings<'a> {
    fn of(document: Source<'a>, origins: &'a Origins) -> Self {
        Self {
            document,
            origins,
            files: BTreeMap::new(),
            lines: HashMap::new(),
            lost: HashSet::new(),
            all: Vec::new(),
        }
    }

    /// Adds what could not be put into the document.
    fn add_lost(&mut self, notices: Vec<Notice>) {
        for Notice { node, fault, .. } in notices {
            self.lost.insert(node.child("$ref"));
            self.push("references", Severity::Error, fault);
        }
    }

    fn add(&mut self, rule: &'static str, severity: Severity, errors: Vec<Error>) {
        for error in errors {
            if !self.lost.contains(&error.node()) {
                let error = self.origins.locate(error);
                self.push(rule, severity, error);
            }
        }
    }

    fn push(&mut self, rule: &'static str, severity: Severity, error: Error) {
        let document = error.document().unwrap_or(self.document.name).to_owned();
        let pointer = error.node();
        let line = error
            .line()
            .or_else(|| self.lines(&document).line(&pointer));
        self.all.push(Finding {
            severity,
            rule,
            line,
            document,
            pointer,
            message: error.cause().to_owned(),
            help: error.help().to_owned(),
        });
    }

    fn lines(&mut self, name: &str) -> &Lines {
        let mut files = self.files.values();
        let file = files.find(|file| file.name == name);
        let text = file.map_or(self.document.text, |file| &file.text);
        let lines = self.lines.entry(name.to_owned());
        lines.or_insert_with(|| Lines::of(text))
    }

    fn has_no_error(&self) -> bool {
        self.all
            .iter()
            .all(|finding| finding.severity != Severity::Error)
    }

    fn sorted(mut self) -> Vec<Finding> {
        let key = |finding: &Finding| {
            let Finding {
                document,
                line,
                rule,
                pointer,
                message,
                ..
            } = finding;
            let file = (document != self.document.name).then(|| document.clone());
            (file, *line, *rule, pointer.clone(), message.clone())
        };
        self.all.sort_by_cached_key(key);
        self.all.dedup();
        self.all
    }
}
