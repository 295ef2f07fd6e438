//! Moves the target of every `$ref` to `components`, for instance the target of `#/paths/~1rooms/get/parameters/0`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;

use serde_json::{Value, json};

use crate::diagnostics::Pointer;
use crate::openapi::components::{self, component_name};
use crate::openapi::keywords::component_field;
use crate::openapi::references;
use crate::openapi::walk::{Kind, each_in_document_mut};

/// Moves every target of a reference to `components`, changes the references to it, and leaves a reference in its old
/// place. Unresolvable references stay.
pub(super) fn move_to_components(document: &mut Value) {
    let mut mover = Mover::default();
    // An object that is copied from an extension may contain references that weren't searched before.
    while mover.move_all(document) {}
}

#[derive(Default)]
struct Target {
    /// The field of the Components Object that the references expect.
    field: Option<&'static str>,
    /// The references, as the document writes them.
    references: BTreeSet<String>,
}

#[derive(Default)]
struct Mover {
    /// The reference to each new component, by its old location.
    components: HashMap<Pointer, String>,
    /// The last number that was appended to each name. Makes finding an unused name fast.
    numbers: HashMap<(&'static str, String), u32>,
}

impl Mover {
    /// Moves the targets of all references. Returns whether any reference changed.
    fn move_all(&mut self, document: &mut Value) -> bool {
        let mut targets = Vec::from_iter(targets(document));
        // An inner target moves before the outer one, whose move makes pointers to the inner target invalid.
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

    /// Makes a component of the object at `pointer`, and returns a reference to the component.
    fn move_to_component(
        &mut self,
        document: &mut Value,
        field: &'static str,
        pointer: &Pointer,
    ) -> String {
        let current = pointer.to_string();
        if is_plain(&current) {
            // The target is already a component. The reference is percent-encoded or passes through another reference.
            return current;
        }
        let name = self.unused_name(document, field, pointer);
        let reference = format!("#/components/{field}/{name}");
        if let Some(object) = document.pointer_mut(pointer.as_str()) {
            let object = if component_field(pointer).is_some() {
                mem::replace(object, json!({"$ref": reference}))
            } else {
                // A value here, for instance in an extension, can't be a reference, so the object stays.
                object.clone()
            };
            components::insert(document, field, name, object);
        }
        reference
    }

    /// Returns an unused name: the keys of the pointer, and a number if needed.
    fn unused_name(&mut self, document: &Value, field: &'static str, pointer: &Pointer) -> String {
        let keys: Vec<&str> = pointer
            .as_str()
            .split('/')
            .skip(1)
            .filter(|key| !matches!(*key, "components" | "paths" | "properties" | "schemas"))
            .collect();
        let keys = keys.join("_").replace("~1", "_").replace("~0", "_");
        let name = match component_name(&keys, "") {
            name if name.is_empty() => "Unnamed".to_owned(),
            name => name,
        };
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

/// Whether a reference refers directly to a component, and needs no decoding. A `%` is part of an escape sequence, or
/// of a name that OpenAPI doesn't allow.
fn is_plain(reference: &str) -> bool {
    !reference.contains('%') && references::component(reference).is_some()
}

/// Returns the targets of references by location, without plain references to components.
fn targets(document: &Value) -> BTreeMap<Pointer, Target> {
    let mut targets = BTreeMap::<Pointer, Target>::new();
    for (reference, pointer) in references::all(document) {
        if !is_plain(reference)
            && let Ok(target) = references::find_local(document, reference)
        {
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
    each_in_document_mut(document, |node, kind, _| {
        if matches!(kind, Kind::Schema | Kind::Object)
            && let Some(Value::String(reference)) = node.get_mut("$ref")
            && let Some(component) = changed.get(reference.as_str())
        {
            reference.clone_from(component);
        }
    });
}
