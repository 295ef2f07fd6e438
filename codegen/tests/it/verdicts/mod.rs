//! What the differ says about pairs of documents, and whether the compiler agrees.
//!
//! A case is an overlay, which makes a second document of `diff/base/api.yaml`; it is looked at in both directions.

mod builds;
mod caller;
mod expectations;
mod properties;
mod samples;
