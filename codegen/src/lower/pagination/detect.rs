//! Detects pagination from a list in the response, a parameter with a usual name (except for links), and the properties
//! that the style reads. All of these must be declared.

use std::collections::HashSet;
use std::ptr;

use serde_json::Value;

use super::list::List;
use super::{Conventions, DATA, META, NUMBER, PAGE, PageParameter, properties, property_pointer};
use crate::diagnostics::Pointer;
use crate::ir::{PageStyle, Pagination};
use crate::lower::Lowering;
use crate::lower::operation_object::OperationObject;
use crate::openapi::walk::{members, string};

/// The names of query parameters that may be page numbers.
const NUMBER_PARAMETERS: [&str; 3] = ["page[number]", "page_number", PAGE];

/// The names of query parameters that are cursors.
const CURSOR_PARAMETERS: [&str; 13] = [
    "cursor",
    "page_cursor",
    "pageCursor",
    "page_token",
    "pageToken",
    "PageToken",
    "next_token",
    "nextToken",
    "NextToken",
    "next_cursor",
    "continuation_token",
    "page[cursor]",
    "page[after]",
];

/// The names of properties that are the cursor of the next page; see also `described_cursor`.
const NEXT_CURSORS: [&str; 9] = [
    "next_cursor",
    "nextCursor",
    "next_page_cursor",
    "next_page_token",
    "nextPageToken",
    "next_token",
    "nextToken",
    "NextToken",
    "continuation_token",
];

/// The names of properties that are the URL of the next page.
const NEXT_LINKS: [&str; 7] = [
    "next_page_uri",
    "next_page_url",
    "next_uri",
    "next_url",
    "nextLink",
    "next_link",
    "nextPageUrl",
];

/// The names of booleans that are true if there are more pages.
const HAS_MORE: [&str; 5] = [
    "has_more",
    "hasMore",
    "has_next",
    "has_next_page",
    "hasNextPage",
];

/// The names of query parameters that are the ID of the last item of the page before.
const LAST_ID_PARAMETERS: [&str; 3] = ["starting_after", "startingAfter", "after_id"];

/// The names of query parameters that are offsets.
const OFFSET_PARAMETERS: [&str; 3] = ["offset", "page[offset]", "skip"];

/// The names of integers that are the number of items on all pages.
const TOTALS: [&str; 7] = [
    "total",
    "total_count",
    "totalCount",
    "total_items",
    "totalItems",
    "total_results",
    "totalResults",
];

/// The names of integers that are the number of pages.
const TOTAL_PAGES: [&str; 4] = ["total_pages", "totalPages", "page_count", "pageCount"];

/// The properties of `meta` in the standard envelope.
const META_PROPERTIES: [&str; 4] = ["page_number", "page_size", "total_pages", "total_results"];

/// The maximum depth below the body of an object whose properties are searched.
const MAX_DEPTH: usize = 2;

