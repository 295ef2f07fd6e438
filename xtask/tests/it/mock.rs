//! `cargo xtask mock` with unreadable seeds. The tests of the SDK cover valid and invalid ones.

use crate::project::{Project, err, out};

#[test]
fn seed_that_is_not_yaml_is_error_with_line() {
    let project = Project::new("mock/no_yaml");
    project.write("mock-seed.yaml", "rooms:\n- {id: 1\n");
    let output = project.xtask_of_workspace(&["mock", "--seed", "mock-seed.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(out(&output), "");
    let error = err(&output);
    assert!(error.contains("mock-seed.yaml:"), "{error}");
}

#[test]
fn missing_seed_is_error() {
    let project = Project::new("mock/no_seed");
    let output = project.xtask_of_workspace(&["mock", "--seed", "no-such-seed.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let error = err(&output);
    assert!(
        error.starts_with("error: cannot read no-such-seed.yaml"),
        "{error}"
    );
}
