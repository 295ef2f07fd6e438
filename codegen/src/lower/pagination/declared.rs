//! Pagination that an overlay or a document declares.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Conventions, PageParameter, properties};
use crate::diagnostics::{Diagnostic, Result};
use crate::ir::{PageStyle, Pagination};
use crate::lower::operation::OperationObject;
use crate::lower::{Lowering, contract};
use crate::openapi::errors::{listed, quoted};
use crate::openapi::walk::string;

/// The value of `x-sdk-pagination`.
#[derive(Clone, Debug)]
pub(in crate::lower) enum Declared {
    /// `false`: lists aren't paginated.
    Disabled,
    /// A parameter whose property is the page number, for lists in the standard envelope.
    Parameter(PageParameter),
    /// A style of pagination.
    Style(Style),
}

/// A style of pagination, and where its values are.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "style", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::lower) enum Style {
    PageNumber {
        parameter: String,
        total_pages: Option<String>,
        items: Option<String>,
    },
    Offset {
        parameter: String,
        total: Option<String>,
        items: Option<String>,
    },
    Cursor {
        parameter: String,
        next: String,
        has_more: Option<String>,
        items: Option<String>,
    },
    LastId {
        parameter: String,
        #[serde(default = "default_id")]
        id: String,
        has_more: Option<String>,
        items: Option<String>,
    },
    Link {
        next: Option<String>,
        items: Option<String>,
    },
}

fn default_id() -> String {
    "/id".to_owned()
}

impl<'de> Deserialize<'de> for Declared {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let declared = match &value {
            Value::Bool(false) => Ok(Self::Disabled),
            Value::Object(fields) if fields.contains_key("style") => {
                Style::deserialize(&value).map(Self::Style)
            }
            Value::Object(_) => PageParameter::deserialize(&value).map(Self::Parameter),
            _ => return Err(D::Error::custom("expected an object or `false`")),
        };
        declared.map_err(D::Error::custom)
    }
}

impl Style {
    /// Returns the style, and the declared location of the items.
    fn split(self) -> (PageStyle, Option<String>) {
        match self {
            Self::PageNumber {
                parameter,
                total_pages,
                items,
            } => {
                let style = PageStyle::PageNumber {
                    parameter,
                    total_pages,
                };
                (style, items)
            }
            Self::Offset {
                parameter,
                total,
                items,
            } => (PageStyle::Offset { parameter, total }, items),
            Self::Cursor {
                parameter,
                next,
                has_more,
                items,
            } => {
                let style = PageStyle::Cursor {
                    parameter,
                    next,
                    has_more,
                };
                (style, items)
            }
            Self::LastId {
                parameter,
                id,
                has_more,
                items,
            } => {
                let style = PageStyle::LastId {
                    parameter,
                    id,
                    has_more,
                };
                (style, items)
            }
            Self::Link { next, items } => (PageStyle::Link { next }, items),
        }
    }
}

impl Lowering<'_> {
    /// Applies a declared style to an operation. Fails if the operation lacks the parameter or the list.
    pub(super) fn apply(&self, style: &Style, object: &OperationObject<'_>) -> Result<Conventions> {
        let (style, items) = style.clone().split();
        let page_parameter = style
            .parameter()
            .map(|parameter| self.check_parameter(parameter, object))
            .transpose()?
            .flatten();
        let Some(list) = self.find_list(object, items.as_deref()) else {
            let location = items.map_or_else(String::new, |items| format!(" at {items:?}"));
            return Err(Diagnostic::at(
                &object.pointer.child("responses"),
                format!("`x-sdk-pagination` expects one success response with a list{location}"),
                "set `items` of `x-sdk-pagination` to the JSON pointer of the array in the body of the response, such as \
                 `/items`, or `x-sdk-pagination` to `false`",
            ));
        };
        Ok(Conventions {
            page_parameter,
            pagination: Some(Pagination {
                style,
                items: Some(list.pointer),
            }),
            ..Conventions::default()
        })
    }

    /// Checks that the operation has the query parameter. If it is a property of a parameter in deepObject style, such
    /// as `page[after]`, returns that parameter.
    fn check_parameter(
        &self,
        name: &str,
        object: &OperationObject<'_>,
    ) -> Result<Option<PageParameter>> {
        let parameters = self.query_parameters(object);
        if parameters.iter().any(|it| string(it, "name") == Some(name)) {
            return Ok(None);
        }
        if let Some(parameter) = self.parameter_with_property(name, &parameters) {
            return Ok(Some(parameter));
        }
        let names: Vec<String> = parameters
            .iter()
            .filter_map(|it| string(it, "name"))
            .map(quoted)
            .collect();
        let existing = match names.as_slice() {
            [] => "none".to_owned(),
            names => format!("only {}", listed(names.iter().cloned())),
        };
        Err(Diagnostic::at(
            &object.pointer,
            format!(
                "`x-sdk-pagination` expects the query parameter `{name}`; the operation has {existing}"
            ),
            "set `parameter` of `x-sdk-pagination` to the query parameter that selects the page",
        ))
    }

    /// Returns the parameter in deepObject style that has a property with this name in the query: `page[after]`.
    pub(super) fn parameter_with_property(
        &self,
        name: &str,
        parameters: &[&Value],
    ) -> Option<PageParameter> {
        let (object, property) = name.strip_suffix(']')?.split_once('[')?;
        let parameter = parameters.iter().find(|it| {
            string(it, "name") == Some(object) && string(it, "style") == Some("deepObject")
        })?;
        let schema = self.resolve_value(parameter.get("schema")?)?;
        properties(schema)?
            .contains_key(property)
            .then(|| PageParameter {
                parameter: object.to_owned(),
                ..PageParameter::page(property)
            })
    }

    /// Returns the query parameters of an operation.
    pub(super) fn query_parameters(&self, object: &OperationObject<'_>) -> Vec<&Value> {
        [&object.pointer, &object.item_pointer]
            .into_iter()
            .flat_map(|owner| contract::parameters(self.document.root(), owner))
            .filter(|parameter| string(parameter, "in") == Some("query"))
            .collect()
    }
}
