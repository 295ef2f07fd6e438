//! Operations of many parts, and many operations.

use serde_json::{Value, json};

use super::documents::{array, document, object, object_schema, with_operation};
use super::{Sample, Shape};

pub(crate) const SHAPES: &[Shape] = &[
    Shape {
        name: "operation: many",
        smallest: 250,
        sample: operations,
    },
    Shape {
        name: "operation: many in one resource",
        smallest: 250,
        sample: one_resource,
    },
    Shape {
        name: "operation: equal names in one resource",
        smallest: 250,
        sample: equal_names,
    },
    Shape {
        name: "operation: equal given names in one resource",
        smallest: 250,
        sample: equal_given_names,
    },
    Shape {
        name: "operation: resources with equal names",
        smallest: 250,
        sample: equal_resources,
    },
    Shape {
        name: "operation: inline bodies",
        smallest: 250,
        sample: bodies,
    },
    Shape {
        name: "operation: error responses",
        smallest: 250,
        sample: errors,
    },
    Shape {
        name: "operation: tags",
        smallest: 2_000,
        sample: tags,
    },
    Shape {
        name: "operation: tags of one operation",
        smallest: 10_000,
        sample: tags_of_one,
    },
    Shape {
        name: "operation: query parameters",
        smallest: 500,
        sample: query_parameters,
    },
    Shape {
        name: "operation: parameters with equal names",
        smallest: 500,
        sample: equal_parameters,
    },
    Shape {
        name: "operation: path parameters",
        smallest: 50,
        sample: path_parameters,
    },
    Shape {
        name: "operation: shared parameters",
        smallest: 500,
        sample: shared_parameters,
    },
    Shape {
        name: "operation: fields of the body",
        smallest: 1_000,
        sample: fields,
    },
    Shape {
        name: "operation: fields of a form",
        smallest: 1_000,
        sample: form_fields,
    },
    Shape {
        name: "operation: parts of a form",
        smallest: 500,
        sample: parts,
    },
    Shape {
        name: "operation: media types of the body",
        smallest: 2_000,
        sample: media_types,
    },
    Shape {
        name: "operation: media types of a response",
        smallest: 2_000,
        sample: response_media_types,
    },
    Shape {
        name: "operation: examples of a response",
        smallest: 1_000,
        sample: examples,
    },
    Shape {
        name: "operation: headers of a response",
        smallest: 2_000,
        sample: headers,
    },
    Shape {
        name: "operation: links of a response",
        smallest: 2_000,
        sample: links,
    },
    Shape {
        name: "operation: security alternatives",
        smallest: 2_000,
        sample: security,
    },
    Shape {
        name: "operation: combined security schemes",
        smallest: 500,
        sample: combined_security,
    },
    Shape {
        name: "operation: unknown security schemes",
        smallest: 1_000,
        sample: unknown_security,
    },
    Shape {
        name: "operation: servers",
        smallest: 2_000,
        sample: servers,
    },
    Shape {
        name: "operation: variables of a server",
        smallest: 500,
        sample: variables,
    },
    Shape {
        name: "operation: values of a variable",
        smallest: 5_000,
        sample: variable_values,
    },
    Shape {
        name: "operation: callbacks",
        smallest: 250,
        sample: callbacks,
    },
    Shape {
        name: "operation: webhooks",
        smallest: 250,
        sample: webhooks,
    },
    Shape {
        name: "operation: events",
        smallest: 500,
        sample: events,
    },
    Shape {
        name: "operation: path segments",
        smallest: 5_000,
        sample: segments,
    },
    Shape {
        name: "operation: words of an operationId",
        smallest: 5_000,
        sample: words,
    },
    Shape {
        name: "operation: names of a resource path",
        smallest: 100,
        sample: resource_path,
    },
    Shape {
        name: "operation: misspelled fields",
        smallest: 1_000,
        sample: misspelled,
    },
    Shape {
        name: "operation: extensions",
        smallest: 2_000,
        sample: extensions,
    },
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

/// Returns a name with many spellings, all of which give the same name in Rust.
fn spelling(index: usize) -> String {
    let marks = format!("{index:b}").replace('0', "-").replace('1', "_");
    format!("get{marks}thing")
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
    let mut response = json!({"description": "Done."});
    if let (Some(response), Value::Object(members)) = (response.as_object_mut(), members) {
        response.extend(members);
    }
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

fn resource_path(size: usize) -> Sample {
    let resource: Vec<String> = (0..size).map(|index| format!("r{index}")).collect();
    at_path(
        "/a".to_owned(),
        json!({"x-sdk-resource": resource.join("."), "responses": done()}),
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
