//! The words of a document: upstream's go, those of the contract stay.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::diagnostics::Pointer;
use crate::openapi::references;
use crate::openapi::walk::{self, Kind};

/// The members that say nothing about the contract.
const PROSE: [&str; 6] = [
    "description",
    "example",
    "examples",
    "externalDocs",
    "summary",
    "title",
];

/// Deletes all prose and every extension, and of what a document says about itself all but its name and version.
pub(super) fn strip(document: &mut Value) {
    let title = document.pointer("/info/title").cloned();
    walk::each_mut(document, Kind::Object, &mut |node, kind| {
        if let (Kind::Schema | Kind::Object, Value::Object(members)) = (kind, node) {
            members.retain(|key, _| !PROSE.contains(&key.as_str()) && !key.starts_with("x-"));
        }
    });
    if let Some(Value::Object(info)) = document.get_mut("info") {
        info.retain(|key, _| key == "version");
        info.extend(title.map(|title| ("title".to_owned(), title)));
    }
}

/// Gives each node of `document`, which has no prose, that of the node in whose place it stands.
pub(super) fn keep(document: &mut Value, committed: &Value) {
    let mut twins = Twins {
        document,
        committed,
        seen: HashSet::new(),
        prose: Vec::new(),
    };
    twins.components();
    twins.meet(document, Pointer::root(), committed, Kind::Object);
    for (place, prose) in twins.prose {
        if let Some(Value::Object(members)) = document.pointer_mut(place.as_str()) {
            members.extend(prose);
        }
    }
}

/// Gives each response without a description an empty one, since OpenAPI demands one.
pub(super) fn fill_required(document: &mut Value) {
    walk::each_mut(document, Kind::Object, &mut |node, kind| {
        let Some(Value::Object(responses)) = node.get_mut("responses") else {
            return;
        };
        if kind != Kind::Object {
            return;
        }
        for response in responses.values_mut().filter_map(Value::as_object_mut) {
            if !response.contains_key("$ref") {
                response
                    .entry("description")
                    .or_insert_with(|| Value::from(""));
            }
        }
    });
}

/// Walks through both documents side by side, along references on either side, so that what was moved into a component
/// or out of one keeps its prose.
struct Twins<'a> {
    document: &'a Value,
    committed: &'a Value,
    seen: HashSet<Pointer>,
    prose: Vec<(Pointer, Map<String, Value>)>,
}

impl<'a> Twins<'a> {
    /// Components of one name come first, whatever refers to them.
    fn components(&mut self) {
        let kinds = self.document.get("components").and_then(Value::as_object);
        for (kind, members) in kinds.into_iter().flatten() {
            for (name, member) in members.as_object().into_iter().flatten() {
                let place = Pointer::component(kind, name);
                if let Some(twin) = self.committed.pointer(place.as_str()) {
                    self.meet(member, place, twin, Kind::of_component(kind));
                }
            }
        }
    }

    fn meet(&mut self, node: &'a Value, place: Pointer, twin: &'a Value, kind: Kind) {
        let node = references::resolve_with_pointer(self.document, node, &place);
        let twin = references::resolve(self.committed, twin, &Pointer::root());
        let (Some((place, node)), Some(twin)) = (node, twin) else {
            return;
        };
        if kind == Kind::Data || !self.seen.insert(place.clone()) {
            return;
        }
        match (node, twin) {
            (Value::Object(members), Value::Object(twins)) => {
                if matches!(kind, Kind::Schema | Kind::Object) {
                    self.take(&place, twins);
                }
                for (key, member) in members {
                    if let Some(twin) = twins.get(key) {
                        self.meet(member, place.child(key), twin, kind.of_member(key));
                    }
                }
            }
            (Value::Array(items), Value::Array(twins)) => {
                for (index, item) in items.iter().enumerate() {
                    let identity = identity(self.document, item);
                    let same = |twin: &&Value| {
                        identity.is_some() && self::identity(self.committed, twin) == identity
                    };
                    let at_index = || twins.get(index).filter(|_| identity.is_none());
                    if let Some(twin) = twins.iter().find(same).or_else(at_index) {
                        self.meet(item, place.child(index), twin, kind.of_member(""));
                    }
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, place: &Pointer, twin: &Map<String, Value>) {
        let prose = twin.iter().filter(|(key, _)| PROSE.contains(&key.as_str()));
        let prose: Map<_, _> = prose
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if !prose.is_empty() {
            self.prose.push((place.clone(), prose));
        }
    }
}

/// What makes an item of a list the same as one of another list: a parameter's place and name, a tag's name, a server's
/// address. Other items are told apart by where they stand.
fn identity<'a>(document: &'a Value, item: &'a Value) -> Option<(&'a str, &'a str)> {
    let item = references::resolve(document, item, &Pointer::root())?;
    let text = |key| item.get(key).and_then(Value::as_str);
    match (text("in"), text("name"), text("url")) {
        (place, Some(name), _) => Some((place.unwrap_or_default(), name)),
        (_, None, Some(url)) => Some(("url", url)),
        _ => None,
    }
}
