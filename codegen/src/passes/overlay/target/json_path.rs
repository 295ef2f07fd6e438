//! Queries by JSONPath, and converts JSON pointers to JSONPath.

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostics::Pointer;

pub(super) fn query(path: &JsonPath, document: &Value) -> Vec<Pointer> {
    path.query_located(document)
        .locations()
        .map(|location| Pointer::from(location.to_json_pointer()))
        .collect()
}

/// Returns the JSONPath of the value at `pointer`.
pub(super) fn from_pointer(document: &Value, pointer: &Pointer) -> String {
    let mut path = "$".to_owned();
    let mut value = Some(document);
    for key in pointer.keys() {
        path += &match value {
            Some(Value::Array(_)) => format!("[{key}]"),
            _ if is_shorthand(&key) => format!(".{key}"),
            _ => format!("['{}']", escaped(&key)),
        };
        value = value.and_then(|value| value.pointer(Pointer::root().child(&key).as_str()));
    }
    path
}

/// Whether a name needs no quotes after a full stop.
fn is_shorthand(name: &str) -> bool {
    let is_start = |it: char| it.is_ascii_alphabetic() || it == '_';
    name.starts_with(is_start) && name.chars().all(|it| is_start(it) || it.is_ascii_digit())
}

fn escaped(name: &str) -> String {
    let characters = name.chars().map(|character| match character {
        '\'' | '\\' => format!("\\{character}"),
        control if control.is_ascii_control() => format!("\\u{:04x}", u32::from(control)),
        other => other.to_string(),
    });
    characters.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn from_pointer_returns_path_of_value() {
        let document = json!({"a_1": {"/~b": [0, {"it's \\ \n": 1}]}});
        let pointer = Pointer::from("/a_1/~1~0b/1/it's \\ \n".to_owned());
        let path = from_pointer(&document, &pointer);
        assert_eq!(path, "$.a_1['/~b'][1]['it\\'s \\\\ \\u000a']");
        assert_eq!(
            query(&JsonPath::parse(&path).unwrap(), &document),
            [pointer]
        );
    }
}
