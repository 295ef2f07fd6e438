//! Copies objects from other files into the document that refers to them.

use std::collections::{HashMap, HashSet, VecDeque};
use std::mem;

use serde_json::Value;

use super::files::{Files, only_reference};
use super::target::{Location, file_name, is_local_pointer, is_reference};
use super::{Bundle, Origins, ReadFile};
use crate::diagnostics::{Collector, Diagnostic, Effect, Mode, Pointer, Result};
use crate::openapi::components::{self, component_name};
use crate::openapi::keywords::component_field;
use crate::openapi::walk::{Kind, Path, children_mut, string};

/// The greatest number of references that are replaced by copies of their targets. A copy may contain such references,
/// so the number of copies could grow exponentially.
const MAX_COPIES: usize = 10_000;

/// A component that is still to be added to the document.
struct Component {
    /// The field of the Components Object, such as `schemas`.
    field: String,
    name: String,
    value: Value,
    /// The file that the component is from, to which paths in its references are relative.
    file: String,
}

pub(super) struct Bundler<'a> {
    files: Files<'a>,
    diagnostics: Collector,
    /// The field and the name of each component.
    used_names: HashSet<(String, String)>,
    /// The `$ref` to each component from another file, by field of the Components Object and location in that file.
    component_references: HashMap<(String, Location), String>,
    queue: VecDeque<Component>,
    /// The locations of the objects that are being copied, to detect an object that contains itself.
    copy_stack: HashSet<Location>,
    copies: usize,
    origins: Origins,
}

impl<'a> Bundler<'a> {
    /// Bundles a document from the file `name`.
    pub(super) fn bundle(
        mut document: Value,
        name: &str,
        read_file: ReadFile<'a>,
        mode: Mode,
    ) -> Result<Bundle> {
        let mut bundler = Self {
            diagnostics: Collector::new(mode),
            files: Files::new(&mut document, name, read_file),
            used_names: components::all(&document)
                .map(|(field, name, _)| (field.to_owned(), name.to_owned()))
                .collect(),
            component_references: HashMap::new(),
            queue: VecDeque::new(),
            copy_stack: HashSet::new(),
            copies: 0,
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
            if let Ok((location, Some(value))) = self.files.resolve(&reference, &file, &pointer)
                && self.known_reference(&field, &location).is_none()
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
        let reference = pointer.to_string();
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
                let (target, value) = self.files.resolve(reference, file, &ref_pointer)?;
                if let Some(value) = value {
                    self.count_copy(reference, &target, &ref_pointer)?;
                    return self.copy(object, target, value, pointer, kind);
                }
                // The target is in the document.
                target.pointer.to_string()
            }
        };
        if let Some(reference) = object.get_mut("$ref") {
            *reference = Value::from(local);
        }
        Ok(())
    }

    /// Counts a copy, and checks that copying terminates.
    fn count_copy(&mut self, reference: &str, target: &Location, pointer: &Pointer) -> Result<()> {
        self.copies += 1;
        if self.copies > MAX_COPIES {
            return Err(Diagnostic::at(
                pointer,
                format!(
                    "references require more than {MAX_COPIES} copies of objects in other files"
                ),
                "refer to fewer objects that can't be components, such as path items",
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
    fn copy(
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
        let (location, value) = self.files.resolve(reference, file, pointer)?;
        let Some(value) = value else {
            // The target is in the document.
            return Ok(location.pointer.to_string());
        };
        if let Some(known) = self.known_reference(field, &location) {
            return Ok(known.clone());
        }
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
        let numbered = (2_u32..).map(|number| format!("{qualified}_{number}"));
        [key, qualified.clone()]
            .into_iter()
            .filter(|name| !name.is_empty())
            .chain(numbered)
            .find(|name| self.used_names.insert((field.to_owned(), name.clone())))
            .unwrap_or_default()
    }
}
