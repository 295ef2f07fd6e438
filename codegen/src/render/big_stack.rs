//! Room to go as deep as the deepest document that is read.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{self, Scope, ScopedJoinHandle};

use crate::diagnostics::{Diagnostic, Result};

/// What a build without optimisation needs for the deepest document, several times over; what is not used takes no memory.
const ENOUGH: usize = 64 << 20;

/// Does something on a stack that is deep enough, whatever that of the caller is.
pub(crate) fn with_room<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    thread::scope(|scope| finish(start(scope, work)?))
}

/// Does something on each processor of the machine at once, on stacks that are deep enough.
pub(crate) fn on_all_processors<T: Send>(work: impl Fn() -> Result<T> + Sync) -> Result<Vec<T>> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let threads = (0..processors).map(|_| start(scope, &work));
        let threads = threads.collect::<Result<Vec<_>>>()?;
        threads.into_iter().map(finish).collect()
    })
}

fn start<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> Result<T> + Send + 'scope,
) -> Result<ScopedJoinHandle<'scope, Result<T>>> {
    let thread = thread::Builder::new().stack_size(ENOUGH);
    thread.spawn_scoped(scope, work).map_err(|error| {
        Diagnostic::general(
            format!("the system gives no thread to work on: {error}"),
            "see that there is memory, and run this again",
        )
    })
}

/// What panics there panics here.
fn finish<T>(thread: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}
