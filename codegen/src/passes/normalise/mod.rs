//! The idioms of OpenAPI 3.1 to those of 3.0.
//!
//! Each rule is keyed on an idiom and not on the version that the document declares, since real documents mix both. What
//! 3.0 has no words for stays as it is: the steps that come after say that they can't read it. Normalising a document
//! that is normalised already changes nothing.

mod boolean;
mod bounds;
mod comments;
mod constant;
mod content;
mod default;
mod document;
mod examples;
mod hoist;
mod null_branch;
mod reference;
mod required;
mod types;

pub(crate) use document::is_known;
use serde_json::{Map, Value};
pub(crate) use types::KEYWORDS;

use crate::openapi::walk::{self, Kind};

/// A rule for one schema, whose inner schemas are normalised already.
type Rule = fn(&mut Map<String, Value>);

/// The rules, in the order in which they build on one another.
const RULES: [Rule; 11] = [
    comments::drop,
    required::drop_empty,
    boolean::to_objects,
    constant::to_enum,
    bounds::to_flags,
    content::to_format,
    examples::to_example,
    types::to_nullable,
    null_branch::to_nullable,
    reference::to_all_of,
    default::drop_null,
];

/// Rewrites a document of OpenAPI 3.1, or of both versions mixed, as one of 3.0.3.
pub fn normalise(mut document: Value) -> Value {
    // First, since references speak of the document as it was written.
    hoist::hoist(&mut document);
    document::normalise(&mut document);
    walk::each_mut(
        &mut document,
        Kind::Object,
        &mut |node, kind| match (kind, node) {
            (Kind::Schema, Value::Object(schema)) => RULES.iter().for_each(|rule| rule(schema)),
            (Kind::Object, Value::Object(object)) => reference::drop_prose_beside(object),
            _ => {}
        },
    );
    document
}

/// Says that null is one of the values of a schema.
fn allow_null(schema: &mut Map<String, Value>) {
    schema.insert("nullable".to_owned(), Value::Bool(true));
}

/// Says that null is the only value of a schema, as far as OpenAPI 3.0 can.
fn only_null(schema: &mut Map<String, Value>) {
    allow_null(schema);
    schema.insert("enum".to_owned(), Value::Array(vec![Value::Null]));
}

/// Adds schemas that a value has to meet as well.
fn require_all(schema: &mut Map<String, Value>, added: Value) {
    match schema.get_mut("allOf") {
        Some(Value::Array(all)) => all.insert(0, added),
        _ => {
            schema.insert("allOf".to_owned(), Value::Array(vec![added]));
        }
    }
}

#[cfg(test)]
mod properties;
