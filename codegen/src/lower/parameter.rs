//! Parameters, of the operation itself and those that its path shares.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use openapiv3::{
    Content, Operation, Parameter as OpenApiParameter, ParameterData, ParameterSchemaOrContent,
    PathItem, ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};

use super::extensions::{Extensions, Pagination};
use super::schema::{Naming, Resolved};
use super::style::{location, style};
use super::{Lowering, media, unsupported};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Location, Notes, Parameter, Structure, Style, Type};

/// What comes of the value of a parameter.
struct Written {
    style: Style,
    structure: Structure,
    value: Type,
    notes: Notes,
}

/// The parameters of an operation, by where they go.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) path: Vec<Parameter>,
    pub(super) query: Vec<Parameter>,
    /// The query parameter that carries the number of a page, for operations that have one.
    pub(super) page_number: Option<String>,
}

impl<'a> Lowering<'a> {
    pub(super) fn lower_parameters(
        &mut self,
        path: &str,
        item: &'a PathItem,
        operation: &'a Operation,
        (item_pointer, pointer): (&Pointer, &Pointer),
        naming: &Naming,
        pagination: Option<&Pagination>,
    ) -> Result<Parameters> {
        let mut parameters = Parameters::default();
        let own = self.resolve_parameters(&operation.parameters, pointer)?;
        let shared = self.resolve_parameters(&item.parameters, item_pointer)?;
        let inherited = shared
            .iter()
            .filter(|(shared, _)| !own.iter().any(|(own, _)| same_parameter(own, shared)));
        for (parameter, pointer) in inherited.chain(&own) {
            let lowered = self.attempt(|lowering| {
                lowering.lower_parameter(parameter, pointer, naming, pagination, &mut parameters)
            });
            match lowered {
                Err(error) if !parameter.parameter_data_ref().required => {
                    self.diagnostics
                        .report(Effect::Ignored, pointer.clone(), error)?;
                }
                lowered => lowered?,
            }
        }
        self.drop_repeated(&mut parameters.query)?;
        parameters.path = in_order_of_path(path, parameters.path, pointer)?;
        Ok(parameters)
    }

