//! Several files to one document: what it refers to in files beside it becomes part of it.
//!
//! What can be a component becomes one, named as where it stood; anything else is put where it is referred to.

mod address;
mod identity;
mod library;
mod origins;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::mem;

use serde_json::{Map, Value};

pub use self::origins::Origins;

pub(crate) use self::address::file_name;

use self::address::Address;
use self::library::{Library, lone_reference};
use crate::diagnostics::{Collector, Diagnostic, Effect, Mode, Pointer, Result};
use crate::openapi::walk::{Kind, component_kind};
use crate::source::load::{self, Source};

/// Gives the text of a file by its path from the directory of the document, with `/` between its parts, or the reason why
/// it cannot.
pub type Files<'a> = &'a (dyn Fn(&str) -> std::result::Result<String, String> + Sync);

/// The files beside a document that has none.
///
/// # Errors
///
/// Always, which is how a file that cannot be read is told.
pub fn no_files(_: &str) -> std::result::Result<String, String> {
    Err("no files are read beside this document".to_owned())
}

/// A document that needs no other file.
#[derive(Debug)]
pub struct Bundle {
    /// The document.
    pub value: Value,
    /// Where its parts are from.
    pub origins: Origins,
    /// The other files that it needed, by path.
    pub files: BTreeMap<String, Beside>,
    /// What could not be put in; the references to that are still there.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file beside a document.
#[derive(Debug)]
pub struct Beside {
    /// The name by which errors speak of it.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

impl Bundle {
    /// Removes references that couldn't be resolved, so that the rest can be read. A schema becomes any value.
    #[must_use]
    pub fn without_unresolved(mut self) -> Self {
        for (effect, target) in self
            .diagnostics
            .iter()
            .filter_map(|it| Some((it.effect()?, it.target()?)))
        {
            let is_component = component_kind(target).is_some();
            match self.value.pointer_mut(target.as_str()) {
                Some(schema) if effect == Effect::Fallback => *schema = Value::Object(Map::new()),
                Some(Value::Object(members)) if !is_component => {
                    members.shift_remove("$ref");
                }
                _ => {}
            }
        }
        self
    }
}

/// Reads a document and the files that it refers to.
///
/// # Errors
///
/// When the document cannot be read, and those of [`bundle`].
pub fn read(spec: Source<'_>, files: Files<'_>, mode: Mode) -> Result<Bundle> {
    let bundle = bundle(load::load(spec)?, spec.name, files, mode);
    bundle.map_err(|error| error.in_document(spec.name))
}

/// Puts into a document, which was read from the file `name`, all that it refers to in other files.
///
/// # Errors
///
/// When a file cannot be read or has nothing where a reference leads, or when a reference leads elsewhere than to the
/// directory of the document and below. In lenient mode, there is a notice of it instead.
pub fn bundle(mut value: Value, name: &str, files: Files<'_>, mode: Mode) -> Result<Bundle> {
    let library = Library::of(&mut value, name, files);
    let root = library.root().to_owned();
    let mut bundler = Bundler {
        library,
        diagnostics: Collector::new(mode),
        root: root.clone(),
        taken: names(&value),
        placed: HashMap::new(),
        added: Map::new(),
        pending: VecDeque::new(),
        way: HashSet::new(),
        copies: 0,
        origins: Origins::default(),
    };
    bundler.adopt(&mut value)?;
    bundler.walk(&mut value, &Pointer::root(), Kind::Object, &root)?;
    while let Some(part) = bundler.pending.pop_front() {
        let Part {
            mut node,
            kind,
            name,
            file,
        } = part;
        let place = Pointer::component(&kind, &name);
        bundler.walk(&mut node, &place, Kind::of_component(&kind), &file)?;
        if let Some(added) = member(&mut bundler.added, &kind) {
            added.insert(name, node);
        }
    }
    let Bundler {
        added,
        origins,
        diagnostics,
        library,
        ..
    } = bundler;
    if let (Value::Object(members), false) = (&mut value, added.is_empty())
        && let Some(components) = member(members, "components")
    {
        for (kind, parts) in added {
            if let (Some(known), Value::Object(parts)) = (member(components, &kind), parts) {
                known.extend(parts);
            }
        }
    }
    Ok(Bundle {
        value,
        origins,
        files: library.into_files(),
        diagnostics: diagnostics.into_diagnostics(),
    })
}

/// How often something may be put in place of a reference: each time it is another copy.
const MOST_COPIES: usize = 10_000;

/// A component that is to be, with references that are still those of its file.
struct Part {
    node: Value,
    kind: String,
    name: String,
    file: String,
}

struct Bundler<'a> {
    library: Library<'a>,
    diagnostics: Collector,
    /// The path of the document itself.
    root: String,
    /// The names of components, by kind.
    taken: HashSet<(String, String)>,
    /// The component that a part of a file has become, by kind.
    placed: HashMap<(String, Address), String>,
    added: Map<String, Value>,
    pending: VecDeque<Part>,
    /// What is being put in place of a reference.
    way: HashSet<Address>,
    /// How often something was put in place of a reference.
    copies: usize,
    origins: Origins,
}

impl Bundler<'_> {
    /// Puts what components of the document refer to where those stand, so that it keeps their names.
    fn adopt(&mut self, document: &mut Value) -> Result<()> {
        let Some(Value::Object(kinds)) = document.get_mut("components") else {
            return Ok(());
        };
        for (kind, components) in kinds {
            let Value::Object(components) = components else {
                continue;
            };
            for (name, node) in components {
                let place = Pointer::component(kind, name);
                let root = self.root.clone();
                let Some(reference) = lone_reference(node) else {
                    continue;
                };
                if component_kind(&place).is_none() || address::is_pointer(reference) {
                    continue;
                }
                // What is wrong with it is told by the walk.
                let at = place.child("$ref");
                let Ok((address, target)) = self.follow(reference, &root, &at) else {
                    continue;
                };
                let key = (kind.clone(), address.clone());
                if address.file == root || self.placed.contains_key(&key) {
                    continue;
                }
                self.placed.insert(key, format!("#{}", place.as_str()));
                let origin = self.library.name(&address.file);
                self.origins.add(place, origin, address.pointer);
                // The node itself is done with: it is a part like those that nothing here stands for.
                *node = Value::Null;
                self.pending.push_back(Part {
                    node: target,
                    kind: kind.clone(),
                    name: name.clone(),
                    file: address.file,
                });
            }
        }
        Ok(())
    }

