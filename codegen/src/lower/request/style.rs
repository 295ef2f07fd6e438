//! Chooses how a parameter is serialized, by its location, `style` and `explode`, and checks that the style can
//! serialize the values of its schema.

use openapiv3::{Parameter, PathStyle, QueryStyle, SchemaKind, Type as SchemaType};

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Location, Structure, Style};
use crate::lower::Lowering;
use crate::lower::resolve::ResolvedSchema;

pub(super) fn location(parameter: &Parameter) -> Location {
    match parameter {
        Parameter::Path { .. } => Location::Path,
        Parameter::Query { .. } => Location::Query,
        Parameter::Header { .. } => Location::Header,
        Parameter::Cookie { .. } => Location::Cookie,
    }
}

/// Returns the declared style of a parameter whose values have this structure, or else the default. Fails if the
/// structure doesn't allow the style.
pub(super) fn style(
    parameter: &Parameter,
    structure: Structure,
    pointer: &Pointer,
) -> Result<Style> {
    let explode = parameter.parameter_data_ref().explode;
    let [joined, exploded] = match parameter {
        Parameter::Path { style, .. } => match style {
            PathStyle::Simple => [Style::Simple, Style::SimpleExploded],
            PathStyle::Label => [Style::Label, Style::LabelExploded],
            PathStyle::Matrix => [Style::Matrix, Style::MatrixExploded],
        },
        Parameter::Header { .. } => [Style::Simple, Style::SimpleExploded],
        Parameter::Query { style, .. } => return pair_style(style, explode, structure, pointer),
        Parameter::Cookie { .. } => {
            return pair_style(&QueryStyle::Form, explode, structure, pointer);
        }
    };
    Ok(match explode {
        Some(true) if structure != Structure::Primitive => exploded,
        _ => joined,
    })
}

/// Returns the style of a parameter that declares none.
pub(super) fn default_style(location: Location) -> Style {
    match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie => Style::FormExploded,
    }
}

/// Returns the style of a value in a query, cookie or form, which is serialized to pairs of names and values.
pub(super) fn pair_style(
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
        (QueryStyle::DeepObject, Structure::Primitive) => Err(Diagnostic::at(
            &pointer.child("style"),
            format!(
                "the style `deepObject` is only defined for objects; the schema describes {}",
                describe(structure)
            ),
            "set `style` to `form`",
        )),
        // The standard defines no arrays in this style; by convention, indexes are keys.
        (QueryStyle::DeepObject, _) => Ok(Style::DeepObject),
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

pub(super) fn structure(schema: &ResolvedSchema<'_>) -> Structure {
    match schema.kind() {
        SchemaKind::Type(SchemaType::Array(_)) => Structure::Array,
        SchemaKind::Type(SchemaType::Object(_)) => Structure::Object,
        SchemaKind::Type(_) => Structure::Primitive,
        _ => Structure::Unknown,
    }
}

pub(super) fn describe(structure: Structure) -> &'static str {
    match structure {
        Structure::Primitive => "a primitive value",
        Structure::Array => "an array",
        Structure::Object => "an object",
        Structure::Unknown => "values of no single type",
    }
}

/// An array or object schema inside of an array or object schema.
struct Nested {
    pointer: Pointer,
    /// The kind of the inner value: `an array` or `an object`.
    inner: &'static str,
    /// The kind of the outer value: `an array` or `an object`.
    outer: &'static str,
}

impl<'a> Lowering<'a> {
    /// Checks that arrays and objects aren't nested deeper than the style of the parameter at `pointer` can serialize.
    /// Doesn't check the branches of unions.
    pub(super) fn check_style(
        &self,
        schema: &ResolvedSchema<'a>,
        style: Style,
        parameter: &Parameter,
        pointer: &Pointer,
    ) -> Result<()> {
        let Some(nested) = self.too_deep(schema, style)? else {
            return Ok(());
        };
        let Nested { inner, outer, .. } = nested;
        let is_query = location(parameter) == Location::Query;
        let (default, replaced) = match self.document.node(&pointer.child("style")) {
            Some(_) => ("", "`schema` and `style`"),
            None => (" (the default)", "`schema`"),
        };
        let (explode, help) = match (style, inner, outer) {
            (Style::Form, "an array", "an object") => (
                " with `explode: false`",
                "in an overlay, set `explode` of the Parameter Object to `true`".to_owned(),
            ),
            (_, _, "an object") if is_query => (
                "",
                "in an overlay, set `style` of the Parameter Object to `deepObject`".to_owned(),
            ),
            _ => (
                "",
                format!(
                    "if the API accepts JSON here, replace {replaced} of the Parameter Object with \
                     `content: {{application/json: {{schema: …}}}}`"
                ),
            ),
        };
        let message = format!(
            "the style `{}`{default}{explode} doesn't define how to serialize {inner} in {outer}",
            name(style)
        );
        Err(Diagnostic::at(&nested.pointer, message, help))
    }

    /// Returns the first schema that is nested deeper than the style can serialize.
    fn too_deep(&self, schema: &ResolvedSchema<'a>, style: Style) -> Result<Option<Nested>> {
        if style == Style::DeepObject {
            return Ok(None);
        }
        let Some(object) = schema.object() else {
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
                _ => nested(value, "an object"),
            };
            if nested.is_some() {
                return Ok(nested);
            }
        }
        Ok(None)
    }

    /// Returns the schema of the items of an array, if the items are arrays or objects themselves.
    fn too_deep_items(&self, array: &ResolvedSchema<'a>) -> Result<Option<Nested>> {
        let items = self.resolve_items(array)?;
        Ok(items.and_then(|items| nested(items, "an array")))
    }
}

/// Returns the `schema` inside of `outer` if it is an array or object.
fn nested(schema: ResolvedSchema<'_>, outer: &'static str) -> Option<Nested> {
    let structure = structure(&schema);
    matches!(structure, Structure::Array | Structure::Object).then(|| Nested {
        pointer: schema.pointer,
        inner: describe(structure),
        outer,
    })
}

/// Returns the name of a style in OpenAPI, or `json` for a parameter with JSON in `content`.
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