    /// Keeps the first of the parameters that have one name and one place.
    fn drop_repeated(&mut self, parameters: &mut Vec<Parameter>) -> Result<()> {
        let mut seen = HashMap::new();
        let mut faults = Vec::new();
        parameters.retain(|parameter| {
            let key = (parameter.location, parameter.name.clone());
            match seen.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(parameter.pointer.clone());
                    true
                }
                Entry::Occupied(earlier) => {
                    let cause = format!(
                        "the parameter `{}` stands at {} already",
                        parameter.name,
                        earlier.get()
                    );
                    faults.push(Diagnostic::at(
                        &parameter.pointer,
                        cause,
                        "keep one of the two",
                    ));
                    false
                }
            }
        });
        let mut faults = faults.into_iter();
        faults.try_for_each(|fault| self.diagnostics.ignore(fault))
    }

    fn resolve_parameters(
        &self,
        parameters: &'a [ReferenceOr<OpenApiParameter>],
        owner: &Pointer,
    ) -> Result<Vec<(&'a OpenApiParameter, Pointer)>> {
        let place = owner.child("parameters");
        let parameters = parameters.iter().enumerate().map(|(index, parameter)| {
            let (parameter, pointer, _) =
                self.resolve(parameter, &place.child(index), |components| {
                    &components.parameters
                })?;
            Ok((parameter, pointer))
        });
        parameters.collect()
    }

    fn lower_parameter(
        &mut self,
        parameter: &'a OpenApiParameter,
        pointer: &Pointer,
        naming: &Naming,
        pagination: Option<&Pagination>,
        parameters: &mut Parameters,
    ) -> Result<()> {
        let data = parameter.parameter_data_ref();
        let list = match location(parameter) {
            Location::Path => &mut parameters.path,
            Location::Query => {
                if let Some(pagination) = pagination.filter(|it| it.parameter == data.name) {
                    return self
                        .lower_page_parameter(data, pointer, naming, pagination, parameters);
                }
                &mut parameters.query
            }
            // OpenAPI has these ignored: other fields of the document describe them.
            Location::Header
                if ["accept", "authorization", "content-type"]
                    .iter()
                    .any(|name| data.name.eq_ignore_ascii_case(name)) =>
            {
                return Ok(());
            }
            Location::Header => {
                check_header_name(&data.name, pointer)?;
                &mut parameters.query
            }
            Location::Cookie => &mut parameters.query,
        };
        list.push(self.lower_value(parameter, pointer, naming)?);
        Ok(())
    }

    fn lower_value(
        &mut self,
        parameter: &'a OpenApiParameter,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Parameter> {
        let data = parameter.parameter_data_ref();
        let naming = naming.child(&data.name);
        let Written {
            style,
            structure,
            value,
            mut notes,
        } = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let place = pointer.child("schema");
                self.lower_by_style(parameter, pointer, (schema, &place), &naming)?
            }
            ParameterSchemaOrContent::Content(content) => {
                self.lower_by_content(parameter, content, pointer, &naming)?
            }
        };
        let extent = self.extent(pointer);
        let description = data.description.as_deref().map(|text| extent.of_text(text));
        notes.description = description.or(notes.description);
        notes.example = extent.of_value(data.example.as_ref()).or(notes.example);
        notes.deprecated |= data.deprecated.unwrap_or(false);
        let is_selection = Extensions::of(&data.extensions, pointer, &["x-sdk-selection"])?
            .flag("x-sdk-selection")?;
        if is_selection && style != Style::DeepObject {
            return Err(Diagnostic::at(
                &pointer.child("x-sdk-selection"),
                "only a parameter in deepObject style can say what an operation acts on",
                "delete the key, or make the parameter an object in that style",
            ));
        }
        Ok(Parameter {
            name: data.name.clone(),
            label: data.name.clone(),
            pointer: pointer.clone(),
            required: data.required,
            location: location(parameter),
            style,
            allow_reserved: matches!(
                parameter,
                OpenApiParameter::Query {
                    allow_reserved: true,
                    ..
                }
            ),
            structure,
            is_selection,
            value,
            notes,
        })
    }

    fn lower_by_style(
        &mut self,
        parameter: &OpenApiParameter,
        pointer: &Pointer,
        (schema, place): (&'a ReferenceOr<Schema>, &Pointer),
        naming: &Naming,
    ) -> Result<Written> {
        let schema = self.resolve_schema(schema, place)?;
        let structure = self.structure(&schema);
        let style = style(parameter, structure, pointer)?;
        self.check_writable(&schema, style)?;
        self.lower_written(&schema, style, naming)
    }

    fn lower_written(
        &mut self,
        schema: &Resolved<'a>,
        style: Style,
        naming: &Naming,
    ) -> Result<Written> {
        Ok(Written {
            style,
            structure: self.structure(schema),
            value: self.lower_schema(schema, naming)?,
            notes: self.value_notes(schema)?,
        })
    }

    /// Lowers a parameter that is written as a media type has it: as JSON, or plain text as ever.
    fn lower_by_content(
        &mut self,
        parameter: &OpenApiParameter,
        content: &'a Content,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Written> {
        let place = pointer.child("content");
        let json = media::json(content);
        let first = || content.first().map(|(name, media)| (name.as_str(), media));
        let Some((media_type, media)) = json.or_else(first) else {
            let help = "say in which media type the value is written, or give a `schema` instead";
            return Err(Diagnostic::at(
                &place,
                "the parameter has no media type",
                help,
            ));
        };
        self.ignore_others(content, media_type, &place)?;
        let place = place.child(media_type);
        let schema_place = place.child("schema");
        if json.is_some() {
            let Some(schema) = &media.schema else {
                return Ok(Written {
                    style: Style::Json,
                    structure: Structure::Unknown,
                    value: Type::Any,
                    notes: Notes::default(),
                });
            };
            let schema = self.resolve_schema(schema, &schema_place)?;
            return self.lower_written(&schema, Style::Json, naming);
        }
        let unsupported = || unsupported(&place, "a parameter written in this media type");
        let schema = media.schema.as_ref().ok_or_else(unsupported)?;
        let resolved = self.resolve_schema(schema, &schema_place)?;
        if self.structure(&resolved) != Structure::Scalar {
            return Err(unsupported());
        }
        self.lower_by_style(parameter, pointer, (schema, &schema_place), naming)
    }

    /// The page parameter is an object, but one whose properties a caller sets one by one.
    fn lower_page_parameter(
        &mut self,
        data: &'a ParameterData,
        pointer: &Pointer,
        naming: &Naming,
        pagination: &Pagination,
        parameters: &mut Parameters,
    ) -> Result<()> {
        let help = "see `x-sdk-pagination`: the parameter is an object in deepObject style with a property for the number";
        let fault = |cause: &str| Diagnostic::at(pointer, cause, help);
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            return Err(fault("the page parameter has no schema"));
        };
        let schema = self.resolve_schema(schema, &pointer.child("schema"))?;
        let SchemaKind::Type(SchemaType::Object(object)) = &schema.schema.schema_kind else {
            return Err(fault("the page parameter is not an object"));
        };
        let mut fields = self.lower_fields(&schema, object, naming)?;
        if let Some(rest) = fields.pop_if(|field| field.is_rest) {
            let fault = unsupported(
                &rest.pointer,
                "a page parameter with more than its properties",
            );
            self.diagnostics.ignore(fault.limitation())?;
        }
        let Some(number) = fields.iter().find(|field| field.name == pagination.number) else {
            return Err(fault(
                "the page parameter has no property for the number of the page",
            ));
        };
        parameters.page_number = Some(format!("{}[{}]", data.name, number.name));
        parameters
            .query
            .extend(fields.into_iter().map(|field| Parameter {
                name: format!("{}[{}]", data.name, field.name),
                label: format!("{}[{}]", data.name, field.name),
                pointer: field.pointer,
                required: field.required,
                location: Location::Query,
                style: Style::FormExploded,
                allow_reserved: false,
                structure: Structure::Scalar,
                is_selection: false,
                value: field.value,
                notes: field.notes,
            }));
        Ok(())
    }
}