impl Lowering<'_> {
    /// Detects the envelope and the pagination of a GET operation.
    pub(super) fn detect_pagination(&self, object: &OperationObject<'_>) -> Option<Conventions> {
        if object.http_method != "get" {
            return None;
        }
        let list = self.find_list(&object.pointer, None)?;
        let parameters = self.query_parameters(&object.pointer);
        if self.is_standard_envelope(&list) {
            let mut all = parameters.iter();
            if let Some(found) = all.find_map(|it| self.standard_conventions(it)) {
                return Some(found);
            }
        }
        let style = self
            .cursor_style(&list, &parameters)
            .or_else(|| self.last_id_style(&list, &parameters))
            .or_else(|| self.link_style(&list))
            .or_else(|| self.number_style(&list, &parameters))
            .or_else(|| self.offset_style(&list, &parameters))?;
        let property = style
            .parameter()
            .and_then(|name| self.query_property(name, &parameters));
        Some(Conventions {
            page_parameter: property.map(|it| it.page_parameter),
            pagination: Some(Pagination {
                style,
                items: Some(list.pointer),
            }),
            ..Conventions::default()
        })
    }

    /// Returns the conventions of a list in the standard envelope if the parameter is or contains the page number.
    fn standard_conventions(&self, parameter: &Value) -> Option<Conventions> {
        let name = self.page_number_name(parameter)?;
        let is_property = string(parameter, "name") != Some(&*name);
        Some(Conventions {
            is_enveloped: true,
            page_parameter: is_property.then(|| PageParameter::page(NUMBER)),
            page_number_name: Some(name),
            pagination: None,
        })
    }

    /// Whether the body has no properties except `data` and a `meta` that the runtime decodes completely.
    fn is_standard_envelope(&self, list: &List<'_>) -> bool {
        let Some(envelope) = properties(list.body) else {
            return false;
        };
        let meta = envelope.get(META).map(|meta| {
            let properties = properties(self.resolve_value(meta)?)?;
            let mut names = properties.keys();
            Some(names.all(|name| META_PROPERTIES.contains(&name.as_str())))
        });
        meta.is_none_or(|is_known| is_known == Some(true))
            && list.pointer == "/data"
            && envelope.keys().all(|it| it == DATA || it == META)
    }

    /// Returns the query name of a page number that counts from 1: the name of the parameter, or `page[number]` if the
    /// parameter has the property `number`.
    fn page_number_name(&self, parameter: &Value) -> Option<String> {
        let name = string(parameter, "name")?;
        let schema = self.resolve_value(parameter.get("schema")?)?;
        if NUMBER_PARAMETERS.contains(&name) && counts_from_one(schema) {
            return Some(name.to_owned());
        }
        let is_object = name == PAGE && string(parameter, "style") == Some("deepObject");
        let number = properties(schema)?.get(NUMBER).filter(|_| is_object)?;
        counts_from_one(self.resolve_value(number)?)
            .then(|| PageParameter::page(NUMBER).query_name())
    }

    fn number_style(&self, list: &List<'_>, parameters: &[&Value]) -> Option<PageStyle> {
        let parameter = parameters.iter().find_map(|it| self.page_number_name(it))?;
        Some(PageStyle::PageNumber {
            parameter,
            total_pages: self.find_property(list, &TOTAL_PAGES, "integer"),
        })
    }

    fn offset_style(&self, list: &List<'_>, parameters: &[&Value]) -> Option<PageStyle> {
        Some(PageStyle::Offset {
            parameter: self.find_parameter(parameters, &OFFSET_PARAMETERS, "integer")?,
            total: self.find_property(list, &TOTALS, "integer"),
        })
    }

    fn cursor_style(&self, list: &List<'_>, parameters: &[&Value]) -> Option<PageStyle> {
        let parameter = self.find_parameter(parameters, &CURSOR_PARAMETERS, "string")?;
        let has_more = self.find_property(list, &HAS_MORE, "boolean");
        let key = parameter.trim_end_matches(']');
        let key = key.rsplit('[').next().unwrap_or(key);
        let next = self
            .find_property(list, &NEXT_CURSORS, "string")
            .or_else(|| self.cursor_in_object(list, key))
            .or_else(|| self.described_cursor(list, key, has_more.is_some()))?;
        Some(PageStyle::Cursor {
            parameter,
            next,
            has_more,
        })
    }

    /// Returns the location of a property of an object with the name `cursors`.
    fn cursor_in_object(&self, list: &List<'_>, name: &str) -> Option<String> {
        let cursors = self.find_property(list, &["cursors"], "object")?;
        let cursor = property_pointer(&cursors, name);
        self.schema_at(list.body, &cursor).map(|_| cursor)
    }

    /// Returns the location of a cursor with the name of the parameter. Without `has_more`, the description of the
    /// property must mention the next page, since the property might be the cursor of the current page.
    fn described_cursor(&self, list: &List<'_>, name: &str, has_more: bool) -> Option<String> {
        let cursor = self.find_property(list, &[name], "string")?;
        let schema = self.schema_at(list.body, &cursor)?;
        let description = string(schema, "description").unwrap_or_default();
        let is_next = has_more || description.to_lowercase().contains("next");
        is_next.then_some(cursor)
    }

    fn last_id_style(&self, list: &List<'_>, parameters: &[&Value]) -> Option<PageStyle> {
        let parameter = self.find_parameter(parameters, &LAST_ID_PARAMETERS, "string")?;
        let has_more = self.find_property(list, &HAS_MORE, "boolean")?;
        let item = self.resolve_value(list.array.get("items")?)?;
        let id = self.schema_at(item, "/id")?;
        matches!(string(id, "type"), Some("string" | "integer")).then(|| PageStyle::LastId {
            parameter,
            id: "/id".to_owned(),
            has_more: Some(has_more),
        })
    }

    fn link_style(&self, list: &List<'_>) -> Option<PageStyle> {
        let next = self.find_property(list, &NEXT_LINKS, "string").or_else(|| {
            let next = self.find_property(list, &["next"], "string")?;
            let format = string(self.schema_at(list.body, &next)?, "format");
            matches!(format, Some("uri" | "uri-reference" | "url")).then_some(next)
        });
        let mut headers = members(list.response, "/headers");
        let has_header = headers.any(|(name, _)| name.eq_ignore_ascii_case("link"));
        (next.is_some() || has_header).then_some(PageStyle::Link { next })
    }

    /// Returns the first of these names that an optional query parameter of this type has, or an optional property of a
    /// query parameter in deepObject style.
    fn find_parameter(&self, parameters: &[&Value], names: &[&str], ty: &str) -> Option<String> {
        let has_type =
            |schema: Option<&Value>| schema.and_then(|it| string(it, "type")) == Some(ty);
        let is_optional_of_type = |parameter: &&Value| {
            let schema = parameter
                .get("schema")
                .and_then(|it| self.resolve_value(it));
            parameter.get("required") != Some(&Value::Bool(true)) && has_type(schema)
        };
        let is_present = |name: &&&str| {
            let mut named = parameters
                .iter()
                .filter(|it| string(it, "name") == Some(**name));
            let property = self.query_property(name, parameters);
            named.any(is_optional_of_type)
                || property.is_some_and(|it| !it.is_required && has_type(Some(it.schema)))
        };
        names.iter().find(is_present).map(|name| (*name).to_owned())
    }

    /// Returns the location in the body of the first property with one of these names and this type, outermost first.
    fn find_property(&self, list: &List<'_>, names: &[&str], ty: &str) -> Option<String> {
        let mut objects = vec![(Vec::new(), list.body)];
        // Many properties may refer to one schema, or back to the body.
        let mut expanded = HashSet::from([ptr::from_ref(list.body)]);
        for _ in 0..=MAX_DEPTH {
            let mut children: Vec<(Vec<&str>, &Value)> = objects
                .iter()
                .flat_map(|(path, object)| {
                    let properties = properties(object).into_iter().flatten();
                    properties.filter_map(move |(name, schema)| {
                        let path = [path.as_slice(), &[name.as_str()]].concat();
                        Some((path, self.resolve_value(schema)?))
                    })
                })
                .collect();
            let found = names.iter().find_map(|name| {
                children.iter().find(|(path, schema)| {
                    path.last() == Some(name) && string(schema, "type") == Some(ty)
                })
            });
            if let Some((path, _)) = found {
                let pointer = path.iter().fold(Pointer::root(), |it, name| it.child(name));
                return Some(pointer.as_str().to_owned());
            }
            children.retain(|(_, schema)| expanded.insert(ptr::from_ref(*schema)));
            objects = children;
        }
        None
    }
}

