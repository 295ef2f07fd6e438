//! Streams of lists: prefetching, resuming after errors, and termination.

mod fixtures;

mod prefetch;
mod resume;
mod streams;
mod termination;
