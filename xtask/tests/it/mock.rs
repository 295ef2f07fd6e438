//! `cargo xtask mock` with arguments or seeds that it rejects before it starts the server.

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

#[test]
fn long_seed_in_yaml_is_error_with_help() {
    let project = Project::new("mock/long_seed");
    project.write("seed.yaml", &"- a\n".repeat(10_000));
    let output = project.xtask_of_workspace(&["mock", "--seed", "seed.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "error: seed.yaml: the seed is longer than 32000 bytes\n  \
                    help: convert it to JSON; the limit applies only to other formats\n";
    assert_eq!(err(&output), expected);
}

#[test]
fn seed_and_examples_together_are_usage_error() {
    let project = Project::new("mock/seed_and_examples");
    let output = project.xtask_of_workspace(&["mock", "--examples", "--seed", "seed.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    let error = err(&output);
    assert!(error.contains("cannot be used with"), "{error}");
    assert!(error.contains("Usage: "), "{error}");
}
