//! Combines two schemas keyword by keyword. The result has the Rust type of the values that both schemas allow. Limits
//! that can't be combined, such as `pattern`, come from the second schema.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::Conflict;
use crate::openapi::keywords::is_annotation;
use crate::passes::{ALL_OF, FLAGS, Schema, is_limit};

/// Combines a schema with a branch. The annotations of the schema take precedence.
///
/// # Errors
///
/// Returns the reason if the Rust types differ.
pub(super) fn combine(schema: &mut Schema, mut branch: Schema) -> Result<(), Conflict> {
    remove_flags_of_weaker_bounds(schema, &mut branch);
    for (keyword, right) in branch {
        let Some(left) = schema.get_mut(&keyword) else {
            schema.insert(keyword, right);
            continue;
        };
        if keyword == "format" && *left != right {
            // No Rust type has both formats, such as `date` and `uuid`, so the result has no format.
            schema.shift_remove("format");
            continue;
        }
        let is_short = !left.is_array() && !left.is_object() && !is_annotation(&keyword);
        let values = is_short.then(|| format!("`{left}` and `{right}`"));
        let conflict = || Conflict {
            reason: match values {
                Some(values) => format!("`{keyword}` has the different values {values}"),
                None => format!("`{keyword}` has different values"),
            },
            keyword: Some(keyword.clone()),
        };
        *left = combine_values(&keyword, left.take(), right).ok_or_else(conflict)?;
    }
    Ok(())
}

/// If two schemas have different minimums or maximums, removes the `exclusive…` flag of the one that is less strict.
fn remove_flags_of_weaker_bounds(left: &mut Schema, right: &mut Schema) {
    for (keyword, flag, is_maximum) in [
        ("minimum", "exclusiveMinimum", false),
        ("maximum", "exclusiveMaximum", true),
    ] {
        let bound = |schema: &Schema| schema.get(keyword).and_then(Value::as_f64);
        if let (Some(first), Some(second)) = (bound(left), bound(right))
            && first != second
        {
            let is_left_weaker = (first > second) == is_maximum;
            let weaker = if is_left_weaker {
                &mut *left
            } else {
                &mut *right
            };
            weaker.shift_remove(flag);
        }
    }
}

/// Removes repeated names from `required`. Doing this once is faster than searching for each name when branches are
/// added.
pub(super) fn remove_repeated_names(schema: &mut Schema) {
    if let Some(Value::Array(names)) = schema.get_mut("required") {
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
    }
}

/// Combines the values of a keyword. Returns `None` if they can't be combined and affect the Rust type.
fn combine_values(keyword: &str, left: Value, right: Value) -> Option<Value> {
    if left == right {
        return Some(left);
    }
    match (keyword, left, right) {
        ("type", left, right) => match (left.as_str()?, right.as_str()?) {
            ("integer", "number") | ("number", "integer") => Some(Value::from("integer")),
            _ => None,
        },
        ("properties", Value::Object(left), Value::Object(right)) => Some(properties(left, right)),
        ("required", Value::Array(left), Value::Array(right)) => {
            Some(left.into_iter().chain(right).collect())
        }
        ("enum", Value::Array(left), Value::Array(right)) => Some(intersection(left, right)),
        ("items", left, right) => Some(all_of(left, right)),
        ("additionalProperties", left, right) => Some(additional_properties(left, right)),
        ("minimum" | "minItems" | "minLength" | "minProperties", left, right) => {
            Some(stricter(left, right, f64::ge))
        }
        ("maximum" | "maxItems" | "maxLength" | "maxProperties", left, right) => {
            Some(stricter(left, right, f64::le))
        }
        ("discriminator" | "enum", _, right) => Some(right),
        (flag, ..) if FLAGS.contains(&flag) => Some(true.into()),
        (keyword, left, _) if is_annotation(keyword) => Some(left),
        (keyword, _, right) if is_limit(keyword) => Some(right),
        _ => None,
    }
}

fn properties(mut all: Schema, others: Schema) -> Value {
    for (name, right) in others {
        match all.get_mut(&name) {
            Some(left) if *left != right => *left = all_of(left.take(), right),
            Some(_) => {}
            None => {
                all.insert(name, right);
            }
        }
    }
    Value::Object(all)
}

/// Returns the values that are in both lists or, if there are none, the second list.
fn intersection(left: Vec<Value>, right: Vec<Value>) -> Value {
    let allowed: HashSet<&Value> = right.iter().collect();
    let both = left.into_iter().filter(|item| allowed.contains(item));
    let both: Vec<Value> = both.collect();
    // Lists without a common value are probably a mistake of the author.
    Value::Array(if both.is_empty() { right } else { both })
}

fn additional_properties(left: Value, right: Value) -> Value {
    match (left, right) {
        (Value::Bool(false), _) | (_, Value::Bool(false)) => Value::Bool(false),
        (Value::Bool(true), schema) | (schema, Value::Bool(true)) => schema,
        (left, right) => all_of(left, right),
    }
}

/// Returns a schema of the values that both schemas allow.
fn all_of(mut left: Value, right: Value) -> Value {
    // Many branches with the same property would otherwise nest as many `allOf`.
    if let Value::Object(schema) = &mut left
        && schema.len() == 1
        && let Some(Value::Array(branches)) = schema.get_mut(ALL_OF)
    {
        branches.push(right);
        return left;
    }
    json!({ALL_OF: [left, right]})
}

/// Returns the stricter of two limits. A limit that isn't a number is corrected by a later pass.
fn stricter(left: Value, right: Value, is_stricter: fn(&f64, &f64) -> bool) -> Value {
    match (left.as_f64(), right.as_f64()) {
        (Some(first), Some(second)) if is_stricter(&first, &second) => left,
        _ => right,
    }
}
