//! Lowers a page parameter, an object that selects a page, to one parameter per property, such as `page[number]`.

use openapiv3::{ParameterData, ParameterSchemaOrContent};

use super::style::{self, structure};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Field, Location, Parameter, Role, Structure, Style};
use crate::lower::Lowering;
use crate::lower::naming::Naming;
use crate::lower::pagination::PageParameter;
use crate::openapi::errors::{listed, quoted};

/// The end of the help about a page parameter.
const DISABLE: &str = "or set `x-sdk-pagination` of the operation to `false` (and delete it at the root, if no other \
                       operation uses it)";

impl<'a> Lowering<'a> {
    pub(super) fn lower_page_parameter(
        &mut self,
        data: &'a ParameterData,
        pointer: &Pointer,
        naming: &Naming,
        pagination: &PageParameter,
    ) -> Result<Vec<Parameter>> {
        let PageParameter { property, .. } = pagination;
        let error = |problem: String, before: &str| {
            let help = format!(
                "{before}set `schema` to `{{type: object, properties: {{{property}: {{type: integer}}}}}}`, {DISABLE}"
            );
            Err(Diagnostic::at(pointer, problem, help))
        };
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            return error(
                format!(
                    "`x-sdk-pagination` names the page parameter `{}`, which has `content`; expected `schema`",
                    data.name
                ),
                "delete `content`, and ",
            );
        };
        let schema = self.resolve_schema(schema, &pointer.child("schema"))?;
        let Some(object) = schema.object() else {
            return error(
                format!(
                    "`x-sdk-pagination` names the page parameter `{}`, whose schema describes {}; expected an object",
                    data.name,
                    style::describe(structure(&schema))
                ),
                "",
            );
        };
        let mut fields = self.lower_fields(&schema, object, naming)?;
        if let Some(field) = fields.pop_if(|field| field.is_additional_properties) {
            self.diagnostics.warn(Diagnostic::at(
                &field.pointer,
                format!(
                    "`additionalProperties` is not supported in the page parameter `{}`",
                    data.name
                ),
                "in an overlay, delete `additionalProperties`",
            ));
        }
        if !fields.iter().any(|field| field.name == *property) {
            let properties = match fields.as_slice() {
                [] => "no properties".to_owned(),
                fields => format!(
                    "only {}",
                    listed(fields.iter().map(|field| quoted(&field.name)))
                ),
            };
            return Err(Diagnostic::at(
                pointer,
                format!(
                    "`x-sdk-pagination` expects the page number in the property `{property}` of the parameter `{}`, but \
                     its schema has {properties}",
                    data.name
                ),
                format!(
                    "add the integer property `{property}` to the schema, set `number` of `x-sdk-pagination` to the \
                     property that has the page number, {DISABLE}"
                ),
            ));
        }
        let parameter = |field: Field| {
            let structure = match object.properties.get(&field.name) {
                Some(property) => {
                    structure(&self.resolve_property(&schema, &field.name, property)?)
                }
                None => Structure::Unknown,
            };
            Ok(Parameter {
                name: format!("{}[{}]", data.name, field.name),
                label: format!("{}[{}]", data.name, field.name),
                pointer: field.pointer,
                required: data.required && field.required,
                location: Location::Query,
                style: match structure {
                    Structure::Object => Style::DeepObject,
                    _ => Style::FormExploded,
                },
                allow_reserved: false,
                structure,
                role: Role::Plain,
                ty: field.ty,
                annotations: field.annotations,
            })
        };
        fields.into_iter().map(parameter).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::ir::{Structure, Style};
    use crate::lower::fixtures::lowered;

    #[test]
    fn property_is_required_only_if_page_parameter_is() {
        for is_required in [false, true] {
            let properties = json!({
                "number": {"type": "integer", "minimum": 1},
                "after": {"type": "object", "properties": {"id": {"type": "string"}}},
            });
            let page = json!({
                "name": "page",
                "in": "query",
                "style": "deepObject",
                "required": is_required,
                "schema": {"type": "object", "properties": properties, "required": ["number"]},
            });
            let schema = json!({"type": "array", "items": {"type": "string"}});
            let content = json!({"application/json": {"schema": schema}});
            let get = json!({
                "x-sdk-pagination": {"style": "page_number", "parameter": "page[number]"},
                "parameters": [page],
                "responses": {"200": {"description": "", "content": content}},
            });
            let api = lowered(json!({"/rooms": {"get": get}}), json!({})).unwrap();
            let parameters = &api.resources[0].operations[0].parameters;
            let found: Vec<_> = parameters
                .iter()
                .map(|it| (&*it.name, it.required, it.style, it.structure))
                .collect();
            let expected = [
                (
                    "page[number]",
                    is_required,
                    Style::FormExploded,
                    Structure::Primitive,
                ),
                ("page[after]", false, Style::DeepObject, Structure::Object),
            ];
            assert_eq!(found, expected);
        }
    }
}
