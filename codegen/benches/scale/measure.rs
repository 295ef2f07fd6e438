//! Measures time and memory of generating from a document.

use std::time::Duration;

use codegen::diagnostics::Mode;
use codegen::source::load::Source;
use cpu_time::ProcessTime;

use crate::MEMORY;

/// The cost of generating, from the text of a document to the text of all files.
pub(crate) struct Cost {
    pub(crate) operations: usize,
    /// CPU time of all threads, which depends less on other processes than wall-clock time.
    pub(crate) time: Duration,
    /// Peak memory in bytes, without the text of the document.
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

/// The minimal number of operations that all runs together generate.
const MIN_OPERATIONS: usize = 2_500;

/// Repeats the measurement until enough operations are generated, and returns the minimum.
pub(crate) fn cost(text: &str) -> Cost {
    let mut least = once(text);
    let mut done = least.operations;
    while done < MIN_OPERATIONS {
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
    let start = ProcessTime::now();
    let generated = codegen::generate(codegen::Input::new(source, None), Mode::Lenient).unwrap();
    Cost {
        operations: generated.api.operations().count(),
        time: start.elapsed(),
        peak: MEMORY.peak_usage() - before,
    }
}
