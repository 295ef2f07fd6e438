//! One problem with a document.

use std::fmt;
use std::mem;

use serde::Serialize;

use super::terminal::terminal_line;
use super::{Effect, Pointer};

/// The result of a step that can reject a document.
pub type Result<T> = std::result::Result<T, Diagnostic>;

/// How serious a problem is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The document is rejected.
    #[default]
    Error,
    /// The generator continues; the effect is the difference between the SDK and the document. For a lint finding: the
    /// document is valid, but could be better.
    Warning,
}

/// A problem with a document: where it is, what is wrong, and how to solve it.
///
/// Displayed in the form that compilers use:
///
/// ```text
/// api.yaml:12: error: #/paths/~1rooms/get: missing field `operationId` in Operation Object
///   help: add an `operationId` that no other operation has
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic(Box<Content>);

/// The fields of a diagnostic, boxed to keep `Result` small.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct Content {
    severity: Severity,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    document: Option<String>,
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    pointer: Option<Pointer>,
    message: String,
    help: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<Effect>,
    /// The object that the effect applies to. An example: `pointer` is an invalid parameter, and `target` its
    /// operation, which the generator skips.
    #[serde(skip)]
    target: Option<Pointer>,
    /// The effect in words, if the kind of effect and its target don't determine the words.
    #[serde(skip)]
    note: Option<String>,
    /// Whether strict mode continues too.
    #[serde(skip)]
    is_tolerated: bool,
    /// Other problems of the same kind, displayed after this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<Diagnostic>,
    /// Possible causes in the overlay, the most likely first. The first whose value the overlay added replaces the
    /// location, the message and the help.
    #[serde(skip)]
    overlay_causes: Vec<Diagnostic>,
}

impl Diagnostic {
    /// Creates an error about the object at `pointer`.
    pub fn at(pointer: &Pointer, message: impl Into<String>, help: impl Into<String>) -> Self {
        let mut error = Self::general(message, help);
        error.0.pointer = Some(pointer.clone());
        error
    }

    /// Creates an error about the text of a document, at a line and column counted from 1.
    pub fn in_text(
        line: usize,
        column: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let mut error = Self::general(message, help);
        error.0.line = Some(line);
        error.0.column = Some(column);
        error
    }

    /// Creates an error that isn't about a part of a document.
    pub fn general(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self(Box::new(Content {
            message: message.into(),
            help: help.into(),
            ..Content::default()
        }))
    }

    /// Marks the problem as one that doesn't stop strict mode: a limitation of the generator, or a mistake whose
    /// intended meaning is obvious.
    #[must_use]
    pub fn tolerated(mut self) -> Self {
        self.0.is_tolerated = true;
        self
    }

    #[must_use]
    pub(crate) fn with_others(mut self, others: Vec<Self>) -> Self {
        self.0.others = others;
        self
    }

    /// Makes this a warning with the given effect on the object at `target`.
    #[must_use]
    pub fn with_effect(mut self, effect: Effect, target: Pointer) -> Self {
        self.0.severity = Severity::Warning;
        self.0.effect = Some(effect);
        self.0.target = Some(target);
        self
    }

    /// Sets the words about the effect.
    #[must_use]
    pub(crate) fn with_note(mut self, note: impl Into<String>) -> Self {
        self.0.note = Some(note.into());
        self
    }

    /// Sets the possible causes in the overlay, the most likely first.
    #[must_use]
    pub(crate) fn with_overlay_causes(mut self, causes: Vec<Self>) -> Self {
        self.0.overlay_causes = causes;
        self
    }

    /// Moves the problem to its first possible cause that is in the overlay.
    #[must_use]
    pub(crate) fn blame_overlay(mut self, is_in_overlay: impl Fn(&Pointer) -> bool) -> Self {
        let mut causes = mem::take(&mut self.0.overlay_causes).into_iter();
        if let Some(cause) = causes.find(|it| it.pointer().is_some_and(&is_in_overlay)) {
            self.0.pointer = cause.0.pointer;
            self.0.message = cause.0.message;
            self.0.help = cause.0.help;
        }
        self
    }

    /// Makes this an error without effect.
    #[must_use]
    pub(crate) fn into_error(mut self) -> Self {
        self.0.severity = Severity::Error;
        self.0.effect = None;
        self.0.target = None;
        self
    }

    /// Sets the lint rule that found the problem.
    #[must_use]
    pub fn with_rule(mut self, rule: &'static str, severity: Severity) -> Self {
        self.0.rule = Some(rule);
        self.0.severity = severity;
        self
    }

    /// Sets the name of the document, unless it is already set.
    #[must_use]
    pub fn in_document(mut self, name: &str) -> Self {
        self.0.document.get_or_insert_with(|| name.to_owned());
        self
    }

