//! Documents of any size that resemble the video API.

use codegen::source::load::{Source, load};
use codegen::source::yaml_writer;
use serde_json::{Map, Value};

/// The kinds of components that are repeated. Copies share the other kinds.
const REPEATED: [&str; 3] = ["parameters", "responses", "schemas"];

/// Repeats the paths and components of a document with other names.
pub(crate) fn repeated(spec: &str, copies: usize) -> String {
    let source = Source {
        name: "spec",
        text: spec,
    };
    let mut head = load(source).unwrap();
    let paths = remove(&mut head, "paths");
    let components = REPEATED.map(|kind| remove(head.get_mut("components").unwrap(), kind));
    let shared = remove(&mut head, "components");

    let mut document = yaml_writer::write(&head).unwrap();
    document.push_str("paths:\n");
    for copy in 1..=copies {
        document.push_str(&members(renamed(&paths, copy), 2));
    }
    document.push_str("components:\n");
    document.push_str(&members(shared, 2));
    for (kind, components) in REPEATED.into_iter().zip(&components) {
        document.push_str(&format!("  {kind}:\n"));
        for copy in 1..=copies {
            document.push_str(&members(renamed(components, copy), 4));
        }
    }
    document
}

fn remove(node: &mut Value, member: &str) -> Value {
    node.as_object_mut().unwrap().shift_remove(member).unwrap()
}

/// Returns the members of an object as indented YAML lines.
fn members(node: Value, indentation: usize) -> String {
    let margin = " ".repeat(indentation);
    let text = yaml_writer::write(&node).unwrap();
    text.lines()
        .map(|line| format!("{margin}{line}\n"))
        .collect()
}

/// Returns a map of paths or components with the number of a copy in all names.
fn renamed(members: &Value, copy: usize) -> Value {
    let members = members.as_object().unwrap().iter();
    let members = members.map(|(key, node)| {
        let key = match key.strip_prefix('/') {
            Some(path) => {
                let (first, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
                format!("/{first}_{copy}{rest}")
            }
            None => format!("{key}_{copy}"),
        };
        let mut node = node.clone();
        rename(&mut node, copy);
        (key, node)
    });
    Value::Object(members.collect::<Map<_, _>>())
}

/// Adds the number of a copy to references, operationIds and tags.
fn rename(node: &mut Value, copy: usize) {
    match node {
        Value::Object(members) => {
            for (key, member) in members {
                match (key.as_str(), member) {
                    ("$ref" | "operationId", Value::String(name)) => {
                        name.push_str(&format!("_{copy}"));
                    }
                    ("tags", Value::Array(tags)) => {
                        for tag in tags {
                            *tag = Value::from(format!("{} {copy}", tag.as_str().unwrap()));
                        }
                    }
                    (_, member) => rename(member, copy),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, copy)),
        _ => {}
    }
}
