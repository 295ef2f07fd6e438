//! Measures the import of the whole upstream document if it exists, and of documents several times its size.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed assumption should stop the benchmark"
)]

use std::fs;
use std::path::Path;

use codegen::passes::normalise;
use codegen::source::bundle::no_files;
use codegen::source::load::{Source, load};
use codegen::source::yaml_writer;
use codegen::tools::import::import;
use divan::{AllocProfiler, Bencher};
use serde_json::{Map, Value};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const UPSTREAM: &str = "../shared/upstream/telnyx-2026-07-16.yml";

fn main() {
    divan::main();
}

fn read(path: &str) -> Option<String> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(project.join(path)).ok();
    if text.is_none() {
        println!("skipped: {path} doesn't exist");
    }
    text
}

fn source<'a>(name: &'a str, text: &'a str) -> Source<'a> {
    Source { name, text }
}

/// Time and peak memory should be proportional to the size.
#[divan::bench(args = [1, 2, 4, 8], sample_count = 5, sample_size = 1)]
fn upstream_import(bencher: Bencher<'_, '_>, times: usize) {
    let Some(upstream) = read(UPSTREAM) else {
        return;
    };
    let upstream = repeated(&upstream, times);
    let settings = read("spec/import.yaml").unwrap();
    let committed = read("spec/telnyx-video.yaml").unwrap();
    bencher.bench(|| {
        import(
            source("upstream", &upstream),
            &no_files,
            source("settings", &settings),
            Some(source("committed", &committed)),
        )
        .unwrap()
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn upstream_normalise(bencher: Bencher<'_, '_>) {
    if let Some(upstream) = read(UPSTREAM) {
        let document = load(source("upstream", &upstream)).unwrap();
        bencher
            .with_inputs(|| document.clone())
            .bench_local_values(normalise::normalise);
    }
}

/// Repeats every path and component with other names.
fn repeated(upstream: &str, times: usize) -> String {
    if times == 1 {
        return upstream.to_owned();
    }
    let mut document = load(source("upstream", upstream)).unwrap();
    multiply(document.get_mut("paths").unwrap(), times);
    for members in document
        .get_mut("components")
        .unwrap()
        .as_object_mut()
        .unwrap()
        .values_mut()
    {
        multiply(members, times);
    }
    yaml_writer::write(&document).unwrap()
}

fn multiply(members: &mut Value, times: usize) {
    let Value::Object(members) = members else {
        panic!("not an object: {members}");
    };
    let copies = (1..times).flat_map(|copy| {
        let renamed = members.iter().map(move |(key, value)| {
            let mut text = value.to_string();
            text = text.replace(
                "\"#/components/schemas/",
                &format!("\"#/components/schemas/{copy}_"),
            );
            let key = if key.starts_with('/') {
                format!("/{copy}{key}")
            } else {
                format!("{copy}_{key}")
            };
            (key, serde_json::from_str(&text).unwrap())
        });
        renamed.collect::<Vec<_>>()
    });
    let copies: Map<String, Value> = copies.collect();
    members.extend(copies);
}
