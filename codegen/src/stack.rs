//! Room to go as deep as the deepest document that is read.

use std::panic::resume_unwind;
use std::thread;

use crate::error::{Error, Result};

/// What a build without optimisation needs for the deepest document, several times over; what is not used takes no memory.
const ENOUGH: usize = 64 << 20;

/// Does something on a stack that is deep enough, whatever that of the caller is.
pub(crate) fn with_room<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(ENOUGH);
        let started = thread.spawn_scoped(scope, work).map_err(|error| {
            Error::general(
                format!("the system gives no thread to work on: {error}"),
                "see that there is memory, and run this again",
            )
        });
        // What panics there panics here.
        started?.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}
