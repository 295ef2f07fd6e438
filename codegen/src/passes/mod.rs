//! Passes that bring a document into the form that `lower` reads, in this order: overlay, normalise, merge `allOf`,
//! infer types.

pub mod infer_types;
pub mod merge_all_of;
pub mod normalise;
pub mod overlay;
