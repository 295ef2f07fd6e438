//! Detects pagination from a list in the response, a parameter with a usual name (except for links), and the properties
//! that the style needs. All of these must be declared. Constants with several names separate them by spaces.

use std::collections::HashSet;
use std::ptr;

use serde_json::Value;

use super::declared::QueryValue;
use super::list::List;
use super::{DATA, META, properties, property_pointer};
use crate::ir::{PageStyle, Pagination};
use crate::lower::Lowering;
use crate::lower::operation_object::OperationObject;
use crate::names::contains_word;
use crate::openapi::walk::{members, string};

/// The names of query parameters that may be page numbers.
const NUMBER_PARAMETERS: &str = "page[number] page_number page";

/// The names of query parameters that are cursors.
const CURSOR_PARAMETERS: &str = "cursor page_cursor pageCursor page_token pageToken PageToken next_token nextToken \
    NextToken next_cursor continuation_token page[cursor] page[after]";

/// The names of properties that are the cursor of the next page; see also `described_cursor`.
const NEXT_CURSORS: &str = "next_cursor nextCursor next_page_cursor next_page_token nextPageToken next_token nextToken \
    NextToken continuation_token";

/// The names of properties that are the URL of the next page.
const NEXT_LINKS: &str =
    "next_page_uri next_page_url next_uri next_url nextLink next_link nextPageUrl";

/// The names of booleans that are true if there are more pages.
const HAS_MORE: &str = "has_more hasMore has_next has_next_page hasNextPage";

/// The names of query parameters that are the ID of the last item of the page before.
const LAST_ID_PARAMETERS: &str = "starting_after startingAfter after_id";

/// The names of query parameters that are offsets.
const OFFSET_PARAMETERS: &str = "offset page[offset] skip";

/// The names of integers that are the number of items on all pages.
const TOTALS: &str =
    "total total_count totalCount total_items totalItems total_results totalResults";

/// The names of integers that are the number of pages.
const TOTAL_PAGES: &str = "total_pages totalPages page_count pageCount";

/// The properties of `meta` in the standard envelope.
const META_PROPERTIES: &str = "page_number page_size total_pages total_results";

/// The maximum depth below the body of an object whose properties are searched.
const MAX_DEPTH: usize = 2;

