//! `cargo xtask mock` with a seed that cannot be read. What a server does with one is tested in the SDK.

#![allow(
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn mock(seed: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["mock", "--seed"])
        .arg(seed)
        .output()
        .unwrap()
}

#[test]
fn a_seed_that_is_no_yaml_is_told_with_its_line() {
    let seed = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mock-seed.yaml");
    fs::write(&seed, "rooms:\n- {id: 1\n").unwrap();
    let output = mock(&seed);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("mock-seed.yaml:"), "{said}");
}

#[test]
fn a_seed_that_is_not_there_is_told() {
    let output = mock(Path::new("no-such-seed.yaml"));
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("error: cannot read no-such-seed.yaml"),
        "{said}"
    );
}
