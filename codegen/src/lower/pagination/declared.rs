//! Pagination that an overlay or a document declares.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{Conventions, PageParameter, properties};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{PageStyle, Pagination};
use crate::lower::Lowering;
use crate::lower::extensions::Extensions;
use crate::lower::operation_object::OperationObject;
use crate::openapi::errors::{listed, quoted, wrong_type};
use crate::openapi::operations::parameters;
use crate::openapi::walk::{items, string};

pub(super) const KEY: &str = "x-sdk-pagination";

/// The value of `x-sdk-pagination`.
#[derive(Clone, Debug)]
pub(in crate::lower) enum Declared {
    /// `false`: lists aren't paginated.
    Disabled,
    /// A parameter whose property is the page number, for lists in the standard envelope.
    Parameter(PageParameter),
    /// A style of pagination, and the declared location of the items.
    Style {
        style: PageStyle,
        items: Option<String>,
    },
}

impl Declared {
    pub(in crate::lower) fn read(extensions: &Extensions<'_>) -> Result<Option<Self>> {
        let declared = match extensions.get(KEY)? {
            None => return Ok(None),
            Some(Value::Bool(false)) => Self::Disabled,
            Some(Value::Object(mut fields)) => match fields.remove("style") {
                Some(style) => Self::read_style(extensions, style, fields)?,
                None => {
                    let object = format!("`{KEY}` without `style`");
                    let parameter: PageParameter =
                        extensions.deserialize(KEY, &Value::Object(fields), &object)?;
                    parameter.check_meta(&extensions.pointer_of(KEY))?;
                    Self::Parameter(parameter)
                }
            },
            Some(value) => {
                let pointer = extensions.pointer_of(KEY);
                return Err(wrong_type(&pointer, &value, "an object or `false`"));
            }
        };
        Ok(Some(declared))
    }

    /// Reads a style, its fields, and `items`, a field that all styles have.
    fn read_style(
        extensions: &Extensions<'_>,
        style: Value,
        mut fields: Map<String, Value>,
    ) -> Result<Self> {
        let pointer = extensions.pointer_of(KEY);
        let items = match fields.remove("items") {
            None | Some(Value::Null) => None,
            Some(Value::String(items)) => Some(items),
            Some(items) => return Err(wrong_type(&pointer.child("items"), &items, "a string")),
        };
        let Value::String(style) = style else {
            return Err(wrong_type(&pointer.child("style"), &style, "a string"));
        };
        let object = format!("`{KEY}` with `style: {style}`");
        let value = Value::from_iter([(style, Value::Object(fields))]);
        let StyleFields(style) = extensions.deserialize(KEY, &value, &object)?;
        let locations = [items.as_deref()].into_iter().chain(style.locations());
        let is_invalid = |it: &&str| !it.is_empty() && !it.starts_with('/');
        let invalid = locations.flatten().find(is_invalid);
        match invalid {
            Some(invalid) => Err(Diagnostic::at(
                &pointer,
                format!("{} in {object} is not a JSON pointer", quoted(invalid)),
                "replace it with a JSON pointer, such as `/meta/next` for the property `next` of `meta`",
            )),
            None => Ok(Self::Style { style, items }),
        }
    }
}

/// Deserializes a style. Errors about unknown fields also list `items`, which `read_style` has removed.
struct StyleFields(PageStyle);

impl<'de> Deserialize<'de> for StyleFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        PageStyle::deserialize(deserializer)
            .map(Self)
            .map_err(|error| {
                let message = error.to_string();
                match message.starts_with("unknown field") {
                    true => D::Error::custom(format!("{message} or `items`")),
                    false => error,
                }
            })
    }
}

/// A query parameter, or a property of one in deepObject style, such as `page[after]`.
pub(super) struct QueryValue<'a> {
    /// The parameter that has the property.
    pub(super) page_parameter: Option<PageParameter>,
    pub(super) is_required: bool,
    pub(super) schema: &'a Value,
}