impl Lowering<'_> {
    /// Detects the pagination of a GET operation.
    pub(super) fn detect_pagination(&self, object: &OperationObject<'_>) -> Option<Pagination> {
        if object.http_method != "get" {
            return None;
        }
        let list = self.find_list(&object.pointer, None)?;
        let parameters = self.query_parameters(&object.pointer);
        if self.is_standard_envelope(&list)
            && let Some(name) = self.page_number_name(&parameters)
        {
            return Some(Pagination::standard(name));
        }
        let style = self
            .cursor_style(&list, &parameters)
            .or_else(|| self.last_id_style(&list, &parameters))
            .or_else(|| self.link_style(&list))
            .or_else(|| self.number_style(&list, &parameters))
            .or_else(|| self.offset_style(&list, &parameters))?;
        Some(Pagination {
            style,
            items: Some(list.pointer),
        })
    }

    /// Whether the body has no properties except `data` and a `meta` that the runtime decodes completely.
    fn is_standard_envelope(&self, list: &List<'_>) -> bool {
        let Some(envelope) = properties(list.body) else {
            return false;
        };
        let has_known_properties = |meta: &Value| {
            let properties = self.resolve_value(meta).and_then(properties);
            properties.is_some_and(|it| it.keys().all(|name| contains_word(META_PROPERTIES, name)))
        };
        list.pointer == "/data"
            && envelope.keys().all(|it| it == DATA || it == META)
            && envelope.get(META).is_none_or(has_known_properties)
    }

    /// Returns the name of the query parameter that is a page number and counts from 1, such as `page[number]`.
    fn page_number_name(&self, parameters: &[&Value]) -> Option<String> {
        self.find_parameter(parameters, NUMBER_PARAMETERS, |it| {
            counts_from_one(it.schema)
        })
    }

    fn number_style(&self, list: &List<'_>, parameters: &[&Value]) -> Option<PageStyle> {
        Some(PageStyle::PageNumber {
            parameter: self.page_number_name(parameters)?,
            total_pages: self.find_property(list, TOTAL_PAGES, "integer"),
        })
    }

    fn offset_style(&self, list: &List<'_>, parameters: &[&Value]) -> Option<PageStyle> {
        Some(PageStyle::Offset {
            parameter: self.find_optional(parameters, OFFSET_PARAMETERS, "integer")?,
            total: self.find_property(list, TOTALS, "integer"),
        })
    }

    fn cursor_style(&self, list: &List<'_>, parameters: &[&Value]) -> Option<PageStyle> {
        let parameter = self.find_optional(parameters, CURSOR_PARAMETERS, "string")?;
        let has_more = self.find_property(list, HAS_MORE, "boolean");
        let key = parameter.trim_end_matches(']');
        let key = key.rsplit('[').next().unwrap_or(key);
        let next = self
            .find_property(list, NEXT_CURSORS, "string")
            .or_else(|| self.cursor_in_object(list, key))
            .or_else(|| self.described_cursor(list, key, has_more.is_some()))?;
        Some(PageStyle::Cursor {
            parameter,
            next,
            has_more,
        })
    }

    /// Returns the location of the string property `name` in an object with the name `cursors`.
    fn cursor_in_object(&self, list: &List<'_>, name: &str) -> Option<String> {
        let cursors = self.find_property(list, "cursors", "object")?;
        let cursor = property_pointer(&cursors, name);
        let schema = self.schema_at(list.body, &cursor)?;
        (string(schema, "type") == Some("string")).then_some(cursor)
    }

    /// Returns the location of a cursor with the name of the parameter. Without `has_more`, the description of the
    /// property must mention the next page, since the property might be the cursor of the current page.
    fn described_cursor(&self, list: &List<'_>, name: &str, has_more: bool) -> Option<String> {
        let cursor = self.find_property(list, name, "string")?;
        let schema = self.schema_at(list.body, &cursor)?;
        let description = string(schema, "description").unwrap_or_default();
        let is_next = has_more || description.to_lowercase().contains("next");
        is_next.then_some(cursor)
    }

    fn last_id_style(&self, list: &List<'_>, parameters: &[&Value]) -> Option<PageStyle> {
        let parameter = self.find_optional(parameters, LAST_ID_PARAMETERS, "string")?;
        let has_more = self.find_property(list, HAS_MORE, "boolean")?;
        let item = self.resolve_value(list.array.get("items")?)?;
        let id = self.schema_at(item, "/id")?;
        matches!(string(id, "type"), Some("string" | "integer")).then(|| PageStyle::LastId {
            parameter,
            id: "/id".to_owned(),
            has_more: Some(has_more),
        })
    }

    fn link_style(&self, list: &List<'_>) -> Option<PageStyle> {
        let next = self.find_property(list, NEXT_LINKS, "string").or_else(|| {
            let next = self.find_property(list, "next", "string")?;
            let format = string(self.schema_at(list.body, &next)?, "format");
            matches!(format, Some("uri" | "uri-reference" | "url")).then_some(next)
        });
        let mut headers = members(list.response, "/headers");
        let has_header = headers.any(|(name, _)| name.eq_ignore_ascii_case("link"));
        (next.is_some() || has_header).then_some(PageStyle::Link { next })
    }

    /// Returns the first of these names that an optional query parameter of this type has, or an optional property of a
    /// query parameter in deepObject style.
    fn find_optional(&self, parameters: &[&Value], names: &str, ty: &str) -> Option<String> {
        self.find_parameter(parameters, names, |it| {
            !it.is_required && string(it.schema, "type") == Some(ty)
        })
    }

    /// Returns the first of these names that a query parameter accepted by `is_match` has.
    fn find_parameter(
        &self,
        parameters: &[&Value],
        names: &str,
        is_match: impl Fn(QueryValue<'_>) -> bool,
    ) -> Option<String> {
        let mut names = names.split(' ');
        let name = names.find(|name| self.query_value(name, parameters).is_some_and(&is_match))?;
        Some(name.to_owned())
    }

    /// Returns the location in the body of the first property with one of these names and this type, outermost first.
    fn find_property(&self, list: &List<'_>, names: &str, ty: &str) -> Option<String> {
        let mut objects = vec![(String::new(), list.body)];
        // Many properties may refer to one schema, or back to the body.
        let mut expanded = HashSet::from([ptr::from_ref(list.body)]);
        for _ in 0..=MAX_DEPTH {
            let children = objects.iter().flat_map(|(pointer, object)| {
                let properties = properties(object).into_iter().flatten();
                properties.filter_map(move |(name, schema)| {
                    let pointer = property_pointer(pointer, name);
                    Some((name, pointer, self.resolve_value(schema)?))
                })
            });
            let mut children: Vec<(&String, String, &Value)> = children.collect();
            let found = names.split(' ').find_map(|name| {
                let is_found = |(property, _, schema): &&(&String, String, &Value)| {
                    *property == name && string(schema, "type") == Some(ty)
                };
                children.iter().find(is_found)
            });
            if let Some((_, pointer, _)) = found {
                return Some(pointer.clone());
            }
            children.retain(|(.., schema)| expanded.insert(ptr::from_ref(*schema)));
            let children = children.into_iter();
            objects = children
                .map(|(_, pointer, schema)| (pointer, schema))
                .collect();
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
            NUMBER_PARAMETERS,
            CURSOR_PARAMETERS,
            NEXT_CURSORS,
            NEXT_LINKS,
            HAS_MORE,
            LAST_ID_PARAMETERS,
            OFFSET_PARAMETERS,
            TOTALS,
            TOTAL_PAGES,
            META_PROPERTIES,
        ];
        let names = names.into_iter().flat_map(|names| names.split(' '));
        let undocumented: Vec<&str> = names
            .chain(LIST_PROPERTIES)
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

    /// Whether a list with these properties of the body in JSON is paginated, with these parameters of path item and
    /// operation.
    fn is_paginated(shared: Value, own: Value, properties: Value) -> bool {
        let schema = json!({"type": "object", "properties": properties});
        let content = json!({
            "application/vnd.rooms+json": {"schema": {"type": "string"}},
            "application/json": {"schema": schema},
        });
        let responses = json!({"200": {"description": "", "content": content}});
        let get = json!({"parameters": own, "responses": responses});
        let item = json!({"parameters": shared, "get": get});
        let api = lowered(json!({"/rooms": item}), json!({})).unwrap();
        matches!(api.resources[0].operations[0].output, Output::Page { .. })
    }

    #[test]
    fn parameter_of_path_item_counts_unless_overridden() {
        let cursor = |is_required: bool| {
            let schema = json!({"type": "string"});
            json!([{"name": "cursor", "in": "query", "required": is_required, "schema": schema}])
        };
        let properties = json!({
            "rooms": {"type": "array", "items": {"type": "string"}},
            "next_cursor": {"type": "string"},
        });
        let is_paginated = |own| is_paginated(cursor(false), own, properties.clone());
        assert!(is_paginated(json!([])));
        assert!(!is_paginated(cursor(true)));
    }

    #[test]
    fn cursor_in_object_must_be_a_string() {
        for (ty, expected) in [("string", true), ("integer", false)] {
            let cursor = json!({"name": "cursor", "in": "query", "schema": {"type": "string"}});
            let cursors = json!({"type": "object", "properties": {"cursor": {"type": ty}}});
            let properties = json!({
                "rooms": {"type": "array", "items": {"type": "string"}},
                "cursors": cursors,
            });
            let found = is_paginated(json!([]), json!([cursor]), properties);
            assert_eq!(found, expected, "{ty}");
        }
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
