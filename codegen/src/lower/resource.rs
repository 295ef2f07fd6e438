//! Groups operations into the tree of resources: `client.rooms().sessions()` is the resource `rooms.sessions`, a child
//! of `rooms`.

use std::collections::BTreeMap;

use super::extensions::Extensions;
use super::operation_object::OperationObject;
use crate::diagnostics::{Diagnostic, Pointer, Result, UnmatchedDecision};
use crate::ir::{Operation, Resource};
use crate::names;
use crate::openapi::errors::{listed, quoted};

/// The maximum number of names in the path of a resource. The output contains each path in full, so deep trees would
/// make the output grow quadratically.
const MAX_DEPTH: usize = 20;

/// An operation and its resource.
pub(super) struct ResourceOperation<'a> {
    /// The path of the resource: `rooms`, `sessions`.
    pub(super) resource: Vec<String>,
    pub(super) object: &'a openapiv3::Operation,
    pub(super) operation: Operation,
}

/// Returns the path of an operation's resource: the value of `x-sdk-resource`, or else the default.
pub(super) fn resource_path(
    object: &OperationObject<'_>,
    extensions: &Extensions<'_>,
) -> Result<Vec<String>> {
    let given: Option<String> = extensions.get("x-sdk-resource")?;
    let resource = given.unwrap_or_else(|| default_resource(object));
    let path: Vec<String> = resource.split('.').map(str::to_owned).collect();
    let has_valid_names = path.iter().all(|it| names::has_identifier_character(it));
    let (problem, help) = if !has_valid_names {
        (
            format!(
                "resource path `{resource}` contains a name without a letter or digit; full stops separate the names"
            ),
            "set `x-sdk-resource` to names separated by full stops, such as `rooms.sessions`",
        )
    } else if path.len() > MAX_DEPTH {
        (
            format!(
                "the resource path has {} names, expected at most {MAX_DEPTH}",
                path.len()
            ),
            "set `x-sdk-resource` to a shorter path",
        )
    } else {
        return Ok(path);
    };
    let pointer = object.pointer.child("x-sdk-resource");
    Err(Diagnostic::at(&pointer, problem, help))
}

/// Returns the first tag, or else the first segment of the path that is neither a placeholder, a version nor `api`, or
/// else `api`. Names without a letter or digit don't count.
fn default_resource(object: &OperationObject<'_>) -> String {
    let tag = object.operation.tags.first().map(String::as_str);
    let is_named = |it: &&str| !it.starts_with('{') && !names::is_api_or_version(it);
    let segments = object.path.split('/').filter(is_named);
    let mut names = tag
        .into_iter()
        .chain(segments.map(names::without_extension));
    let name = names.find(|name| names::has_identifier_character(name));
    names::in_snake_case(name.unwrap_or("api"))
}

/// Groups operations by resource, and adds parents that have no operations. Adds the `descriptions` of unknown
/// resources to `unmatched`.
pub(super) fn tree(
    operations: Vec<ResourceOperation<'_>>,
    mut descriptions: BTreeMap<String, String>,
    unmatched: &mut Vec<UnmatchedDecision>,
) -> Vec<Resource> {
    let mut resources = BTreeMap::<Vec<String>, Resource>::new();
    for entry in operations {
        for depth in 1..=entry.resource.len() {
            let path: Vec<String> = entry.resource.iter().take(depth).cloned().collect();
            let resource = resources.entry(path.clone());
            resource.or_insert_with(|| Resource {
                description: descriptions.remove(&path.join(".")).unwrap_or_else(|| {
                    format!("Operations of `{}`.", names::resource_expression(&path))
                }),
                path,
                is_path_given: false,
                pointer: entry.operation.pointer.clone(),
                operations: Vec::new(),
            });
        }
        if let Some(resource) = resources.get_mut(&entry.resource) {
            resource.is_path_given |= entry.object.extensions.contains_key("x-sdk-resource");
            resource.operations.push(entry.operation);
        }
    }
    let resources = Vec::from_iter(resources.into_values());
    let known = listed(resources.iter().map(|it| quoted(&it.path.join("."))));
    let one_of = match resources.len() {
        ..=1 => "",
        _ => "one of the resources ",
    };
    unmatched.extend(descriptions.keys().map(|path| {
        UnmatchedDecision::new(
            Pointer::root().child("x-sdk-resources").child(path),
            path,
            format!("the SDK has no resource `{path}`; it has {known}"),
            format!("rename `{path}` to {one_of}{known}, or delete it from `x-sdk-resources`"),
        )
    }));
    resources
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::fixtures::lowered;

    #[test]
    fn default_resource_is_first_named_segment() {
        for (path, expected) in [
            ("/api/v2/rooms/seats", "rooms"),
            ("/-/rooms", "rooms"),
            ("/{a}/Rooms.json", "rooms"),
            ("/{a}", "api"),
        ] {
            let parameter =
                json!({"name": "a", "in": "path", "required": true, "schema": {"type": "string"}});
            let parameters = Vec::from_iter(path.contains('{').then_some(parameter));
            let get = json!({"parameters": parameters, "responses": {"204": {"description": ""}}});
            let api = lowered(json!({path: {"get": get}}), json!({})).unwrap();
            assert_eq!(api.resources[0].path, [expected], "{path}");
        }
    }
}
