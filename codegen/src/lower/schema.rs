//! Lowers Schema Objects to types. `type_definition.rs` lowers schemas that become named types.

use openapiv3::{
    AnySchema, IntegerFormat, IntegerType, SchemaKind, StringFormat, StringType,
    Type as SchemaType, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::Lowering;
use super::annotations::wide_bound;
use super::keywords::is_structural;
use super::naming::Naming;
use super::resolve::{MAX_SCHEMA_DEPTH, ResolvedSchema};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Annotations, Integer, Type};
use crate::openapi::document::keyword_invalid_for_type;
use crate::openapi::errors::{quoted, with_article};
use crate::openapi::references;
use crate::passes::merge_all_of::{self, Conflict};

impl<'a> Lowering<'a> {
    /// Lowers a schema to a type, and adds or queues the named types in it. The type of a schema that can't be lowered
    /// is any JSON value.
    pub(super) fn lower_schema(
        &mut self,
        schema: &ResolvedSchema<'a>,
        naming: &Naming,
    ) -> Result<Type> {
        let lowered = self.lower_in_stack(schema, naming);
        let lowered = self.or_report(lowered, Effect::Fallback, &schema.pointer)?;
        Ok(lowered.unwrap_or(Type::Any))
    }

    /// Lowers a schema. Fails if the schema is in a cycle or nested too deeply. Components that become named types are
    /// only queued here, so a cycle consists of arrays, maps and inline schemas.
    fn lower_in_stack(&mut self, schema: &ResolvedSchema<'a>, naming: &Naming) -> Result<Type> {
        let naming = schema.naming(naming)?;
        let mut stack = self.schema_stack.iter();
        if let Some(start) = stack.position(|it| *it == schema.pointer) {
            return Err(self.schema_cycle(&schema.pointer, start).tolerated());
        }
        if self.schema_stack.len() > MAX_SCHEMA_DEPTH {
            return Err(self.nested_too_deeply(&schema.pointer).tolerated());
        }
        self.schema_stack.push(schema.pointer.clone());
        let lowered = self.lower_kind(schema, naming);
        self.schema_stack.pop();
        lowered
    }

    /// Creates the error about the schema at `pointer`, which contains itself: the stack has it at the index `start`.
    fn schema_cycle(&self, pointer: &Pointer, start: usize) -> Diagnostic {
        let cycle = self.schema_stack.get(start..).unwrap_or_default();
        let (kinds, help) = self.kinds_and_help(cycle, pointer);
        let steps = cycle.iter().flat_map(|outer| {
            let is_component = references::component(&outer.to_string()).is_some();
            let name = is_component.then(|| references::name_or_location(outer));
            let keyword = format!("`{}`", self.member_keyword(outer));
            name.into_iter().chain([keyword])
        });
        let name = references::name_or_location(pointer);
        let steps: Vec<String> = steps.chain([name.clone()]).collect();
        let message = format!(
            "the references from {name} lead back to {name} through {kinds} alone ({}); the SDK supports a cycle only \
             if it goes through a schema directly below `#/components/schemas` that has `properties`, `oneOf` or `anyOf`",
            steps.join(" → ")
        );
        Diagnostic::at(pointer, message, help)
    }

    /// Creates the error about the schema at `pointer`, which is in all schemas of the stack.
    fn nested_too_deeply(&self, pointer: &Pointer) -> Diagnostic {
        // The member of the innermost schema would still be nested too deeply.
        let owner = self.schema_stack.iter().rev().nth(1);
        let (kinds, help) = self.kinds_and_help(&self.schema_stack, owner.unwrap_or(pointer));
        let message =
            format!("the Schema Object is in more than {MAX_SCHEMA_DEPTH} nested {kinds}");
        Diagnostic::at(pointer, message, help)
    }

