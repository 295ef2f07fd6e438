//! Operations of many parts, and many operations.

use serde_json::{Value, json};

use super::documents::{
    array, document, extended, object, object_schema, spelling, with_operation,
};
use super::{Sample, Shape, shape};

pub(crate) const SHAPES: &[Shape] = &[
    shape("operation: many", 250, operations),
    shape("operation: many in one resource", 250, one_resource),
    shape("operation: equal names in one resource", 250, equal_names),
    shape(
        "operation: equal given names in one resource",
        250,
        equal_given_names,
    ),
    shape(
        "operation: resources with equal names",
        250,
        equal_resources,
    ),
    shape("operation: inline bodies", 250, bodies),
    shape("operation: error responses", 250, errors),
    shape("operation: tags", 2_000, tags),
    shape("operation: tags of one operation", 10_000, tags_of_one),
    shape("operation: query parameters", 500, query_parameters),
    shape(
        "operation: parameters with equal names",
        500,
        equal_parameters,
    ),
    shape("operation: path parameters", 50, path_parameters),
    shape("operation: shared parameters", 500, shared_parameters),
    shape("operation: fields of the body", 1_000, fields),
    shape("operation: fields of a form", 1_000, form_fields),
    shape("operation: parts of a form", 500, parts),
    shape("operation: media types of the body", 2_000, media_types),
    shape(
        "operation: media types of a response",
        2_000,
        response_media_types,
    ),
    shape("operation: examples of a response", 1_000, examples),
    shape("operation: headers of a response", 2_000, headers),
    shape("operation: links of a response", 2_000, links),
    shape("operation: security alternatives", 2_000, security),
    shape(
        "operation: combined security schemes",
        500,
        combined_security,
    ),
    shape(
        "operation: unknown security schemes",
        1_000,
        unknown_security,
    ),
    shape("operation: servers", 2_000, servers),
    shape("operation: variables of a server", 500, variables),
    shape("operation: values of a variable", 5_000, variable_values),
    shape("operation: callbacks", 250, callbacks),
    shape("operation: webhooks", 250, webhooks),
    shape("operation: events", 500, events),
    shape("operation: path segments", 5_000, segments),
    shape("operation: words of an operationId", 5_000, words),
    shape("operation: misspelled fields", 1_000, misspelled),
    shape("operation: extensions", 2_000, extensions),
];

fn done() -> Value {
    json!({"204": {"description": "Done."}})
}

fn json_content(schema: Value) -> Value {
    json!({"application/json": {"schema": schema}})
}

/// Returns a document with many operations, each on its own path.
fn with_many(size: usize, operation: impl Fn(usize) -> Value) -> Sample {
    let paths = object(size, |index| {
        (format!("/p{index}"), json!({"post": operation(index)}))
    });
    document(json!({"paths": paths})).into()
}

fn operations(size: usize) -> Sample {
    with_many(
        size,
        |index| json!({"operationId": format!("op{index}"), "responses": done()}),
    )
}

fn one_resource(size: usize) -> Sample {
    with_many(
        size,
        |index| json!({"operationId": format!("op{index}"), "tags": ["a"], "responses": done()}),
    )
}

fn equal_names(size: usize) -> Sample {
    with_many(
        size,
        |index| json!({"operationId": spelling(index), "tags": ["a"], "responses": done()}),
    )
}

fn equal_given_names(size: usize) -> Sample {
    with_many(size, |index| {
        let id = format!("op{index}");
        json!({"operationId": id, "x-sdk-method": "same", "tags": ["a"], "responses": done()})
    })
}

fn equal_resources(size: usize) -> Sample {
    with_many(
        size,
        |index| json!({"operationId": format!("op{index}"), "tags": [spelling(index)], "responses": done()}),
    )
}

