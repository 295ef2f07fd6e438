//! The named types met so far; schemas that share a name must share a shape.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Field, Shape, TypeDefinition, Variant, Word};

#[derive(Debug, Default)]
pub(super) struct Registry {
    types: BTreeMap<String, Entry>,
    /// The names of the types by where they stand in the document.
    begun: HashMap<Pointer, String>,
    /// The names of components that wait for their definition.
    claimed: HashSet<String>,
    /// The last number that was given to types which want this name.
    numbers: HashMap<String, usize>,
    /// The names of types whose definition failed.
    fallen: HashSet<String>,
    /// What was done, to be undone.
    journal: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Begun(Pointer),
    Claimed(String),
    Added(String),
    /// A home, of the type of this name.
    Housed(String),
}

#[derive(Debug)]
struct Entry {
    definition: TypeDefinition,
    /// The components that the type was met in.
    homes: Vec<String>,
}

impl Registry {
    /// Notes the name of the schema at `pointer`; gives the one it was begun under before, so that cycles end.
    pub(super) fn begin(&mut self, pointer: &Pointer, name: &str) -> Option<String> {
        let known = self.known(pointer);
        if known.is_none() {
            self.begun.insert(pointer.clone(), name.to_owned());
            self.journal.push(Step::Begun(pointer.clone()));
        }
        known
    }

    /// The name under which the schema at `pointer` was begun.
    pub(super) fn known(&self, pointer: &Pointer) -> Option<String> {
        self.begun.get(pointer).cloned()
    }

    /// Keeps the name for a component whose definition follows; gives another if it is taken.
    pub(super) fn claim(&mut self, name: String) -> String {
        let name = if self.is_free(&name) {
            name
        } else {
            self.numbered(&name)
        };
        self.claimed.insert(name.clone());
        self.journal.push(Step::Claimed(name.clone()));
        name
    }

    /// Adds a type under its name, or under another if that is taken by another shape; gives the name.
    pub(super) fn add_anyhow(
        &mut self,
        mut definition: TypeDefinition,
        home: Option<String>,
    ) -> String {
        let wanted = definition.name.clone();
        let last = self
            .numbers
            .get(&wanted)
            .map(|last| numbered(&wanted, *last));
        let is_same = |name: &String| {
            let known = self.types.get(name);
            known.is_some_and(|known| same_shape(&known.definition.shape, &definition.shape))
        };
        let shared = [Some(wanted.clone()), last]
            .into_iter()
            .flatten()
            .find(is_same);
        definition.name = match shared {
            Some(name) => name,
            None if self.is_free(&wanted) => wanted,
            None => self.numbered(&wanted),
        };
        let name = definition.name.clone();
        self.insert(definition, home);
        name
    }

    fn is_free(&self, name: &str) -> bool {
        !self.types.contains_key(name) && !self.claimed.contains(name)
    }

    fn numbered(&mut self, wanted: &str) -> String {
        loop {
            let last = self.numbers.entry(wanted.to_owned()).or_insert(1);
            *last += 1;
            let name = numbered(wanted, *last);
            if self.is_free(&name) {
                return name;
            }
        }
    }

    /// How much was done, to go back to.
    pub(super) fn mark(&self) -> usize {
        self.journal.len()
    }

    /// Undoes all since the mark.
    pub(super) fn undo_since(&mut self, mark: usize) {
        while self.journal.len() > mark {
            match self.journal.pop() {
                Some(Step::Begun(pointer)) => {
                    self.begun.remove(&pointer);
                }
                Some(Step::Claimed(name)) => {
                    self.claimed.remove(&name);
                }
                Some(Step::Added(name)) => {
                    self.types.remove(&name);
                }
                Some(Step::Housed(name)) => {
                    if let Some(entry) = self.types.get_mut(&name) {
                        entry.homes.pop();
                    }
                }
                None => {}
            }
        }
    }

    /// Notes that the definition of a type failed, though others have its name already.
    pub(super) fn fall(&mut self, name: String) {
        self.fallen.insert(name);
    }

    /// Adds a type that was met inside the component `home`, or finds that it is there already.
    pub(super) fn add(&mut self, definition: TypeDefinition, home: Option<String>) -> Result<()> {
        match self.types.get(&definition.name) {
            Some(Entry {
                definition: known, ..
            }) if !same_shape(&known.shape, &definition.shape) => Err(Diagnostic::at(
                &definition.pointer,
                format!(
                    "the type name `{}` is taken by another schema at {}",
                    known.name, known.pointer
                ),
                "give one of the two another name with `x-sdk-name`",
            )),
            _ => {
                self.insert(definition, home);
                Ok(())
            }
        }
    }

    fn insert(&mut self, definition: TypeDefinition, home: Option<String>) {
        let name = definition.name.clone();
        match self.types.get_mut(&name) {
            Some(known) => {
                if home.is_some() {
                    known.homes.extend(home);
                    self.journal.push(Step::Housed(name));
                }
            }
            None => {
                let homes = Vec::from_iter(home);
                self.types.insert(name.clone(), Entry { definition, homes });
                self.journal.push(Step::Added(name));
            }
        }
    }

    /// All types, each in the family of a component that it was met in, if that one is a type as well; and the names of
    /// those that have no definition.
    pub(super) fn into_types(self) -> (Vec<TypeDefinition>, HashSet<String>) {
        let names: HashSet<String> = self.types.keys().cloned().collect();
        let types = self.types.into_values().map(
            |Entry {
                 mut definition,
                 homes,
             }| {
                let home = homes
                    .into_iter()
                    .find(|home| *home != definition.name && names.contains(home));
                definition.family = home.unwrap_or_else(|| definition.name.clone());
                definition
            },
        );
        (types.collect(), self.fallen)
    }
}

