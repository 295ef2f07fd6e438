//! What the generator says of faulty documents: where, why, and what to do.

use std::fs;

use codegen::diagnostics::Mode;
use codegen::source::load::Source;

use crate::support;

#[test]
fn faults_are_told_with_place_cause_and_help() {
    let faults = support::cases("faults").into_iter().filter_map(|case| {
        let text = fs::read_to_string(&case).unwrap();
        let told = match codegen::generate(
            codegen::Input::new(
                Source {
                    name: "api.yaml",
                    text: &text,
                },
                None,
            ),
            Mode::Strict,
        ) {
            Err(error) => format!("{error}\n"),
            Ok(_) => "nothing\n".to_owned(),
        };
        support::compare(&case, "txt", &told)
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
