//! Replaces the prose of an upstream document with the prose of the committed spec.

use std::collections::{HashSet, VecDeque};

use serde_json::{Map, Value};

use crate::diagnostics::Pointer;
use crate::openapi::walk::{self, Kind, Path, string};
use crate::openapi::{components, references};

/// The fields that don't affect requests and responses.
const PROSE: [&str; 6] = [
    "description",
    "example",
    "examples",
    "externalDocs",
    "summary",
    "title",
];

/// Removes prose and extensions, and the fields of the Info Object other than `title` and `version`.
pub(super) fn strip(document: &mut Value) {
    let title = document.pointer("/info/title").cloned();
    walk::each_in_document_mut(document, |node, kind, path| {
        if let (Kind::Schema | Kind::Object, Value::Object(members)) = (kind, node)
            && !is_security_requirement(kind, path)
        {
            members.retain(|key, _| !PROSE.contains(&key.as_str()) && !key.starts_with("x-"));
        }
    });
    if let Some(Value::Object(info)) = document.get_mut("info") {
        info.retain(|key, _| key == "version");
        info.extend(title.map(|title| ("title".to_owned(), title)));
    }
}

/// Whether an object is a Security Requirement Object, whose keys are names, which may be `x-api-key`, for example.
fn is_security_requirement(kind: Kind, path: Path<'_>) -> bool {
    kind == Kind::Object && matches!(path, Path::Item(Path::Member(_, "security"), _))
}

/// Adds the prose of the committed spec to the corresponding objects of `document`.
pub(super) fn restore(document: &mut Value, committed: &Value) {
    for (pointer, prose) in committed_prose(document, committed) {
        if let Some(Value::Object(members)) = document.pointer_mut(pointer.as_str()) {
            members.extend(prose);
        }
    }
}

/// Adds the description `""`, which OpenAPI requires, to Response Objects without a description.
pub(super) fn fill_required(document: &mut Value) {
    walk::each_in_document_mut(document, |node, kind, _| {
        if let (Kind::Object, Some(Value::Object(responses))) = (kind, node.get_mut("responses")) {
            for response in responses.values_mut().filter_map(Value::as_object_mut) {
                if !response.contains_key("$ref") {
                    response.entry("description").or_insert("".into());
                }
            }
        }
    });
}

/// Returns the prose of the committed spec for the objects of `document`, with their locations.
///
/// Walks both documents in parallel and follows references in both. An object keeps its prose when it moves into or out
/// of a component.
fn committed_prose(document: &Value, committed: &Value) -> Vec<(Pointer, Map<String, Value>)> {
    // Components with the same name come first: each node is visited only once, and a reference may match a component
    // with a committed object of another name.
    let components = components::all(document).filter_map(|(field, name, component)| {
        let pointer = Pointer::component(field, name);
        let counterpart = committed.pointer(pointer.as_str())?;
        Some((component, pointer, counterpart, Kind::of_component(field)))
    });
    let root = (document, Pointer::root(), committed, Kind::Object);
    // Recursion along references could overflow the stack.
    let mut queue: VecDeque<(&Value, Pointer, &Value, Kind)> = components.chain([root]).collect();
    let mut visited = HashSet::new();
    let mut found = Vec::new();
    while let Some((node, pointer, counterpart, kind)) = queue.pop_front() {
        let node = references::resolve_with_pointer(document, node, pointer);
        let counterpart = references::resolve(committed, counterpart);
        let (Some((pointer, node)), Some(counterpart)) = (node, counterpart) else {
            continue;
        };
        if kind == Kind::Data || !visited.insert(pointer.clone()) {
            continue;
        }
        match (node, counterpart) {
            (Value::Object(members), Value::Object(counterparts)) => {
                if matches!(kind, Kind::Schema | Kind::Object) {
                    let prose = PROSE
                        .iter()
                        .filter_map(|key| counterparts.get_key_value(*key));
                    let prose = prose.map(|(key, text)| (key.clone(), text.clone()));
                    found.push((pointer.clone(), prose.collect()));
                }
                queue.extend(members.iter().filter_map(|(key, member)| {
                    let counterpart = counterparts.get(key)?;
                    Some((member, pointer.child(key), counterpart, kind.of_member(key)))
                }));
            }
            (Value::Array(items), Value::Array(counterparts)) => {
                queue.extend(items.iter().enumerate().filter_map(|(index, item)| {
                    let fields = identifying_fields(document, item);
                    let counterpart = match fields {
                        None => counterparts.get(index)?,
                        Some(_) => counterparts
                            .iter()
                            .find(|it| identifying_fields(committed, it) == fields)?,
                    };
                    Some((item, pointer.child(index), counterpart, kind.of_member("")))
                }));
            }
            _ => {}
        }
    }
    found
}

/// Returns the fields that identify a parameter (`in` and `name`), a tag (`name`) or a server (`url`). Other items are
/// identified by their index.
fn identifying_fields<'a>(document: &'a Value, item: &'a Value) -> Option<(&'a str, &'a str)> {
    let item = references::resolve(document, item)?;
    match (string(item, "name"), string(item, "url")) {
        (Some(name), _) => Some((string(item, "in").unwrap_or_default(), name)),
        (None, Some(url)) => Some(("url", url)),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn restore_follows_long_chains_of_references() {
        const LENGTH: usize = 20_000;
        let schema = |index: usize| {
            let next = format!("#/components/schemas/S{}", index + 1);
            let schema = json!({"description": "Ours.", "items": {"$ref": next}});
            (format!("S{index}"), schema)
        };
        let schemas = Map::from_iter((0..=LENGTH).map(schema));
        let committed = json!({"components": {"schemas": schemas}});
        let mut document = committed.clone();
        strip(&mut document);
        restore(&mut document, &committed);
        assert!(document == committed);
    }
}
