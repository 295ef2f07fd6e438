//! References into the middle of something.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;

use serde_json::{Value, json};

use crate::diagnostics::Pointer;
use crate::openapi::references;
use crate::openapi::walk::{self, Kind, component_kind};

/// Makes a component of everything that is referred to where it stands; that place then refers to the component.
///
/// A reference that leads to nothing is left as it is.
pub(super) fn hoist(document: &mut Value) {
    let mut components = HashMap::new();
    // What is copied may refer to more.
    while hoist_all(document, &mut components) {}
}

/// Makes a component of each place that is referred to now, unless it is among the ones that have become components
/// already, and leads the references there. Says whether there was one.
fn hoist_all(document: &mut Value, components: &mut HashMap<Pointer, String>) -> bool {
    let mut targets = Vec::from_iter(inner_targets(document));
    // The longest first: what is inside of another target must be out of it before that one moves.
    targets.sort_by_key(|(place, _)| std::cmp::Reverse(place.as_str().len()));
    let mut moved = HashMap::new();
    let mut numbers = HashMap::new();
    for (place, target) in targets {
        let Some(kind) = component_kind(&place).or(target.wanted) else {
            continue;
        };
        let component = components
            .entry(place)
            .or_insert_with_key(|place| component_of(document, kind, place, &mut numbers));
        let references = target.references.into_iter();
        moved.extend(references.map(|reference| (reference, component.clone())));
    }
    redirect(document, &moved);
    !moved.is_empty()
}

/// Makes a component of what stands at a place, and gives the reference to it.
fn component_of(
    document: &mut Value,
    kind: &'static str,
    place: &Pointer,
    numbers: &mut HashMap<(&'static str, String), u32>,
) -> String {
    if let Some(name) = component_name(place) {
        // Only its name was written in another way.
        return format!("#/components/{kind}/{name}");
    }
    let name = free_name(document, kind, place, numbers);
    let reference = format!("#/components/{kind}/{name}");
    if let Some(node) = document.pointer_mut(place.as_str()) {
        let node = if component_kind(place).is_some() {
            mem::replace(node, json!({"$ref": reference}))
        } else {
            // Where OpenAPI knows nothing, references say nothing either.
            node.clone()
        };
        insert(document, kind, name, node);
    }
    reference
}

/// What is known of a place that references lead to.
#[derive(Default)]
struct Target {
    /// The kind of component that is wanted there.
    wanted: Option<&'static str>,
    /// All that lead there, as they are written.
    references: BTreeSet<String>,
}

/// Every place that a reference leads to without the help of a component.
fn inner_targets(document: &Value) -> BTreeMap<Pointer, Target> {
    let mut targets = BTreeMap::<Pointer, Target>::new();
    // No visit fails.
    let _ = references::each(
        document,
        &Pointer::root(),
        Kind::Object,
        &mut |reference, place| {
            if !is_plain(reference)
                && let Ok(target) = references::locate(document, reference)
            {
                let found = targets.entry(target).or_default();
                found.wanted = found.wanted.or(component_kind(place));
                found.references.insert(reference.to_owned());
            }
            Ok(())
        },
    );
    targets
}

/// Whether a reference is one to a component already.
fn is_plain(reference: &str) -> bool {
    !reference.contains('%') && references::component(reference).is_some()
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
fn redirect(document: &mut Value, moved: &HashMap<String, String>) {
    if moved.is_empty() {
        return;
    }
    walk::each_mut(document, Kind::Object, &mut |node, kind| {
        if !matches!(kind, Kind::Schema | Kind::Object) {
            return;
        }
        if let Some(Value::String(reference)) = node.get_mut("$ref")
            && let Some(new) = moved.get(reference.as_str())
        {
            reference.clone_from(new);
        }
    });
}
