//! The webhook events of the overlay beside the last document of Telnyx that had them, for those who have it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use codegen::passes::overlay::Overlay;
use codegen::source::load::{Source, load};
use serde_json::Value;

use crate::published;

fn read(text: &str) -> Value {
    let name = "document";
    load(Source { name, text }).unwrap()
}

/// A document of the project.
fn project(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    read(&fs::read_to_string(path).unwrap())
}

/// The type and format of every property, by the names that lead to it.
fn properties(schema: &Value, way: &str, found: &mut BTreeMap<String, [Option<String>; 2]>) {
    let members = schema.get("properties").and_then(Value::as_object);
    for (name, property) in members.into_iter().flatten() {
        let way = format!("{way}/{name}");
        let text = |key| property.get(key).and_then(Value::as_str).map(str::to_owned);
        properties(property, &way, found);
        found.insert(way, [text("type"), text("format")]);
    }
}

fn properties_in(document: &Value, schema: &str) -> BTreeMap<String, [Option<String>; 2]> {
    let schema = document
        .pointer(&format!("/components/schemas/{schema}"))
        .unwrap();
    let mut found = BTreeMap::new();
    properties(schema, "", &mut found);
    found
}

#[test]
fn the_facts_of_the_events_are_those_of_upstream() {
    let Some(upstream) = published::document("2026-02-05") else {
        return;
    };
    let upstream = read(&upstream);
    let mut ours = project("spec/telnyx-video.yaml");
    let overlay = project("spec/overlay.yaml");
    Overlay::parse(&overlay).unwrap().apply(&mut ours).unwrap();

    let mapping = ours
        .pointer("/components/schemas/WebhookEvent/discriminator/mapping")
        .and_then(Value::as_object)
        .unwrap();
    assert_eq!(mapping.len(), 7);
    for (event_type, reference) in mapping {
        let name = reference.as_str().unwrap().rsplit('/').next().unwrap();
        let expected = properties_in(&upstream, name);
        assert!(expected.len() > 6, "{name}");
        assert_eq!(properties_in(&ours, name), expected, "{name}");
        let place = format!("/components/schemas/{name}/properties/event_type/enum/0");
        assert_eq!(
            upstream.pointer(&place).and_then(Value::as_str),
            Some(event_type.as_str())
        );
    }
}
