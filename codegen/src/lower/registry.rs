//! The named types met so far; schemas that share a name must share a shape.

use std::collections::{BTreeMap, HashSet};

use crate::error::{Error, Result};
use crate::ir::{Field, Shape, TypeDefinition, Variant};
use crate::pointer::Pointer;

#[derive(Debug, Default)]
pub(super) struct Registry {
    types: BTreeMap<String, TypeDefinition>,
    begun: HashSet<Pointer>,
}

impl Registry {
    /// Notes that the schema at `pointer` is being lowered; false when it was begun before, so that cycles end.
    pub(super) fn begin(&mut self, pointer: &Pointer) -> bool {
        self.begun.insert(pointer.clone())
    }

    /// Adds a type, or finds that it is there already.
    pub(super) fn add(&mut self, definition: TypeDefinition) -> Result<()> {
        match self.types.get_mut(&definition.name) {
            None => {
                self.types.insert(definition.name.clone(), definition);
                Ok(())
            }
            Some(known) if same_shape(&known.shape, &definition.shape) => {
                // A family of several is a better home than one of its own.
                if known.family == known.name {
                    known.family = definition.family;
                }
                Ok(())
            }
            Some(known) => Err(Error::at(
                &definition.pointer,
                format!(
                    "the type name `{}` is taken by another schema at {}",
                    known.name, known.pointer
                ),
                "give one of the two another name with `x-sdk-name`",
            )),
        }
    }

    pub(super) fn into_types(self) -> Vec<TypeDefinition> {
        self.types.into_values().collect()
    }
}

/// Whether two shapes mean the same on the wire, whatever is said about them.
fn same_shape(a: &Shape, b: &Shape) -> bool {
    match (a, b) {
        (Shape::Struct(a), Shape::Struct(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_field(a, b))
        }
        (Shape::Enum(a), Shape::Enum(b)) => {
            HashSet::<&String>::from_iter(a) == HashSet::from_iter(b)
        }
        (
            Shape::Union {
                keywords: a,
                variants: x,
            },
            Shape::Union {
                keywords: b,
                variants: y,
            },
        ) => a == b && x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same_variant(x, y)),
        _ => false,
    }
}

fn same_field(a: &Field, b: &Field) -> bool {
    a.name == b.name && a.required == b.required && a.nullable == b.nullable && a.value == b.value
}

fn same_variant(a: &Variant, b: &Variant) -> bool {
    a.name == b.name && a.value == b.value
}
