//! Chooses how a parameter is serialized, by its location, `style` and `explode`, and checks that its schema allows it.

use openapiv3::{HeaderStyle, Parameter, PathStyle, QueryStyle, SchemaKind, Type as SchemaType};

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

/// Returns the structure of the values of a schema.
pub(super) fn structure(schema: &ResolvedSchema<'_>) -> Structure {
    match schema.kind() {
        SchemaKind::Type(SchemaType::Array(_)) => Structure::Array,
        SchemaKind::Type(SchemaType::Object(_)) => Structure::Object,
        SchemaKind::Type(_) => Structure::Primitive,
        _ => Structure::Unknown,
    }
}

impl<'a> Lowering<'a> {
    /// Checks that arrays and objects aren't nested deeper than the style can serialize.
    pub(super) fn check_style(&self, schema: &ResolvedSchema<'a>, style: Style) -> Result<()> {
        let Some(object) = schema.object().filter(|_| style != Style::DeepObject) else {
            return self.check_items(schema);
        };
        let properties = object.properties.iter();
        let values = properties
            .map(|(name, property)| self.resolve_property(schema, name, property))
            .chain(self.resolve_additional_properties(schema).transpose());
        for value in values {
            let value = value?;
            match structure(&value) {
                // By convention, an exploded form repeats the name of an array.
                Structure::Array if style == Style::FormExploded => self.check_items(&value)?,
                Structure::Array => return Err(too_deep(&value, "array", "object")),
                Structure::Object => return Err(too_deep(&value, "object", "object")),
                Structure::Primitive | Structure::Unknown => {}
            }
        }
        Ok(())
    }

    fn check_items(&self, array: &ResolvedSchema<'a>) -> Result<()> {
        let Some(items) = self.resolve_items(array)? else {
            return Ok(());
        };
        match structure(&items) {
            Structure::Primitive | Structure::Unknown => Ok(()),
            Structure::Array => Err(too_deep(&items, "array", "array")),
            Structure::Object => Err(too_deep(&items, "object", "array")),
        }
    }
}

fn too_deep(schema: &ResolvedSchema<'_>, inner: &str, outer: &str) -> Diagnostic {
    let help = match outer {
        "object" => "set `style` to `deepObject` in the overlay",
        _ => {
            "in the overlay, replace `schema` and `style` with `content` that has the media type `application/json`"
        }
    };
    let message = format!(
        "the `style` of the Parameter Object doesn't define how to serialize an {inner} in an {outer}"
    );
    Diagnostic::at(&schema.pointer, message, help)
}
