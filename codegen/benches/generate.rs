//! Measures the stages of the generator on the video spec, and reading and slicing the whole upstream document if it
//! exists.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed assumption should stop the benchmark"
)]

use std::fs;
use std::path::{Path, PathBuf};

use codegen::diagnostics::{Collector, Mode};
use codegen::ir::Api;
use codegen::openapi::document::Document;
use codegen::passes::overlay;
use codegen::render::{self, emit};
use codegen::source::load::{Source, load};
use codegen::tools::import::slice::slice;
use codegen::{Input, generate, lower, read};
use divan::{AllocProfiler, Bencher, black_box};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

/// The numbers of schemas of the synthetic documents.
const SCHEMAS: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    divan::main();
}

struct Text(String);

impl Text {
    fn read_project(path: &str) -> Self {
        Self(fs::read_to_string(project().join(path)).unwrap())
    }

    fn spec() -> Self {
        Self::read_project("spec/telnyx-video.yaml")
    }

    fn overlay() -> Self {
        Self::read_project("spec/overlay.yaml")
    }

    fn source(&self) -> Source<'_> {
        Source {
            name: "document",
            text: &self.0,
        }
    }
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Reads the whole upstream document, which isn't in the repository.
fn upstream() -> Option<Text> {
    let path = project().join("../shared/upstream/telnyx-2026-07-16.yml");
    let text = fs::read_to_string(path).ok();
    if text.is_none() {
        println!("skipped: ../shared/upstream/telnyx-2026-07-16.yml doesn't exist");
    }
    text.map(Text)
}

#[divan::bench]
fn video_whole(bencher: Bencher<'_, '_>) {
    let (spec, overlay) = (Text::spec(), Text::overlay());
    bencher.bench(|| {
        generate(
            Input::new(spec.source(), Some(overlay.source())),
            Mode::Strict,
        )
        .unwrap()
    });
}

#[divan::bench]
fn video_1_load(bencher: Bencher<'_, '_>) {
    let spec = Text::spec();
    bencher.bench(|| load(spec.source()).unwrap());
}

#[divan::bench]
fn video_2_overlay(bencher: Bencher<'_, '_>) {
    let spec = load(Text::spec().source()).unwrap();
    let overlay = load(Text::overlay().source()).unwrap();
    bencher
        .with_inputs(|| spec.clone())
        .bench_local_values(|mut spec| {
            overlay::apply(&overlay, &mut spec).unwrap();
            spec
        });
}

#[divan::bench]
fn video_3_lower(bencher: Bencher<'_, '_>) {
    let mut spec = load(Text::spec().source()).unwrap();
    overlay::apply(&load(Text::overlay().source()).unwrap(), &mut spec).unwrap();
    bencher
        .with_inputs(|| spec.clone())
        .bench_local_values(|spec| {
            let document = Document::parse(spec, &mut Collector::default()).unwrap();
            lower::lower(&document, &mut Collector::new(Mode::Strict)).unwrap()
        });
}

/// Renders every file sequentially.
fn render_all(api: &Api) {
    for file in render::files(api) {
        black_box((file.render)());
    }
}

#[divan::bench]
fn video_4_render(bencher: Bencher<'_, '_>) {
    let api = read(Input::new(
        Text::spec().source(),
        Some(Text::overlay().source()),
    ))
    .unwrap();
    bencher.bench_local(|| render_all(&api));
}

#[divan::bench]
fn video_5_render_and_emit(bencher: Bencher<'_, '_>) {
    let api = read(Input::new(
        Text::spec().source(),
        Some(Text::overlay().source()),
    ))
    .unwrap();
    bencher.bench(|| emit::emit(&api, "spec/telnyx-video.yaml").unwrap());
}

#[divan::bench(sample_count = 10)]
fn upstream_load(bencher: Bencher<'_, '_>) {
    if let Some(text) = upstream() {
        bencher.bench(|| load(text.source()).unwrap());
    }
}

#[divan::bench(sample_count = 10)]
fn upstream_slice(bencher: Bencher<'_, '_>) {
    if let Some(text) = upstream() {
        let document = load(text.source()).unwrap();
        bencher
            .with_inputs(|| document.clone())
            .bench_local_values(|document| {
                slice(document, |path, _| path.starts_with("/room")).unwrap()
            });
    }
}

/// The time should be proportional to the number of schemas.
#[divan::bench(args = SCHEMAS, sample_count = 5)]
fn synthetic_read(bencher: Bencher<'_, '_>, schemas: usize) {
    let spec = Text(synthetic(schemas));
    bencher.bench(|| read(Input::new(spec.source(), None)).unwrap());
}

/// The time should be proportional to the number of schemas.
#[divan::bench(args = SCHEMAS, sample_count = 5)]
fn synthetic_render(bencher: Bencher<'_, '_>, schemas: usize) {
    let api = read(Input::new(Text(synthetic(schemas)).source(), None)).unwrap();
    bencher.bench_local(|| render_all(&api));
}

/// Returns a document with one operation for each schema, in which each schema refers to the next.
fn synthetic(schemas: usize) -> String {
    let mut paths = String::new();
    let mut components = String::new();
    for number in 0..schemas {
        let next = (number + 1) % schemas;
        paths.push_str(&format!(
            "  /things/{number}:\n    get:\n      operationId: GetThing{number}\n      responses:\n        '200':\n          \
             description: A thing.\n          content:\n            \
             application/json:\n              schema:\n                $ref: '#/components/schemas/Thing{number}'\n"
        ));
        components.push_str(&format!(
            "    Thing{number}:\n      type: object\n      properties:\n        name: {{type: string, description: A name.}}\n        \
             next: {{$ref: '#/components/schemas/Thing{next}'}}\n"
        ));
    }
    format!(
        "openapi: 3.0.3\ninfo: {{title: Synthetic, version: '1'}}\nservers: [{{url: https://api.example.com}}]\n\
         security: [{{bearer: []}}]\npaths:\n{paths}components:\n  securitySchemes:\n    \
         bearer: {{type: http, scheme: bearer}}\n  schemas:\n{components}"
    )
}
