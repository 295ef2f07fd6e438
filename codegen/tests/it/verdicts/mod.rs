//! Changes between pairs of documents, their verdicts, and whether the compiler agrees with the verdicts.
//!
//! A case is an overlay that changes `diff/base/api.yaml`. Both directions of the change are tested.

mod builds;
mod caller;
mod expectations;
mod properties;
mod samples;
