//! Converting OpenAPI 3.1 and 3.2 to 3.0.

use codegen::passes::normalise::normalise;

use crate::support::{check_cases, parse, read, upstream, yaml_or_error};

#[test]
fn normalise_returns_expected_documents() {
    check_cases("normalise", "txt", |case| {
        yaml_or_error(Ok(normalise(parse(&read(case)))))
    });
}

#[test]
fn normalise_of_normalised_document_changes_nothing() {
    for (date, text) in upstream::documents() {
        let normalised = normalise(parse(&text));
        assert!(normalise(normalised.clone()) == normalised, "{date}");
    }
}
