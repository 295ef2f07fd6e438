//! References into the middle of something.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::nodes::{self, Kind, component_kind};
use crate::pointer::Pointer;
use crate::references;

/// Makes a component of everything that is referred to where it stands; that place then refers to the component.
///
/// A reference that leads to nothing is left as it is.
pub(super) fn hoist(document: &mut Value) {
    // What is copied may refer to more.
    let mut seen = BTreeSet::new();
    loop {
        let targets = inner_targets(document).into_iter();
        let targets = targets.filter_map(|(target, wanted)| {
            let kind = component_kind(&target).or(wanted)?;
            seen.insert(target.clone()).then_some((target, kind))
        });
        let targets: Vec<_> = targets.collect();
        if targets.is_empty() {
            return;
        }
        hoist_all(document, targets);
    }
}

/// Makes a component of a kind of each of the targets.
fn hoist_all(document: &mut Value, mut targets: Vec<(Pointer, &'static str)>) {
    // The longest first: what is inside of another target must be out of it before that one moves.
    targets.sort_by_key(|(target, _)| std::cmp::Reverse(target.as_str().len()));
    let mut moved = Map::new();
    let mut numbers = HashMap::new();
    for (target, kind) in targets {
        if let Some(name) = component_name(&target) {
            // Only its name was written in another way.
            let reference = format!("#/components/{kind}/{name}");
            moved.insert(target.as_str().to_owned(), Value::from(reference));
            continue;
        }
        let name = free_name(document, kind, &target, &mut numbers);
        let reference = format!("#/components/{kind}/{name}");
        let Some(place) = document.pointer_mut(target.as_str()) else {
            continue;
        };
        let node = if component_kind(&target).is_some() {
            mem::replace(place, json!({"$ref": reference}))
        } else {
            // Where OpenAPI knows nothing, references say nothing either.
            place.clone()
        };
        insert(document, kind, name, node);
        moved.insert(target.as_str().to_owned(), Value::from(reference));
    }
    if !moved.is_empty() {
        redirect(document, &moved);
    }
}

/// Every place that a reference leads to without the help of a component, and the kind of component that is wanted there.
fn inner_targets(document: &Value) -> BTreeMap<Pointer, Option<&'static str>> {
    let mut targets = BTreeMap::new();
    // No visit fails.
    let _ = references::each(
        document,
        &Pointer::root(),
        Kind::Object,
        &mut |reference, place| {
            if let Some(target) = inner_target(reference) {
                let wanted = targets.entry(target).or_insert(None);
                *wanted = wanted.or(component_kind(place));
            }
            Ok(())
        },
    );
    targets
}

fn inner_target(reference: &str) -> Option<Pointer> {
    let is_plain = !reference.contains('%');
    if is_plain && references::component(reference).is_some() {
        return None;
    }
    let pointer = reference.strip_prefix('#')?;
    let pointer = percent_decode_str(pointer).decode_utf8().ok()?;
    pointer
        .starts_with('/')
        .then(|| Pointer::from(pointer.into_owned()))
}

/// The name of the component that stands there, if one does.
fn component_name(target: &Pointer) -> Option<String> {
    let reference = format!("#{}", target.as_str());
    let (_, name) = references::component(&reference)?;
    Some(name.to_owned())
}

/// A name that tells where the component stood.
///
/// `numbers` are the last ones that were put behind names, so that many of one name take no longer than others.
fn free_name(
    document: &Value,
    kind: &'static str,
    target: &Pointer,
    numbers: &mut HashMap<(&'static str, String), u32>,
) -> String {
    let segments = target.as_str().split('/').skip(1);
    let said = segments
        .filter(|segment| !matches!(*segment, "components" | "paths" | "properties" | "schemas"));
    let name = said.collect::<Vec<_>>().join("_");
    let name = name.replace("~1", "_").replace("~0", "_");
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    let name = name.replace(|character| !is_plain(character), "");
    let name = name.trim_matches('_').to_owned();
    let is_free = |name: &String| {
        let place = Pointer::component(kind, name);
        document.pointer(place.as_str()).is_none()
    };
    let last = numbers.entry((kind, name.clone())).or_insert(1);
    let mut free = name.clone();
    while !is_free(&free) {
        *last += 1;
        free = format!("{name}_{last}");
    }
    free
}

fn insert(document: &mut Value, kind: &str, name: String, node: Value) {
    if let Value::Object(members) = document {
        let components = members.entry("components").or_insert_with(|| json!({}));
        if let Value::Object(components) = components {
            let of_kind = components.entry(kind).or_insert_with(|| json!({}));
            if let Value::Object(of_kind) = of_kind {
                of_kind.insert(name, node);
            }
        }
    }
}

/// Leads every reference to where its target is now.
fn redirect(document: &mut Value, moved: &Map<String, Value>) {
    nodes::each_mut(document, Kind::Object, &mut |node, kind| {
        if !matches!(kind, Kind::Schema | Kind::Object) {
            return;
        }
        let target = node
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(inner_target);
        let reference = target.and_then(|target| moved.get(target.as_str()));
        if let (Some(reference), Some(place)) = (reference, node.get_mut("$ref")) {
            *place = reference.clone();
        }
    });
}
