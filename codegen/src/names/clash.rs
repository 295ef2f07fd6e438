//! The scopes in which Rust requires distinct identifiers, and reports of names that produce the same one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{accessor, builder_type, field_or_argument, method, resource_type, setter, variant};
use crate::diagnostics::{Diagnostic, Effect, Pointer};

/// What an identifier names.
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
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Accessor => "accessor",
            Self::Field => "field",
            Self::Method => "method",
            Self::RequestBuilder => "request builder",
            Self::ResourceType => "resource type",
            Self::Setter => "argument or setter",
            Self::Variant | Self::EnumValue => "variant",
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

    /// Returns the instruction that changes an identifier.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Accessor | Self::ResourceType => {
                "in an overlay, set `x-sdk-resource` of the Operation Object to a distinct name"
            }
            Self::Method => {
                "in an overlay, set `x-sdk-method` of the Operation Object to a distinct name"
            }
            Self::RequestBuilder => {
                "in an overlay, set `x-sdk-name` of the Operation Object to a distinct name"
            }
            Self::Variant => "in an overlay, set `x-sdk-variant` of the branch to a distinct name",
            Self::EnumValue | Self::Field | Self::Setter => {
                "no action needed: the name in requests and responses is unchanged"
            }
        }
    }
}

/// The identifiers of one scope, each with the name that produces it and the location of the named object.
#[derive(Default)]
pub(super) struct Scope {
    identifiers: HashMap<String, (String, Pointer)>,
    /// The last number tried for an identifier, so that many equal names take linear time.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// Adds an identifier. If it is taken, returns the name and the location of the object that has taken it.
    pub(super) fn take(
        &mut self,
        identifier: String,
        name: &str,
        pointer: &Pointer,
    ) -> Option<(String, Pointer)> {
        match self.identifiers.entry(identifier) {
            Entry::Occupied(earlier) => Some(earlier.get().clone()),
            Entry::Vacant(free) => {
                free.insert((name.to_owned(), pointer.clone()));
                None
            }
        }
    }

    /// Adds the identifier of a name. If it is taken, appends a number to the name, and reports that.
    pub(super) fn dedupe(
        &mut self,
        kind: Kind,
        name: &mut String,
        pointer: &Pointer,
        renamed: &mut Vec<Diagnostic>,
    ) {
        let identifier = kind.identifier(name);
        if let Some(earlier) = self.take(identifier.clone(), name, pointer) {
            let free = self.numbered(kind, name, pointer);
            renamed.push(rename(
                kind,
                (name, pointer),
                &earlier,
                &identifier,
                &kind.identifier(&free),
            ));
            *name = free;
        }
    }

    /// Adds and returns a name with the first number whose identifier is free.
    pub(super) fn numbered(&mut self, kind: Kind, name: &str, pointer: &Pointer) -> String {
        let identifier = kind.identifier(name);
        loop {
            let number = self.numbers.entry(identifier.clone()).or_insert(1);
            *number += 1;
            let free = format!("{name} {number}");
            if self.take(kind.identifier(&free), name, pointer).is_none() {
                return free;
            }
        }
    }
}

/// Reports that `name` has the identifier `free`, because `earlier` has taken another one.
pub(super) fn rename(
    kind: Kind,
    (name, pointer): (&str, &Pointer),
    (earlier, earlier_pointer): &(String, Pointer),
    taken: &str,
    free: &str,
) -> Diagnostic {
    let noun = kind.noun();
    let location = match earlier_pointer == pointer {
        true => String::new(),
        false => format!(" (at {earlier_pointer})"),
    };
    let message = format!(
        "{name:?} and {earlier:?}{location} both produce the {noun} `{taken}`; {name:?} is renamed to `{free}`"
    );
    Diagnostic::at(pointer, message, kind.help()).with_effect(Effect::Renamed, pointer.clone())
}
