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
            format!(
                "the style `deepObject` is only defined for objects; the schema describes {}",
                describe(structure)
            ),
            "set `style` to `form`",
        )),
        // `explode` and delimiters have no effect on a primitive value.
        (_, Structure::Primitive) => Ok(Style::FormExploded),
        (_, Structure::Object) if is_delimited && explode == Some(true) => Err(Diagnostic::at(
            &pointer.child("explode"),
            "`explode: true` is not defined for an object in the styles `spaceDelimited` and `pipeDelimited`",
            "set `explode` to `false`",
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

/// Describes a value of this structure.
pub(super) fn describe(structure: Structure) -> &'static str {
    match structure {
        Structure::Primitive => "a primitive value",
        Structure::Array => "an array",
        Structure::Object => "an object",
        Structure::Unknown => "values of several types",
    }
}

/// A schema in an array or object, `an array` or `an object`; and what contains it.
type Nested = (Pointer, &'static str, &'static str);

impl<'a> Lowering<'a> {
    /// Checks that arrays and objects aren't nested deeper than the style of the parameter at `pointer` can serialize.
    pub(super) fn check_style(
        &self,
        schema: &ResolvedSchema<'a>,
        style: Style,
        parameter: &Parameter,
        pointer: &Pointer,
    ) -> Result<()> {
        let Some((nested, inner, outer)) = self.too_deep(schema, style)? else {
            return Ok(());
        };
        let is_query = location(parameter) == Location::Query;
        let default = match self.document.node(&pointer.child("style")) {
            Some(_) => "",
            None => " (the default)",
        };
        let (explode, help) = match (style, inner, outer) {
            (Style::Form, "an array", "an object") => (
                " with `explode: false`",
                "in an overlay, set `explode` of the Parameter Object to `true`",
            ),
            (_, _, "an object") if is_query => (
                "",
                "in an overlay, set `style` of the Parameter Object to `deepObject`",
            ),
            _ => (
                "",
                "if the API accepts JSON here, replace `schema` and `style` of the Parameter Object with `content: {application/json: {schema: …}}`",
            ),
        };
        let message = format!(
            "the style `{}`{default}{explode} doesn't define how to serialize {inner} in {outer}",
            name(style)
        );
        Err(Diagnostic::at(&nested, message, help))
    }

    /// Returns the first schema that is nested deeper than the style can serialize.
    fn too_deep(&self, schema: &ResolvedSchema<'a>, style: Style) -> Result<Option<Nested>> {
        let Some(object) = schema.object().filter(|_| style != Style::DeepObject) else {
            return self.too_deep_items(schema);
        };
        let properties = object.properties.iter();
        let values = properties
            .map(|(name, property)| self.resolve_property(schema, name, property))
            .chain(self.resolve_additional_properties(schema).transpose());
        for value in values {
            let value = value?;
            let nested = match structure(&value) {
                // By convention, an exploded form repeats the name of an array.
                Structure::Array if style == Style::FormExploded => self.too_deep_items(&value)?,
                Structure::Array => Some((value.pointer, "an array", "an object")),
                Structure::Object => Some((value.pointer, "an object", "an object")),
                Structure::Primitive | Structure::Unknown => None,
            };
            if nested.is_some() {
                return Ok(nested);
            }
        }
        Ok(None)
    }

    fn too_deep_items(&self, array: &ResolvedSchema<'a>) -> Result<Option<Nested>> {
        let items = self.resolve_items(array)?;
        Ok(items.and_then(|items| match structure(&items) {
            Structure::Primitive | Structure::Unknown => None,
            Structure::Array => Some((items.pointer, "an array", "an array")),
            Structure::Object => Some((items.pointer, "an object", "an array")),
        }))
    }
}

/// Returns the name of a style in OpenAPI.
pub(super) fn name(style: Style) -> &'static str {
    match style {
        Style::Simple | Style::SimpleExploded => "simple",
        Style::Label | Style::LabelExploded => "label",
        Style::Matrix | Style::MatrixExploded => "matrix",
        Style::FormExploded | Style::Form => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
        Style::Json => "json",
    }
}
