//! Measures time and memory per operation, which should be the same in small and large documents, and how the time
//! grows with parts of a document, which should be proportional.
//!
//! `--plot` also writes a chart to `benches/scale.svg`. `--shapes=TEXT` only measures the parts whose name contains the
//! text.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed assumption should stop the benchmark"
)]

mod document;
mod measure;
mod plot;
mod shapes;

use std::path::Path;
use std::{env, fs};

use measure::Cost;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The numbers of copies of the video API in a document.
const COPIES: [usize; 4] = [1, 10, 100, 1_000];

/// The dates of whole documents that Telnyx published.
const PUBLISHED: [&str; 4] = ["2022-05-20", "2025-08-15", "2026-02-05", "2026-07-16"];

fn main() {
    let filter =
        env::args().find_map(|argument| argument.strip_prefix("--shapes=").map(str::to_owned));
    if filter.is_none() {
        measure_operations();
    }
    shapes::measure(&filter.unwrap_or_default());
}

fn measure_operations() {
    println!("   operations    CPU time  per operation        peak  per operation");
    let spec = fs::read_to_string(project().join("spec/telnyx-video.yaml")).unwrap();
    let repeated = COPIES.map(|copies| {
        let cost = measure::cost(&document::repeated(&spec, copies));
        print(&cost, "the video API, repeated");
        cost
    });
    let published = PUBLISHED.into_iter().filter_map(|date| {
        let name = format!("../shared/upstream/telnyx-{date}.yml");
        let Ok(text) = fs::read_to_string(project().join(&name)) else {
            println!("skipped: {name} doesn't exist");
            return None;
        };
        let cost = measure::cost(&text);
        print(&cost, date);
        Some(cost)
    });
    let published: Vec<Cost> = published.collect();
    if env::args().any(|argument| argument == "--plot") {
        let path = project().join("codegen/benches/scale.svg");
        fs::write(path, plot::draw(&repeated, &published)).unwrap();
        println!("wrote codegen/benches/scale.svg");
    }
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn print(cost: &Cost, document: &str) {
    println!(
        "{:>13} {:>9.3} s {:>11.2} ms {:>8.0} MB {:>11.0} kB  {document}",
        cost.operations,
        cost.time.as_secs_f64(),
        cost.milliseconds_each(),
        cost.peak as f64 / 1e6,
        cost.kilobytes_each(),
    );
}
