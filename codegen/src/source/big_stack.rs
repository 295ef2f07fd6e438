//! Threads with a large stack, because functions that recurse at each level of a document overflow the default stack.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{self, Scope, ScopedJoinHandle};

use crate::diagnostics::{Diagnostic, Result};

/// Several times the stack that an unoptimised build needs for the deepest document that [`load`](super::load) accepts.
/// The unused part takes no memory.
const STACK_SIZE: usize = 64 << 20;

pub(crate) fn run<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    thread::scope(|scope| finish(start(scope, work)?))
}

/// Runs a function on one thread for each processor, with large stacks. Returns the result of each thread.
pub(crate) fn run_on_all_processors<T: Send>(
    work: impl Fn() -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let threads: Result<Vec<_>> = (0..processors).map(|_| start(scope, &work)).collect();
        threads?.into_iter().map(finish).collect()
    })
}

fn start<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> Result<T> + Send + 'scope,
) -> Result<ScopedJoinHandle<'scope, Result<T>>> {
    let thread = thread::Builder::new().stack_size(STACK_SIZE);
    thread.spawn_scoped(scope, work).map_err(|error| {
        Diagnostic::general(
            format!("the operating system can't start a thread: {error}"),
            "free some memory and run the command again",
        )
    })
}

fn finish<T>(thread: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}
