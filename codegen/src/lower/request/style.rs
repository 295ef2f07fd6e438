//! Chooses how a parameter is serialized, by its location, `style` and `explode`, and checks that its schema allows it.

use openapiv3::{
    AdditionalProperties, ArrayType, HeaderStyle, Parameter, PathStyle, QueryStyle, SchemaKind,
    Type as SchemaType,
};

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Location, Structure, Style};
use crate::lower::Lowering;
use crate::lower::resolve::ResolvedSchema;

/// Returns the part of the request that carries a parameter.
pub(super) fn location(parameter: &Parameter) -> Location {
    match parameter {
        Parameter::Path { .. } => Location::Path,
        Parameter::Query { .. } => Location::Query,
        Parameter::Header { .. } => Location::Header,
        Parameter::Cookie { .. } => Location::Cookie,
    }
}

/// Returns how a value of this structure is serialized by the parameter at `pointer`.
pub(super) fn style(
    parameter: &Parameter,
    structure: Structure,
    pointer: &Pointer,
) -> Result<Style> {
    let explode = parameter.parameter_data_ref().explode;
    let by_explode = |joined, exploded| match explode {
        Some(true) if structure != Structure::Primitive => Ok(exploded),
        _ => Ok(joined),
    };
    match parameter {
        Parameter::Path { style, .. } => match style {
            PathStyle::Simple => by_explode(Style::Simple, Style::SimpleExploded),
            PathStyle::Label => by_explode(Style::Label, Style::LabelExploded),
            PathStyle::Matrix => by_explode(Style::Matrix, Style::MatrixExploded),
        },
        Parameter::Header { style, .. } => match style {
            HeaderStyle::Simple => by_explode(Style::Simple, Style::SimpleExploded),
        },
        Parameter::Query { style, .. } => form_style(style, explode, structure, pointer),
        Parameter::Cookie { .. } => form_style(&QueryStyle::Form, explode, structure, pointer),
    }
}

/// Returns how a value of this structure is serialized to pairs of names and values: in a query, cookies, or a form.
pub(super) fn form_style(
    style: &QueryStyle,
    explode: Option<bool>,
    structure: Structure,
    pointer: &Pointer,
) -> Result<Style> {
    let is_delimited = matches!(
        style,
        QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited
    );
    match (style, structure) {
        (QueryStyle::DeepObject, Structure::Object | Structure::Unknown) => Ok(Style::DeepObject),
        (QueryStyle::DeepObject, Structure::Primitive | Structure::Array) => Err(Diagnostic::at(
            &pointer.child("style"),
            "the style `deepObject` is only defined for objects",
            "set `style` to `form`, or change the schema to an object",
        )),
        // `explode` and delimiters have no effect on a primitive value.
        (_, Structure::Primitive) => Ok(Style::FormExploded),
        (_, Structure::Object) if is_delimited && explode == Some(true) => Err(Diagnostic::at(
            &pointer.child("explode"),
            "`explode: true` is not defined for an object in the styles `spaceDelimited` and `pipeDelimited`",
            "delete `explode`, or set `style` to `form`",
        )),
        _ if explode.unwrap_or(!is_delimited) => Ok(Style::FormExploded),
        (QueryStyle::Form, _) => Ok(Style::Form),
        (QueryStyle::SpaceDelimited, _) => Ok(Style::SpaceDelimited),
        (QueryStyle::PipeDelimited, _) => Ok(Style::PipeDelimited),
    }
}

impl<'a> Lowering<'a> {
    /// Returns the structure of the values of a schema.
    pub(super) fn structure(&self, schema: &ResolvedSchema<'a>) -> Structure {
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Array(_)) => Structure::Array,
            SchemaKind::Type(SchemaType::Object(_)) => Structure::Object,
            SchemaKind::Type(_) => Structure::Primitive,
            _ => Structure::Unknown,
        }
    }

    /// Checks that arrays and objects aren't nested deeper than the style can serialize.
    pub(super) fn check_style(&self, schema: &ResolvedSchema<'a>, style: Style) -> Result<()> {
        let pointer = &schema.pointer;
        let object = match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Array(array)) => return self.check_items(array, pointer),
            SchemaKind::Type(SchemaType::Object(object)) if style != Style::DeepObject => object,
            _ => return Ok(()),
        };
        // By convention, an exploded form repeats the name of an array.
        let allows_arrays = style == Style::FormExploded;
        for (name, property) in &object.properties {
            let pointer = pointer.child("properties").child(name);
            self.check_property(&self.resolve_schema(property, &pointer)?, allows_arrays)?;
        }
        if let Some(AdditionalProperties::Schema(schema)) = &object.additional_properties {
            let schema = self.resolve_schema(schema, &pointer.child("additionalProperties"))?;
            self.check_property(&schema, allows_arrays)?;
        }
        Ok(())
    }

    fn check_items(&self, array: &'a ArrayType, pointer: &Pointer) -> Result<()> {
        let Some(items) = &array.items else {
            return Ok(());
        };
        let items = self.resolve_schema(items, &pointer.child("items"))?;
        match self.structure(&items) {
            Structure::Primitive | Structure::Unknown => Ok(()),
            Structure::Array => Err(too_deep(&items.pointer, "an array in an array")),
            Structure::Object => Err(too_deep(&items.pointer, "an object in an array")),
        }
    }

    fn check_property(&self, property: &ResolvedSchema<'a>, allows_arrays: bool) -> Result<()> {
        let error = |nested| Err(too_deep(&property.pointer, nested));
        match &property.schema.schema_kind {
            SchemaKind::Type(SchemaType::Array(array)) if allows_arrays => {
                self.check_items(array, &property.pointer)
            }
            SchemaKind::Type(SchemaType::Array(_)) => error("an array in an object"),
            SchemaKind::Type(SchemaType::Object(_)) => error("an object in an object"),
            _ => Ok(()),
        }
    }
}

fn too_deep(pointer: &Pointer, nested: &str) -> Diagnostic {
    let help = if nested.ends_with("object") {
        "set `style` to `deepObject` in the overlay"
    } else {
        "replace `schema` with `content: application/json` in the overlay"
    };
    let message = format!("the `style` of the parameter is not defined for {nested}");
    Diagnostic::at(pointer, message, help)
}
