//! Converts OpenAPI 3.1 and 3.2 to 3.0.3.
//!
//! The rules look for newer idioms, such as `type: [string, "null"]`, and ignore the declared version, because real
//! documents mix versions. Keywords that affect types and have no equivalent in 3.0 stay; later stages report them.
//! Normalising twice has the same result as once.

mod item_schema;
mod keywords;
mod nullable;
mod openapi_object;
mod ref_targets;

use serde_json::{Map, Value};

pub(crate) use self::openapi_object::is_supported_version;

use crate::openapi::walk::{Kind, each_in_document_mut};

/// A rule for one schema, whose inner schemas are already normalised.
type Rule = fn(&mut Map<String, Value>);

/// The rules in order. Later rules rely on earlier ones.
const RULES: [Rule; 10] = [
    keywords::remove_core_vocabulary,
    keywords::remove_empty_required,
    keywords::const_to_enum,
    keywords::exclusive_bounds_to_flags,
    keywords::content_encoding_to_format,
    keywords::examples_to_example,
    nullable::type_array_to_nullable,
    nullable::null_branch_to_nullable,
    keywords::ref_siblings_to_all_of,
    keywords::remove_null_default,
];

/// Converts a document to OpenAPI 3.0.3. The document may mix idioms of several versions.
pub fn normalise(mut document: Value) -> Value {
    // References are converted first, because later steps move values and invalidate pointers.
    ref_targets::move_to_components(&mut document);
    // The schemas of events may refer to parts of components. These parts become components, too.
    if item_schema::to_schema(&mut document) {
        ref_targets::move_to_components(&mut document);
    }
    openapi_object::normalise(&mut document);
    each_in_document_mut(&mut document, |node, kind, _| {
        keywords::boolean_schemas_to_objects(node, kind);
        match (kind, node) {
            (Kind::Schema, Value::Object(schema)) => RULES.iter().for_each(|rule| rule(schema)),
            (Kind::Object, Value::Object(object)) => keywords::remove_ref_descriptions(object),
            _ => {}
        }
    });
    document
}

/// Adds a branch to the `allOf` of a schema, before the existing branches.
fn add_all_of(schema: &mut Map<String, Value>, added: Value) {
    if let Some(Value::Array(branches)) = schema.get_mut("allOf") {
        branches.insert(0, added);
    } else {
        schema.insert("allOf".to_owned(), Value::Array(vec![added]));
    }
}

#[cfg(test)]
mod tests;
