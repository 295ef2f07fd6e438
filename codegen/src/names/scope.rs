//! The identifiers of one scope, for instance of the fields of a struct, which Rust requires to be distinct.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::{accessor, builder_type, field_or_argument, method, resource_type, setter, variant};
use crate::diagnostics::{Diagnostic, Effect, Mode, Pointer};
use crate::ir::Operation;

/// The kind of item that an identifier names.
#[derive(Clone, Copy)]
pub(super) enum ItemKind {
    Accessor,
    EnumValue,
    Field,
    Method,
    RequestBuilder,
    ResourceType,
    Setter,
    Variant,
}

impl ItemKind {
    /// Returns the noun for the item, and the help about an identifier that another item has already.
    fn noun_and_help(self) -> (&'static str, &'static str) {
        match self {
            Self::Accessor => ("method", RENAME_RESOURCE),
            Self::EnumValue => (
                "variant",
                "no action needed: requests and responses use the values in the document; to choose the names, set \
                 `x-enum-varnames` of the enum in an overlay, for example to a map from values to names",
            ),
            Self::Field => ("field", UNCHANGED),
            Self::Method => (
                "method",
                "in an overlay, set `x-sdk-method` of the operation to another name, or its `x-sdk-resource` to another \
                 resource",
            ),
            Self::RequestBuilder => (
                "type",
                "in an overlay, set `x-sdk-name` of the operation, which names its request builder, to another name",
            ),
            Self::ResourceType => ("type", RENAME_RESOURCE),
            Self::Setter => ("argument or setter", UNCHANGED),
            Self::Variant => (
                "variant",
                "in an overlay, set `x-sdk-variant` of one of the branches to another name",
            ),
        }
    }

    fn identifier(self, name: &str) -> Ident {
        match self {
            Self::Accessor => accessor(&[name.to_owned()]),
            Self::Field => field_or_argument(name),
            Self::Method => method(name),
            Self::RequestBuilder => builder_type(name),
            Self::ResourceType => resource_type(&[name.to_owned()]),
            Self::Setter => setter(name),
            Self::EnumValue | Self::Variant => variant(name),
        }
    }
}

const RENAME_RESOURCE: &str = "in an overlay, set `x-sdk-resource` of every operation in one of the two resources to \
    another name";

const UNCHANGED: &str = "no action needed: requests and responses use the names in the document";

/// The object of the document that has a name: a description such as `query parameter "page"`, and its location.
pub(super) type Object<'a> = (String, &'a Pointer);

pub(super) fn resource_object<'a>(path: &[String], pointer: &'a Pointer) -> Object<'a> {
    (format!("resource {:?}", path.join(".")), pointer)
}

/// Describes an operation by its operationId or, if it has none or the SDK uses another ID, by its method and path.
pub(super) fn describe_operation(operation: &Operation) -> String {
    match &operation.operation_id {
        Some(id) if *id == operation.id => format!("operation {id:?}"),
        _ => format!("operation {} {}", operation.http_method, operation.path),
    }
}

/// The identifiers of one scope, each with the object that it names.
#[derive(Default)]
pub(super) struct Scope {
    identifiers: HashMap<Ident, (String, Pointer)>,
    /// The last number tried for an identifier, so that numbering many equal names takes linear time.
    last_numbers: HashMap<Ident, usize>,
}

impl Scope {
    /// Adds an identifier, unless the scope has it already.
    pub(super) fn add(&mut self, identifier: Ident, (object, pointer): Object<'_>) {
        let entry = self.identifiers.entry(identifier);
        entry.or_insert_with(|| (object, pointer.clone()));
    }

    /// Adds the identifier of `name`. If the scope has it already, changes `name` to the first free alternative, or
    /// else to the last alternative (without alternatives, `name`) with a number, and returns a warning.
    pub(super) fn add_or_rename(
        &mut self,
        kind: ItemKind,
        name: &mut String,
        alternatives: &[String],
        object: Object<'_>,
    ) -> Option<Diagnostic> {
        let clash = self.add_or_reject(kind, kind.identifier(name), object.clone())?;
        let is_free = |name: &&String| !self.identifiers.contains_key(&kind.identifier(name));
        let (verb, free_name) = match alternatives.iter().find(is_free) {
            Some(alternative) => ("has the more specific name", alternative.clone()),
            None => {
                let name = alternatives.last().unwrap_or(name);
                ("is named", self.numbered(kind, name))
            }
        };
        *name = free_name;
        let (noun, free) = (kind.noun_and_help().0, kind.identifier(name));
        let (description, pointer) = &object;
        let message = format!(
            "{}; the {noun} for {description} {verb} `{free}`",
            clash.message()
        );
        let diagnostic = Diagnostic::at(pointer, message, clash.help())
            .tolerated()
            .with_effect(Effect::Renamed, (*pointer).clone());
        self.add(free, object);
        Some(diagnostic)
    }

    /// Adds an identifier. Returns an error if the scope has it already.
    pub(super) fn add_or_reject(
        &mut self,
        kind: ItemKind,
        identifier: Ident,
        object: Object<'_>,
    ) -> Option<Diagnostic> {
        let Some((earlier, at)) = self.identifiers.get(&identifier) else {
            self.add(identifier, object);
            return None;
        };
        let (description, pointer) = object;
        let location = match at == pointer {
            true => String::new(),
            false => format!(" (at {at})"),
        };
        let reserved = match kind {
            ItemKind::EnumValue | ItemKind::Variant if identifier == "UnknownValue" => {
                " (`Unknown` is reserved for values that the SDK doesn't know)"
            }
            _ => "",
        };
        let (noun, help) = kind.noun_and_help();
        let message = format!(
            "{description} and {earlier}{location} both produce the {noun} name `{identifier}`{reserved}"
        );
        let has_property = [&description, earlier]
            .iter()
            .any(|it| it.starts_with("property"));
        let help = match has_property {
            true => format!("{help}; to rename a property, set its `x-sdk-field` in an overlay"),
            false => help.to_owned(),
        };
        Some(Diagnostic::at(pointer, message, help))
    }

    /// Adds the identifier of a name from an overlay. If the scope has it already, returns an error in strict mode; in
    /// lenient mode, appends a number and returns a warning.
    pub(super) fn add_given(
        &mut self,
        kind: ItemKind,
        name: &mut String,
        object: Object<'_>,
        mode: Mode,
    ) -> Option<Diagnostic> {
        match mode {
            Mode::Strict => self.add_or_reject(kind, kind.identifier(name), object),
            Mode::Lenient => self.add_or_rename(kind, name, &[], object),
        }
    }

    /// Returns `name` with the first number that makes its identifier free.
    fn numbered(&mut self, kind: ItemKind, name: &str) -> String {
        let number = self.last_numbers.entry(kind.identifier(name)).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{name} {number}");
            if !self.identifiers.contains_key(&kind.identifier(&numbered)) {
                return numbered;
            }
        }
    }
}
