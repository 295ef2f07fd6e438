//! Aliases: schemas with an `allOf` of a single `$ref` and only annotations next to it.

use serde_json::{Map, Value, json};

use crate::openapi::keywords::is_annotation;
use crate::passes::{ALL_OF, NULLABLE, Schema, has_only_annotations, is_nullable, make_nullable};

pub(in crate::passes) fn is_alias(schema: &Schema) -> bool {
    let branches = schema.get(ALL_OF).and_then(Value::as_array);
    branches.is_some_and(|it| matches!(&**it, [only] if only.get("$ref").is_some()))
        && schema
            .keys()
            .all(|key| key == ALL_OF || key == NULLABLE || is_annotation(key))
}

/// Returns the `$ref` of a schema that is a reference or an alias.
pub(in crate::passes) fn reference(schema: &Value) -> Option<&str> {
    let reference = match is_alias(schema.as_object()?) {
        true => schema.get(ALL_OF)?.get(0)?,
        false => schema,
    };
    reference.get("$ref")?.as_str()
}

/// Makes a schema an alias if its `allOf` refers to a single schema, maybe with an alias, and everything else in it is
/// annotations or has no effect. Annotations of branches move to the schema. Doesn't change other schemas.
pub(in crate::passes) fn simplify(schema: &mut Schema) {
    let Some(Value::Array(branches)) = schema.get(ALL_OF) else {
        return;
    };
    let mut references: Vec<&str> = branches.iter().filter_map(reference).collect();
    references.dedup();
    let [target] = *references else {
        return;
    };
    let target = json!({"$ref": target});
    let mut alias = schema.clone();
    alias.shift_remove(ALL_OF);
    for branch in branches {
        let Value::Object(members) = branch else {
            return;
        };
        if is_nullable(members) {
            make_nullable(&mut alias);
        }
        let is_reference = reference(branch).is_some();
        let moves = |key: &str| !(is_reference && ["$ref", ALL_OF].contains(&key));
        for (key, member) in members.iter().filter(|(key, _)| moves(key)) {
            alias.entry(key).or_insert_with(|| member.clone());
        }
    }
    alias.retain(|key, member| !has_no_effect(key, member));
    if has_only_annotations(&alias) {
        alias.insert(ALL_OF.to_owned(), Value::Array(vec![target]));
        *schema = alias;
    }
}

/// Whether a keyword has no effect next to a `$ref` to an object.
fn has_no_effect(keyword: &str, value: &Value) -> bool {
    match keyword {
        "type" => value == "object",
        "properties" => value.as_object().is_some_and(Map::is_empty),
        "additionalProperties" => *value == Value::Bool(true),
        _ => false,
    }
}