fn bodies(size: usize) -> Sample {
    with_many(size, |index| {
        let content = json_content(object_schema("a"));
        json!({
            "operationId": format!("op{index}"),
            "requestBody": {"content": content},
            "responses": {"200": {"description": "Done.", "content": content}},
        })
    })
}

fn errors(size: usize) -> Sample {
    with_many(size, |index| {
        let error = json!({"description": "Invalid.", "content": json_content(object_schema("a"))});
        json!({
            "operationId": format!("op{index}"),
            "responses": {"204": {"description": "Done."}, "400": error, "404": error},
        })
    })
}

fn tags(size: usize) -> Sample {
    let tags = array(
        size,
        |index| json!({"name": format!("t{index}"), "description": "Things."}),
    );
    document(json!({"tags": tags})).into()
}

fn tags_of_one(size: usize) -> Sample {
    with_operation(json!({"tags": array(size, |index| Value::from(format!("t{index}")))})).into()
}

fn query_parameter(name: String) -> Value {
    json!({"name": name, "in": "query", "schema": {"type": "string"}})
}

fn query_parameters(size: usize) -> Sample {
    with_operation(json!({"parameters": array(size, |index| query_parameter(format!("p{index}")))}))
        .into()
}

fn equal_parameters(size: usize) -> Sample {
    with_operation(json!({"parameters": array(size, |index| query_parameter(spelling(index)))}))
        .into()
}

fn path_parameters(size: usize) -> Sample {
    let path: String = (0..size).map(|index| format!("/{{p{index}}}")).collect();
    let schema = json!({"type": "string"});
    let parameter = |index| json!({"name": format!("p{index}"), "in": "path", "required": true, "schema": schema});
    let operation = json!({"operationId": "getThing", "parameters": array(size, parameter), "responses": done()});
    document(json!({"paths": {path: {"get": operation}}})).into()
}

fn shared_parameters(size: usize) -> Sample {
    let parameters = object(size, |index| {
        (format!("P{index}"), query_parameter(format!("p{index}")))
    });
    let references = array(
        size,
        |index| json!({"$ref": format!("#/components/parameters/P{index}")}),
    );
    let operation = json!({"operationId": "getThing", "responses": done()});
    let paths = json!({"/a": {"parameters": references, "get": operation}});
    document(json!({"paths": paths, "components": {"parameters": parameters}})).into()
}

fn wide(size: usize) -> Value {
    let properties = object(size, |index| {
        (format!("p{index}"), json!({"type": "string"}))
    });
    json!({"type": "object", "properties": properties})
}

fn with_body(content: Value) -> Sample {
    let operation = json!({"operationId": "addThing", "requestBody": {"content": content}, "responses": done()});
    document(json!({"paths": {"/things": {"post": operation}}})).into()
}

fn fields(size: usize) -> Sample {
    with_body(json_content(wide(size)))
}

fn form_fields(size: usize) -> Sample {
    with_body(json!({"application/x-www-form-urlencoded": {"schema": wide(size)}}))
}

fn parts(size: usize) -> Sample {
    let encoding = object(size, |index| {
        (format!("p{index}"), json!({"contentType": "text/plain"}))
    });
    with_body(json!({"multipart/form-data": {"schema": wide(size), "encoding": encoding}}))
}

fn many_media_types(size: usize) -> Value {
    object(size, |index| {
        (
            format!("application/x{index}+json"),
            json!({"schema": {"type": "string"}}),
        )
    })
}

fn media_types(size: usize) -> Sample {
    with_body(many_media_types(size))
}

fn with_response(members: Value) -> Sample {
    let response = extended(json!({"description": "Done."}), members);
    with_operation(json!({"responses": {"200": response}})).into()
}

fn response_media_types(size: usize) -> Sample {
    with_response(json!({"content": many_media_types(size)}))
}

fn examples(size: usize) -> Sample {
    let examples = object(size, |index| {
        (format!("e{index}"), json!({"value": {"a": "text"}}))
    });
    with_response(
        json!({"content": {"application/json": {"schema": object_schema("a"), "examples": examples}}}),
    )
}