/// Whether a schema is an integer whose minimum or default is 1.
fn counts_from_one(schema: &Value) -> bool {
    let is_one = |key| schema.get(key).and_then(Value::as_u64) == Some(1);
    string(schema, "type") == Some("integer") && (is_one("minimum") || is_one("default"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ir::{LIST_PROPERTIES, Output};
    use crate::lower::fixtures::lowered;

    #[test]
    fn documentation_lists_the_names() {
        let text = include_str!("../../../docs/overlay.md");
        let names = [
            &NUMBER_PARAMETERS[..],
            &CURSOR_PARAMETERS,
            &NEXT_CURSORS,
            &NEXT_LINKS,
            &HAS_MORE,
            &LAST_ID_PARAMETERS,
            &OFFSET_PARAMETERS,
            &TOTALS,
            &TOTAL_PAGES,
            &META_PROPERTIES,
            &LIST_PROPERTIES,
        ];
        let undocumented: Vec<&str> = names
            .concat()
            .into_iter()
            .filter(|name| !text.contains(&format!("`{name}`")))
            .collect();
        assert!(undocumented.is_empty(), "{undocumented:?}");
    }

    /// Whether a list is paginated if it has a parameter `page` in deepObject style with this schema.
    fn is_paginated_by(page: Value) -> bool {
        let properties = json!({
            "rooms": {"type": "array", "items": {"type": "string"}},
            "next_cursor": {"type": "string"},
        });
        let content =
            json!({"application/json": {"schema": {"type": "object", "properties": properties}}});
        let get = json!({
            "parameters": [{"name": "page", "in": "query", "style": "deepObject", "schema": page}],
            "responses": {"200": {"description": "", "content": content}},
        });
        let api = lowered(json!({"/rooms": {"get": get}}), json!({})).unwrap();
        matches!(api.resources[0].operations[0].output, Output::Page { .. })
    }

    #[test]
    fn property_of_parameter_is_cursor_if_optional_string() {
        let page = |ty: &str, required: &[&str]| {
            let properties = json!({"after": {"type": ty}, "size": {"type": "integer"}});
            json!({"type": "object", "properties": properties, "required": required})
        };
        assert!(is_paginated_by(page("string", &["size"])));
        assert!(!is_paginated_by(page("string", &["after"])));
        assert!(!is_paginated_by(page("integer", &[])));
    }
}