    /// Describes the kinds of the `nested` schemas, and returns the help for making them fewer: moving an inline schema
    /// to a component or, if all are arrays and maps, allowing any value in the one at `owner`.
    fn kinds_and_help(&self, nested: &[Pointer], owner: &Pointer) -> (&'static str, String) {
        // The innermost of the schemas that would be a named type if it were a component.
        let is_array_or_map =
            |it: &Pointer| ["items", "additionalProperties"].contains(&self.member_keyword(it));
        let inline = nested.iter().rfind(|it| !is_array_or_map(it));
        match inline {
            Some(inline) => (
                "arrays, maps and inline schemas",
                format!(
                    "in an overlay, add a component with the content of {inline}, such as `#/components/schemas/Part`; \
                     remove the original; and in a later action add `{{$ref: '#/components/schemas/Part'}}` in its place"
                ),
            ),
            None => (
                "arrays and maps",
                format!(
                    "in an overlay, remove `{keyword}` of {name}, and in a later action add `{keyword}: {{}}`, which \
                     allows any JSON value",
                    keyword = self.member_keyword(owner),
                    name = references::name_or_location(owner),
                ),
            ),
        }
    }

    /// Returns the keyword of the schema at `pointer` that contains other schemas, such as `items`.
    fn member_keyword(&self, pointer: &Pointer) -> &'static str {
        let node = self.document.node(pointer);
        let has = |keyword: &&str| node.is_some_and(|node| node.get(keyword).is_some());
        let keyword = ["items", "oneOf", "anyOf", "properties"]
            .into_iter()
            .find(has);
        keyword.unwrap_or("additionalProperties")
    }

    fn lower_kind(&mut self, schema: &ResolvedSchema<'a>, naming: Naming) -> Result<Type> {
        self.check_kind(schema)?;
        self.check_keywords(schema)?;
        match schema.kind() {
            SchemaKind::Type(kind) => match kind {
                SchemaType::String(string) => self.lower_string(schema, string, naming),
                SchemaType::Integer(integer) if integer.enumeration.iter().any(Option::is_some) => {
                    self.lower_named(schema, naming)
                }
                SchemaType::Integer(integer) => Ok(Type::Integer(integer_range(schema, integer))),
                SchemaType::Number(_) => Ok(Type::Number),
                SchemaType::Boolean(_) => Ok(Type::Boolean),
                SchemaType::Array(_) => {
                    let items = self.resolve_items(schema)?;
                    let item = self.lower_member(items, &naming.child("item"))?;
                    Ok(Type::Array(Box::new(item)))
                }
                SchemaType::Object(object) if object.properties.is_empty() => {
                    self.lower_map(schema, &naming)
                }
                SchemaType::Object(_) => self.lower_named(schema, naming),
            },
            SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => self.lower_named(schema, naming),
            _ => Ok(Type::Any),
        }
    }

    fn check_kind(&self, schema: &ResolvedSchema<'a>) -> Result<()> {
        let pointer = &schema.pointer;
        let node = || self.document.node(pointer);
        let error = match schema.kind() {
            SchemaKind::AllOf { .. } => {
                let conflict = node()
                    .and_then(Value::as_object)
                    .and_then(|schema| merge_all_of::conflict(self.document.root(), schema));
                unmergeable(&pointer.child("allOf"), conflict)
            }
            SchemaKind::Not { .. } => Diagnostic::at(
                &pointer.child("not"),
                "`not` is not supported in a Schema Object without a type",
                "in an overlay, remove `not`, and add the `type` of the valid values",
            ),
            SchemaKind::Any(AnySchema {
                typ: Some(name), ..
            }) => invalid_for_type(node(), pointer, name),
            _ => return Ok(()),
        };
        Err(error.tolerated())
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
        if string.enumeration.iter().any(Option::is_some) {
            return self.lower_named(schema, naming);
        }
        Ok(match &string.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Type::Date,
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Type::DateTime,
            VariantOrUnknownOrEmpty::Unknown(format) if format == "uuid" => Type::Uuid,
            _ => Type::String,
        })
    }

    /// Lowers the additional properties of an object to a map.
    fn lower_map(&mut self, schema: &ResolvedSchema<'a>, naming: &Naming) -> Result<Type> {
        let values = self.resolve_additional_properties(schema)?;
        let inner = self.lower_member(values, &naming.child("value"))?;
        Ok(Type::Map(Box::new(inner)))
    }

    /// Lowers the schema of the items of an array or the values of a map. Without a schema, the type is any JSON value.
    pub(super) fn lower_member(
        &mut self,
        schema: Option<ResolvedSchema<'a>>,
        naming: &Naming,
    ) -> Result<Type> {
        let Some(schema) = schema else {
            return Ok(Type::Any);
        };
        let ty = self.lower_schema(&schema, naming)?;
        Ok(match schema.is_nullable() && ty != Type::Any {
            true => Type::Nullable(Box::new(ty)),
            false => ty,
        })
    }

    /// Returns the annotations of a schema. An array without an example gets the example of its items, as an array.
    pub(super) fn lower_annotations(&self, schema: &ResolvedSchema<'a>) -> Result<Annotations> {
        let detail = self.detail(&schema.pointer);
        let mut annotations = schema.annotations(detail);
        if annotations.example.is_none()
            && let Some(items) = self.resolve_items(schema)?
        {
            annotations.example = items.example(detail).map(|example| vec![example].into());
        }
        Ok(annotations)
    }
}