fn headers(size: usize) -> Sample {
    with_response(
        json!({"headers": object(size, |index| (format!("X-{index}"), json!({"schema": {"type": "string"}})))}),
    )
}

fn links(size: usize) -> Sample {
    with_response(
        json!({"links": object(size, |index| (format!("l{index}"), json!({"operationId": "getThing"})))}),
    )
}

/// Returns a document with many security schemes, and the given requirements.
fn with_security(size: usize, security: Value) -> Sample {
    let scheme = |index| {
        (
            format!("s{index}"),
            json!({"type": "apiKey", "in": "header", "name": format!("X-{index}")}),
        )
    };
    let operation = json!({"operationId": "getThing", "responses": done(), "security": security});
    let paths = json!({"/things": {"get": operation}});
    document(json!({"paths": paths, "components": {"securitySchemes": object(size, scheme)}}))
        .into()
}

fn security(size: usize) -> Sample {
    with_security(size, array(size, |index| json!({format!("s{index}"): []})))
}

fn combined_security(size: usize) -> Sample {
    with_security(
        size,
        json!([object(size, |index| (format!("s{index}"), json!([])))]),
    )
}

fn unknown_security(size: usize) -> Sample {
    with_security(1, array(size, |index| json!({format!("gone{index}"): []})))
}

fn servers(size: usize) -> Sample {
    let servers = array(
        size,
        |index| json!({"url": format!("https://a{index}.example.com")}),
    );
    with_operation(json!({"servers": servers})).into()
}

fn variables(size: usize) -> Sample {
    let url: String = (0..size).map(|index| format!("/{{v{index}}}")).collect();
    let variables = object(size, |index| (format!("v{index}"), json!({"default": "a"})));
    let servers = json!([{"url": format!("https://a.example.com{url}"), "variables": variables}]);
    document(json!({"servers": servers})).into()
}

fn variable_values(size: usize) -> Sample {
    let values = array(size, |index| Value::from(format!("a{index}")));
    let variables = json!({"v": {"default": "a0", "enum": values}});
    document(json!({"servers": [{"url": "https://{v}.example.com", "variables": variables}]}))
        .into()
}

fn event(index: usize) -> Value {
    let content = json_content(object_schema(&format!("a{index}")));
    json!({"post": {"requestBody": {"content": content}, "responses": done()}})
}

fn callbacks(size: usize) -> Sample {
    let callbacks = object(size, |index| {
        (
            format!("c{index}"),
            json!({"{$request.body#/url}": event(index)}),
        )
    });
    with_operation(json!({"callbacks": callbacks})).into()
}

fn webhooks(size: usize) -> Sample {
    document(json!({"openapi": "3.1.0", "webhooks": object(size, |index| (format!("w{index}"), event(index)))})).into()
}

fn events(size: usize) -> Sample {
    let schemas = object(size, |index| (format!("S{index}"), object_schema("a")));
    let events = array(size, |index| Value::from(format!("S{index}")));
    document(json!({"x-sdk-events": events, "components": {"schemas": schemas}})).into()
}

fn at_path(path: String, operation: Value) -> Sample {
    document(json!({"paths": {path: {"get": operation}}})).into()
}

fn segments(size: usize) -> Sample {
    at_path("/a".repeat(size), json!({"responses": done()}))
}

fn words(size: usize) -> Sample {
    at_path(
        "/a".to_owned(),
        json!({"operationId": "getThing".repeat(size / 8), "responses": done()}),
    )
}

fn misspelled(size: usize) -> Sample {
    with_many(
        size,
        |index| json!({"operationId": format!("op{index}"), "sumary": "A.", "responses": done()}),
    )
}

fn extensions(size: usize) -> Sample {
    with_operation(object(size, |index| {
        (format!("x-sdk-x{index}"), Value::from("a"))
    }))
    .into()
}
