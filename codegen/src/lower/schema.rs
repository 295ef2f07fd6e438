//! Schemas, wherever they stand, to types.

use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, IntegerFormat, IntegerType, ObjectType,
    ReferenceOr, Schema, SchemaData, SchemaKind, StringFormat, StringType, Type as SchemaType,
    VariantOrUnknownOrEmpty,
};

use serde_json::Value;

use super::extensions::Extensions;
use super::notes::{Extent, bounds};
use super::{Lowering, unsupported};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Access, Integer, Notes, Type};

/// The extension keys of a schema.
const EXTENSIONS: [&str; 4] = [
    "x-sdk-name",
    "x-sdk-description",
    "x-sdk-secret",
    "x-sdk-variant",
];

/// How many components a type may lead through before it comes to one with a name or a plain one.
const LONGEST_WAY: usize = 32;

/// What a schema that has no name of its own is named after, and the component that it is part of.
#[derive(Clone, Debug)]
pub(super) struct Naming {
    pub(super) name: String,
    pub(super) home: Option<String>,
    /// Whether a person gave the name, or that of what the schema is part of.
    pub(super) is_given: bool,
}

impl Naming {
    /// Names after an operation; a type named so is a family of its own.
    pub(super) fn after(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            home: None,
            is_given: false,
        }
    }

    fn within(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            home: Some(name.to_owned()),
            is_given: false,
        }
    }

    /// The name of what stands below this, for instance of a property.
    pub(super) fn child(&self, part: &str) -> Self {
        Self {
            name: format!("{} {part}", self.name),
            home: self.home.clone(),
            is_given: self.is_given,
        }
    }
}

/// What a schema says that is another word for the one it refers to.
#[derive(Clone)]
struct Alias<'a> {
    data: &'a SchemaData,
    is_component: bool,
}

/// A schema to which every reference has been followed.
#[derive(Clone)]
pub(super) struct Resolved<'a> {
    pub(super) schema: &'a Schema,
    pub(super) pointer: Pointer,
    /// The name of the component that it is, if it is one.
    pub(super) component: Option<String>,
    /// What is said about it on the way to it: an `allOf` around a single reference is another word for its target.
    aliases: Vec<Alias<'a>>,
}

