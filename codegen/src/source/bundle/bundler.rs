//! Copies objects from other files into the document that refers to them.

use std::collections::{HashMap, HashSet, VecDeque};
use std::{iter, mem};

use serde_json::Value;

use super::files::{Files, only_reference};
use super::target::{Location, file_name, is_local_pointer, is_reference};
use super::{Bundle, Origins, ReadFile};
use crate::diagnostics::{Collector, Diagnostic, Effect, Mode, Pointer, Result};
use crate::openapi::components::{self, component_name};
use crate::openapi::keywords::component_field;
use crate::openapi::size::size;
use crate::openapi::walk::{Kind, Path, children_mut, string};

/// The greatest number of references that are replaced by copies of their targets. A copy may contain such references,
/// so the number of copies could grow exponentially.
const MAX_COPIES: usize = 10_000;

/// The greatest number of values and characters in all copies, because many references may have a large target.
const MAX_COPIED_SIZE: usize = 32_000_000;

/// A component that is still to be added to the document.
struct Component {
    /// The field of the Components Object, such as `schemas`.
    field: String,
    name: String,
    value: Value,
    /// The file that the component is from, to which paths in its references are relative.
    file: String,
}

struct Bundler<'a> {
    files: Files<'a>,
    diagnostics: Collector,
    /// The field and the name of each component.
    used_names: HashSet<(String, String)>,
    /// The last number in the names of components, by field and by the name without the number.
    last_numbers: HashMap<(String, String), u32>,
    /// The `$ref` to each component from another file, by field of the Components Object and location in that file.
    component_references: HashMap<(String, Location), String>,
    queue: VecDeque<Component>,
    /// The locations of the objects that are being copied, to detect an object that contains itself.
    copy_stack: HashSet<Location>,
    copies: usize,
    copied_size: usize,
    origins: Origins,
}

/// Bundles a document that was loaded from the file `name`.
///
/// # Errors
///
/// Returns an error if a reference to another file can't be resolved. In lenient mode, the bundle has a diagnostic
/// instead.
pub fn bundle(
    mut document: Value,
    name: &str,
    read_file: ReadFile<'_>,
    mode: Mode,
) -> Result<Bundle> {
    let mut bundler = Bundler {
        diagnostics: Collector::new(mode),
        files: Files::new(&mut document, name, read_file),
        used_names: components::all(&document)
            .map(|(field, name, _)| (field.to_owned(), name.to_owned()))
            .collect(),
        last_numbers: HashMap::new(),
        component_references: HashMap::new(),
        queue: VecDeque::new(),
        copy_stack: HashSet::new(),
        copies: 0,
        copied_size: 0,
        origins: Origins::default(),
    };
    bundler.queue_referring_components(&mut document);
    let file = bundler.files.document.clone();
    let root = Pointer::root();
    bundler.bundle_value(&mut document, Path::Start(&root), Kind::Object, &file)?;
    while let Some(mut it) = bundler.queue.pop_front() {
        let pointer = Pointer::component(&it.field, &it.name);
        let kind = Kind::of_component(&it.field);
        bundler.bundle_value(&mut it.value, Path::Start(&pointer), kind, &it.file)?;
        components::insert(&mut document, &it.field, it.name, it.value);
    }
    Ok(Bundle {
        value: document,
        origins: bundler.origins,
        files: bundler.files.into_loaded(),
        diagnostics: bundler.diagnostics.into_diagnostics(),
    })
}

