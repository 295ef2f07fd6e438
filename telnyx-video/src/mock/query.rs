//! The query of a request, read as the parameters of its operation say.

use serde_json::{Map, Value};

use super::contract::{Contract, Operation, Place};
use super::problem::{Problem, Source};

/// Reads a query: a value for each parameter that is there, or what the contract forbids in it.
pub(super) fn read(
    contract: &Contract,
    operation: &Operation,
    pairs: &[(String, String)],
) -> Result<Map<String, Value>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut query = Map::new();
    for (key, text) in pairs {
        let (name, steps) = steps(key);
        let mut parameters = operation.parameters_in(Place::Query);
        let Some(parameter) = parameters.find(|parameter| parameter.name == name) else {
            let cause = "the contract has no parameter of that name here";
            problems.push(Problem::invalid(cause, Source::Parameter(key.clone())));
            continue;
        };
        if !set(&mut query, name, &steps, &parameter.schema.value, text) {
            let cause = "it is given twice, or not in the form that the contract has";
            problems.push(Problem::invalid(cause, Source::Parameter(key.clone())));
        }
    }
    for parameter in operation.parameters_in(Place::Query) {
        let Some(value) = query.get(&parameter.name) else {
            if parameter.required {
                let source = Source::Parameter(parameter.name.clone());
                problems.push(Problem::missing(source));
            }
            continue;
        };
        for violation in contract.violations(&parameter.schema, value) {
            let source = Source::Parameter(bracketed(&parameter.name, &violation.pointer));
            problems.push(Problem::invalid(violation.cause, source));
        }
    }
    if problems.is_empty() {
        Ok(query)
    } else {
        Err(problems)
    }
}

/// Cuts `filter[date_created_at][gte]` into its name and the steps below it.
fn steps(key: &str) -> (&str, Vec<&str>) {
    match key.split_once('[') {
        Some((name, rest)) if rest.ends_with(']') => {
            let rest = rest.strip_suffix(']').unwrap_or(rest);
            (name, rest.split("][").collect())
        }
        _ => (key, Vec::new()),
    }
}

/// Puts a value where the steps lead, unless something is there.
fn set(
    object: &mut Map<String, Value>,
    name: &str,
    steps: &[&str],
    schema: &Value,
    text: &str,
) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        let is_new = !object.contains_key(name);
        object.insert(name.to_owned(), typed(text, schema));
        return is_new;
    };
    let schema = schema.get("properties").and_then(|all| all.get(step));
    let below = object
        .entry(name)
        .or_insert_with(|| Value::Object(Map::new()));
    match below {
        Value::Object(below) => set(below, step, rest, schema.unwrap_or(&Value::Null), text),
        _ => false,
    }
}

/// A text of the query as the type that the schema has; what is not of that type stays a text, which the schema refuses.
fn typed(text: &str, schema: &Value) -> Value {
    let kind = schema.get("type").and_then(Value::as_str);
    let value = match kind {
        Some("integer") => text.parse::<i64>().ok().map(Value::from),
        Some("number") => text.parse::<f64>().ok().map(Value::from),
        Some("boolean") => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    value.unwrap_or_else(|| Value::from(text))
}

/// The name of what stands at a pointer below a parameter, as it is written in a query.
fn bracketed(name: &str, pointer: &str) -> String {
    let steps = pointer.split('/').skip(1);
    let steps = steps.map(|step| format!("[{}]", step.replace("~1", "/").replace("~0", "~")));
    format!("{name}{}", steps.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::contract::child;

    #[test]
    fn brackets_lead_into_objects() {
        assert_eq!(steps("page"), ("page", vec![]));
        assert_eq!(steps("page[size]"), ("page", vec!["size"]));
        assert_eq!(steps("filter[a][gte]"), ("filter", vec!["a", "gte"]));
        assert_eq!(steps("page[size"), ("page[size", vec![]));
        assert_eq!(bracketed("filter", "/a/gte"), "filter[a][gte]");
        assert_eq!(bracketed("filter", &child("", "a/b")), "filter[a/b]");
    }

    #[test]
    fn texts_become_what_the_schema_has() {
        let of = |kind: &str, text| typed(text, &serde_json::json!({"type": kind}));
        assert_eq!(of("integer", "12"), Value::from(12));
        assert_eq!(of("integer", "many"), Value::from("many"));
        assert_eq!(of("boolean", "true"), Value::from(true));
        assert_eq!(of("string", "12"), Value::from("12"));
    }
}