impl Resolved<'_> {
    /// Whether null is one of its values.
    pub(super) fn is_nullable(&self) -> bool {
        let mut said = self.aliases.iter();
        self.schema.schema_data.nullable || said.any(|alias| alias.data.nullable)
    }

    /// Which way it travels where it is used.
    pub(super) fn access(&self) -> Access {
        let own = &self.schema.schema_data;
        let said = self.aliases.iter().map(|alias| alias.data).chain([own]);
        let said = said.map(|data| (data.read_only, data.write_only));
        match said.fold((false, false), |all, one| (all.0 | one.0, all.1 | one.1)) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            // Both is neither: it would never travel.
            _ => Access::Both,
        }
    }

    /// What is said about it where it is used, and by itself.
    fn said(&self, extent: Extent) -> impl DoubleEndedIterator<Item = (&SchemaData, Extent)> {
        let extent_of = move |is_component| if is_component { Extent::Brief } else { extent };
        let aliases = self.aliases.iter();
        let aliases = aliases.map(move |alias| (alias.data, extent_of(alias.is_component)));
        let own = (&self.schema.schema_data, self.extent(extent));
        aliases.chain([own])
    }

    /// How much of what it says by itself goes where it is used.
    fn extent(&self, extent: Extent) -> Extent {
        match self.component {
            Some(_) => Extent::Brief,
            None => extent,
        }
    }

    /// What it means where it is used.
    pub(super) fn description(&self, extent: Extent) -> Option<String> {
        self.said(extent)
            .find_map(|(data, extent)| Some(extent.of_text(data.description.as_ref()?)))
    }

    /// What is said about a value of it, where it is used and by itself.
    fn notes(&self, extent: Extent) -> Notes {
        let mut notes = Notes {
            description: self.description(extent),
            bounds: bounds(&self.schema.schema_kind, self.extent(extent)),
            ..Notes::default()
        };
        for (data, extent) in self.said(extent).rev() {
            notes.default = extent.of_value(data.default.as_ref()).or(notes.default);
            notes.example = extent.of_value(data.example.as_ref()).or(notes.example);
            notes.deprecated |= data.deprecated;
        }
        notes
    }

    pub(super) fn extensions(&self) -> Result<Extensions<'_>> {
        Extensions::of(
            &self.schema.schema_data.extensions,
            &self.pointer,
            &EXTENSIONS,
        )
    }

    /// The name for the schema and for what stands below it.
    pub(super) fn naming(&self, naming: &Naming) -> Result<Naming> {
        let name = self.extensions()?.get::<String>("x-sdk-name")?;
        Ok(match (name, &self.component) {
            (Some(name), None) => Naming {
                name,
                home: naming.home.clone(),
                is_given: true,
            },
            (Some(name), Some(_)) => Naming {
                is_given: true,
                ..Naming::within(&name)
            },
            (None, Some(name)) => Naming::within(name),
            (None, None) => naming.clone(),
        })
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn resolve_schema(
        &self,
        schema: &'a ReferenceOr<Schema>,
        pointer: &Pointer,
    ) -> Result<Resolved<'a>> {
        match schema {
            ReferenceOr::Item(schema) => self.resolve_inline(schema, pointer),
            ReferenceOr::Reference { reference } => self.resolve_reference(reference, pointer),
        }
    }

    pub(super) fn resolve_boxed_schema(
        &self,
        schema: &'a ReferenceOr<Box<Schema>>,
        pointer: &Pointer,
    ) -> Result<Resolved<'a>> {
        match schema {
            ReferenceOr::Item(schema) => self.resolve_inline(schema, pointer),
            ReferenceOr::Reference { reference } => self.resolve_reference(reference, pointer),
        }
    }

    fn resolve_inline(&self, schema: &'a Schema, pointer: &Pointer) -> Result<Resolved<'a>> {
        self.without_aliases(Resolved {
            schema,
            pointer: pointer.clone(),
            component: None,
            aliases: Vec::new(),
        })
    }

    fn resolve_reference(&self, reference: &'a str, pointer: &Pointer) -> Result<Resolved<'a>> {
        let (schema, pointer, component) =
            self.follow(reference, pointer, |components| &components.schemas)?;
        self.without_aliases(Resolved {
            schema,
            pointer,
            component,
            aliases: Vec::new(),
        })
    }

    /// Goes on through each schema that is another word for the one it refers to.
    fn without_aliases(&self, mut resolved: Resolved<'a>) -> Result<Resolved<'a>> {
        while let SchemaKind::AllOf { all_of } = &resolved.schema.schema_kind
            && let [ReferenceOr::Reference { reference }] = all_of.as_slice()
        {
            self.check_alias(&resolved)?;
            let data = &resolved.schema.schema_data;
            Extensions::of(&data.extensions, &resolved.pointer, &[])?;
            let is_component = resolved.component.is_some();
            resolved.aliases.push(Alias { data, is_component });
            let place = resolved.pointer.child("allOf").child(0);
            if resolved.aliases.len() > LONGEST_WAY {
                return Err(Diagnostic::at(
                    &place.child("$ref"),
                    format!("`{reference}` leads only to itself"),
                    "say what the component is, not where it is",
                ));
            }
            let (schema, pointer, component) =
                self.follow(reference, &place, |components| &components.schemas)?;
            resolved = Resolved {
                schema,
                pointer,
                component,
                ..resolved
            };
        }
        Ok(resolved)
    }

    /// Lowers a schema to a type; where that needs a definition, sees to it that there is one.
    pub(super) fn lower_schema(&mut self, schema: &Resolved<'a>, naming: &Naming) -> Result<Type> {
        match self.attempt(|lowering| lowering.lower_on_the_way(schema, naming)) {
            Err(fault) => {
                self.diagnostics.fallback(fault)?;
                Ok(Type::Any)
            }
            lowered => lowered,
        }
    }

    fn lower_on_the_way(&mut self, schema: &Resolved<'a>, naming: &Naming) -> Result<Type> {
        let naming = schema.naming(naming)?;
        if self.ref_stack.contains(&schema.pointer) || self.ref_stack.len() > LONGEST_WAY {
            return Err(Diagnostic::at(
                &schema.pointer,
                "what this is made of leads through lists and maps back to itself, or on and on",
                "put an object with properties in between",
            ));
        }
        self.ref_stack.push(schema.pointer.clone());
        let lowered = self.lower_kind(schema, naming);
        self.ref_stack.pop();
        lowered
    }

    /// The bound of a whole number that 64 bits with a sign do not hold.
    fn bound_too_far(&self, schema: &Resolved<'a>) -> Option<&'static str> {
        let node = self.document.node(&schema.pointer)?;
        let is_whole = node.get("type").and_then(Value::as_str) == Some("integer");
        let too_far = |keyword: &&str| {
            let bound = node.get(*keyword);
            bound.is_some_and(|bound| bound.is_number() && !bound.is_i64())
        };
        let mut keywords = ["minimum", "maximum", "multipleOf"].into_iter();
        is_whole.then(|| keywords.find(too_far)).flatten()
    }

    fn lower_kind(&mut self, schema: &Resolved<'a>, naming: Naming) -> Result<Type> {
        let refused = |keyword: &str| {
            unsupported(&schema.pointer.child(keyword), &format!("`{keyword}`")).limitation()
        };
        match &schema.schema.schema_kind {
            SchemaKind::AllOf { .. } => {
                return Err(Diagnostic::at(
                    &schema.pointer.child("allOf"),
                    "what these schemas demand together, no single schema says",
                    "say it in one schema with an action in the overlay",
                ));
            }
            SchemaKind::Not { .. } => return Err(refused("not")),
            SchemaKind::Any(AnySchema {
                typ: Some(name), ..
            }) => {
                if let Some(keyword) = self.bound_too_far(schema) {
                    return Err(refused_bound(&schema.pointer.child(keyword)));
                }
                return Err(Diagnostic::at(
                    &schema.pointer,
                    format!(
                        "the keywords do not fit the type `{name}`, or one of their values does not"
                    ),
                    "compare the node with the OpenAPI 3.0.3 specification, and mend it with an action in the overlay",
                ));
            }
            _ => self.check_keywords(schema)?,
        }
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::String(text)) => self.lower_text(schema, text, naming),
            SchemaKind::Type(SchemaType::Integer(integer)) => {
                Ok(Type::Integer(lower_integer(integer)))
            }
            SchemaKind::Type(SchemaType::Number(_)) => Ok(Type::Number),
            SchemaKind::Type(SchemaType::Boolean(_)) => Ok(Type::Boolean),
            SchemaKind::Type(SchemaType::Array(array)) => self.lower_array(schema, array, &naming),
            SchemaKind::Type(SchemaType::Object(object)) if object.properties.is_empty() => {
                self.lower_map(schema, object, &naming)
            }
            SchemaKind::Type(SchemaType::Object(_))
            | SchemaKind::OneOf { .. }
            | SchemaKind::AnyOf { .. } => self.define(schema, naming),
            _ => Ok(Type::Any),
        }
    }

    fn lower_text(
        &mut self,
        schema: &Resolved<'a>,
        text: &StringType,
        naming: Naming,
    ) -> Result<Type> {
        if schema.extensions()?.flag("x-sdk-secret")? {
            return Ok(Type::Secret);
        }
        if text.enumeration.iter().flatten().next().is_some() {
            return self.define(schema, naming);
        }
        Ok(match &text.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Type::Date,
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Type::DateTime,
            VariantOrUnknownOrEmpty::Unknown(format) if format == "uuid" => Type::Uuid,
            // A format that has no type of its own loses nothing as text.
            _ => Type::Text,
        })
    }

    fn lower_array(
        &mut self,
        schema: &Resolved<'a>,
        array: &'a ArrayType,
        naming: &Naming,
    ) -> Result<Type> {
        let item = match &array.items {
            Some(items) => {
                let items = self.resolve_boxed_schema(items, &schema.pointer.child("items"))?;
                self.lower_member(&items, &naming.child("item"))?
            }
            None => Type::Any,
        };
        Ok(Type::List(Box::new(item)))
    }

    pub(super) fn lower_map(
        &mut self,
        schema: &Resolved<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Type> {
        let value = match &object.additional_properties {
            Some(AdditionalProperties::Schema(values)) => {
                let place = schema.pointer.child("additionalProperties");
                let values = self.resolve_schema(values, &place)?;
                self.lower_member(&values, &naming.child("value"))?
            }
            _ => Type::Any,
        };
        Ok(Type::Map(Box::new(value)))
    }

    /// What stands in a list or a map. There, null cannot be left out as it is in an object.
    fn lower_member(&mut self, schema: &Resolved<'a>, naming: &Naming) -> Result<Type> {
        if schema.is_nullable() {
            let fault = unsupported(&schema.pointer, "a type for null within a list or a map");
            self.diagnostics.fallback(fault.limitation())?;
            return Ok(Type::Any);
        }
        self.lower_schema(schema, naming)
    }

    /// The notes of a schema; a list that shows no example of its own shows one of its items.
    pub(super) fn value_notes(&self, schema: &Resolved<'a>) -> Result<Notes> {
        let extent = self.extent(&schema.pointer);
        let mut notes = schema.notes(extent);
        if notes.example.is_none()
            && let SchemaKind::Type(SchemaType::Array(ArrayType {
                items: Some(items), ..
            })) = &schema.schema.schema_kind
        {
            let items = self.resolve_boxed_schema(items, &schema.pointer.child("items"))?;
            let example = items.extent(extent);
            let example = example.of_value(items.schema.schema_data.example.as_ref());
            notes.example = example.map(|example| vec![example].into());
        }
        Ok(notes)
    }
}

fn refused_bound(pointer: &Pointer) -> Diagnostic {
    unsupported(
        pointer,
        "a bound of a whole number beyond 64 bits, or with a fraction,",
    )
    .limitation()
}

/// 64 bits unless the format says 32; without a sign where nothing below zero is allowed.
///
/// The upper bound has no say: a server that raises it must not outgrow the type.
fn lower_integer(integer: &IntegerType) -> Integer {
    let is_short = integer.format == VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32);
    let is_unsigned = integer.minimum.is_some_and(|minimum| minimum >= 0);
    match (is_short, is_unsigned) {
        (true, true) => Integer::Unsigned32,
        (true, false) => Integer::Signed32,
        (false, true) => Integer::Unsigned64,
        (false, false) => Integer::Signed64,
    }
}
