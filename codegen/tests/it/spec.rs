//! Compares the committed spec and overlay with the documents that Telnyx published.

use std::collections::{BTreeMap, BTreeSet};

use codegen::passes::overlay;
use codegen::tools::import::slice::slice;
use serde_json::{Map, Value};

use crate::support::{parse, read_project, upstream};

/// Fields that don't affect requests and responses.
const PROSE: [&str; 5] = ["description", "example", "examples", "summary", "title"];

/// Returns the committed spec, and the video operations of the newest upstream document.
fn spec_and_upstream() -> Option<(Value, Value)> {
    let upstream = parse(&upstream::document("2026-07-16")?);
    Some((
        parse(&read_project("spec/telnyx-video.yaml")),
        slice(upstream, |path, _| path.starts_with("/room")).unwrap(),
    ))
}

/// Returns the value of a field without prose and extensions. In `properties` and `schemas`, every key is a name, even
/// `title`.
fn without_prose(field: &str, value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let has_names = matches!(field, "properties" | "schemas");
            let members = members
                .iter()
                .filter(|(key, value)| {
                    let is_prose = PROSE.contains(&key.as_str()) || key.starts_with("x-");
                    let is_null_default = *key == "default" && value.is_null();
                    has_names || !(is_prose || is_null_default)
                })
                .map(|(key, value)| (key.clone(), without_prose(key, value)));
            Value::Object(Map::from_iter(members))
        }
        Value::Array(items) => items.iter().map(|item| without_prose("", item)).collect(),
        scalar => scalar.clone(),
    }
}

#[test]
fn spec_has_the_facts_of_upstream() {
    let Some((spec, upstream)) = spec_and_upstream() else {
        return;
    };
    for pointer in [
        "/paths",
        "/components/parameters",
        "/components/responses",
        "/components/schemas",
    ] {
        let field = pointer.rsplit('/').next().unwrap();
        let [spec, upstream] = [&spec, &upstream].map(|document| {
            let Value::Object(members) = without_prose(field, document.pointer(pointer).unwrap())
            else {
                panic!("{pointer} is not an object");
            };
            members
        });
        let keys = |members: &Map<String, Value>| members.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(&spec), keys(&upstream), "{pointer}");
        for (key, value) in &spec {
            assert_eq!(Some(value), upstream.get(key), "{pointer} {key}");
        }
    }
}

/// Collects the sentences in descriptions and summaries. Those of up to three words, such as `Bad request`, are
/// omitted, since they may be equal by chance.
fn collect_sentences(node: &Value, found: &mut BTreeSet<String>) {
    match node {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if key == "description" || key == "summary" => {
                        let sentences = text
                            .split(". ")
                            .map(|text| text.trim_end_matches('.').trim().to_lowercase());
                        found.extend(sentences.filter(|it| it.split_whitespace().count() > 3));
                    }
                    _ => collect_sentences(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_sentences(item, found)),
        _ => {}
    }
}

#[test]
fn spec_has_no_sentences_of_upstream() {
    let Some((spec, upstream)) = spec_and_upstream() else {
        return;
    };
    let [ours, theirs] = [spec, upstream].map(|document| {
        let mut sentences = BTreeSet::new();
        collect_sentences(&document, &mut sentences);
        sentences
    });
    assert!(ours.len() > 100 && theirs.len() > 50);
    let shared: Vec<&String> = ours.intersection(&theirs).collect();
    assert!(shared.is_empty(), "{shared:?}");
}

/// Collects the type and format of every nested property of a schema, by path.
fn collect_properties(
    schema: &Value,
    path: &str,
    found: &mut BTreeMap<String, [Option<String>; 2]>,
) {
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        let path = format!("{path}/{name}");
        let text = |key| property.get(key).and_then(Value::as_str).map(str::to_owned);
        collect_properties(property, &path, found);
        found.insert(path, [text("type"), text("format")]);
    }
}

#[test]
fn webhook_events_of_overlay_have_the_properties_of_upstream() {
    // Newer documents have no webhook events.
    let Some(upstream) = upstream::document("2026-02-05") else {
        return;
    };
    let upstream = parse(&upstream);
    let mut spec = parse(&read_project("spec/telnyx-video.yaml"));
    let overlay = parse(&read_project("spec/overlay.yaml"));
    overlay::apply(&overlay, &mut spec).unwrap();

    let mapping = spec["components"]["schemas"]["WebhookEvent"]["discriminator"]["mapping"]
        .as_object()
        .unwrap();
    assert_eq!(mapping.len(), 7);
    for (event_type, reference) in mapping {
        let pointer = reference.as_str().unwrap().trim_start_matches('#');
        let properties = |document: &Value| {
            let mut found = BTreeMap::new();
            collect_properties(document.pointer(pointer).unwrap(), "", &mut found);
            found
        };
        let expected = properties(&upstream);
        assert!(expected.len() > 6, "{pointer}");
        assert_eq!(properties(&spec), expected, "{pointer}");
        let constant = format!("{pointer}/properties/event_type/enum/0");
        let constant = upstream.pointer(&constant).and_then(Value::as_str);
        assert_eq!(constant, Some(event_type.as_str()));
    }
}