    /// Leads every reference at or below a node, which is from a file, to a part of the document.
    fn walk(&mut self, node: &mut Value, place: &Pointer, kind: Kind, file: &str) -> Result<()> {
        if kind == Kind::Data {
            return Ok(());
        }
        if let Some(reference) = node.get("$ref").and_then(Value::as_str)
            && (file != self.root || !address::is_pointer(reference))
        {
            let reference = reference.to_owned();
            if let Err(fault) = self.replace(node, &reference, place, kind, file) {
                let effect = match kind {
                    Kind::Schema => Effect::Fallback,
                    _ => Effect::Ignored,
                };
                self.diagnostics.report(effect, place.clone(), fault)?;
            }
            return Ok(());
        }
        if kind == Kind::Schema {
            self.map(node, place, file)?;
        }
        match node {
            Value::Object(members) => members.iter_mut().try_for_each(|(key, member)| {
                self.walk(member, &place.child(key), kind.of_member(key), file)
            }),
            Value::Array(items) => items.iter_mut().enumerate().try_for_each(|(index, item)| {
                self.walk(item, &place.child(index), kind.of_member(""), file)
            }),
            _ => Ok(()),
        }
    }

    /// Leads the one reference of a node to a part of the document, or puts there what it leads to.
    fn replace(
        &mut self,
        node: &mut Value,
        reference: &str,
        place: &Pointer,
        kind: Kind,
        file: &str,
    ) -> Result<()> {
        let at = place.child("$ref");
        if let Some(component) = component_kind(place) {
            let reference = self.place(reference, component, &at, file)?;
            if let Some(old) = node.get_mut("$ref") {
                *old = Value::from(reference);
            }
            return Ok(());
        }
        let (address, mut target) = self.follow(reference, file, &at)?;
        if address.file == self.root {
            if let Some(old) = node.get_mut("$ref") {
                *old = Value::from(format!("#{}", address.pointer.as_str()));
            }
            return Ok(());
        }
        self.copies += 1;
        if self.copies > MOST_COPIES {
            let cause = "files refer to one another far more often than they have anything to say";
            let help = "move what they share to `components`";
            return Err(self.fault(&at, cause.to_owned(), help));
        }
        if !self.way.insert(address.clone()) {
            return Err(self.circle(reference, &at));
        }
        // What stands beside the reference goes first.
        if let (Value::Object(target), Value::Object(own)) = (&mut target, mem::take(node)) {
            target.extend(own.into_iter().filter(|(key, _)| key != "$ref"));
        }
        *node = target;
        let name = self.library.name(&address.file);
        self.origins
            .add(place.clone(), name, address.pointer.clone());
        let done = self.walk(node, place, kind, &address.file);
        self.way.remove(&address);
        done
    }