impl Bundler<'_> {
    /// Queues the components that are only a reference to another file, to keep their names: `Room: {$ref: room.yaml}`
    /// makes the schema in `room.yaml` the component `Room`.
    fn queue_referring_components(&mut self, document: &mut Value) {
        let references: Vec<(String, String, String)> = components::all(document)
            .filter(|(field, name, _)| component_field(&Pointer::component(field, name)).is_some())
            .filter_map(|(field, name, value)| {
                let reference = only_reference(value).filter(|it| !is_local_pointer(it))?;
                Some((field.to_owned(), name.to_owned(), reference.to_owned()))
            })
            .collect();
        let file = self.files.document.clone();
        for (field, name, reference) in references {
            let pointer = Pointer::component(&field, &name);
            // `bundle_reference` reports errors later.
            if let Ok(location) = self.files.resolve(&reference, &file, &pointer)
                && self.known_reference(&field, &location).is_none()
                && let Some(value) = self.files.copy(&location)
                && let Some(component) = document.pointer_mut(pointer.as_str())
            {
                // Taking the component from the queue replaces this null.
                *component = Value::Null;
                self.queue_component(field, name, location, value);
            }
        }
    }

    /// Queues a component, and returns the reference to it.
    fn queue_component(
        &mut self,
        field: String,
        name: String,
        location: Location,
        value: Value,
    ) -> String {
        let pointer = Pointer::component(&field, &name);
        let reference = pointer.reference();
        self.component_references
            .insert((field.clone(), location.clone()), reference.clone());
        self.add_origin(pointer, &location);
        self.queue.push_back(Component {
            value,
            field,
            name,
            file: location.file,
        });
        reference
    }

    /// Returns the reference to the component from a location, if this component already exists.
    fn known_reference(&self, field: &str, location: &Location) -> Option<&String> {
        self.component_references
            .get(&(field.to_owned(), location.clone()))
    }

    fn add_origin(&mut self, pointer: Pointer, location: &Location) {
        let name = self.files.display_name(&location.file);
        self.origins.add(pointer, name, location.pointer.clone());
    }

    /// Reports an error, for which the value at `target` isn't bundled.
    fn report(&mut self, effect: Effect, target: &Pointer, error: Diagnostic) -> Result<()> {
        let error = self.origins.locate(error);
        self.diagnostics.report(effect, target.clone(), error)
    }

    /// Bundles every reference in the value at `path`, which is from `file`.
    fn bundle_value(
        &mut self,
        value: &mut Value,
        path: Path<'_>,
        kind: Kind,
        file: &str,
    ) -> Result<()> {
        if kind == Kind::Data {
            return Ok(());
        }
        if let Some(reference) = string(value, "$ref")
            && (file != self.files.document || !is_local_pointer(reference))
        {
            let (reference, pointer) = (reference.to_owned(), path.pointer());
            let Err(error) = self.bundle_reference(value, &reference, &pointer, kind, file) else {
                return Ok(());
            };
            let effect = match kind {
                Kind::Schema => Effect::Fallback,
                _ => Effect::Ignored,
            };
            return self.report(effect, &pointer, error);
        }
        if kind == Kind::Schema {
            self.bundle_mapping(value, path, file)?;
        }
        children_mut(value, &path).try_for_each(|(key, path, child)| {
            self.bundle_value(child, path, kind.of_member(key), file)
        })
    }

    /// Makes a component of the target of a reference. Copies a target that can't be a component.
    fn bundle_reference(
        &mut self,
        object: &mut Value,
        reference: &str,
        pointer: &Pointer,
        kind: Kind,
        file: &str,
    ) -> Result<()> {
        let ref_pointer = pointer.child("$ref");
        let local = match component_field(pointer) {
            Some(field) => self.component_reference(reference, field, &ref_pointer, file)?,
            None => {
                let target = self.files.resolve(reference, file, &ref_pointer)?;
                if let Some(value) = self.files.copy(&target) {
                    self.count_copy(reference, &target, &value, &ref_pointer)?;
                    return self.replace(object, target, value, pointer, kind);
                }
                // The target is in the document.
                target.pointer.reference()
            }
        };
        if let Some(reference) = object.get_mut("$ref") {
            *reference = Value::from(local);
        }
        Ok(())
    }

    /// Counts a copy, and rejects it if copying would exceed a limit or never end.
    fn count_copy(
        &mut self,
        reference: &str,
        target: &Location,
        value: &Value,
        pointer: &Pointer,
    ) -> Result<()> {
        self.copies += 1;
        self.copied_size += size(value);
        if self.copies > MAX_COPIES || self.copied_size > MAX_COPIED_SIZE {
            return Err(Diagnostic::at(
                pointer,
                format!(
                    "references require too many copies of objects in other files: more than {MAX_COPIES}, or with more \
                     than {MAX_COPIED_SIZE} values and characters in total"
                ),
                "refer to fewer or smaller objects that can't be components, such as path items",
            ));
        }
        if self.copy_stack.contains(target) {
            return Err(Diagnostic::at(
                pointer,
                format!("`{reference}` refers to an object that contains this `$ref`"),
                "delete the `$ref`, or refer to another object",
            ));
        }
        Ok(())
    }

    /// Replaces a Reference Object by `value`, the object at `target`. Members next to the `$ref` take precedence.
    fn replace(
        &mut self,
        object: &mut Value,
        target: Location,
        mut value: Value,
        pointer: &Pointer,
        kind: Kind,
    ) -> Result<()> {
        if let (Value::Object(members), Value::Object(own)) = (&mut value, mem::take(object)) {
            members.extend(own.into_iter().filter(|(key, _)| key != "$ref"));
        }
        *object = value;
        self.add_origin(pointer.clone(), &target);
        self.copy_stack.insert(target.clone());
        let result = self.bundle_value(object, Path::Start(pointer), kind, &target.file);
        self.copy_stack.remove(&target);
        result
    }

    /// Makes components of the schemas in other files to which the `mapping` of a discriminator refers.
    fn bundle_mapping(&mut self, schema: &mut Value, path: Path<'_>, file: &str) -> Result<()> {
        let Some(Value::Object(mapping)) = schema.pointer_mut("/discriminator/mapping") else {
            return Ok(());
        };
        let pointer = path.pointer().child("discriminator").child("mapping");
        for (key, target) in mapping {
            let Some(reference) = target.as_str().filter(|it| is_reference(it)) else {
                continue;
            };
            if file == self.files.document && is_local_pointer(reference) {
                continue;
            }
            let pointer = pointer.child(key);
            match self.component_reference(reference, "schemas", &pointer, file) {
                Ok(reference) => *target = Value::from(reference),
                Err(error) => self.report(Effect::Ignored, &pointer, error)?,
            }
        }
        Ok(())
    }

    /// Makes a component of the target of a reference, and returns the reference to the component.
    fn component_reference(
        &mut self,
        reference: &str,
        field: &str,
        pointer: &Pointer,
        file: &str,
    ) -> Result<String> {
        let location = self.files.resolve(reference, file, pointer)?;
        // Copying the value takes time, so this check comes first.
        if let Some(known) = self.known_reference(field, &location) {
            return Ok(known.clone());
        }
        let Some(value) = self.files.copy(&location) else {
            // The target is in the document.
            return Ok(location.pointer.reference());
        };
        let name = self.unused_name(field, &location);
        Ok(self.queue_component(field.to_owned(), name, location, value))
    }

    /// Returns an unused name for a component: the last key of its location (`Room`), with the file name if `Room` is
    /// used (`models_Room`), and with a number if both are used (`models_Room_2`).
    fn unused_name(&mut self, field: &str, location: &Location) -> String {
        let file = file_name(&location.file);
        let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
        let file = component_name(stem, "_");
        let key = component_name(&location.pointer.key().unwrap_or_default(), "_");
        let qualified = match key.as_str() {
            "" => file,
            key => format!("{file}_{key}"),
        };
        let unnumbered = (field.to_owned(), qualified.clone());
        let last_number = self.last_numbers.entry(unnumbered).or_insert(1);
        let numbered = iter::from_fn(|| {
            *last_number += 1;
            Some(format!("{qualified}_{last_number}"))
        });
        [key, qualified.clone()]
            .into_iter()
            .filter(|name| !name.is_empty())
            .chain(numbered)
            .find(|name| self.used_names.insert((field.to_owned(), name.clone())))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;

    fn bundle(document: Value, other: &Value) -> Result<Value> {
        let read = |_: &str| Ok(other.to_string());
        super::bundle(document, "api.yaml", &read, Mode::Strict).map(|bundle| bundle.value)
    }

    #[test]
    fn bundle_rejects_many_copies_of_a_large_object() {
        let other = json!({"a": {"description": "x".repeat(1_000_000)}});
        let paths = |count: usize| -> Map<String, Value> {
            let reference = json!({"$ref": "other.yaml#/a"});
            (0..count)
                .map(|number| (format!("/{number}"), reference.clone()))
                .collect()
        };
        assert!(bundle(json!({"paths": paths(30)}), &other).is_ok());
        let error = bundle(json!({"paths": paths(33)}), &other).unwrap_err();
        assert!(
            error.message().contains("too many copies of objects"),
            "{error}"
        );
    }

    #[test]
    fn reference_to_key_with_percent_sign_is_encoded() {
        let document = json!({
            "paths": {"/a": {"$ref": "other.yaml#/path"}},
            "x%20y": {"description": "A shared path."},
        });
        let other = json!({"path": {"$ref": "api.yaml#/x%2520y"}});
        let bundled = bundle(document, &other).unwrap();
        assert_eq!(bundled["paths"]["/a"], json!({"$ref": "#/x%2520y"}));
    }
}
