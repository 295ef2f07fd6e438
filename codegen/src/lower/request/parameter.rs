//! Lowers Parameter Objects of operations and path items.

use std::collections::HashSet;

use indexmap::IndexMap;
use indexmap::map::Entry;
use openapiv3::{
    Content, Parameter as ParameterObject, ParameterData, ParameterSchemaOrContent, ReferenceOr,
};

use super::header_name::{is_client_header, name_problem};
use super::path_query::{FixedQuery, take_query};
use super::style::{self, location, structure, style};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Annotations, Location, Parameter, Role, Structure, Style, Type};
use crate::lower::Lowering;
use crate::lower::extensions::{Extensions, PARAMETER_KEYS};
use crate::lower::media_type::Media;
use crate::lower::naming::Naming;
use crate::lower::operation_object::OperationObject;
use crate::lower::pagination::Conventions;
use crate::lower::resolve::ResolvedSchema;
use crate::openapi::media_type::is_json;
use crate::openapi::operations::placeholders;
use crate::openapi::path_parameters::{
    parameter_without_placeholder, placeholder_without_parameter, repeated_placeholder,
};

/// The headers that OpenAPI describes by other objects, and descriptions of these objects.
const IGNORED_HEADERS: [(&str, &str); 3] = [
    ("accept", "the media types of the responses"),
    ("authorization", "the security schemes"),
    ("content-type", "the media type of the request body"),
];

impl<'a> Lowering<'a> {
    /// Lowers the parameters of an operation and its path item. In lenient mode, reports and ignores optional
    /// parameters that can't be lowered.
    pub(in crate::lower) fn lower_parameters(
        &mut self,
        object: &OperationObject<'a>,
        naming: &Naming,
        conventions: &Conventions,
    ) -> Result<(Vec<Parameter>, FixedQuery)> {
        let own = self.resolve_parameters(&object.operation.parameters, &object.pointer)?;
        let shared = self.resolve_parameters(&object.item.parameters, &object.item_pointer)?;
        let key = |parameter: &ParameterObject| {
            identity(location(parameter), &parameter.parameter_data_ref().name)
        };
        let overridden: HashSet<_> = own.iter().map(|(own, _)| key(own)).collect();
        let inherited = shared
            .iter()
            .filter(|(shared, _)| !overridden.contains(&key(shared)));
        let mut all = Vec::new();
        for (parameter, pointer) in inherited.chain(&own) {
            let data = parameter.parameter_data_ref();
            let is_page = location(parameter) == Location::Query
                && conventions.page_parameter.as_ref() == Some(&data.name);
            let lowered = match is_page {
                true => self.lower_page_parameter(data, pointer, naming),
                false => self
                    .lower_parameter(parameter, pointer, naming)
                    .map(Vec::from_iter),
            };
            match lowered {
                Err(error) if data.required => return Err(error),
                lowered => {
                    let lowered = self.or_report(lowered, Effect::Ignored, pointer)?;
                    all.extend(lowered.into_iter().flatten());
                }
            }
        }
        let fixed_query = take_query(self.document.root(), object, &mut all)?;
        let unique = self.without_duplicates(all).into_iter();
        let (path, other): (Vec<_>, Vec<_>) = unique.partition(|it| it.location == Location::Path);
        let mut parameters = self.in_order_of_path(object, path)?;
        parameters.extend(other);
        Ok((parameters, fixed_query))
    }

    /// Keeps the first parameter with a name and location, and reports others with the same name and location.
    fn without_duplicates(&mut self, parameters: Vec<Parameter>) -> Vec<Parameter> {
        let mut unique = IndexMap::<_, Parameter>::new();
        for parameter in parameters {
            match unique.entry(identity(parameter.location, &parameter.name)) {
                Entry::Vacant(entry) => {
                    entry.insert(parameter);
                }
                Entry::Occupied(earlier) => self.diagnostics.warn(Diagnostic::at(
                    &parameter.pointer,
                    format!(
                        "duplicate parameter: the Parameter Object at {} also describes the {} parameter `{}`",
                        earlier.get().pointer,
                        parameter.location.name(),
                        parameter.name
                    ),
                    "delete one of the two Parameter Objects",
                )),
            }
        }
        unique.into_values().collect()
    }

    /// Sorts path parameters by their placeholders. Checks that each placeholder has a parameter, and reports the
    /// parameters without a placeholder.
    fn in_order_of_path(
        &mut self,
        object: &OperationObject<'_>,
        parameters: Vec<Parameter>,
    ) -> Result<Vec<Parameter>> {
        let OperationObject { path, pointer, .. } = object;
        let by_name = parameters.into_iter().map(|it| (it.name.clone(), it));
        let mut remaining: IndexMap<String, Parameter> = by_name.collect();
        let mut ordered: Vec<Parameter> = Vec::new();
        for name in placeholders(path) {
            let Some(parameter) = remaining.swap_remove(name) else {
                return Err(match ordered.iter().any(|it| it.name == name) {
                    true => repeated_placeholder(pointer, path, name),
                    false => {
                        let root = self.document.root();
                        placeholder_without_parameter(root, pointer, path, name)
                    }
                });
            };
            ordered.push(parameter);
        }
        for (name, Parameter { pointer, .. }) in remaining {
            let warning = parameter_without_placeholder(&pointer, path, &name);
            self.diagnostics.warn(warning);
        }
        Ok(ordered)
    }