/// Returns the range of an integer: by its format, or else by its bounds.
fn integer_range(schema: &ResolvedSchema<'_>, integer: &IntegerType) -> Integer {
    match &integer.format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => Integer::Int32,
        VariantOrUnknownOrEmpty::Unknown(format) if format == "uint64" => Integer::Uint64,
        _ => {
            let wide_bound = |keyword| wide_bound(schema.schema, keyword).and_then(Value::as_f64);
            let is_unsigned = integer.minimum.is_some_and(|minimum| minimum >= 0)
                || wide_bound("minimum").is_some_and(|minimum| minimum > 0.0);
            match is_unsigned && wide_bound("maximum").is_some() {
                true => Integer::Uint64,
                false => Integer::Int64,
            }
        }
    }
}

fn unmergeable(pointer: &Pointer, conflict: Option<Conflict>) -> Diagnostic {
    let Conflict { reason, keyword } = conflict.unwrap_or_default();
    let colon = if reason.is_empty() { "" } else { ": " };
    let help = match keyword {
        Some(keyword) if !is_structural(&keyword) => format!(
            "in an overlay, delete from `allOf` the schema whose `{keyword}` is wrong, or correct its `{keyword}`"
        ),
        _ => "in an overlay, remove `allOf`, and add the keywords of its schemas to the Schema Object itself"
            .to_owned(),
    };
    let message =
        format!("the schemas in `allOf` cannot be merged into one Schema Object{colon}{reason}");
    Diagnostic::at(pointer, message, help)
}

