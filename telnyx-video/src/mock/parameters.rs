use serde_json::{Map, Value, json};

use super::{Contract, Operation, Problem};

/// Parses the names and values in the path and the query into one value per parameter, such as `{"page": {"size": 1}}`
/// for `page[size]=1`. Also returns every violation of the contract.
pub(super) fn parse<'a>(
    contract: &Contract,
    operation: &Operation,
    pairs: impl Iterator<Item = &'a (String, String)>,
) -> (Map<String, Value>, Vec<Problem>) {
    let mut values = Map::new();
    let mut not_inserted = Vec::new();
    for (key, value) in pairs {
        let (name, path) = split_key(key);
        let mut parameters = operation.parameters.iter();
        let parameter = parameters.find(|parameter| parameter.name == name);
        let schema = parameter.and_then(|parameter| {
            path.iter()
                .try_fold(&parameter.schema.value, |schema, property| {
                    schema.get("properties")?.get(property)
                })
        });
        let message = match schema {
            // Only properties that the contract declares are inserted: otherwise, a query could nest objects to any
            // depth.
            None => "unknown query parameter",
            Some(schema) if !insert(&mut values, name, &path, to_typed(value, schema)) => {
                "the parameter is repeated, or is both an object and a plain value"
            }
            Some(_) => continue,
        };
        not_inserted.push(Problem::invalid(message).in_parameter(key));
    }
    let mut problems = Vec::new();
    for parameter in &operation.parameters {
        let Some(value) = values.get(&parameter.name) else {
            if parameter.required {
                let missing = Problem::invalid("missing required parameter");
                problems.push(missing.in_parameter(&parameter.name));
            }
            continue;
        };
        for violation in contract.violations(&parameter.schema, value) {
            let name = bracketed(&parameter.name, &violation.pointer);
            problems.push(Problem::invalid(violation.message).in_parameter(name));
        }
    }
    problems.extend(not_inserted);
    (values, problems)
}

/// Splits `filter[date_created_at][gte]` into the parameter name and the property names in brackets.
fn split_key(key: &str) -> (&str, Vec<&str>) {
    let split = key.split_once('[');
    match split.and_then(|(name, rest)| Some((name, rest.strip_suffix(']')?))) {
        Some((name, rest)) => (name, rest.split("][").collect()),
        None => (key, Vec::new()),
    }
}

/// Inserts a value into nested objects: below the member `name`, at a path of property names. Returns `false` if there
/// is a value already, or a member on the path is no object.
fn insert(object: &mut Map<String, Value>, name: &str, path: &[&str], value: Value) -> bool {
    let Some((property, path)) = path.split_first() else {
        return object.insert(name.to_owned(), value).is_none();
    };
    let child = object.entry(name).or_insert_with(|| json!({}));
    child
        .as_object_mut()
        .is_some_and(|child| insert(child, property, path, value))
}

/// Converts a value to the type in the schema. If this fails, returns the string, which violates the schema.
fn to_typed(value: &str, schema: &Value) -> Value {
    let keyword = |name| schema.get(name).and_then(Value::as_str);
    let typed = match keyword("type") {
        Some("integer") => value.parse::<i64>().ok().map(Value::from),
        Some("number") => value.parse::<f64>().ok().map(Value::from),
        Some("boolean") => value.parse::<bool>().ok().map(Value::from),
        // Filters compare IDs as text.
        _ if keyword("format") == Some("uuid") => Some(value.to_ascii_lowercase().into()),
        _ => None,
    };
    typed.unwrap_or_else(|| Value::from(value))
}

/// Writes a location as a query does: `filter[a][gte]` for the JSON pointer `/a/gte` in the parameter `filter`.
fn bracketed(name: &str, pointer: &str) -> String {
    let properties = pointer
        .split('/')
        .skip(1)
        .map(|name| format!("[{}]", name.replace("~1", "/").replace("~0", "~")));
    format!("{name}{}", properties.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::contract::child_pointer;

    #[test]
    fn split_key_and_bracketed_are_inverse() {
        assert_eq!(split_key("page"), ("page", vec![]));
        assert_eq!(split_key("page[size]"), ("page", vec!["size"]));
        assert_eq!(split_key("filter[a][gte]"), ("filter", vec!["a", "gte"]));
        assert_eq!(split_key("page[size"), ("page[size", vec![]));
        assert_eq!(bracketed("filter", "/a/gte"), "filter[a][gte]");
        let pointer = child_pointer("", "a/b");
        assert_eq!(bracketed("filter", &pointer), "filter[a/b]");
    }

    #[test]
    fn parse_rejects_path_of_any_length() {
        let contract = Contract::shared().unwrap();
        let operation = contract.operation("rooms.list").unwrap();
        let key = format!("page[{}]", "a][".repeat(100_000));
        let pairs = [(key, "1".to_owned())];
        let (values, problems) = parse(contract, operation, pairs.iter());
        assert!(values.is_empty());
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn to_typed_converts_to_type_of_schema() {
        let convert = |kind: &str, value| to_typed(value, &json!({"type": kind}));
        assert_eq!(convert("integer", "12"), Value::from(12));
        assert_eq!(convert("integer", "many"), Value::from("many"));
        assert_eq!(convert("boolean", "true"), Value::from(true));
        assert_eq!(convert("string", "12"), Value::from("12"));
        let schema = json!({"type": "string", "format": "uuid"});
        let id = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
        assert_eq!(to_typed(&id.to_uppercase(), &schema), Value::from(id));
    }
}
