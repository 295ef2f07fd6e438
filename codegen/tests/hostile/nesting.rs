//! Deeply nested documents.

use super::*;

const DEPTH: usize = 10_000;
const ERROR: &str = "nested more than 127 deep";

#[test]
fn deep_json_is_rejected() {
    for (begin, end) in [
        (r#"{"type":"object","properties":{"a":"#, "}}"),
        (r#"{"type":"array","items":"#, "}"),
        (r#"{"allOf":["#, "]}"),
        ("[", "]"),
    ] {
        assert_rejected(nested(DEPTH, begin, "{}", end), ERROR);
    }
}

#[test]
fn deep_flow_yaml_is_rejected() {
    for (begin, end) in [("{a: ", "}"), ("[", "]"), ("[{a: ", "}]")] {
        assert_rejected(
            format!("a: {}{}", begin.repeat(DEPTH), end.repeat(DEPTH)),
            ERROR,
        );
        assert_rejected(format!("a: {}", begin.repeat(DEPTH * 10)), ERROR);
    }
    assert_rejected("- ".repeat(DEPTH), ERROR);
    assert_rejected("? ".repeat(DEPTH), "");
}

#[test]
fn deep_block_yaml_is_rejected() {
    let lines: String = (0..2_000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    assert_rejected(lines, ERROR);
}

#[test]
fn maximum_depth_stays_within_limits() {
    // The schemas are inside of four other objects.
    check_limits(nested(
        61,
        r#"{"type":"object","properties":{"a":"#,
        r#"{"type":"string"}"#,
        "}}",
    ));
    check_limits(nested(61, r#"{"allOf":["#, r#"{"type":"string"}"#, "]}"));
    check_limits(nested(61, r#"{"oneOf":["#, r#"{"type":"string"}"#, "]}"));
    check_limits(nested(
        120,
        r#"{"type":"array","items":"#,
        r#"{"type":"string"}"#,
        "}",
    ));
    check_limits(nested(
        120,
        r#"{"additionalProperties":"#,
        r#"{"type":"string"}"#,
        "}",
    ));
    check_limits(nested(120, r#"{"not":"#, r#"{"type":"string"}"#, "}"));
}

#[test]
fn overlay_that_nests_too_deep_is_rejected() {
    let actions = (0..100).map(|number| {
        let path = "['x-a']".repeat(number * 50);
        let mut update = json!({});
        for _ in 0..50 {
            update = json!({"x-a": update});
        }
        json!({"target": format!("${path}"), "update": update})
    });
    let overlay = json!({"overlay": "1.0.0", "actions": actions.collect::<Vec<_>>()});
    let document = schemas(json!({"A": string()}));
    let error = check_limits_with_overlay(&document, Some(&overlay.to_string()));
    assert!(error.unwrap().contains(ERROR));
}
