//! The committed spec beside the document that Telnyx publishes, for those who have it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::source::load::{Source, load};
use codegen::tools::import::slice::slice;
use serde_json::{Map, Value};

use crate::published;

/// What says nothing about the contract.
const PROSE: [&str; 5] = ["description", "example", "examples", "summary", "title"];

fn read(text: &str) -> Value {
    let name = "document";
    load(Source { name, text }).unwrap()
}

/// The committed spec, and the video part of the upstream document.
fn documents() -> Option<(Value, Value)> {
    let theirs = read(&published::document("2026-07-16")?);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/telnyx-video.yaml");
    let ours = read(&fs::read_to_string(path).unwrap());
    Some((
        ours,
        slice(theirs, |path, _| path.starts_with("/room")).unwrap(),
    ))
}

/// A node without its prose. Below `properties`, keys are names, whatever they look like.
fn facts(node: &Value, keys_are_names: bool) -> Value {
    match node {
        Value::Object(members) => {
            let facts = members.iter().filter(|(key, value)| {
                let is_prose = PROSE.contains(&key.as_str()) || key.starts_with("x-");
                let says_nothing = *key == "default" && value.is_null();
                keys_are_names || !(is_prose || says_nothing)
            });
            let facts = facts.map(|(key, value)| (key.clone(), facts_below(key, value)));
            Value::Object(Map::from_iter(facts))
        }
        Value::Array(items) => items.iter().map(|item| facts(item, false)).collect(),
        plain => plain.clone(),
    }
}

fn facts_below(key: &str, value: &Value) -> Value {
    facts(value, matches!(key, "properties" | "schemas"))
}

#[test]
fn the_facts_of_the_spec_are_those_of_upstream() {
    let Some((ours, theirs)) = documents() else {
        return;
    };
    let part = |document: &Value, name: &str| facts_below(name, document.pointer(name).unwrap());
    for name in [
        "/paths",
        "/components/parameters",
        "/components/responses",
        "/components/schemas",
    ] {
        let (ours, theirs) = (part(&ours, name), part(&theirs, name));
        let keys = |part: &Value| {
            part.as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(keys(&ours), keys(&theirs), "{name}");
        for key in keys(&ours) {
            assert_eq!(ours.get(&key), theirs.get(&key), "{name} {key}");
        }
    }
}

/// All texts of a kind of prose that are long enough to be a sentence.
fn sentences(node: &Value, found: &mut BTreeSet<String>) {
    match node {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if key == "description" || key == "summary" => {
                        let texts = text
                            .split(". ")
                            .map(|text| text.trim_end_matches('.').trim().to_lowercase());
                        found.extend(texts.filter(|text| text.split_whitespace().count() > 3));
                    }
                    _ => sentences(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| sentences(item, found)),
        _ => {}
    }
}

#[test]
fn no_sentence_of_upstream_is_in_the_spec() {
    let Some((ours, theirs)) = documents() else {
        return;
    };
    let (mut our_sentences, mut their_sentences) = (BTreeSet::new(), BTreeSet::new());
    sentences(&ours, &mut our_sentences);
    sentences(&theirs, &mut their_sentences);
    assert!(our_sentences.len() > 100 && their_sentences.len() > 50);
    let shared: Vec<&String> = our_sentences.intersection(&their_sentences).collect();
    assert!(shared.is_empty(), "{shared:?}");
}
