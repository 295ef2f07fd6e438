//! Malicious documents: each is rejected or generated, with memory and code in proportion to its size.
//!
//! The tests don't measure time, which depends on the machine: work that takes too long also creates too many values.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed assumption of a test should fail the test"
)]

mod aliases;
mod chains;
mod cycles;
mod escapes;
#[path = "../it/support/invariants.rs"]
mod invariants;
mod nesting;
mod outputs;
mod repeated_references;
mod sizes;
mod syntax;
mod texts;

use std::sync::{Mutex, PoisonError};

use codegen::diagnostics::Mode;
use peak_alloc::PeakAlloc;
use serde_json::{Map, Value, json};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The memory that generating may use: a constant, and a multiple of the size of the document.
const MEMORY_BASE: usize = 64 << 20;
const MEMORY_FACTOR: usize = 500;

/// The size that the code may have: a constant, and a multiple of the size of the document.
const CODE_BASE: usize = 64 << 10;
const CODE_FACTOR: usize = 60;

/// Serialises the tests, so that each document is measured by itself.
static LOCK: Mutex<()> = Mutex::new(());

/// Generates from a document in both modes and checks the limits. Returns the error of strict mode.
#[track_caller]
fn check_limits(text: impl Into<String>) -> Option<String> {
    check_limits_with_overlay(&text.into(), None)
}

#[track_caller]
fn check_limits_with_overlay(text: &str, overlay: Option<&str>) -> Option<String> {
    let _lock = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let size = text.len() + overlay.map_or(0, str::len);
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let [strict, lenient] = [Mode::Strict, Mode::Lenient].map(|mode| {
        let generated = invariants::generate(text, overlay, mode)?;
        Ok::<usize, String>(generated.files.values().map(String::len).sum())
    });
    let peak = MEMORY.peak_usage().saturating_sub(before);
    assert!(
        peak < MEMORY_BASE + MEMORY_FACTOR * size,
        "{peak} bytes of memory for a document of {size} bytes"
    );
    for code in [&strict, &lenient].into_iter().flatten() {
        assert!(
            *code < CODE_BASE + CODE_FACTOR * size,
            "{code} bytes of code for a document of {size} bytes"
        );
    }
    strict.err()
}

#[track_caller]
fn assert_rejected(text: impl Into<String>, expected: &str) {
    match check_limits(text) {
        Some(error) => assert!(error.contains(expected), "{error}"),
        None => panic!("expected an error with `{expected}`"),
    }
}

#[track_caller]
fn assert_generated(text: impl Into<String>) {
    if let Some(error) = check_limits(text) {
        panic!("{error}");
    }
}

/// Returns a document with these schemas, whose only operation returns `#/components/schemas/A`.
fn api(schemas: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Hostile", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "security": [{"bearer": []}],
        "paths": {"/a": {"get": {
            "operationId": "Get", "tags": ["a"],
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": reference("A")}}}},
        }}},
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}, "schemas": schemas},
    })
}

fn schemas(schemas: Value) -> String {
    api(schemas).to_string()
}

/// Returns a document whose schema `A` has this schema as a property.
fn property(schema: Value) -> String {
    schemas(json!({"A": object(json!({ "a": schema }))}))
}

fn string() -> Value {
    json!({"type": "string"})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// Returns an object with a number of members.
fn many(count: usize, member: impl Fn(usize) -> (String, Value)) -> Value {
    Value::Object(Map::from_iter((0..count).map(member)))
}

/// Returns an object with the properties `p0`, `p1` …
fn properties(count: usize, schema: impl Fn(usize) -> Value) -> Value {
    object(many(count, |number| (format!("p{number}"), schema(number))))
}

/// Returns a document whose schema `A` is this text.
fn schema_text(schema: &str) -> String {
    schemas(json!({"A": "the schema"})).replace("\"the schema\"", schema)
}

/// Returns a document with a nested schema. It is text because dropping a deep `Value` overflows the stack.
fn nested(depth: usize, begin: &str, middle: &str, end: &str) -> String {
    schema_text(&format!(
        "{}{middle}{}",
        begin.repeat(depth),
        end.repeat(depth)
    ))
}
