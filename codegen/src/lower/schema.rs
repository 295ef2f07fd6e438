//! Lowers Schema Objects to types.

use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, IntegerFormat, IntegerType, ObjectType, SchemaKind,
    StringFormat, StringType, Type as SchemaType, VariantOrUnknownOrEmpty,
};

use serde_json::Value;

use super::Lowering;
use super::naming::Naming;
use super::resolve::{LONGEST_REF_STACK, ResolvedSchema};
use crate::diagnostics::{Diagnostic, Result};
use crate::ir::{Annotations, Integer, Type};

/// The types of OpenAPI 3.0.
const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

impl<'a> Lowering<'a> {
    /// Lowers a schema to a type, and adds the type definition that it needs. Falls back to any JSON value if that
    /// fails.
    pub(super) fn lower_schema(
        &mut self,
        schema: &ResolvedSchema<'a>,
        naming: &Naming,
    ) -> Result<Type> {
        match self.attempt(|lowering| lowering.lower_in_stack(schema, naming)) {
            Err(error) => {
                self.diagnostics.fallback(error)?;
                Ok(Type::Any)
            }
            lowered => lowered,
        }
    }

    fn lower_in_stack(&mut self, schema: &ResolvedSchema<'a>, naming: &Naming) -> Result<Type> {
        let naming = schema.naming(naming)?;
        let is_cyclic = self.ref_stack.contains(&schema.pointer);
        if is_cyclic || self.ref_stack.len() > LONGEST_REF_STACK {
            let message = if is_cyclic {
                "the Schema Object contains itself through arrays and maps only".to_owned()
            } else {
                format!("more than {LONGEST_REF_STACK} arrays and maps contain each other")
            };
            return Err(Diagnostic::at(
                &schema.pointer,
                message,
                "put an object with `properties` in between",
            ));
        }
        self.ref_stack.push(schema.pointer.clone());
        let lowered = self.lower_kind(schema, naming);
        self.ref_stack.pop();
        lowered
    }

    /// Returns the keyword of an integer's bound that is not a signed 64-bit integer, and its value.
    fn unsupported_bound(&self, schema: &ResolvedSchema<'a>) -> Option<(&'static str, &'a Value)> {
        let node = self.document.node(&schema.pointer)?;
        let is_integer = node.get("type").and_then(Value::as_str) == Some("integer");
        ["minimum", "maximum", "multipleOf"]
            .into_iter()
            .filter_map(|keyword| Some((keyword, node.get(keyword)?)))
            .find(|(_, bound)| is_integer && bound.is_number() && !bound.is_i64())
    }

    fn lower_kind(&mut self, schema: &ResolvedSchema<'a>, naming: Naming) -> Result<Type> {
        match &schema.schema.schema_kind {
            SchemaKind::AllOf { .. } => {
                return Err(Diagnostic::at(
                    &schema.pointer.child("allOf"),
                    "the branches of `allOf` can't be merged into one schema",
                    "replace `allOf` with one Schema Object in the overlay",
                ));
            }
            SchemaKind::Not { .. } => {
                return Err(Diagnostic::at(
                    &schema.pointer.child("not"),
                    "`not` is not supported",
                    "replace `not` with the schema of the valid values in the overlay",
                )
                .limitation());
            }
            SchemaKind::Any(AnySchema {
                typ: Some(name), ..
            }) => {
                return Err(match self.unsupported_bound(schema) {
                    Some((keyword, value)) => Diagnostic::at(
                        &schema.pointer.child(keyword),
                        format!("`{value}` is not supported as `{keyword}` of an integer; expected a signed 64-bit integer"),
                        format!("change or delete `{keyword}` in the overlay"),
                    )
                    .limitation(),
                    None if TYPES.contains(&name.as_str()) => Diagnostic::at(
                        &schema.pointer,
                        format!("the Schema Object has a keyword or a value that is invalid for the type `{name}`"),
                        "correct the Schema Object in the overlay",
                    ),
                    None => Diagnostic::at(
                        &schema.pointer,
                        format!("unknown type `{name}`; expected one of `{}`", TYPES.join("`, `")),
                        "correct `type` in the overlay",
                    ),
                });
            }
            _ => self.check_keywords(schema)?,
        }
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => {
                self.lower_string(schema, string, naming)
            }
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
            | SchemaKind::AnyOf { .. } => self.lower_named(schema, naming),
            _ => Ok(Type::Any),
        }
    }

    fn lower_string(
        &mut self,
        schema: &ResolvedSchema<'a>,
        string: &StringType,
        naming: Naming,
    ) -> Result<Type> {
        if schema.extensions()?.flag("x-sdk-secret")? {
            return Ok(Type::Secret);
        }
        if string.enumeration.iter().flatten().next().is_some() {
            return self.lower_named(schema, naming);
        }
        Ok(match &string.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Type::Date,
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Type::DateTime,
            VariantOrUnknownOrEmpty::Unknown(format) if format == "uuid" => Type::Uuid,
            // Any other format is a string in Rust as well.
            _ => Type::String,
        })
    }

    fn lower_array(
        &mut self,
        schema: &ResolvedSchema<'a>,
        array: &'a ArrayType,
        naming: &Naming,
    ) -> Result<Type> {
        let item = match &array.items {
            Some(items) => {
                let items = self.resolve_schema(items, &schema.pointer.child("items"))?;
                self.lower_member(&items, &naming.child("item"))?
            }
            None => Type::Any,
        };
        Ok(Type::Array(Box::new(item)))
    }

    pub(super) fn lower_map(
        &mut self,
        schema: &ResolvedSchema<'a>,
        object: &'a ObjectType,
        naming: &Naming,
    ) -> Result<Type> {
        let value = match &object.additional_properties {
            Some(AdditionalProperties::Schema(values)) => {
                let pointer = schema.pointer.child("additionalProperties");
                let values = self.resolve_schema(values, &pointer)?;
                self.lower_member(&values, &naming.child("value"))?
            }
            _ => Type::Any,
        };
        Ok(Type::Map(Box::new(value)))
    }

    /// Lowers the schema of the items of an array or the values of a map.
    fn lower_member(&mut self, schema: &ResolvedSchema<'a>, naming: &Naming) -> Result<Type> {
        if schema.is_nullable() {
            let error = Diagnostic::at(
                &schema.pointer,
                "`nullable` is not supported for items of arrays and values of maps",
                "delete `nullable` in the overlay if the API never sends null",
            );
            self.diagnostics.fallback(error.limitation())?;
            return Ok(Type::Any);
        }
        self.lower_schema(schema, naming)
    }

    /// Returns the annotations of a schema. The example of an array without one is an array with the example of its
    /// items.
    pub(super) fn lower_annotations(&self, schema: &ResolvedSchema<'a>) -> Result<Annotations> {
        let detail = self.detail(&schema.pointer);
        let mut annotations = schema.annotations(detail);
        if annotations.example.is_none()
            && let SchemaKind::Type(SchemaType::Array(ArrayType {
                items: Some(items), ..
            })) = &schema.schema.schema_kind
        {
            let items = self.resolve_schema(items, &schema.pointer.child("items"))?;
            annotations.example = items
                .detail(detail)
                .short_value(items.schema.schema_data.example.as_ref())
                .map(|example| vec![example].into());
        }
        Ok(annotations)
    }
}

/// Bounds don't affect the type: a field has one type in requests and responses, and a bound must not make a response
/// unreadable.
fn lower_integer(integer: &IntegerType) -> Integer {
    match integer.format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => Integer::Int32,
        _ => Integer::Int64,
    }
}
