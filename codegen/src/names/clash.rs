//! Finds names that produce the same identifier in a scope where Rust requires distinct ones.

use std::collections::HashMap;

use super::{accessor, builder_type, field_or_argument, method, resource_type, setter, variant};
use crate::diagnostics::{Diagnostic, Effect, Pointer};
use crate::openapi::errors::with_article;

/// The kind of item that an identifier names.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Accessor,
    EnumValue,
    Field,
    Method,
    RequestBuilder,
    ResourceType,
    Setter,
}

impl Kind {
    /// Returns the noun for the item, and the key by which an overlay can set its name.
    fn noun_and_key(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Accessor => ("accessor", Some("`x-sdk-resource`")),
            Self::EnumValue => ("variant", None),
            Self::Field => ("field", None),
            Self::Method => ("method", Some("`x-sdk-method`")),
            Self::RequestBuilder => ("request builder", Some("`x-sdk-name`")),
            Self::ResourceType => ("resource type", Some("`x-sdk-resource`")),
            Self::Setter => ("argument or setter", None),
        }
    }

    /// Returns the identifier that a name produces.
    fn identifier(self, name: &str) -> String {
        let identifier = match self {
            Self::Accessor => accessor(&[name.to_owned()]),
            Self::Field => field_or_argument(name),
            Self::Method => method(name),
            Self::RequestBuilder => builder_type(name),
            Self::ResourceType => resource_type(&[name.to_owned()]),
            Self::Setter => setter(name),
            Self::EnumValue => variant(name),
        };
        identifier.to_string()
    }
}

/// The object of the document that has a name: a description such as `query parameter "page"`, and its location.
pub(super) type Object<'a> = (String, &'a Pointer);

/// The identifiers of one scope, each with the object that it names.
#[derive(Default)]
pub(super) struct Scope {
    identifiers: HashMap<String, (String, Pointer)>,
    /// The last number tried for an identifier, so that numbering many equal names takes linear time.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// Adds an identifier, unless the scope has it already.
    pub(super) fn take(&mut self, identifier: String, (object, pointer): Object<'_>) {
        let entry = self.identifiers.entry(identifier);
        entry.or_insert_with(|| (object, pointer.clone()));
    }

    /// Adds the identifier of `name`. If it is taken, appends a number to `name`, and reports that.
    pub(super) fn take_or_number(
        &mut self,
        kind: Kind,
        name: &mut String,
        object: Object<'_>,
        renamed: &mut Vec<Diagnostic>,
    ) {
        self.take_or_rename(kind, name, &[], object, renamed);
    }

    /// Adds the identifier of `name`. If it is taken, changes `name` to the first free alternative, or else appends a
    /// number, and reports that.
    pub(super) fn take_or_rename(
        &mut self,
        kind: Kind,
        name: &mut String,
        alternatives: &[String],
        (object, pointer): Object<'_>,
        renamed: &mut Vec<Diagnostic>,
    ) {
        let taken = kind.identifier(name);
        let earlier = match self.identifiers.get(&taken) {
            Some((earlier, at)) if at == pointer => earlier.clone(),
            Some((earlier, at)) => format!("{earlier} (at {at})"),
            None => return self.take(taken, (object, pointer)),
        };
        let is_free = |name: &&String| !self.identifiers.contains_key(&kind.identifier(name));
        *name = match alternatives.iter().find(is_free) {
            Some(alternative) => alternative.clone(),
            None => self.numbered(kind, alternatives.last().unwrap_or(name)),
        };
        let (noun, free) = (kind.noun_and_key().0, kind.identifier(name));
        let is_unknown = |object: &str| object.eq_ignore_ascii_case("enum value \"unknown\"");
        let message = match kind {
            Kind::EnumValue if is_unknown(&earlier) && is_unknown(&object) => format!(
                "{earlier} and {object} would both be `Unknown`, which is reserved for values that the SDK doesn't \
                 know; the variant for {earlier} is named `{taken}`, the variant for {object} is named `{free}`"
            ),
            Kind::Setter => format!(
                "{object} and {earlier} have the same Rust name `{taken}` in the request builder; {object} is named \
                 `{free}`"
            ),
            _ => format!(
                "{object} and {earlier} both produce the {noun} name `{taken}`; \
                 the {noun} for {object} is named `{free}`"
            ),
        };
        self.take(free, (object, pointer));
        let diagnostic = Diagnostic::at(pointer, message, help(kind));
        renamed.push(diagnostic.with_effect(Effect::Renamed, pointer.clone()));
    }

    /// Returns `name` with the first number that makes its identifier free.
    fn numbered(&mut self, kind: Kind, name: &str) -> String {
        let identifier = kind.identifier(name);
        let number = self.numbers.entry(identifier).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{name} {number}");
            if !self.identifiers.contains_key(&kind.identifier(&numbered)) {
                return numbered;
            }
        }
    }
}

/// Creates the error about two objects with the same identifier. `scope` describes the item that contains them both.
pub(super) fn clash(
    kind: Kind,
    scope: &str,
    identifier: &str,
    pointer: &Pointer,
    earlier: &Pointer,
) -> Diagnostic {
    let location = match earlier == pointer {
        true => String::new(),
        false => format!(", for the Operation Object at {earlier}"),
    };
    let noun = with_article(kind.noun_and_key().0);
    let message = format!("{scope} already has {noun} `{identifier}`{location}");
    Diagnostic::at(pointer, message, help(kind))
}

fn help(kind: Kind) -> String {
    match kind.noun_and_key().1 {
        Some(_) if matches!(kind, Kind::Method) => {
            "in an overlay, set `x-sdk-method` to another name, or `x-sdk-resource` to another resource".to_owned()
        }
        Some(key) => format!("in an overlay, set {key} to another name"),
        None => "no action needed: requests and responses are unchanged".to_owned(),
    }
}
