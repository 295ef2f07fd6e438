//! `type` as a list, and `null` as a type.

use serde_json::{Map, Value};

use super::{allow_null, only_null, require_all};

const TYPE: &str = "type";

/// The keywords that say something about one type alone; `format` is one of numbers as well.
pub(crate) const KEYWORDS: [(&str, &[&str]); 5] = [
    ("string", &["format", "maxLength", "minLength", "pattern"]),
    ("integer", NUMERIC),
    ("number", NUMERIC),
    ("array", &["items", "maxItems", "minItems", "uniqueItems"]),
    (
        "object",
        &[
            "additionalProperties",
            "maxProperties",
            "minProperties",
            "properties",
            "required",
        ],
    ),
];

const NUMERIC: &[&str] = &[
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maximum",
    "minimum",
    "multipleOf",
];

/// Rewrites null as `nullable`, and of several other types each as a branch of `anyOf`.
pub(super) fn to_nullable(schema: &mut Map<String, Value>) {
    let mut names = match schema.get(TYPE) {
        Some(Value::Array(names)) => names.clone(),
        Some(Value::String(name)) if name == "null" => vec![Value::from("null")],
        _ => return,
    };
    let count = names.len();
    names.retain(|name| name != "null");
    let has_null = names.len() < count;
    if let [name] = names.as_slice() {
        schema.insert(TYPE.to_owned(), name.clone());
    } else {
        schema.shift_remove(TYPE);
        if names.is_empty() && has_null {
            only_null(schema);
        } else if !names.is_empty() {
            any_of(schema, &names);
        }
    }
    if has_null {
        allow_null(schema);
    }
}

fn any_of(schema: &mut Map<String, Value>, names: &[Value]) {
    let branches = names.iter().map(|name| branch(schema, name)).collect();
    for (_, keywords) in KEYWORDS {
        for keyword in keywords {
            schema.shift_remove(*keyword);
        }
    }
    let any_of = Map::from_iter([("anyOf".to_owned(), Value::Array(branches))]);
    if schema.contains_key("anyOf") {
        require_all(schema, Value::Object(any_of));
    } else {
        schema.extend(any_of);
    }
}

/// One of the types, with what the schema says about it.
fn branch(schema: &Map<String, Value>, name: &Value) -> Value {
    let mut branch = Map::from_iter([(TYPE.to_owned(), name.clone())]);
    let own = KEYWORDS.iter().filter(|(owner, _)| name == owner);
    for keyword in own.flat_map(|(_, keywords)| *keywords) {
        if let Some(value) = schema.get(*keyword) {
            branch.insert((*keyword).to_owned(), value.clone());
        }
    }
    Value::Object(branch)
}
