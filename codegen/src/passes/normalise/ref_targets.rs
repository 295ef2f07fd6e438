//! Moves the target of every `$ref` into `components`, for instance the object at `#/paths/~1rooms/get/parameters/0`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;

use serde_json::{Value, json};

use crate::diagnostics::Pointer;
use crate::openapi::components::{self, component_name};
use crate::openapi::keywords::component_field;
use crate::openapi::references;
use crate::openapi::walk::{Kind, each_mut};

/// Moves every object that a reference refers to, and that isn't a component, to `components`. A reference to the new
/// component replaces the object, and the references to the object refer to the component. References that can't be
/// resolved are kept.
pub(super) fn move_to_components(document: &mut Value) {
    let mut mover = Mover::default();
    // Extensions aren't searched for references, so an object that is copied from one may contain new references.
    while mover.move_all(document) {}
}

/// An object that is the target of references.
#[derive(Default)]
struct Target {
    /// The field of the Components Object for the kind of object that the references expect.
    field: Option<&'static str>,
    /// The references as they are written in the document.
    references: BTreeSet<String>,
}

#[derive(Default)]
struct Mover {
    /// The reference to each new component, by the location that the component was moved from.
    components: HashMap<Pointer, String>,
    /// The last number appended to each name of a component, to find an unused name in constant time.
    numbers: HashMap<(&'static str, String), u32>,
}

impl Mover {
    /// Moves the targets of all references, and changes the references. Returns whether any was changed.
    fn move_all(&mut self, document: &mut Value) -> bool {
        let mut targets = Vec::from_iter(targets(document));
        // The longest pointers first: an object inside another target moves before the pointer to it becomes invalid.
        targets.sort_by_key(|(pointer, _)| Reverse(pointer.as_str().len()));
        let mut changed = HashMap::new();
        for (pointer, target) in targets {
            let Some(field) = component_field(&pointer).or(target.field) else {
                continue;
            };
            let component = match self.components.get(&pointer) {
                Some(component) => component.clone(),
                None => self.move_to_component(document, field, &pointer),
            };
            self.components.insert(pointer, component.clone());
            for reference in target.references {
                changed.insert(reference, component.clone());
            }
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
        let current = pointer.to_string();
        if references::component(&current).is_some() {
            // The object is a component, but the reference to it is percent-encoded or leads through another reference.
            return current;
        }
        let name = self.unused_name(document, field, pointer);
        let reference = format!("#/components/{field}/{name}");
        if let Some(object) = document.pointer_mut(pointer.as_str()) {
            let object = if component_field(pointer).is_some() {
                mem::replace(object, json!({"$ref": reference}))
            } else {
                // OpenAPI allows no reference here, for instance in an extension, so the object stays.
                object.clone()
            };
            components::insert(document, field, name, object);
        }
        reference
    }

    /// Returns a name made of the keys in the pointer, and of a number if the name is used.
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

/// Returns the targets by location, except those of a plain reference to a component.
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
