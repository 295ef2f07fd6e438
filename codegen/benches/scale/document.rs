//! Documents of any size, in the shape of the video API.

use codegen::source::load::{Source, load};
use codegen::source::yaml_writer;
use serde_json::{Map, Value};

/// The kinds of components of which each copy has its own.
const OWN: [&str; 3] = ["parameters", "responses", "schemas"];

/// The document with its paths and components as many times as is said, each time under other names.
pub(crate) fn repeated(spec: &str, copies: usize) -> String {
    let source = Source {
        name: "spec",
        text: spec,
    };
    let mut head = load(source).unwrap();
    let paths = taken(&mut head, "paths");
    let components = OWN.map(|kind| taken(head.get_mut("components").unwrap(), kind));
    let shared = taken(&mut head, "components");

    let mut document = yaml_writer::write(&head).unwrap();
    document.push_str("paths:\n");
    for copy in 1..=copies {
        document.push_str(&members(renamed(&paths, copy), 2));
    }
    document.push_str("components:\n");
    document.push_str(&members(shared, 2));
    for (kind, components) in OWN.into_iter().zip(&components) {
        document.push_str(&format!("  {kind}:\n"));
        for copy in 1..=copies {
            document.push_str(&members(renamed(components, copy), 4));
        }
    }
    document
}

fn taken(node: &mut Value, member: &str) -> Value {
    node.as_object_mut().unwrap().shift_remove(member).unwrap()
}

/// The members of an object as lines that stand so far to the right.
fn members(node: Value, indentation: usize) -> String {
    let margin = " ".repeat(indentation);
    let text = yaml_writer::write(&node).unwrap();
    text.lines()
        .map(|line| format!("{margin}{line}\n"))
        .collect()
}

/// An object whose keys are paths, or names of components, with the number of a copy in all names.
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

/// Renames all that a node refers to, and what has to be there once.
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
