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
    let root = Pointer::root();
    let start = Path::Start(&root);
    walk::each_mut_with_path(document, Kind::Object, start, &mut |node, kind, path| {
        if let (Kind::Schema | Kind::Object, Value::Object(members)) = (kind, node)
            && !has_names_as_keys(kind, path)
        {
            members.retain(|key, _| !PROSE.contains(&key.as_str()) && !key.starts_with("x-"));
        }
    });
    if let Some(Value::Object(info)) = document.get_mut("info") {
        info.retain(|key, _| key == "version");
        info.extend(title.map(|title| ("title".to_owned(), title)));
    }
}

/// Whether the keys of an object are names, which may be `x-api-key`, for example: a Security Requirement Object or the
/// scopes of an OAuth flow.
fn has_names_as_keys(kind: Kind, path: Path<'_>) -> bool {
    kind == Kind::Object
        && matches!(
            path,
            Path::Item(Path::Member(_, "security"), _)
                | Path::Member(Path::Member(Path::Member(_, "flows"), _), "scopes")
        )
}

/// Adds the prose of the committed spec to the corresponding objects of `document`.
pub(super) fn restore(document: &mut Value, committed: &Value) {
    let mut matcher = Matcher {
        document,
        committed,
        queue: VecDeque::new(),
        visited: HashSet::new(),
        prose: Vec::new(),
    };
    matcher.match_all();
    for (pointer, prose) in matcher.prose {
        if let Some(Value::Object(members)) = document.pointer_mut(pointer.as_str()) {
            members.extend(prose);
        }
    }
}

/// Adds the description `""`, which OpenAPI requires, to Response Objects without a description.
pub(super) fn fill_required(document: &mut Value) {
    walk::each_mut(document, Kind::Object, &mut |node, kind| {
        if let (Kind::Object, Some(Value::Object(responses))) = (kind, node.get_mut("responses")) {
            for response in responses.values_mut().filter_map(Value::as_object_mut) {
                if !response.contains_key("$ref") {
                    response.entry("description").or_insert("".into());
                }
            }
        }
    });
}

/// Walks both documents in parallel and follows references in both. An object keeps its prose when it moves into or out
/// of a component.
struct Matcher<'a> {
    document: &'a Value,
    committed: &'a Value,
    /// The pairs of nodes to visit. A queue, because recursion along references could overflow the stack.
    queue: VecDeque<Pair<'a>>,
    /// The locations of visited nodes. Several references may refer to a node.
    visited: HashSet<Pointer>,
    /// The prose for the objects of `document`, by location.
    prose: Vec<(Pointer, Map<String, Value>)>,
}

/// A node of the document, its location, the corresponding node of the committed spec, and the kind of both.
type Pair<'a> = (&'a Value, Pointer, &'a Value, Kind);

impl<'a> Matcher<'a> {
    /// Visits components with the same name first: each node is visited only once, and a reference may match a
    /// component with a committed object of another name.
    fn match_all(&mut self) {
        for (field, name, component) in components::all(self.document) {
            let pointer = Pointer::component(field, name);
            if let Some(committed) = self.committed.pointer(pointer.as_str()) {
                let kind = Kind::of_component(field);
                self.queue.push_back((component, pointer, committed, kind));
            }
        }
        let roots = (self.document, Pointer::root(), self.committed, Kind::Object);
        self.queue.push_back(roots);
        while let Some(pair) = self.queue.pop_front() {
            self.visit(pair);
        }
    }

    /// Collects the prose of `committed` for the node at `pointer`, and adds the members of both to the queue.
    fn visit(&mut self, (node, pointer, committed, kind): Pair<'a>) {
        let node = references::resolve_with_pointer(self.document, node, pointer);
        let committed = references::resolve(self.committed, committed);
        let (Some((pointer, node)), Some(committed)) = (node, committed) else {
            return;
        };
        if kind == Kind::Data || !self.visited.insert(pointer.clone()) {
            return;
        }
        match (node, committed) {
            (Value::Object(members), Value::Object(committed)) => {
                if matches!(kind, Kind::Schema | Kind::Object) {
                    let prose = committed.iter();
                    let prose = prose.filter(|(key, _)| PROSE.contains(&key.as_str()));
                    let prose = prose.map(|(key, text)| (key.clone(), text.clone()));
                    self.prose.push((pointer.clone(), prose.collect()));
                }
                for (key, member) in members {
                    if let Some(committed) = committed.get(key) {
                        let pair = (member, pointer.child(key), committed, kind.of_member(key));
                        self.queue.push_back(pair);
                    }
                }
            }
            (Value::Array(items), Value::Array(committed)) => {
                for (index, item) in items.iter().enumerate() {
                    let fields = identifying_fields(self.document, item);
                    let committed = match fields {
                        None => committed.get(index),
                        Some(_) => committed
                            .iter()
                            .find(|it| identifying_fields(self.committed, it) == fields),
                    };
                    if let Some(committed) = committed {
                        let pair = (item, pointer.child(index), committed, kind.of_member(""));
                        self.queue.push_back(pair);
                    }
                }
            }
            _ => {}
        }
    }
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
