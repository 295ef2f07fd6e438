//! Measures how the time of generating grows when one part of a document grows.
//!
//! Each shape is measured at n, 2n, 4n and 8n. If time is proportional to the document, each doubling takes about twice
//! the time.

mod branches;
mod descriptions;
mod documents;
mod operations;
mod overlays;
mod schemas;

use std::time::Duration;

use codegen::diagnostics::Mode;
use codegen::source::load::Source;
use cpu_time::ProcessTime;

/// The document and the overlay of a shape.
pub(crate) struct Sample {
    pub(crate) document: String,
    pub(crate) overlay: Option<String>,
}

impl From<String> for Sample {
    fn from(document: String) -> Self {
        Self {
            document,
            overlay: None,
        }
    }
}

/// A document in which one part can have any size.
pub(crate) struct Shape {
    name: &'static str,
    /// The smallest size that is measured.
    smallest: usize,
    sample: fn(usize) -> Sample,
}

const fn shape(name: &'static str, smallest: usize, sample: fn(usize) -> Sample) -> Shape {
    Shape {
        name,
        smallest,
        sample,
    }
}

/// The ratio of the times of a document and one of twice the size that is too high.
const MAX_RATIO: f64 = 2.5;
/// The number of doublings.
const DOUBLINGS: u32 = 3;
/// How often each document is measured. The minimum counts.
const RUNS: usize = 3;
/// Documents that take longer than this are measured once.
const LONG: Duration = Duration::from_millis(500);

/// Measures the shapes whose name contains `filter`, and prints a row for each.
pub(crate) fn measure(filter: &str) {
    println!("\n        n     time of n    ratio of each doubling");
    let shapes = [
        overlays::SHAPES,
        descriptions::SHAPES,
        schemas::SHAPES,
        branches::SHAPES,
        operations::SHAPES,
    ];
    for shape in shapes.into_iter().flatten() {
        if shape.name.contains(filter) {
            print(shape);
        }
    }
}

fn print(shape: &Shape) {
    let times: Vec<Duration> = (0..=DOUBLINGS)
        .map(|doublings| time(&(shape.sample)(shape.smallest << doublings)))
        .collect();
    let ratios: Vec<f64> = times
        .windows(2)
        .map(|pair| pair[1].as_secs_f64() / pair[0].as_secs_f64())
        .collect();
    // Constant costs hide growth in small documents, so the last ratio is the one that counts.
    let mark = match ratios.last() {
        Some(ratio) if *ratio > MAX_RATIO => "  <- more than proportional",
        _ => "",
    };
    let row: String = ratios.iter().map(|ratio| format!("{ratio:>6.2}")).collect();
    println!(
        "{:>9} {:>10.1} ms {row}  {}{mark}",
        shape.smallest,
        times[0].as_secs_f64() * 1e3,
        shape.name,
    );
}

/// Returns the least CPU time of generating. A document that is rejected takes time, too.
fn time(sample: &Sample) -> Duration {
    let mut least = Duration::MAX;
    for _ in 0..RUNS {
        let start = ProcessTime::now();
        let overlay = sample.overlay.as_deref().map(|text| Source {
            name: "overlay",
            text,
        });
        let document = Source {
            name: "document",
            text: &sample.document,
        };
        let _ = codegen::generate(codegen::Input::new(document, overlay), Mode::Lenient);
        least = least.min(start.elapsed());
        if least > LONG {
            break;
        }
    }
    least
}