    /// Leads the entries of a discriminator that are references to parts of the document.
    fn map(&mut self, schema: &mut Value, place: &Pointer, file: &str) -> Result<()> {
        let mapping = schema.pointer_mut("/discriminator/mapping");
        let Some(entries) = mapping.and_then(Value::as_object_mut) else {
            return Ok(());
        };
        let place = place.child("discriminator").child("mapping");
        for (text, target) in entries {
            let Some(reference) = target.as_str().filter(|it| address::is_reference(it)) else {
                continue;
            };
            if file == self.root && address::is_pointer(reference) {
                continue;
            }
            let place = place.child(text);
            match self.place(reference, "schemas", &place, file) {
                Ok(reference) => *target = Value::from(reference),
                Err(fault) => self.diagnostics.report(Effect::Ignored, place, fault)?,
            }
        }
        Ok(())
    }

    /// Makes a component of what a reference leads to, and gives the reference to that.
    fn place(&mut self, reference: &str, kind: &str, at: &Pointer, file: &str) -> Result<String> {
        let (address, node) = self.follow(reference, file, at)?;
        if address.file == self.root {
            return Ok(format!("#{}", address.pointer.as_str()));
        }
        let key = (kind.to_owned(), address.clone());
        if let Some(known) = self.placed.get(&key) {
            return Ok(known.clone());
        }
        let name = self.free_name(kind, &address);
        let place = Pointer::component(kind, &name);
        let reference = format!("#{}", place.as_str());
        self.placed.insert(key, reference.clone());
        let file = self.library.name(&address.file);
        self.origins.add(place, file, address.pointer);
        self.pending.push_back(Part {
            node,
            kind: kind.to_owned(),
            name,
            file: address.file,
        });
        Ok(reference)
    }

    /// A name that tells where the component stood, and if need be in which file.
    fn free_name(&mut self, kind: &str, address: &Address) -> String {
        let stem = address::plain(address.stem());
        let own = address.pointer.key().map(|key| address::plain(&key));
        let own = own.filter(|name| !name.is_empty());
        let long = own
            .as_ref()
            .map_or(stem.clone(), |own| format!("{stem}_{own}"));
        let numbered = (2_u32..).map(|number| format!("{long}_{number}"));
        let mut names = own.into_iter().chain([long.clone()]).chain(numbered);
        let is_free = |name: &String| self.taken.insert((kind.to_owned(), name.clone()));
        names.find(is_free).unwrap_or_default()
    }

    /// What a reference in a file leads to, unchanged.
    fn follow(&mut self, reference: &str, file: &str, at: &Pointer) -> Result<(Address, Value)> {
        let found = self.library.follow(reference, file, at);
        found.map_err(|error| self.origins.locate(error))
    }

    fn fault(&self, at: &Pointer, cause: String, help: &str) -> Diagnostic {
        self.origins.locate(Diagnostic::at(at, cause, help))
    }

    fn circle(&self, reference: &str, at: &Pointer) -> Diagnostic {
        let cause = format!("`{reference}` leads over others back to itself");
        self.fault(at, cause, "say what stands there, not where it is")
    }
}

/// The names of all components, by kind.
fn names(document: &Value) -> HashSet<(String, String)> {
    let kinds = document.get("components").and_then(Value::as_object);
    let kinds = kinds.into_iter().flatten();
    let names = kinds.flat_map(|(kind, components)| {
        let names = components.as_object().into_iter().flat_map(Map::keys);
        names.map(|name| (kind.clone(), name.clone()))
    });
    names.collect()
}

/// The member of that name, unless it is anything but an object.
fn member<'a>(
    members: &'a mut Map<String, Value>,
    name: &str,
) -> Option<&'a mut Map<String, Value>> {
    let empty = || Value::Object(Map::new());
    members.entry(name).or_insert_with(empty).as_object_mut()
}
