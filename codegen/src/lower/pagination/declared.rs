//! Pagination that an overlay or a document declares.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{Conventions, PageParameter, properties};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{PageStyle, Pagination};
use crate::lower::operation::OperationObject;
use crate::lower::{Lowering, contract};
use crate::openapi::errors::{listed, quoted};
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

impl<'de> Deserialize<'de> for Declared {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let declared = match value {
            Value::Bool(false) => Ok(Self::Disabled),
            Value::Object(fields) if fields.contains_key("style") => style_and_items(fields),
            Value::Object(_) => PageParameter::deserialize(value).map(Self::Parameter),
            _ => return Err(D::Error::custom("expected an object or `false`")),
        };
        declared.map_err(D::Error::custom)
    }
}

/// Reads a style and `items`, a field that all styles have.
fn style_and_items(mut fields: Map<String, Value>) -> serde_json::Result<Declared> {
    let items = fields.remove("items").unwrap_or_default();
    let items = serde_json::from_value(items)?;
    let style = serde_json::from_value(Value::Object(fields)).map_err(|error| {
        let message = error.to_string();
        match message.starts_with("unknown field") {
            true => serde_json::Error::custom(format!("{message} or `items`")),
            false => error,
        }
    })?;
    Ok(Declared::Style { style, items })
}

/// A property of a query parameter in deepObject style, such as `page[after]`.
pub(super) struct QueryProperty<'a> {
    /// The name of the parameter.
    parameter: &'a str,
    /// The name of the property.
    name: &'a str,
    /// The schema of the parameter.
    object: &'a Value,
    /// The schema of the property.
    pub(super) schema: &'a Value,
}

impl QueryProperty<'_> {
    /// Whether the parameter must have the property.
    pub(super) fn is_required(&self) -> bool {
        items(self.object, "/required").any(|it| it.as_str() == Some(self.name))
    }

    /// Returns the parameter whose property this is.
    pub(super) fn page_parameter(&self) -> PageParameter {
        PageParameter {
            parameter: self.parameter.to_owned(),
            ..PageParameter::page(self.name)
        }
    }
}

impl Lowering<'_> {
    /// Applies a declared style to an operation. Fails if the operation lacks the parameter or the list.
    pub(super) fn apply(
        &self,
        style: &PageStyle,
        items: Option<&str>,
        object: &OperationObject<'_>,
    ) -> Result<Conventions> {
        let page_parameter = style
            .parameter()
            .map(|parameter| self.check_parameter(parameter, &object.pointer))
            .transpose()?
            .flatten();
        let Some(list) = self.find_list(&object.pointer, items) else {
            return Err(self.list_error(&object.pointer, items));
        };
        Ok(Conventions {
            page_parameter,
            pagination: Some(Pagination {
                style: style.clone(),
                items: Some(list.pointer),
            }),
            ..Conventions::default()
        })
    }

    /// Checks that the operation has the query parameter. If it is a property of a parameter in deepObject style, such
    /// as `page[after]`, returns that parameter.
    pub(super) fn check_parameter(
        &self,
        name: &str,
        operation: &Pointer,
    ) -> Result<Option<PageParameter>> {
        let Err(error) = self.check_query_parameter(name, operation) else {
            return Ok(None);
        };
        let property = self.query_property(name, &self.query_parameters(operation));
        property.map_or(Err(error), |it| Ok(Some(it.page_parameter())))
    }

    /// Checks that the operation has a query parameter with exactly this name.
    pub(super) fn check_query_parameter(&self, name: &str, operation: &Pointer) -> Result<()> {
        let parameters = self.query_parameters(operation);
        if parameters.iter().any(|it| string(it, "name") == Some(name)) {
            return Ok(());
        }
        let names: Vec<String> = parameters
            .iter()
            .filter_map(|it| string(it, "name"))
            .map(quoted)
            .collect();
        let (existing, remedy) = match names.as_slice() {
            [] => (
                "none".to_owned(),
                format!("add the query parameter `{name}`"),
            ),
            names => (
                format!("only {}", listed(names.iter().cloned())),
                format!("set `parameter` of `{KEY}` to the query parameter that selects the page"),
            ),
        };
        Err(Diagnostic::at(
            operation,
            format!("`{KEY}` expects the query parameter `{name}`; the operation has {existing}"),
            format!("{remedy}, or set `{KEY}` of the operation to `false`"),
        ))
    }

    /// Returns the property of a parameter in deepObject style that has this name in the query: `page[after]`.
    pub(super) fn query_property<'b>(
        &'b self,
        name: &'b str,
        parameters: &[&'b Value],
    ) -> Option<QueryProperty<'b>> {
        let (parameter, name) = name.strip_suffix(']')?.split_once('[')?;
        let object = parameters.iter().find(|it| {
            string(it, "name") == Some(parameter) && string(it, "style") == Some("deepObject")
        })?;
        let object = self.resolve_value(object.get("schema")?)?;
        Some(QueryProperty {
            parameter,
            name,
            object,
            schema: self.resolve_value(properties(object)?.get(name)?)?,
        })
    }

    /// Returns the query parameters of an operation.
    pub(super) fn query_parameters(&self, operation: &Pointer) -> Vec<&Value> {
        [Some(operation.clone()), operation.parent()]
            .into_iter()
            .flatten()
            .flat_map(|owner| contract::parameters(self.document.root(), &owner))
            .filter(|parameter| string(parameter, "in") == Some("query"))
            .collect()
    }
}
