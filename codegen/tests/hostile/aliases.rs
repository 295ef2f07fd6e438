//! YAML anchors and aliases that multiply values.

use super::*;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n";

const TOO_LARGE: &str = "it exceeds the limit of about 10 times the size of the file";

/// Returns a document in which each line has several aliases of the line before.
fn bomb(begin: &str, line: impl Fn(usize) -> String) -> String {
    let lines = (1..60).map(line).collect::<String>();
    format!("{HEAD}{begin}{lines}")
}

#[test]
fn exponential_sequences_are_rejected() {
    let line = |number| {
        let last = number - 1;
        let aliases = vec![format!("*a{last}"); 9].join(",");
        format!("x-a{number}: &a{number} [{aliases}]\n")
    };
    assert_rejected(bomb("x-a0: &a0 [boo]\n", line), TOO_LARGE);
}

#[test]
fn exponential_mappings_are_rejected() {
    let line = |number| {
        let last = number - 1;
        format!("x-a{number}: &a{number} {{a: *a{last}, b: *a{last}}}\n")
    };
    assert_rejected(bomb("x-a0: &a0 {a: b}\n", line), "");
}

#[test]
fn exponential_merge_keys_are_rejected() {
    let line = |number| {
        let last = number - 1;
        format!("x-a{number}: &a{number} {{<<: *a{last}, b{number}: *a{last}}}\n")
    };
    assert_rejected(bomb("x-a0: &a0 {a: b}\n", line), "");
}

#[test]
fn many_aliases_of_long_scalar_are_rejected() {
    let text = format!(
        "{HEAD}x-a: &a {}\nx-b: [{}]\n",
        "a".repeat(100_000),
        "*a,".repeat(100_000)
    );
    assert_rejected(text, TOO_LARGE);
}

#[test]
fn many_values_from_aliases_are_rejected() {
    let text = format!(
        "{HEAD}x-a: &a [{}]\nx-b: [{}]\n",
        "1,".repeat(20),
        "*a,".repeat(10_000)
    );
    assert_rejected(text, TOO_LARGE);
}

#[test]
fn nested_anchors_without_aliases_are_read() {
    let anchors: String = (0..100).map(|number| format!("&a{number} [")).collect();
    let text = format!(
        "{HEAD}x-a: {anchors}{}{}\n",
        "a".repeat(1_000_000),
        "]".repeat(100)
    );
    assert_generated(text);
}

#[test]
fn recursive_aliases_are_rejected() {
    for text in ["[*a]", "{<<: *a}"] {
        assert_rejected(
            format!("{HEAD}x-a: &a {text}\n"),
            "alias `*a` is inside its own anchor `&a`",
        );
    }
}
