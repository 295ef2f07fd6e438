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
    /// Returns the noun for the item, and the overlay key that sets its name.
    fn noun_and_key(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Accessor => ("method", Some("x-sdk-resource")),
            Self::EnumValue => ("variant", Some("x-enum-varnames")),
            Self::Field => ("field", None),
            Self::Method => ("method", Some("x-sdk-method")),
            Self::RequestBuilder => ("request builder", Some("x-sdk-name")),
            Self::ResourceType => ("resource type", Some("x-sdk-resource")),
            Self::Setter => ("argument or setter", None),
            Self::Variant => ("variant", Some("x-sdk-variant")),
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

/// The start of the description of an operation without an ID. [`Scope::owner`] replaces it.
const THIS: &str = "this ";

/// The object of the document that has a name: a description such as `query parameter "page"`, and its location.
pub(super) type Object<'a> = (String, &'a Pointer);

pub(super) fn resource_object<'a>(path: &[String], pointer: &'a Pointer) -> Object<'a> {
    (format!("resource {:?}", path.join(".")), pointer)
}

/// Describes an operation by its operationId, unless it has none, or the SDK uses another ID.
pub(super) fn describe_operation(operation: &Operation) -> String {
    match &operation.operation_id {
        Some(id) if *id == operation.id => format!("operation {id:?}"),
        _ => format!("{THIS}operation"),
    }
}

/// The identifiers of one scope, each with the object that it names.
#[derive(Default)]
pub(super) struct Scope {
    identifiers: HashMap<Ident, (ItemKind, String, Pointer)>,
    /// The last number tried for an identifier, so that numbering many equal names takes linear time.
    last_numbers: HashMap<Ident, usize>,
}

impl Scope {
    /// Adds an identifier, unless the scope has it already.
    pub(super) fn add(&mut self, kind: ItemKind, identifier: Ident, (object, pointer): Object<'_>) {
        let entry = self.identifiers.entry(identifier);
        entry.or_insert_with(|| (kind, object, pointer.clone()));
    }

    /// Adds the identifier of `name`. If the scope has it already, changes `name` to the first free alternative, or
    /// else appends a number, and returns a warning.
    pub(super) fn add_or_rename(
        &mut self,
        kind: ItemKind,
        name: &mut String,
        alternatives: &[String],
        (object, pointer): Object<'_>,
    ) -> Option<Diagnostic> {
        let taken = kind.identifier(name);
        let Some((earlier_kind, earlier)) = self.owner(&taken, pointer) else {
            self.add(kind, taken, (object, pointer));
            return None;
        };
        let is_free = |name: &&String| !self.identifiers.contains_key(&kind.identifier(name));
        *name = match alternatives.iter().find(is_free) {
            Some(alternative) => alternative.clone(),
            None => self.numbered(kind, alternatives.last().unwrap_or(name)),
        };
        let (noun, free) = (kind.noun_and_key().0, kind.identifier(name));
        let is_unknown = |object: &str| object.eq_ignore_ascii_case("enum value \"unknown\"");
        let message = match kind {
            ItemKind::EnumValue if is_unknown(&earlier) && is_unknown(&object) => format!(
                "{earlier} and {object} would both be `Unknown`, which is reserved for values that the SDK doesn't \
                 know; the variant for {earlier} is named `{taken}`, the variant for {object} is named `{free}`"
            ),
            ItemKind::Setter => format!(
                "{object} and {earlier} have the same Rust name `{taken}` in the request builder; {object} is named \
                 `{free}`"
            ),
            _ => format!(
                "{}; the {noun} for {object} is named `{free}`",
                clash(&taken, (kind, &object), (earlier_kind, &earlier))
            ),
        };
        let help = match [&object, &earlier]
            .into_iter()
            .find(|it| it.starts_with("property"))
        {
            Some(property) => format!(
                "{UNCHANGED}; to avoid the clash, set `x-sdk-field` of {property} to another name in an overlay"
            ),
            None => help(kind, (earlier_kind, &earlier)),
        };
        self.add(kind, free, (object, pointer));
        let diagnostic = Diagnostic::at(pointer, message, help).tolerated();
        Some(diagnostic.with_effect(Effect::Renamed, pointer.clone()))
    }

    /// Returns the kind and the object of the item with this identifier. The object is described for a message about
    /// the object at `pointer`.
    fn owner(&self, identifier: &Ident, pointer: &Pointer) -> Option<(ItemKind, String)> {
        let (kind, object, at) = self.identifiers.get(identifier)?;
        let object = match object.strip_prefix(THIS) {
            _ if at == pointer => object.clone(),
            Some(noun) => format!("the {noun} at {at}"),
            None => format!("{object} (at {at})"),
        };
        Some((*kind, object))
    }

    /// Adds an identifier. Returns an error if the scope has it already.
    pub(super) fn add_or_reject(
        &mut self,
        kind: ItemKind,
        identifier: Ident,
        (object, pointer): Object<'_>,
    ) -> Option<Diagnostic> {
        let Some((earlier_kind, earlier)) = self.owner(&identifier, pointer) else {
            self.add(kind, identifier, (object, pointer));
            return None;
        };
        let message = clash(&identifier, (kind, &object), (earlier_kind, &earlier));
        let help = help(kind, (earlier_kind, &earlier));
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

/// The help about a name that affects only the Rust API.
const UNCHANGED: &str = "no action needed: requests and responses use the names in the document";

/// Describes two objects whose items have the same identifier.
fn clash(identifier: &Ident, later: (ItemKind, &str), earlier: (ItemKind, &str)) -> String {
    let ((later_kind, later), (earlier_kind, earlier)) = (later, earlier);
    let (noun, earlier_noun) = (later_kind.noun_and_key().0, earlier_kind.noun_and_key().0);
    match (later_kind, earlier_kind) {
        (ItemKind::Method, ItemKind::Accessor) => format!(
            "the method name `{identifier}` for {later} is already the name of the method that returns {earlier}"
        ),
        _ if noun == earlier_noun => {
            format!("{later} and {earlier} both produce the {noun} name `{identifier}`")
        }
        _ => format!(
            "the {noun} name `{identifier}` for {later} is already the {earlier_noun} name for {earlier}"
        ),
    }
}

/// Returns the help about an item whose identifier an earlier item has.
fn help(kind: ItemKind, (earlier_kind, earlier): (ItemKind, &str)) -> String {
    match (kind, kind.noun_and_key().1) {
        (ItemKind::Accessor | ItemKind::ResourceType, Some(key)) => format!(
            "in an overlay, set `{key}` of every operation in one of the two resources to another name"
        ),
        (_, Some(key)) if matches!(earlier_kind, ItemKind::Accessor | ItemKind::ResourceType) => {
            let (resource, _) = earlier.split_once(" (at ").unwrap_or((earlier, ""));
            format!(
                "in an overlay, set `{key}` of the operation, or `x-sdk-resource` of every operation in {resource}, to \
                 another name"
            )
        }
        (ItemKind::Method, _) => {
            "in an overlay, set `x-sdk-method` of one of the operations to another name, or its `x-sdk-resource` to another resource".to_owned()
        }
        (ItemKind::EnumValue, Some(key)) => format!(
            "{UNCHANGED}; to choose the names, set `{key}` of the enum in an overlay, for example to a map from values to names"
        ),
        (ItemKind::Variant, Some(key)) => {
            format!("in an overlay, set `{key}` of one of the branches to another name")
        }
        (_, Some(key)) => format!("in an overlay, set `{key}` of one of the operations to another name"),
        (_, None) => UNCHANGED.to_owned(),
    }
}