fn numbered(name: &str, number: usize) -> String {
    format!("{name}{number}")
}

/// Whether two shapes mean the same on the wire, whatever is said about them.
fn same_shape(a: &Shape, b: &Shape) -> bool {
    match (a, b) {
        (Shape::Struct(a), Shape::Struct(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_field(a, b))
        }
        (Shape::Enum(a), Shape::Enum(b)) => {
            let texts = |words| HashSet::<&str>::from_iter(texts(words));
            texts(a) == texts(b)
        }
        (
            Shape::Union {
                tag: s,
                keywords: a,
                variants: x,
            },
            Shape::Union {
                tag: t,
                keywords: b,
                variants: y,
            },
        ) => {
            s == t
                && texts(a).eq(texts(b))
                && x.len() == y.len()
                && x.iter().zip(y).all(|(x, y)| same_variant(x, y))
        }
        (Shape::Answers(a), Shape::Answers(b)) => a == b,
        _ => false,
    }
}

fn texts(words: &[Word]) -> impl Iterator<Item = &str> {
    words.iter().map(|word| word.text.as_str())
}

fn same_field(a: &Field, b: &Field) -> bool {
    a.name == b.name
        && a.is_rest == b.is_rest
        && a.required == b.required
        && a.nullable == b.nullable
        && a.access == b.access
        && a.value == b.value
}

fn same_variant(a: &Variant, b: &Variant) -> bool {
    a.name == b.name && a.tag == b.tag && a.value == b.value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Type;
    use crate::lower::fixtures::{definition, field};

    fn one_field(name: &str, value: Type) -> TypeDefinition {
        definition(name, Shape::Struct(vec![field("a", value)]))
    }

    fn families(registry: Registry) -> Vec<(String, String)> {
        let (types, _) = registry.into_types();
        let types = types.into_iter();
        types
            .map(|definition| (definition.name, definition.family))
            .collect()
    }

    #[test]
    fn a_schema_keeps_its_first_name() {
        let mut registry = Registry::default();
        assert_eq!(registry.begin(&Pointer::root(), "A"), None);
        assert_eq!(registry.begin(&Pointer::root(), "B"), Some("A".into()));
    }

    #[test]
    fn schemas_of_one_name_and_shape_are_one_type() {
        let mut registry = Registry::default();
        let mut twin = one_field("Room", Type::Text);
        twin.description = Some("Says more.".into());
        twin.pointer = Pointer::root().child("twin");
        registry.add(one_field("Room", Type::Text), None).unwrap();
        registry.add(twin, None).unwrap();
        let (types, _) = registry.into_types();
        assert_eq!(types, [one_field("Room", Type::Text)]);
    }

    #[test]
    fn the_order_of_the_values_of_an_enum_makes_no_other_shape() {
        let kind =
            |values: [&str; 2]| definition("Kind", Shape::Enum(values.map(Word::new).to_vec()));
        let mut registry = Registry::default();
        registry.add(kind(["a", "b"]), None).unwrap();
        registry.add(kind(["b", "a"]), None).unwrap();
        assert!(registry.add(kind(["a", "c"]), None).is_err());
    }

    #[test]
    fn schemas_of_one_name_and_different_shapes_are_refused() {
        let required = |mut definition: TypeDefinition| {
            if let Shape::Struct(fields) = &mut definition.shape {
                fields[0].required = true;
            }
            definition
        };
        let named = Type::Named("Other".into());
        for other in [
            one_field("Room", Type::Number),
            one_field("Room", named),
            required(one_field("Room", Type::Text)),
            definition("Room", Shape::Struct(Vec::new())),
            definition("Room", Shape::Enum(Vec::new())),
        ] {
            let mut registry = Registry::default();
            registry.add(one_field("Room", Type::Text), None).unwrap();
            let error = registry.add(other, None).unwrap_err();
            assert!(error.message().contains("`Room` is taken"), "{error}");
        }
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut registry = Registry::default();
        let mut add = |value| registry.add_anyhow(one_field("Room", value), None);
        assert_eq!(add(Type::Text), "Room");
        assert_eq!(add(Type::Number), "Room2");
        assert_eq!(add(Type::Text), "Room");
        assert_eq!(add(Type::Number), "Room2");
        assert_eq!(add(Type::Boolean), "Room3");
        assert_eq!(registry.claim("Room".into()), "Room4");
        assert_eq!(registry.claim("Session".into()), "Session");
    }

    #[test]
    fn what_is_undone_leaves_no_trace() {
        let mut registry = Registry::default();
        registry.add_anyhow(one_field("Room", Type::Text), None);
        let mark = registry.mark();
        registry.begin(&Pointer::root(), "Session");
        registry.claim("Session".into());
        registry.add_anyhow(one_field("Kind", Type::Text), None);
        registry.add_anyhow(one_field("Room", Type::Text), Some("Kind".into()));
        registry.undo_since(mark);
        assert_eq!(registry.known(&Pointer::root()), None);
        assert_eq!(registry.claim("Session".into()), "Session");
        assert_eq!(families(registry), [("Room".to_owned(), "Room".to_owned())]);
    }

    #[test]
    fn a_type_belongs_to_the_first_component_it_was_met_in_that_is_a_type() {
        let mut registry = Registry::default();
        let kind = || one_field("Kind", Type::Text);
        registry.add(kind(), Some("List".into())).unwrap();
        registry.add(kind(), Some("Room".into())).unwrap();
        registry
            .add(one_field("Room", Type::Text), Some("Room".into()))
            .unwrap();
        let expected = [("Kind", "Room"), ("Room", "Room")];
        assert_eq!(
            families(registry),
            expected.map(|(name, family)| (name.to_owned(), family.to_owned()))
        );
    }
}
