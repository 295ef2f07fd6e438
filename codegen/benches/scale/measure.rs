//! What it costs to generate from a document.

use std::time::Duration;

use codegen::diagnostics::Mode;
use codegen::source::load::Source;
use cpu_time::ProcessTime;

use crate::MEMORY;

/// What generating takes, from the text of a document to the text of all files.
pub(crate) struct Cost {
    pub(crate) operations: usize,
    /// CPU time, that of all threads together: what else the machine does counts for little in it.
    pub(crate) time: Duration,
    /// The most memory that is taken at once, in bytes, the text of the document aside.
    pub(crate) peak: usize,
}

impl Cost {
    pub(crate) fn milliseconds_each(&self) -> f64 {
        self.time.as_secs_f64() * 1e3 / self.operations as f64
    }

    pub(crate) fn kilobytes_each(&self) -> f64 {
        self.peak as f64 / 1e3 / self.operations as f64
    }
}

/// How many operations are generated in all, at least, however few a document has.
const ENOUGH: usize = 2_500;

/// Measures until enough has been generated, and gives the least of what it took.
pub(crate) fn cost(text: &str) -> Cost {
    let mut least = once(text);
    let mut done = least.operations;
    while done < ENOUGH {
        let next = once(text);
        done += next.operations;
        least.time = least.time.min(next.time);
        least.peak = least.peak.min(next.peak);
    }
    least
}

fn once(text: &str) -> Cost {
    let source = Source {
        name: "document",
        text,
    };
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let begun = ProcessTime::now();
    let generated = codegen::generate(codegen::Input::new(source, None), Mode::Lenient).unwrap();
    Cost {
        operations: generated.operations,
        time: begun.elapsed(),
        peak: MEMORY.peak_usage() - before,
    }
}
