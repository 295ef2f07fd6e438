//! Lowers a page parameter, an object that selects a page, to one parameter per property, such as `page[number]`.

use openapiv3::{ParameterData, ParameterSchemaOrContent};

use super::style::structure;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Field, Location, Parameter, Role, Structure, Style};
use crate::lower::Lowering;
use crate::lower::naming::Naming;

impl<'a> Lowering<'a> {
    pub(super) fn lower_page_parameter(
        &mut self,
        data: &'a ParameterData,
        pointer: &Pointer,
        naming: &Naming,
    ) -> Result<Vec<Parameter>> {
        let schema = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                Some(self.resolve_schema(schema, &pointer.child("schema"))?)
            }
            ParameterSchemaOrContent::Content(_) => None,
        };
        let Some((object, schema)) = schema.and_then(|it| Some((it.object()?, it))) else {
            return Err(Diagnostic::at(
                pointer,
                format!(
                    "`x-sdk-pagination` expects that the page parameter `{}` has a `schema` of type `object`",
                    data.name
                ),
                "in an overlay, set `type` of the Schema Object to `object`",
            ));
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
