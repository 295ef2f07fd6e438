//! Schemas, wherever they stand, to types and fields.

use openapiv3::{
    AdditionalProperties, ArrayType, IntegerFormat, IntegerType, ObjectType, ReferenceOr, Schema,
    SchemaKind, StringFormat, StringType, Type as SchemaType, VariantOrUnknownOrEmpty,
};

use super::extensions::Extensions;
use super::notes::notes;
use super::{Lowering, unsupported};
use crate::error::{Error, Result};
use crate::ir::{Field, Integer, Notes, Shape, Type, TypeDefinition, Variant};
use crate::pointer::Pointer;

/// The extension keys of a schema.
const EXTENSIONS: [&str; 4] = [
    "x-sdk-name",
    "x-sdk-description",
    "x-sdk-secret",
    "x-sdk-variant",
];

/// The keywords that say something about any schema.
const COMMON: [&str; 12] = [
    "type",
    "format",
    "title",
    "description",
    "default",
    "example",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "externalDocs",
    "enum",
];

/// What a schema that has no name of its own is named after, and the component that it is part of.
#[derive(Clone, Debug)]
pub(super) struct Naming {
    name: String,
    family: Option<String>,
}

impl Naming {
    /// Names after an operation; a type named so is a family of its own.
    pub(super) fn after(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            family: None,
        }
    }

    fn within(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            family: Some(name.to_owned()),
        }
    }

    /// The name of what stands below this, for instance of a property.
    pub(super) fn child(&self, part: &str) -> Self {
        Self {
            name: format!("{} {part}", self.name),
            family: self.family.clone(),
        }
    }
}

/// A schema to which every reference has been followed.
pub(super) struct Resolved<'a> {
    pub(super) schema: &'a Schema,
    pub(super) pointer: Pointer,
    /// The name of the component that it is, if it is one.
    component: Option<String>,
}