fn invalid_for_type(schema: Option<&Value>, pointer: &Pointer, name: &str) -> Diagnostic {
    let Some((keyword, value)) = schema.and_then(keyword_invalid_for_type) else {
        return Diagnostic::at(
            pointer,
            format!(
                "several keywords of the Schema Object have values that are invalid for the type `{name}`"
            ),
            "in an overlay, correct or remove these keywords",
        );
    };
    let quote = |value: &Value| quoted(&value.to_string());
    // Earlier stages correct or report scalars in `enum`.
    let mut values = value
        .as_array()
        .filter(|_| keyword == "enum")
        .into_iter()
        .flatten();
    let problem = match values.find(|it| it.is_array() || it.is_object()) {
        Some(value) => format!("{} in `enum` is not {}", quote(value), with_article(name)),
        None => {
            let value = quote(value);
            format!("the value {value} of `{keyword}` is invalid for the type `{name}`")
        }
    };
    Diagnostic::at(
        &pointer.child(keyword),
        problem,
        format!("in an overlay, correct or remove `{keyword}`"),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diagnostics::{Collector, Mode};
    use crate::ir::{Field, Shape};
    use crate::lower::fixtures::{document, exchange, lowered};
    use crate::lower::lower;
    use crate::openapi::document::Document;

    /// Returns the fields of a response with these properties.
    fn fields(properties: Value) -> Vec<Field> {
        let schemas = json!({
            "A": {"type": "object", "properties": properties},
            "Name": {"type": "string", "example": "Nobody"},
        });
        let paths = exchange("go", json!({}), json!({"$ref": "#/components/schemas/A"}));
        let api = lowered(Value::from_iter([paths]), schemas).unwrap();
        match &api.types[0].shape {
            Shape::Struct(fields) => fields.clone(),
            shape => panic!("{shape:?}"),
        }
    }

    #[test]
    fn integer_above_i64_is_unsigned() {
        let (above, below) = (18_446_744_073_709_551_615_u64, -1e30);
        for (schema, expected) in [
            (
                json!({"minimum": 0, "x-wide-bounds": {"maximum": above}}),
                Integer::Uint64,
            ),
            (
                json!({"x-wide-bounds": {"minimum": 1e19, "maximum": above}}),
                Integer::Uint64,
            ),
            (
                json!({"x-wide-bounds": {"minimum": below, "maximum": above}}),
                Integer::Int64,
            ),
            (json!({"x-wide-bounds": {"maximum": above}}), Integer::Int64),
        ] {
            let mut schema = schema;
            schema["type"] = json!("integer");
            let fields = fields(json!({ "a": schema }));
            assert_eq!(fields[0].ty, Type::Integer(expected), "{schema}");
        }
    }

    #[test]
    fn example_of_array_is_that_of_its_items() {
        let name = json!({"$ref": "#/components/schemas/Name"});
        for (items, expected) in [
            (name.clone(), "Nobody"),
            (json!({"allOf": [name], "example": "Bob"}), "Bob"),
        ] {
            let fields = fields(json!({"a": {"type": "array", "items": items}}));
            assert_eq!(fields[0].annotations.example, Some(json!([expected])));
        }
    }

    /// Returns the diagnostics about a response with 40 nested schemas. `nest` returns a schema that contains another
    /// one, and `replaced` is the location of a schema, and the schema that replaces it.
    fn diagnostics(
        nest: fn(Value) -> Value,
        replaced: Option<(&Pointer, Value)>,
    ) -> Vec<Diagnostic> {
        let schema = (0..40).fold(json!({"type": "string"}), |inner, _| nest(inner));
        let paths = Value::from_iter([exchange("go", json!({}), schema)]);
        let moved = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        let mut document = document(paths, json!({"Moved": moved}));
        if let Some((pointer, schema)) = replaced {
            *document.pointer_mut(pointer.as_str()).unwrap() = schema;
        }
        let document = Document::parse(document, &mut Collector::default()).unwrap();
        let mut diagnostics = Collector::new(Mode::Strict);
        lower(&document, &mut diagnostics).unwrap();
        diagnostics.into_diagnostics()
    }

    /// Returns the location of the schema at a depth.
    fn at_depth(depth: usize, keys: &str) -> Pointer {
        let path = "/paths/~1go/post/responses/200/content/application~1json/schema";
        Pointer::from(format!("{path}{}", keys.repeat(depth)))
    }

    #[test]
    fn help_about_nested_arrays_solves_the_problem() {
        let nest = |inner| json!({"type": "array", "items": inner});
        let [warning] = <[_; 1]>::try_from(diagnostics(nest, None)).unwrap();
        let message = "the Schema Object is in more than 32 nested arrays and maps";
        assert_eq!(warning.message(), message);
        let owner = at_depth(31, "/items");
        let help = format!(
            "in an overlay, remove `items` of {owner}, and in a later action add `items: {{}}`, which allows any JSON \
             value"
        );
        assert_eq!(warning.help(), help);
        let items = owner.child("items");
        assert_eq!(diagnostics(nest, Some((&items, json!({})))), []);
    }

    #[test]
    fn help_about_nested_objects_solves_the_problem() {
        let nest = |inner| json!({"type": "object", "properties": {"a": inner}});
        let [warning] = <[_; 1]>::try_from(diagnostics(nest, None)).unwrap();
        let message = "the Schema Object is in more than 32 nested arrays, maps and inline schemas";
        assert_eq!(warning.message(), message);
        let inline = at_depth(32, "/properties/a");
        let help = format!(
            "in an overlay, add a component with the content of {inline}, such as `#/components/schemas/Part`; remove the \
             original; and in a later action add `{{$ref: '#/components/schemas/Part'}}` in its place"
        );
        assert_eq!(warning.help(), help);
        let moved = json!({"$ref": "#/components/schemas/Moved"});
        assert_eq!(diagnostics(nest, Some((&inline, moved))), []);
    }
}
