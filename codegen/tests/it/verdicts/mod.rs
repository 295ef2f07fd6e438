//! Compares pairs of documents: the reported changes, and whether the compiler agrees with their verdicts.
//!
//! A case is an overlay in `codegen/tests/diff`, which changes the document `base/api.yaml` there. The change is tested
//! in both directions.

mod builds;
mod caller;
mod expectations;
mod properties;
mod samples;
