//! The webhook events of the overlay beside the last document of Telnyx that had them, for those who have it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use codegen::load::{Source, load};
use codegen::overlay::Overlay;
use serde_json::Value;

const UPSTREAM: &str = "../shared/upstream/telnyx-2026-02-05.yml";

fn read(path: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let text = fs::read_to_string(path).ok()?;
    let source = Source {
        name: "document",
        text: &text,
    };
    Some(load(source).unwrap())
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
    let Some(upstream) = read(UPSTREAM) else {
        #[allow(
            clippy::explicit_write,
            reason = "what `eprintln` writes, the harness keeps to itself"
        )]
        writeln!(std::io::stderr(), "skipped: there is no {UPSTREAM}").unwrap();
        return;
    };
    let mut ours = read("spec/telnyx-video.yaml").unwrap();
    let overlay = read("spec/overlay.yaml").unwrap();
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
