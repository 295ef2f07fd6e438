//! The document's own members.

use serde_json::{Map, Value};

/// The version of all that is normalised.
const VERSION: &str = "3.0.3";

/// Rewrites those that are new in 3.1, or drops them where 3.0 has nothing like them.
pub(super) fn normalise(document: &mut Value) {
    let Value::Object(members) = document else {
        return;
    };
    let version = members.get("openapi").and_then(Value::as_str);
    if version.is_some_and(is_known) {
        members.insert("openapi".to_owned(), Value::from(VERSION));
        members
            .entry("paths")
            .or_insert_with(|| Value::Object(Map::new()));
    }
    members.shift_remove("jsonSchemaDialect");
    members.shift_remove("webhooks");
    if let Some(Value::Object(info)) = members.get_mut("info") {
        info.shift_remove("summary");
        if let Some(Value::Object(license)) = info.get_mut("license") {
            license.shift_remove("identifier");
        }
    }
    inline_path_items(members);
}

/// Whether a version of OpenAPI is one of those that can be normalised.
pub(crate) fn is_known(version: &str) -> bool {
    ["3.0", "3.1"]
        .into_iter()
        .any(|known| version == known || version.starts_with(&format!("{known}.")))
}

/// Puts shared path items where they are referred to.
fn inline_path_items(members: &mut Map<String, Value>) {
    let Some(Value::Object(components)) = members.get_mut("components") else {
        return;
    };
    let Some(Value::Object(shared)) = components.shift_remove("pathItems") else {
        return;
    };
    if let Some(Value::Object(paths)) = members.get_mut("paths") {
        for item in paths.values_mut() {
            let target = item.get("$ref").and_then(Value::as_str);
            let name = target.and_then(|target| target.strip_prefix("#/components/pathItems/"));
            if let Some(shared) = name.and_then(|name| shared.get(name)) {
                *item = shared.clone();
            }
        }
    }
}
