//! Cuts a document down to some of its paths and everything they reach by `$ref`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::error::Result;
use crate::nodes::Kind;
use crate::pointer::Pointer;
use crate::references;

/// Keeps the paths for which `wanted` is true, and of the components those that they reach.
///
/// Everything outside `paths` and `components` stays; so do security schemes, which are named, not referenced.
///
/// # Errors
///
/// When a `$ref` on the way leads to nothing, or out of the components.
pub fn slice(mut document: Value, wanted: impl Fn(&str) -> bool) -> Result<Value> {
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        paths.retain(|path, _| wanted(path));
    }
    let reached = reached_components(&document)?;
    if let Some(Value::Object(kinds)) = document.get_mut("components") {
        for (kind, members) in kinds
            .iter_mut()
            .filter(|(kind, _)| *kind != "securitySchemes")
        {
            if let Value::Object(members) = members {
                members.retain(|name, _| reached.contains(&Pointer::component(kind, name)));
            }
        }
        kinds.retain(|_, members| {
            members
                .as_object()
                .is_none_or(|members| !members.is_empty())
        });
    }
    Ok(document)
}

fn reached_components(document: &Value) -> Result<BTreeSet<Pointer>> {
    let mut reached = BTreeSet::new();
    let mut pending = Vec::new();
    if let Some(paths) = document.get("paths") {
        pending.push((Pointer::root().child("paths"), Kind::Objects, paths));
    }
    while let Some((place, kind, node)) = pending.pop() {
        references::each(node, &place, kind, &mut |reference, place| {
            let (pointer, target) = references::target(document, reference, place)?;
            if reached.insert(pointer.clone()) {
                let kind = references::component(reference).map_or("", |(kind, _)| kind);
                pending.push((pointer, Kind::of_component(kind), target));
            }
            Ok(())
        })?;
    }
    Ok(reached)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_wanted_paths_reach_stays_and_nothing_else() {
        let document = json!({
            "openapi": "3.0.3",
            "paths": {
                "/rooms": {"get": {"parameters": [{"$ref": "#/components/parameters/page"}]}},
                "/faxes": {"get": {"x": {"$ref": "#/components/schemas/Fax"}}},
            },
            "components": {
                "headers": {"Unused": {}},
                "parameters": {"page": {"schema": {"$ref": "#/components/schemas/A"}}, "other": {}},
                "schemas": {"A": {"items": {"$ref": "#/components/schemas/B"}}, "B": {"not": {"$ref": "#/components/schemas/A"}}, "Fax": {}},
                "securitySchemes": {"bearer": {}},
            },
        });
        let expected = json!({
            "openapi": "3.0.3",
            "paths": {"/rooms": {"get": {"parameters": [{"$ref": "#/components/parameters/page"}]}}},
            "components": {
                "parameters": {"page": {"schema": {"$ref": "#/components/schemas/A"}}},
                "schemas": {"A": {"items": {"$ref": "#/components/schemas/B"}}, "B": {"not": {"$ref": "#/components/schemas/A"}}},
                "securitySchemes": {"bearer": {}},
            },
        });
        assert_eq!(
            slice(document, |path| path.starts_with("/room")).unwrap(),
            expected
        );
    }
}
