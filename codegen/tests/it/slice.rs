//! Slicing a document: keeping some of its operations.
//!
//! A case has a `document`, and in `wanted` the prefixes of the paths to keep.

use codegen::tools::import::slice::slice;

use crate::support::{check_cases, parse, read, yaml_or_error};

#[test]
fn slice_returns_expected_documents() {
    check_cases("slice", "txt", |case| {
        let case = parse(&read(case));
        let prefixes = case["wanted"].as_array().unwrap();
        yaml_or_error(slice(case["document"].clone(), |path, _| {
            prefixes
                .iter()
                .any(|prefix| path.starts_with(prefix.as_str().unwrap()))
        }))
    });
}
