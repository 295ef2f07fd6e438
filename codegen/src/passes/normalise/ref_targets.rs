//! Targets of `$ref` that aren't components.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;

use serde_json::{Value, json};

use crate::diagnostics::Pointer;
use crate::openapi::components::{self, component_name};
use crate::openapi::keywords::component_field;
use crate::openapi::references;
use crate::openapi::walk::{Kind, each_mut};

/// Makes a component of every object that is referenced in its place, and a reference to the component of the object.
/// References that can't be resolved are kept.
pub(super) fn move_to_components(document: &mut Value) {
    let mut moved = Moved::default();
    // The components may contain further references.
    while moved.move_all(document) {}
}

/// An object that is referenced in its place.
#[derive(Default)]
struct Target {
    /// The field of the Components Object that the references are for.
    field: Option<&'static str>,
    /// The references as they are written.
    references: BTreeSet<String>,
}

#[derive(Default)]
struct Moved {
    /// References to components by the original locations of the components.
    components: HashMap<Pointer, String>,
    /// The last number appended to each name of a component, so that finding an unused name takes constant time.
    numbers: HashMap<(&'static str, String), u32>,
}

impl Moved {
    /// Moves the targets of all current references, and changes the references. Returns whether there were any.
    fn move_all(&mut self, document: &mut Value) -> bool {
        let mut targets = Vec::from_iter(targets(document));
        // Objects inside other targets are moved first.
        targets.sort_by_key(|(pointer, _)| Reverse(pointer.as_str().len()));
        let mut changed = HashMap::new();
        for (pointer, target) in targets {
            let Some(field) = component_field(&pointer).or(target.field) else {
                continue;
            };
            let component = match self.components.get(&pointer) {
                Some(component) => component.clone(),
                None => {
                    let component = self.move_to_component(document, field, &pointer);
                    self.components.insert(pointer, component.clone());
                    component
                }
            };
            changed.extend(
                target
                    .references
                    .into_iter()
                    .map(|reference| (reference, component.clone())),
            );
        }
        change_references(document, &changed);
        !changed.is_empty()
    }

    /// Makes a component of the object at `pointer`, and returns the reference to it.
    fn move_to_component(
        &mut self,
        document: &mut Value,
        field: &'static str,
        pointer: &Pointer,
    ) -> String {
        let current = format!("#{}", pointer.as_str());
        if references::component(&current).is_some() {
            // It is a component already; only the reference is percent-encoded.
            return current;
        }
        let name = self.unused_name(document, field, pointer);
        let reference = format!("#/components/{field}/{name}");
        if let Some(object) = document.pointer_mut(pointer.as_str()) {
            let object = if component_field(pointer).is_some() {
                mem::replace(object, json!({"$ref": reference}))
            } else {
                // OpenAPI doesn't know references here, for instance in an extension.
                object.clone()
            };
            components::insert(document, field, name, object);
        }
        reference
    }

    /// Returns a name made of the keys in the pointer, and of a number if necessary.
    fn unused_name(&mut self, document: &Value, field: &'static str, pointer: &Pointer) -> String {
        let keys: Vec<&str> = pointer
            .as_str()
            .split('/')
            .skip(1)
            .filter(|key| !matches!(*key, "components" | "paths" | "properties" | "schemas"))
            .collect();
        let keys = keys.join("_").replace("~1", "_").replace("~0", "_");
        let name = component_name(&keys, "");
        let is_used = |name: &str| {
            let component = Pointer::component(field, name);
            document.pointer(component.as_str()).is_some()
        };
        let number = self.numbers.entry((field, name.clone())).or_insert(1);
        let mut unused = name.clone();
        while is_used(&unused) {
            *number += 1;
            unused = format!("{name}_{number}");
        }
        unused
    }
}

/// Returns the objects that are referenced, except by a plain reference to a component.
fn targets(document: &Value) -> BTreeMap<Pointer, Target> {
    let mut targets = BTreeMap::<Pointer, Target>::new();
    for (reference, pointer) in references::all(document, &Pointer::root(), Kind::Object) {
        let is_plain = !reference.contains('%') && references::component(reference).is_some();
        if !is_plain && let Ok(target) = references::find_local(document, reference) {
            let target = targets.entry(target).or_default();
            target.field = target.field.or_else(|| component_field(&pointer));
            target.references.insert(reference.to_owned());
        }
    }
    targets
}

fn change_references(document: &mut Value, changed: &HashMap<String, String>) {
    if changed.is_empty() {
        return;
    }
    each_mut(document, Kind::Object, &mut |node, kind| {
        if matches!(kind, Kind::Schema | Kind::Object)
            && let Some(Value::String(reference)) = node.get_mut("$ref")
            && let Some(component) = changed.get(reference.as_str())
        {
            reference.clone_from(component);
        }
    });
}