impl Lowering<'_> {
    /// Applies a declared style to an operation. Fails if the operation lacks the parameter or the list.
    pub(super) fn apply_style(
        &self,
        style: &PageStyle,
        items: Option<&str>,
        object: &OperationObject<'_>,
    ) -> Result<Conventions> {
        let page_parameter = style
            .parameter()
            .map(|parameter| self.check_query_value(parameter, &object.pointer))
            .transpose()?
            .flatten();
        let list = self
            .find_list(&object.pointer, items)
            .ok_or_else(|| self.no_list(&object.pointer, items))?;
        Ok(Conventions {
            is_enveloped: self.root.has_envelope,
            page_parameter,
            pagination: Some(Pagination {
                style: style.clone(),
                items: Some(list.pointer),
            }),
        })
    }

    /// Checks that the operation has the query parameter. For `page[after]`, a property in deepObject style, returns
    /// the parameter `page`.
    pub(super) fn check_query_value(
        &self,
        name: &str,
        operation: &Pointer,
    ) -> Result<Option<PageParameter>> {
        let parameters = self.query_parameters(operation);
        let value = self.query_value(name, &parameters);
        let value = value.ok_or_else(|| self.no_query_parameter(name, operation, &parameters))?;
        Ok(value.page_parameter)
    }

    /// Checks that the operation has the page parameter, or a parameter with the name of its property in the query.
    pub(super) fn check_page_parameter(
        &self,
        parameter: &PageParameter,
        operation: &Pointer,
    ) -> Result<()> {
        let parameters = self.query_parameters(operation);
        let names = [&parameter.parameter, &parameter.query_name()];
        let has_name = |it: &&Value| names.iter().any(|name| string(it, "name") == Some(name));
        match parameters.iter().any(has_name) {
            true => Ok(()),
            false => Err(self.no_query_parameter(&parameter.parameter, operation, &parameters)),
        }
    }

    /// Creates the error about an operation with these query parameters, but not with the one that is expected.
    fn no_query_parameter(
        &self,
        name: &str,
        operation: &Pointer,
        parameters: &[&Value],
    ) -> Diagnostic {
        let names = parameters.iter().filter_map(|it| string(it, "name"));
        let names = listed(names.map(quoted));
        let value = self.query_value(name, parameters);
        let expected = format!("`{KEY}` expects the query parameter `{name}`");
        let (message, help) = match value.and_then(|it| it.page_parameter) {
            _ if names.is_empty() => (
                format!("{expected}; the operation has none"),
                format!("add the query parameter `{name}`"),
            ),
            // With `style`, the name would be valid.
            Some(PageParameter {
                parameter,
                property,
                ..
            }) => (
                format!(
                    "`parameter` of `{KEY}` is `{name}`; without `style`, it must be the name of the Parameter Object, \
                     `{parameter}`"
                ),
                format!(
                    "write the two parts of `{name}` in separate fields: `parameter: {parameter}` and \
                     `number: {property}`"
                ),
            ),
            None => (
                format!("{expected}; the operation has only {names}"),
                format!("set `parameter` of `{KEY}` to the query parameter that selects the page"),
            ),
        };
        Diagnostic::at(operation, message, help)
    }

    /// Returns the query parameter with this name, or else the property with this name in the query: `page[after]`.
    pub(super) fn query_value<'b>(
        &'b self,
        name: &str,
        parameters: &[&'b Value],
    ) -> Option<QueryValue<'b>> {
        let named = |name: &str| {
            let mut parameters = parameters.iter().copied();
            parameters.find(|it| string(it, "name") == Some(name))
        };
        let schema = |parameter: &'b Value| self.resolve_value(parameter.get("schema")?);
        if let Some(parameter) = named(name) {
            return Some(QueryValue {
                page_parameter: None,
                is_required: parameter.get("required") == Some(&Value::Bool(true)),
                schema: schema(parameter).unwrap_or(&Value::Null),
            });
        }
        let (parameter, property) = name.strip_suffix(']')?.split_once('[')?;
        let object = named(parameter).filter(|it| string(it, "style") == Some("deepObject"))?;
        let object = schema(object)?;
        Some(QueryValue {
            page_parameter: Some(PageParameter::new(parameter, property)),
            is_required: items(object, "/required").any(|it| it.as_str() == Some(property)),
            schema: self.resolve_value(properties(object)?.get(property)?)?,
        })
    }

    /// Returns the query parameters of an operation, and those of its path item that it doesn't override.
    pub(super) fn query_parameters(&self, operation: &Pointer) -> Vec<&Value> {
        parameters(self.document.root(), operation)
            .map(|(_, parameter)| parameter)
            .filter(|parameter| string(parameter, "in") == Some("query"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;
    use serde_json::json;

    use super::*;

    #[test]
    fn read_invalid_field_is_an_error_at_the_field() {
        for (value, at, message) in [
            (
                json!({"style": "offset", "parameter": 5}),
                "/parameter",
                "expected a string, found `5`",
            ),
            (
                json!({"style": 5, "parameter": "page"}),
                "/style",
                "expected a string, found `5`",
            ),
            (
                json!({"style": "link", "items": ["/a"]}),
                "/items",
                "expected a string, found an array",
            ),
            (
                json!({"style": "token", "parameter": "page"}),
                "/style",
                "unknown value `token`; expected one of `page_number`, `offset`, `cursor`, `last_id`, `link`",
            ),
            (
                json!({"style": "cursor", "parameter": "after", "next": "meta.next"}),
                "",
                "`meta.next` in `x-sdk-pagination` with `style: cursor` is not a JSON pointer",
            ),
            (
                json!({"style": "link", "items": "data"}),
                "",
                "`data` in `x-sdk-pagination` with `style: link` is not a JSON pointer",
            ),
            (
                json!({"style": "cursor", "parameter": "after"}),
                "",
                "missing field `next` in `x-sdk-pagination` with `style: cursor`",
            ),
            (
                json!({"parameter": "page", "number": "number", "meta": 5}),
                "/meta",
                "expected a string, found `5`",
            ),
            (
                json!({"parameter": "page", "number": "number", "meta": "paging"}),
                "/meta",
                "`meta` is `paging`; only `meta` is supported",
            ),
            (
                json!({"parameter": "page"}),
                "",
                "missing field `number` in `x-sdk-pagination` without `style`",
            ),
            (
                json!({"parameter": "page", "total": "/total"}),
                "/total",
                "unknown field `total` in `x-sdk-pagination` without `style`; expected one of `parameter`, `number`, `meta`",
            ),
        ] {
            let entries = IndexMap::from([(KEY.to_owned(), value)]);
            let root = Pointer::root();
            let extensions = Extensions::new(&entries, &root, KEY).unwrap();
            let error = Declared::read(&extensions).unwrap_err();
            assert_eq!(error.pointer_or_root().to_string(), format!("#/{KEY}{at}"));
            assert_eq!(error.message(), message);
        }
    }
}
