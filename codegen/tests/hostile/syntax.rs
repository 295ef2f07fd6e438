//! Documents at the limits of YAML and JSON.

use super::*;

fn yaml(schema: &str) -> String {
    // The comment makes it YAML, which JSON is a subset of.
    format!("# A comment.\n{}", schema_text(schema))
}

#[test]
fn extreme_numbers_stay_within_limits() {
    for number in [
        "1e400",
        "-1e400",
        "18446744073709551616",
        "-9223372036854775809",
        "9".repeat(1_000).as_str(),
        ".inf",
        "-.inf",
        ".nan",
        "0x7fffffffffffffffffff",
        "1_000",
        "1e-400",
    ] {
        for kind in ["integer", "number"] {
            check_limits(yaml(&format!(
                "{{type: {kind}, minimum: {number}, maximum: {number}, multipleOf: {number}}}"
            )));
            check_limits(yaml(&format!(
                "{{type: {kind}, enum: [{number}], default: {number}, example: {number}}}"
            )));
        }
        check_limits(yaml(&format!(
            "{{type: string, minLength: {number}, maxLength: {number}}}"
        )));
        check_limits(yaml(&format!(
            "{{type: array, items: {{}}, minItems: {number}, maxItems: {number}}}"
        )));
    }
}

#[test]
fn files_without_document_are_rejected() {
    for text in [
        "",
        " ",
        "\n",
        "\u{feff}",
        "#",
        "---",
        "---\n...\n",
        "null",
        "[]",
        "{}",
        "\"\"",
        "0",
        "%YAML 1.2\n---\n",
        "\u{feff}{}",
    ] {
        assert_rejected(text, "OpenAPI Object");
    }
    for text in [
        "\t",
        "a:\tb",
        "\ta: b",
        "{",
        "}",
        "[",
        "]",
        "\0",
        "\0\0\0\0",
        "\u{7f}\u{1}ELF\u{2}",
        "%",
        "@",
        "`",
        "&",
        "*",
        "!",
        "|",
        ">",
        "? ",
        ": ",
        "- ",
        "a: 'b",
        "a: \"\\q\"",
        "{\"a\":}",
        "{\"a\": 1e999}",
        "[1] [2]",
    ] {
        assert!(check_limits(text).is_some(), "{text:?}");
    }
}

#[test]
fn line_endings_and_byte_order_mark_are_read() {
    let text = yaml("{type: object, properties: {a: {type: string}}}");
    assert_generated(text.replace('\n', "\r\n"));
    assert_generated(format!("\u{feff}{text}"));
    let json = schemas(json!({"A": {"type": "string"}}));
    assert_generated(format!("\u{feff}{json}"));
}

#[test]
fn keys_that_are_not_strings_are_read_or_rejected() {
    assert_generated(yaml(
        "{type: object, properties: {y: {type: string}, no: {type: string}, 200: {type: string}, 1.5: {type: string}, ~: {type: string}, true: {type: string}}}",
    ));
    assert_rejected(yaml("{type: object, type: string}"), "duplicate key `type`");
    assert_rejected(yaml("{? [a, b] : c}"), "a key that is a string");
    assert_rejected(yaml("!mine {type: string}"), "the tag");
}
