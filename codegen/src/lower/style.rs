//! How a parameter is written: decided here, once, from its place, its style, and whether it explodes.

use openapiv3::{
    AdditionalProperties, ArrayType, HeaderStyle, ObjectType, Parameter, PathStyle, QueryStyle,
    SchemaKind, Type as SchemaType,
};

use super::schema::Resolved;
use super::{Lowering, unsupported};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Location, Structure, Style};

/// Where a parameter goes.
pub(super) fn location(parameter: &Parameter) -> Location {
    match parameter {
        Parameter::Path { .. } => Location::Path,
        Parameter::Query { .. } => Location::Query,
        Parameter::Header { .. } => Location::Header,
        Parameter::Cookie { .. } => Location::Cookie,
    }
}

/// How a value is written that is made so, by the parameter at `pointer`.
pub(super) fn style(
    parameter: &Parameter,
    structure: Structure,
    pointer: &Pointer,
) -> Result<Style> {
    let explode = parameter.parameter_data_ref().explode;
    let by = |joined, exploded| match explode {
        Some(true) if structure != Structure::Scalar => exploded,
        _ => joined,
    };
    Ok(match parameter {
        Parameter::Path { style, .. } => match style {
            PathStyle::Simple => by(Style::Simple, Style::SimpleExploded),
            PathStyle::Label => by(Style::Label, Style::LabelExploded),
            PathStyle::Matrix => by(Style::Matrix, Style::MatrixExploded),
        },
        Parameter::Header { style, .. } => match style {
            HeaderStyle::Simple => by(Style::Simple, Style::SimpleExploded),
        },
        Parameter::Query { style, .. } => return in_pairs(style, explode, structure, pointer),
        Parameter::Cookie { .. } => {
            return in_pairs(&QueryStyle::Form, explode, structure, pointer);
        }
    })
}

/// How a value is written as pairs of a name and a text: in a query, in cookies, in a form.
pub(super) fn in_pairs(
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
        (QueryStyle::DeepObject, Structure::Scalar | Structure::List) => Err(unsupported(
            &pointer.child("style"),
            "deepObject style for anything but an object",
        )),
        // What is one text has nothing to explode, and nothing to delimit.
        (_, Structure::Scalar) => Ok(Style::FormExploded),
        (_, Structure::Object) if is_delimited && explode == Some(true) => Err(Diagnostic::at(
            &pointer.child("explode"),
            "the style has no form for an object that explodes",
            "say in the overlay how the object is written: delete `explode`, or make the style `form`",
        )),
        _ if explode.unwrap_or(!is_delimited) => Ok(Style::FormExploded),
        (QueryStyle::Form, _) => Ok(Style::Form),
        (QueryStyle::SpaceDelimited, _) => Ok(Style::SpaceDelimited),
        (QueryStyle::PipeDelimited, _) => Ok(Style::PipeDelimited),
    }
}

impl<'a> Lowering<'a> {
    /// What the values of a schema are made of.
    pub(super) fn structure(&self, schema: &Resolved<'a>) -> Structure {
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Array(_)) => Structure::List,
            SchemaKind::Type(SchemaType::Object(_)) => Structure::Object,
            SchemaKind::Type(_) => Structure::Scalar,
            _ => Structure::Unknown,
        }
    }

    /// Refuses what no style, or not this one, can write: what is a list or an object too deep inside.
    pub(super) fn check_writable(&self, schema: &Resolved<'a>, style: Style) -> Result<()> {
        match &schema.schema.schema_kind {
            SchemaKind::Type(SchemaType::Array(list)) => self.check_items(list, &schema.pointer),
            SchemaKind::Type(SchemaType::Object(object)) if style != Style::DeepObject => {
                // By convention, the key of a list is repeated.
                let lists = style == Style::FormExploded;
                self.check_members(object, &schema.pointer, lists)
            }
            _ => Ok(()),
        }
    }

    fn check_items(&self, list: &'a ArrayType, pointer: &Pointer) -> Result<()> {
        let Some(items) = &list.items else {
            return Ok(());
        };
        let items = self.resolve_boxed_schema(items, &pointer.child("items"))?;
        match self.structure(&items) {
            Structure::Scalar | Structure::Unknown => Ok(()),
            Structure::List => Err(too_deep(&items.pointer, "a list within a list")),
            Structure::Object => Err(too_deep(&items.pointer, "an object within a list")),
        }
    }

    fn check_members(&self, object: &'a ObjectType, pointer: &Pointer, lists: bool) -> Result<()> {
        let place = pointer.child("properties");
        for (name, property) in &object.properties {
            let property = self.resolve_boxed_schema(property, &place.child(name))?;
            self.check_member(&property, lists)?;
        }
        if let Some(AdditionalProperties::Schema(schema)) = &object.additional_properties {
            let schema = self.resolve_schema(schema, &pointer.child("additionalProperties"))?;
            self.check_member(&schema, lists)?;
        }
        Ok(())
    }

    fn check_member(&self, member: &Resolved<'a>, lists: bool) -> Result<()> {
        match (self.structure(member), &member.schema.schema_kind) {
            (Structure::List, SchemaKind::Type(SchemaType::Array(list))) if lists => {
                self.check_items(list, &member.pointer)
            }
            (Structure::List, _) => Err(too_deep(&member.pointer, "a list within an object")),
            (Structure::Object, _) => Err(too_deep(&member.pointer, "an object within an object")),
            _ => Ok(()),
        }
    }
}

fn too_deep(pointer: &Pointer, what: &str) -> Diagnostic {
    Diagnostic::at(
        pointer,
        format!("OpenAPI has no form for {what} in this style of a parameter"),
        "say in the overlay how it is written: in the style `deepObject`, or with `content` as JSON",
    )
}