    /// Sets the line, unless it is already set.
    #[must_use]
    pub(crate) fn on_line(mut self, line: Option<usize>) -> Self {
        self.0.line = self.0.line.or(line);
        self
    }

    #[must_use]
    pub(crate) fn map_target(mut self, map: impl Fn(Pointer) -> Pointer) -> Self {
        self.0.target = self.0.target.map(map);
        self
    }

    #[must_use]
    pub(crate) fn with_pointer(mut self, pointer: Pointer) -> Self {
        self.0.pointer = Some(pointer);
        self
    }

    /// Returns the other problems of the same kind, which are displayed after this one.
    pub fn others(&self) -> &[Self] {
        &self.0.others
    }

    /// Returns the severity.
    pub fn severity(&self) -> Severity {
        self.0.severity
    }

    /// Returns the name of the lint rule that found the problem.
    pub fn rule(&self) -> Option<&'static str> {
        self.0.rule
    }

    /// Returns the name of the document.
    pub fn document(&self) -> Option<&str> {
        self.0.document.as_deref()
    }

    /// Returns the line of the document, counted from 1.
    pub fn line(&self) -> Option<usize> {
        self.0.line
    }

    /// Returns the location of the object that the problem is about.
    pub fn pointer(&self) -> Option<&Pointer> {
        self.0.pointer.as_ref()
    }

    /// Returns the location of the object, or the root if the problem has no location.
    pub(crate) fn pointer_or_root(&self) -> Pointer {
        self.0.pointer.clone().unwrap_or_default()
    }

    /// Returns what is wrong.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns an instruction that solves the problem.
    pub fn help(&self) -> &str {
        &self.0.help
    }

    /// Returns the consequence for the SDK, if the generator continued.
    pub fn effect(&self) -> Option<Effect> {
        self.0.effect
    }

    /// Returns the location of the object that the effect applies to.
    pub fn target(&self) -> Option<&Pointer> {
        self.0.target.as_ref()
    }

    /// Whether only lenient mode continues with this warning. Strict mode continues if the problem is
    /// [`tolerated`](Self::tolerated), unless an operation is skipped.
    pub fn stops_strict_mode(&self) -> bool {
        let is_tolerated = self.0.is_tolerated && self.0.effect != Some(Effect::Skipped);
        self.0.severity == Severity::Warning && !is_tolerated
    }

    /// Returns the text before the severity, such as `api.yaml:12:3: `, without the parts that are unknown.
    pub fn prefix(&self) -> String {
        let document = self.0.document.iter().map(|name| format!("{name}:"));
        let numbers = self.0.line.iter().chain(&self.0.column);
        let parts = document.chain(numbers.map(|number| format!("{number}:")));
        let mut prefix: String = parts.collect();
        if !prefix.is_empty() {
            prefix.push(' ');
        }
        terminal_line(&prefix)
    }

    /// Returns the text after the severity: pointer, message, effect and help.
    pub fn body(&self) -> String {
        let location = match &self.0.pointer {
            Some(pointer) if *pointer != Pointer::root() => format!("{pointer}: "),
            _ => String::new(),
        };
        let Content { message, help, .. } = &*self.0;
        let mut lines = vec![format!("{location}{message}")];
        lines.extend(self.note().map(|note| format!("  note: {note}")));
        lines.push(format!("  help: {help}"));
        let lines: Vec<String> = lines.iter().map(|line| terminal_line(line)).collect();
        lines.join("\n")
    }

    fn note(&self) -> Option<String> {
        let effect = self.0.effect?;
        if self.0.note.is_some() {
            return self.0.note.clone();
        }
        let target = self.0.target.clone().unwrap_or_default();
        let subject = match Some(&target) == self.0.pointer.as_ref() {
            true => short_name(&target),
            false => target.to_string(),
        };
        match effect {
            Effect::Skipped => Some(format!("operation omitted: {target}")),
            Effect::Fallback => Some(format!("the type of {subject} is any JSON value")),
            Effect::Ignored => Some(format!("{subject} is ignored")),
            // The message already has both names.
            Effect::Renamed => None,
        }
    }
}

/// Returns the key of the value at `pointer` in words, for a note after a message that begins with the whole pointer.
fn short_name(pointer: &Pointer) -> String {
    let key = pointer.key().unwrap_or_default();
    let parent = pointer.parent().and_then(|parent| parent.key());
    match parent {
        // An index of an array, or a key such as `200`.
        Some(parent) if key.parse::<usize>().is_ok() => format!("this entry of `{parent}`"),
        _ => format!("`{key}`"),
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.prefix(), self.0.severity)?;
        if let Some(rule) = self.0.rule {
            write!(f, "[{rule}]")?;
        }
        write!(f, ": {}", self.body())?;
        self.0
            .others
            .iter()
            .try_for_each(|other| write!(f, "\n{other}"))
    }
}

impl std::error::Error for Diagnostic {}