    fn resolve_parameters(
        &self,
        parameters: &'a [ReferenceOr<ParameterObject>],
        owner: &Pointer,
    ) -> Result<Vec<(&'a ParameterObject, Pointer)>> {
        let pointer = owner.child("parameters");
        let parameters = parameters.iter().enumerate();
        parameters
            .map(|(index, parameter)| self.resolve(parameter, &pointer.child(index)))
            .collect()
    }

    /// Lowers a parameter, except headers in [`IGNORED_HEADERS`] and headers that only the HTTP client may set.
    fn lower_parameter(
        &mut self,
        parameter: &'a ParameterObject,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Option<Parameter>> {
        let data = parameter.parameter_data_ref();
        let location = location(parameter);
        if location == Location::Header {
            if let Some(warning) = ignored_header(&data.name, pointer) {
                self.diagnostics.warn(warning);
                return Ok(None);
            }
            if let Some(problem) = name_problem("header", &data.name) {
                let help = "in an overlay, set `name` to a valid header name, or delete the Parameter Object";
                return Err(Diagnostic::at(&pointer.child("name"), problem, help));
            }
        }
        let (style, schema) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let schema = self.resolve_schema(schema, &pointer.child("schema"))?;
                let style = self.style_of_schema(parameter, &schema, pointer)?;
                (style, Some(schema))
            }
            ParameterSchemaOrContent::Content(content) => {
                self.style_of_content(parameter, content, pointer)?
            }
        };
        let ty = match &schema {
            Some(schema) => self.lower_schema(schema, &naming.child(&data.name))?,
            None => Type::Any,
        };
        let is_selection =
            Extensions::new(&data.extensions, pointer, PARAMETER_KEYS)?.flag("x-sdk-selection")?;
        if is_selection && style != Style::DeepObject {
            return Err(Diagnostic::at(
                &pointer.child("x-sdk-selection"),
                format!(
                    "`x-sdk-selection` is only supported for a query parameter with `style: deepObject`, which `{}` isn't",
                    data.name
                ),
                "delete `x-sdk-selection`",
            ));
        }
        let allow_reserved = match parameter {
            ParameterObject::Query { allow_reserved, .. } => *allow_reserved,
            _ => false,
        };
        Ok(Some(Parameter {
            name: data.name.clone(),
            label: data.name.clone(),
            pointer: pointer.clone(),
            required: data.required,
            location,
            style,
            allow_reserved,
            structure: schema.as_ref().map_or(Structure::Unknown, structure),
            role: match is_selection {
                true => Role::Selection,
                false => Role::Plain,
            },
            ty,
            annotations: self.parameter_annotations(data, pointer, schema.as_ref())?,
        }))
    }

    /// Returns the declared style, or the default of the location if the structure doesn't allow the declared style. A
    /// query parameter with nested values gets `deepObject` if necessary. Reports each replacement.
    fn style_of_schema(
        &mut self,
        parameter: &ParameterObject,
        schema: &ResolvedSchema<'a>,
        pointer: &Pointer,
    ) -> Result<Style> {
        let location = location(parameter);
        let declared = style(parameter, structure(schema), pointer).unwrap_or_else(|error| {
            let default = style::default_style(location);
            let note = format!("the SDK uses the default style, `{}`", style::name(default));
            self.diagnostics.warn(error.with_note(note));
            default
        });
        match self.check_style(schema, declared, parameter, pointer) {
            Ok(()) => Ok(declared),
            Err(error) if location == Location::Query => {
                let name = &parameter.parameter_data_ref().name;
                let note = format!(
                    "the SDK uses the style `deepObject`, with the indexes of arrays as keys: `{name}[0][key]=value`"
                );
                self.diagnostics.warn(error.with_note(note));
                Ok(Style::DeepObject)
            }
            Err(error) => Err(error),
        }
    }

    /// Returns the annotations of a parameter, which override the annotations of its schema.
    fn parameter_annotations(
        &self,
        data: &ParameterData,
        pointer: &Pointer,
        schema: Option<&ResolvedSchema<'a>>,
    ) -> Result<Annotations> {
        let inherited = match schema {
            Some(schema) => self.lower_annotations(schema)?,
            None => Annotations::default(),
        };
        let detail = self.detail(pointer);
        let description = data.description.as_ref().map(|text| detail.shorten(text));
        let example = detail.short_value(data.example.as_ref());
        Ok(Annotations {
            description: description.or(inherited.description),
            example: example.or(inherited.example),
            deprecated: inherited.deprecated || data.deprecated.unwrap_or(false),
            ..inherited
        })
    }

    /// Returns the style and schema of a parameter with `content`. JSON has the style `Json`. For other media types, a
    /// primitive value has the style that it would have with `schema`, and other values are an error.
    fn style_of_content(
        &mut self,
        parameter: &ParameterObject,
        content: &'a Content,
        pointer: &Pointer,
    ) -> Result<(Style, Option<ResolvedSchema<'a>>)> {
        let content_pointer = pointer.child("content");
        let Some(media) = self.choose_media(content, &content_pointer, &[], None) else {
            return Err(Diagnostic::at(
                &content_pointer,
                "`content` of the Parameter Object has no media type",
                "replace `content` with `schema`, such as `schema: {type: string}`",
            ));
        };
        let schema = self.resolve_media_schema(&media)?;
        if is_json(media.name) {
            return Ok((Style::Json, schema));
        }
        let structure = schema.as_ref().map_or(Structure::Unknown, structure);
        if structure == Structure::Primitive {
            return Ok((style(parameter, structure, pointer)?, schema));
        }
        let Media { name, pointer, .. } = media;
        Err(Diagnostic::at(
            &pointer,
            format!(
                "media type `{name}` is only supported for parameters that are strings, numbers or booleans; \
                 the schema describes {}",
                style::describe(structure)
            ),
            format!(
                "in an overlay, if the API accepts JSON, add `application/json` and remove `{name}`; otherwise, remove \
                 the `schema` of `{name}`, and in a later action add `schema: {{type: string}}`, so that callers pass \
                 the encoded text"
            ),
        ))
    }
}

