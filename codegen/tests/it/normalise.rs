//! Documents of OpenAPI 3.1, or of both versions mixed, beside what they are in 3.0.

use std::fs;

use codegen::passes::normalise::normalise;
use codegen::source::load::{Source, load};
use codegen::source::yaml_writer;
use serde_json::Value;

use crate::{published, support};

fn read(text: &str) -> Value {
    let name = "document";
    load(Source { name, text }).unwrap()
}

#[test]
fn idioms_of_3_1_become_those_of_3_0() {
    let faults = support::cases("normalise").into_iter().filter_map(|case| {
        let document = normalise(read(&fs::read_to_string(&case).unwrap()));
        support::compare(&case, "txt", &yaml_writer::write(&document).unwrap())
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_upstream_publishes_is_normalised_once_and_for_all() {
    for date in ["2022-05-20", "2025-08-15", "2026-02-05", "2026-07-16"] {
        let Some(text) = published::document(date) else {
            continue;
        };
        let once = normalise(read(&text));
        assert!(normalise(once.clone()) == once, "{date}");
    }
}
