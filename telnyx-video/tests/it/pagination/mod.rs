//! Streams of lists: prefetching, malformed pages and items, resuming after errors, and termination.

mod fixtures;

mod malformed_pages;
mod prefetch;
mod resume;
mod streams;
mod termination;
mod undecodable_items;