/// Returns the key by which Parameter Objects are compared. The case of header names doesn't matter.
fn identity(location: Location, name: &str) -> (Location, String) {
    let name = match location {
        Location::Header => name.to_ascii_lowercase(),
        _ => name.to_owned(),
    };
    (location, name)
}

/// Returns the warning about a header that callers can't set.
fn ignored_header(name: &str, pointer: &Pointer) -> Option<Diagnostic> {
    let (reason, sender) = if is_client_header(name) {
        let sender = format!("the HTTP client sets `{name}` if a request needs it");
        (", which controls the connection", sender)
    } else {
        let mut ignored = IGNORED_HEADERS.iter();
        let (_, source) = ignored.find(|(it, _)| name.eq_ignore_ascii_case(it))?;
        ("", format!("the SDK sets `{name}` from {source}"))
    };
    Some(Diagnostic::at(
        pointer,
        format!("a Parameter Object must not describe the header `{name}`{reason}"),
        format!("no action needed: {sender}"),
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ir::{Operation, Style};
    use crate::lower::fixtures::lowered;

    fn lower(path: &str, shared: Value, own: Value) -> Operation {
        let get = json!({"operationId": "get", "parameters": own, "responses": {"204": {"description": ""}}});
        let api = lowered(json!({path: {"parameters": shared, "get": get}}), json!({})).unwrap();
        api.resources[0].operations[0].clone()
    }

    fn parameter(name: &str, location: &str, kind: &str) -> Value {
        json!({"name": name, "in": location, "required": location == "path", "schema": {"type": kind}})
    }

    #[test]
    fn path_parameters_have_order_of_path() {
        let own = json!(["c", "a", "b"].map(|name| parameter(name, "path", "string")));
        let operation = lower("/{b}/x/{a}{c}", json!([]), own);
        let names: Vec<_> = operation
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str())
            .collect();
        assert_eq!(names, ["b", "a", "c"]);
    }

    #[test]
    fn operation_overrides_parameters_of_path_item() {
        let shared = json!([
            parameter("a", "query", "string"),
            parameter("b", "query", "string")
        ]);
        let own = json!([
            parameter("b", "query", "boolean"),
            parameter("b", "path", "string")
        ]);
        let operation = lower("/{b}", shared, own);
        let found: Vec<_> = operation
            .parameters
            .iter()
            .map(|parameter| (parameter.name.as_str(), parameter.pointer.to_string()))
            .collect();
        assert_eq!(
            found,
            [
                ("b", "#/paths/~1{b}/get/parameters/1".to_owned()),
                ("a", "#/paths/~1{b}/parameters/0".to_owned()),
                ("b", "#/paths/~1{b}/get/parameters/0".to_owned()),
            ]
        );
        assert_eq!(operation.parameters[0].style, Style::Simple);
    }

    #[test]
    fn annotations_of_parameter_override_those_of_schema() {
        let own = json!([{
            "name": "a", "in": "query", "description": "Of the parameter.", "deprecated": true,
            "schema": {"type": "string", "description": "Of the schema.", "example": "x", "maxLength": 5},
        }]);
        let operation = lower("/a", json!([]), own);
        let annotations = &operation.parameters[0].annotations;
        assert_eq!(
            annotations.description.as_deref(),
            Some("Of the parameter.")
        );
        assert_eq!(annotations.example, Some(json!("x")));
        assert!(annotations.deprecated && annotations.bounds.len() == 1);
    }
}
