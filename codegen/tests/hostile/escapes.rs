//! Texts that try to break out of literals, comments and file names.

use super::*;

const TEXTS: [&str; 16] = [
    "*/", "/*", "\"#", "\"####", "\u{202e}", "\n", "\r", "]", "r#", "r#crate", "../../x", "\0",
    "\\", "{}", "'static", "#![x]",
];

/// Returns a document that has the text in every place.
fn document(text: &str) -> Value {
    let schema = json!({
        "type": "object", "title": text, "description": text, "required": [text],
        "properties": {text: {"type": "string", "enum": [text], "description": text, "default": text, "example": text, "pattern": text}},
    });
    let mut document = api(json!({"A": object(json!({"a": reference(text)})), text: schema}));
    document["info"]["title"] = json!(text);
    document["servers"][0]["url"] = json!(format!("https://{text}"));
    let operation = &mut document["paths"]["/a"]["get"];
    operation["operationId"] = json!(text);
    operation["tags"] = json!([text]);
    operation["summary"] = json!(text);
    operation["description"] = json!(text);
    operation["parameters"] = json!([{"name": text, "in": "query", "description": text, "schema": {"type": "string", "default": text}}]);
    document["paths"][format!("/{text}")] = json!({"post": operation.clone()});
    document["paths"][format!("/{text}")]["post"]["requestBody"] =
        json!({"content": {"application/json": {"schema": reference(text)}}});
    document
}

#[test]
fn rust_syntax_is_escaped() {
    for text in TEXTS {
        check_limits(document(text).to_string());
        let mut lenient = document(text);
        // Lenient mode generates only with a valid server.
        lenient["servers"][0]["url"] = json!("https://api.example.com");
        check_limits(lenient.to_string());
    }
}

#[test]
fn file_paths_stay_in_directory() {
    for text in [
        "..",
        ".",
        "/etc",
        "C:\\",
        "con",
        "CON",
        "nul.txt",
        "lpt1",
        "a/b",
        "a\\b",
        "~",
        "",
        " ",
        "mod",
        "lib",
        "CLOCK$",
        "\u{ff0e}\u{ff0e}",
        "😀",
    ] {
        check_limits(document(text).to_string());
        let mut document = api(json!({"A": string()}));
        document["paths"]["/a"]["get"]["x-sdk-resource"] = json!(text);
        check_limits(document.to_string());
    }
}
