//! The scopes in which Rust requires distinct identifiers, and reports of names that produce the same one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{accessor, builder_type, field_or_argument, method, resource_type, setter, variant};
use crate::diagnostics::{Diagnostic, Effect, Pointer};

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
    Variant,
}

impl Kind {
    /// Returns the noun for identifiers, and the key that an overlay can set.
    fn noun_and_key(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Accessor => ("accessor", Some("`x-sdk-resource`")),
            Self::EnumValue => ("variant", None),
            Self::Field => ("field", None),
            Self::Method => ("method", Some("`x-sdk-method`")),
            Self::RequestBuilder => ("request builder", Some("`x-sdk-name`")),
            Self::ResourceType => ("resource type", Some("`x-sdk-resource`")),
            Self::Setter => ("argument or setter", None),
            Self::Variant => ("variant", Some("`x-sdk-variant` of a branch")),
        }
    }

    /// Returns the identifier of a name.
    fn identifier(self, name: &str) -> String {
        let identifier = match self {
            Self::Accessor => accessor(&[name.to_owned()]),
            Self::Field => field_or_argument(name),
            Self::Method => method(name),
            Self::RequestBuilder => builder_type(name),
            Self::ResourceType => resource_type(&[name.to_owned()]),
            Self::Setter => setter(name),
            Self::Variant | Self::EnumValue => variant(name),
        };
        identifier.to_string()
    }
}

/// The description of an object, for instance `query parameter "page"`, and its location.
pub(super) type Object<'a> = (String, &'a Pointer);

/// The identifiers of one scope, each with the object that it names.
#[derive(Default)]
pub(super) struct Scope {
    identifiers: HashMap<String, (String, Pointer)>,
    /// The last number tried for an identifier, so that many equal names take linear time.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// Adds an identifier, and returns whether it was free.
    pub(super) fn take(&mut self, identifier: String, (object, pointer): Object<'_>) -> bool {
        let Entry::Vacant(free) = self.identifiers.entry(identifier) else {
            return false;
        };
        free.insert((object, pointer.clone()));
        true
    }

    /// Adds the identifier of a name. If it is taken, appends a number to the name, and reports that.
    pub(super) fn take_or_number(
        &mut self,
        kind: Kind,
        name: &mut String,
        object: Object<'_>,
        renamed: &mut Vec<Diagnostic>,
    ) {
        if let Some((free, diagnostic)) = self.take_or_rename(kind, name, name, object) {
            *name = free;
            renamed.push(diagnostic);
        }
    }

    /// Adds the identifier of `wanted`. If it is taken, adds and returns `alternative` instead, with a number if that
    /// is taken too, and a diagnostic about `object`.
    pub(super) fn take_or_rename(
        &mut self,
        kind: Kind,
        wanted: &str,
        alternative: &str,
        (object, pointer): Object<'_>,
    ) -> Option<(String, Diagnostic)> {
        let taken = kind.identifier(wanted);
        let earlier = match self.identifiers.get(&taken) {
            Some((earlier, at)) if at == pointer => earlier.clone(),
            Some((earlier, at)) => format!("{earlier} (at {at})"),
            None => {
                self.take(taken, (object, pointer));
                return None;
            }
        };
        let mut free = alternative.to_owned();
        let identifier = kind.identifier(alternative);
        while self.identifiers.contains_key(&kind.identifier(&free)) {
            let number = self.numbers.entry(identifier.clone()).or_insert(1);
            *number += 1;
            free = format!("{alternative} {number}");
        }
        let (noun, new) = (kind.noun_and_key().0, kind.identifier(&free));
        let message = format!(
            "{object} and {earlier} both produce the {noun} name `{taken}`; the {noun} for {object} is named `{new}`"
        );
        self.take(new, (object, pointer));
        let diagnostic = Diagnostic::at(pointer, message, help(kind));
        Some((
            free,
            diagnostic.with_effect(Effect::Renamed, pointer.clone()),
        ))
    }
}

/// Reports that two objects have the same identifier.
pub(super) fn clash(kind: Kind, identifier: &str, at: &Pointer, earlier: &Pointer) -> Diagnostic {
    let location = match earlier == at {
        true => String::new(),
        false => format!(" for the Operation Object at {earlier}"),
    };
    let (noun, _) = kind.noun_and_key();
    let message = format!("the {noun} name `{identifier}` is already in use{location}");
    Diagnostic::at(at, message, help(kind))
}

fn help(kind: Kind) -> String {
    match kind.noun_and_key().1 {
        Some(key) => format!("in an overlay, set {key} to a distinct name"),
        None => "no action needed: the name in requests and responses is unchanged".to_owned(),
    }
}
