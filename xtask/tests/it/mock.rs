//! `cargo xtask mock` with a seed that cannot be read. What a server does with one is tested in the SDK.

use crate::project::{Project, err, out};

#[test]
fn a_seed_that_is_no_yaml_is_told_with_its_line() {
    let project = Project::new("mock/no_yaml");
    project.write("mock-seed.yaml", "rooms:\n- {id: 1\n");
    let output = project.xtask_of_workspace(&["mock", "--seed", "mock-seed.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(out(&output), "");
    let said = err(&output);
    assert!(said.contains("mock-seed.yaml:"), "{said}");
}

#[test]
fn a_seed_that_is_not_there_is_told() {
    let project = Project::new("mock/no_seed");
    let output = project.xtask_of_workspace(&["mock", "--seed", "no-such-seed.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let said = err(&output);
    assert!(
        said.starts_with("error: cannot read no-such-seed.yaml"),
        "{said}"
    );
}
