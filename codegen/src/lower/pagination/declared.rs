//! Pagination that an overlay or a document declares.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::properties;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{PageStyle, Pagination};
use crate::lower::Lowering;
use crate::lower::extensions::Extensions;
use crate::openapi::errors::{listed, quoted, wrong_type};
use crate::openapi::operations::parameters;
use crate::openapi::walk::{items, string};

pub(super) const KEY: &str = "x-sdk-pagination";

/// The value of `x-sdk-pagination`.
#[derive(Clone, Debug)]
pub(in crate::lower) enum Declared {
    /// `false`: lists aren't paginated.
    Disabled,
    /// The query parameter that is the page number, such as `page[number]`, of lists in the standard envelope.
    Standard { parameter: String },
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
                    let StandardFields { parameter, number } =
                        extensions.deserialize(KEY, &Value::Object(fields), &object)?;
                    let parameter = format!("{parameter}[{number}]");
                    Self::Standard { parameter }
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

    /// Returns the query parameter that selects a page, if the declaration has one.
    pub(super) fn parameter(&self) -> Option<&str> {
        match self {
            Self::Disabled => None,
            Self::Standard { parameter } => Some(parameter),
            Self::Style { style, .. } => style.parameter(),
        }
    }

    /// Returns the help about a query parameter that operations don't have.
    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::Standard { .. } => {
                "set `parameter` of `x-sdk-pagination` to the name of the query parameter, and `number` to its property \
                 with the page number, such as `{parameter: page, number: number}` for `page[number]`"
            }
            _ => {
                "set `parameter` of `x-sdk-pagination` to the query parameter that selects the page"
            }
        }
    }
}

/// The fields without `style`: a query parameter in deepObject style, and its property with the page number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardFields {
    parameter: String,
    number: String,
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
    /// The name of the parameter that has the property. `None` for a whole parameter.
    pub(super) object: Option<&'a str>,
    pub(super) is_required: bool,
    pub(super) schema: &'a Value,
}

impl Lowering<'_> {
    /// Returns the declared pagination of an operation. Fails if the operation lacks the parameter or, with a style,
    /// the list.
    pub(super) fn apply_declared(
        &self,
        declared: &Declared,
        operation: &Pointer,
    ) -> Result<Option<Pagination>> {
        self.check_parameter(declared, operation)?;
        Ok(match declared {
            Declared::Disabled => None,
            Declared::Standard { parameter } => Some(Pagination::standard(parameter.clone())),
            Declared::Style { style, items } => {
                let list = self.find_list(operation, items.as_deref());
                let list = list.ok_or_else(|| self.no_list(operation, items.as_deref()))?;
                Some(Pagination {
                    style: style.clone(),
                    items: Some(list.pointer),
                })
            }
        })
    }

    /// Checks that the operation has the declared query parameter, or the property in deepObject style: `page[after]`.
    pub(super) fn check_parameter(&self, declared: &Declared, operation: &Pointer) -> Result<()> {
        let Some(name) = declared.parameter() else {
            return Ok(());
        };
        let parameters = self.query_parameters(operation);
        if self.query_value(name, &parameters).is_some() {
            return Ok(());
        }
        let names = listed(parameters.iter().flat_map(|it| self.query_names(it)));
        let (found, help) = match names.as_str() {
            "" => (
                "none".to_owned(),
                format!("add the query parameter `{name}`"),
            ),
            names => (format!("only {names}"), declared.help().to_owned()),
        };
        let message =
            format!("`{KEY}` expects the query parameter `{name}`; the operation has {found}");
        Err(Diagnostic::at(operation, message, help))
    }

    /// Returns the quoted name of a query parameter, or in deepObject style the names of its properties.
    fn query_names<'b>(&'b self, parameter: &'b Value) -> impl Iterator<Item = String> + 'b {
        let name = string(parameter, "name").unwrap_or_default();
        let object = self.deep_object(parameter).and_then(properties);
        let properties = object.into_iter().flat_map(Map::keys);
        let whole = object.is_none().then(|| quoted(name));
        properties
            .map(move |it| quoted(&format!("{name}[{it}]")))
            .chain(whole)
    }

    /// Returns the schema of a parameter in deepObject style.
    fn deep_object<'b>(&'b self, parameter: &'b Value) -> Option<&'b Value> {
        let is_deep_object = string(parameter, "style") == Some("deepObject");
        self.resolve_value(parameter.get("schema").filter(|_| is_deep_object)?)
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
        if let Some(parameter) = named(name) {
            let schema = parameter
                .get("schema")
                .and_then(|it| self.resolve_value(it));
            return Some(QueryValue {
                object: None,
                is_required: parameter.get("required") == Some(&Value::Bool(true)),
                schema: schema.unwrap_or(&Value::Null),
            });
        }
        let (object, property) = name.strip_suffix(']')?.split_once('[')?;
        let parameter = named(object)?;
        let schema = self.deep_object(parameter)?;
        Some(QueryValue {
            object: string(parameter, "name"),
            is_required: items(schema, "/required").any(|it| it.as_str() == Some(property)),
            schema: self.resolve_value(properties(schema)?.get(property)?)?,
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
                json!({"parameter": "page", "number": 5}),
                "/number",
                "expected a string, found `5`",
            ),
            (
                json!({"parameter": "page"}),
                "",
                "missing field `number` in `x-sdk-pagination` without `style`",
            ),
            (
                json!({"parameter": "page", "total": "/total"}),
                "/total",
                "unknown field `total` in `x-sdk-pagination` without `style`; expected one of `parameter`, `number`",
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