impl Resolved<'_> {
    fn extensions(&self) -> Result<Extensions<'_>> {
        Extensions::of(
            &self.schema.schema_data.extensions,
            &self.pointer,
            &EXTENSIONS,
        )
    }

    /// The name for the schema and for what stands below it.
    pub(super) fn naming(&self, naming: &Naming) -> Result<Naming> {
        Ok(
            match (
                self.extensions()?.get::<String>("x-sdk-name")?,
                &self.component,
            ) {
                (Some(name), None) => Naming {
                    name,
                    ..naming.clone()
                },
                (Some(name), Some(_)) => Naming::within(&name),
                (None, Some(name)) => Naming::within(name),
                (None, None) => naming.clone(),
            },
        )
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn resolve_schema(
        &self,
        schema: &'a ReferenceOr<Schema>,
        pointer: &Pointer,
    ) -> Result<Resolved<'a>> {
        let (schema, place, component) =
            self.resolve(schema, pointer, |components| &components.schemas)?;
        Ok(Resolved {
            schema,
            pointer: place,
            component,
        })
    }

    /// Lowers a schema to a type; where that needs a definition, registers it.
    pub(super) fn lower_schema(&mut self, schema: &Resolved<'a>, naming: &Naming) -> Result<Type> {
        let naming = schema.naming(naming)?;
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::String(text)) => self.lower_text(schema, text, naming),
            SchemaKind::Type(SchemaType::Integer(integer)) => {
                self.check_keywords(
                    schema,
                    &[
                        "minimum",
                        "maximum",
                        "exclusiveMinimum",
                        "exclusiveMaximum",
                        "multipleOf",
                    ],
                )?;
                Ok(Type::Integer(lower_integer(integer)))
            }
            SchemaKind::Type(SchemaType::Number(_)) => {
                self.check_keywords(
                    schema,
                    &[
                        "minimum",
                        "maximum",
                        "exclusiveMinimum",
                        "exclusiveMaximum",
                        "multipleOf",
                    ],
                )?;
                Ok(Type::Number)
            }
            SchemaKind::Type(SchemaType::Boolean(_)) => {
                self.check_keywords(schema, &[])?;
                Ok(Type::Boolean)
            }
            SchemaKind::Type(SchemaType::Array(array)) => self.lower_array(schema, array, &naming),
            SchemaKind::Type(SchemaType::Object(object)) => {
                self.lower_object(schema, object, naming)
            }
            SchemaKind::OneOf { one_of } => self.lower_one_of(schema, one_of, naming),
            SchemaKind::AnyOf { .. } => Err(unsupported(&schema.pointer.child("anyOf"), "`anyOf`")),
            SchemaKind::AllOf { .. } => Err(unsupported(&schema.pointer.child("allOf"), "`allOf`")),
            SchemaKind::Not { .. } => Err(unsupported(&schema.pointer.child("not"), "`not`")),
            SchemaKind::Any(_) => {
                self.check_keywords(schema, &[])?;
                Ok(Type::Any)
            }
        }
    }

    fn lower_text(
        &mut self,
        schema: &Resolved<'a>,
        text: &StringType,
        naming: Naming,
    ) -> Result<Type> {
        self.check_keywords(schema, &["minLength", "maxLength", "pattern"])?;
        if schema.extensions()?.flag("x-sdk-secret")? {
            return Ok(Type::Secret);
        }
        let values: Vec<String> = text.enumeration.iter().flatten().cloned().collect();
        if !values.is_empty() {
            return self.define(schema, naming, |_, _| Ok(Shape::Enum(values)));
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
        self.check_keywords(schema, &["items", "minItems", "maxItems", "uniqueItems"])?;
        let pointer = schema.pointer.child("items");
        let item = match &array.items {
            Some(items) => {
                let items = self.resolve_boxed_schema(items, &pointer)?;
                self.lower_schema(&items, &naming.child("item"))?
            }
            None => Type::Any,
        };
        Ok(Type::List(Box::new(item)))
    }

    fn lower_object(
        &mut self,
        schema: &Resolved<'a>,
        object: &'a ObjectType,
        naming: Naming,
    ) -> Result<Type> {
        self.check_keywords(
            schema,
            &[
                "properties",
                "required",
                "additionalProperties",
                "minProperties",
                "maxProperties",
            ],
        )?;
        match &object.additional_properties {
            _ if object.properties.is_empty() => {}
            Some(AdditionalProperties::Schema(_)) => {
                return Err(unsupported(
                    &schema.pointer.child("additionalProperties"),
                    "an object with both `properties` and a schema for `additionalProperties`",
                ));
            }
            _ => {
                return self.define(schema, naming, |lowering, naming| {
                    lowering
                        .lower_fields(schema, object, naming)
                        .map(Shape::Struct)
                });
            }
        }
        let value = match &object.additional_properties {
            Some(AdditionalProperties::Schema(values)) => {
                let values =
                    self.resolve_schema(values, &schema.pointer.child("additionalProperties"))?;
                self.lower_schema(&values, &naming.child("value"))?
            }
            _ => Type::Any,
        };
        Ok(Type::Map(Box::new(value)))
    }

    /// Lowers the properties of an object.
    pub(super) fn lower_fields(
        &mut self,
        schema: &Resolved<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Vec<Field>> {
        let properties = schema.pointer.child("properties");
        if let Some(name) = object
            .required
            .iter()
            .find(|name| !object.properties.contains_key(*name))
        {
            return Err(Error::at(
                &schema.pointer.child("required"),
                format!("`{name}` is required but is not among the properties"),
                "add the property, or take its name out of `required`",
            ));
        }
        let fields = object.properties.iter().map(|(name, property)| {
            let pointer = properties.child(name);
            let property = self.resolve_boxed_schema(property, &pointer)?;
            Ok(Field {
                name: name.clone(),
                required: object.required.contains(name),
                nullable: property.schema.schema_data.nullable,
                recursive: false,
                value: self.lower_schema(&property, &naming.child(name))?,
                notes: self.value_notes(&property)?,
                pointer,
            })
        });
        fields.collect()
    }

    /// The notes of a schema; a list that shows no example of its own shows one of its items.
    pub(super) fn value_notes(&self, schema: &Resolved<'a>) -> Result<Notes> {
        let mut notes = notes(schema.schema);
        if let SchemaKind::Type(SchemaType::Array(ArrayType {
            items: Some(items), ..
        })) = &schema.schema.schema_kind
            && notes.example.is_none()
        {
            let items = self.resolve_boxed_schema(items, &schema.pointer.child("items"))?;
            notes.example = items
                .schema
                .schema_data
                .example
                .clone()
                .map(|example| vec![example].into());
        }
        Ok(notes)
    }

    fn lower_one_of(
        &mut self,
        schema: &Resolved<'a>,
        branches: &'a [ReferenceOr<Schema>],
        naming: Naming,
    ) -> Result<Type> {
        self.check_keywords(schema, &["oneOf"])?;
        self.define(schema, naming, |lowering, naming| {
            let (mut keywords, mut variants) = (Vec::new(), Vec::new());
            for (index, branch) in branches.iter().enumerate() {
                let branch =
                    lowering.resolve_schema(branch, &schema.pointer.child("oneOf").child(index))?;
                match &branch.schema.schema_kind {
                    SchemaKind::Type(SchemaType::String(text)) if !text.enumeration.is_empty() => {
                        keywords.extend(text.enumeration.iter().flatten().cloned());
                    }
                    _ => variants.push(lowering.lower_variant(&branch, naming)?),
                }
            }
            Ok(Shape::Union { keywords, variants })
        })
    }

    fn lower_variant(&mut self, branch: &Resolved<'a>, naming: &Naming) -> Result<Variant> {
        let name = branch.extensions()?.get::<String>("x-sdk-variant")?;
        let value = self.lower_schema(branch, &naming.child(name.as_deref().unwrap_or("value")))?;
        let name = name.unwrap_or_else(|| variant_name(&value).to_owned());
        Ok(Variant {
            name,
            value,
            description: branch.schema.schema_data.description.clone(),
        })
    }

    /// Registers the type that a schema defines, unless that is done or under way.
    fn define(
        &mut self,
        schema: &Resolved<'a>,
        naming: Naming,
        shape: impl FnOnce(&mut Self, &Naming) -> Result<Shape>,
    ) -> Result<Type> {
        let name = crate::names::type_name(&naming.name);
        if self.registry.begin(&schema.pointer) {
            let data = &schema.schema.schema_data;
            let description = schema.extensions()?.get("x-sdk-description")?;
            let shape = shape(self, &naming)?;
            self.registry.add(TypeDefinition {
                family: naming
                    .family
                    .as_deref()
                    .map_or_else(|| name.clone(), crate::names::type_name),
                name: name.clone(),
                pointer: schema.pointer.clone(),
                description: description.or_else(|| data.description.clone()),
                shape,
                in_requests: false,
                in_responses: false,
            })?;
        }
        Ok(Type::Named(name))
    }

    pub(super) fn resolve_boxed_schema(
        &self,
        schema: &'a ReferenceOr<Box<Schema>>,
        pointer: &Pointer,
    ) -> Result<Resolved<'a>> {
        match schema {
            ReferenceOr::Item(schema) => Ok(Resolved {
                schema,
                pointer: pointer.clone(),
                component: None,
            }),
            ReferenceOr::Reference { reference } => {
                let (schema, place, component) =
                    self.follow(reference, pointer, |components| &components.schemas)?;
                Ok(Resolved {
                    schema,
                    pointer: place,
                    component,
                })
            }
        }
    }

    /// Refuses a keyword that nothing here reads, rather than lose what it says.
    fn check_keywords(&self, schema: &Resolved<'a>, known: &[&str]) -> Result<()> {
        schema.extensions()?;
        let Some(members) = self
            .document
            .node(&schema.pointer)
            .and_then(|node| node.as_object())
        else {
            return Ok(());
        };
        let mut keywords = members
            .keys()
            .map(String::as_str)
            .filter(|keyword| !keyword.starts_with("x-"));
        match keywords.find(|keyword| !COMMON.contains(keyword) && !known.contains(keyword)) {
            Some(keyword) => Err(unsupported(
                &schema.pointer.child(keyword),
                &format!("`{keyword}` in this place"),
            )),
            None => Ok(()),
        }
    }
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

fn variant_name(value: &Type) -> &str {
    match value {
        Type::Text | Type::Secret => "text",
        Type::Boolean => "boolean",
        Type::Integer(_) => "integer",
        Type::Number => "number",
        Type::Uuid => "id",
        Type::Date => "date",
        Type::DateTime => "date time",
        Type::Any => "any",
        Type::List(_) => "list",
        Type::Map(_) => "map",
        Type::Named(name) => name,
    }
}