fn same_parameter(a: &OpenApiParameter, b: &OpenApiParameter) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
        && a.parameter_data_ref().name == b.parameter_data_ref().name
}

fn check_header_name(name: &str, pointer: &Pointer) -> Result<()> {
    let is_token = |character: char| {
        character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
    };
    if !name.is_empty() && name.chars().all(is_token) {
        return Ok(());
    }
    Err(Diagnostic::at(
        &pointer.child("name"),
        format!("{name:?} is not a name that a header can have"),
        "mend the name with an action in the overlay, or delete the parameter",
    ))
}

/// What stands in braces in a path.
pub(crate) fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
}

fn in_order_of_path(
    path: &str,
    mut parameters: Vec<Parameter>,
    pointer: &Pointer,
) -> Result<Vec<Parameter>> {
    let mut ordered = Vec::new();
    for name in placeholders(path) {
        let Some(index) = parameters
            .iter()
            .position(|parameter| parameter.name == name)
        else {
            let cause = format!(
                "the path has a placeholder `{{{name}}}`, but no parameter of that name is left for it"
            );
            return Err(Diagnostic::at(
                pointer,
                cause,
                "declare the path parameter, and use it once",
            ));
        };
        ordered.push(parameters.swap_remove(index));
    }
    match parameters.first() {
        Some(parameter) => Err(Diagnostic::at(
            &parameter.pointer,
            format!(
                "the path `{path}` has no placeholder for the parameter `{}`",
                parameter.name
            ),
            "put it into the path in braces, or delete the parameter",
        )),
        None => Ok(ordered),
    }
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

    fn parameter(name: &str, place: &str, kind: &str) -> Value {
        json!({"name": name, "in": place, "required": place == "path", "schema": {"type": kind}})
    }

    #[test]
    fn placeholders_keep_the_order_of_the_path() {
        let own = json!(["c", "a", "b"].map(|name| parameter(name, "path", "string")));
        let operation = lower("/{b}/x/{a}{c}", json!([]), own);
        let names = operation
            .path_parameters
            .iter()
            .map(|parameter| parameter.name.as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["b", "a", "c"]);
    }

    #[test]
    fn an_operation_overrides_what_its_path_shares() {
        let shared = json!([
            parameter("a", "query", "string"),
            parameter("b", "query", "string")
        ]);
        let own = json!([
            parameter("b", "query", "boolean"),
            parameter("b", "path", "string")
        ]);
        let operation = lower("/{b}", shared, own);
        let query = operation.query_parameters.iter();
        let query: Vec<_> = query
            .map(|parameter| (parameter.name.as_str(), parameter.pointer.to_string()))
            .collect();
        assert_eq!(
            query,
            [
                ("a", "#/paths/~1{b}/parameters/0".to_owned()),
                ("b", "#/paths/~1{b}/get/parameters/0".to_owned()),
            ]
        );
        assert_eq!(operation.path_parameters[0].style, Style::Simple);
    }

    #[test]
    fn what_the_parameter_says_goes_before_what_its_schema_says() {
        let own = json!([{
            "name": "a", "in": "query", "description": "Of the parameter.", "deprecated": true,
            "schema": {"type": "string", "description": "Of the schema.", "example": "x", "maxLength": 5},
        }]);
        let operation = lower("/a", json!([]), own);
        let notes = &operation.query_parameters[0].notes;
        assert_eq!(notes.description.as_deref(), Some("Of the parameter."));
        assert_eq!(notes.example, Some(json!("x")));
        assert!(notes.deprecated && notes.bounds.len() == 1);
    }
}
