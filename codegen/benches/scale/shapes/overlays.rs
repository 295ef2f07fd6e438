//! Overlays of many actions, and actions that apply to many values.

use serde_json::{Value, json};

use super::documents::{
    array, document, object, object_schema, reference, with_schema, with_schemas,
};
use super::{Sample, Shape, shape};

pub(crate) const SHAPES: &[Shape] = &[
    shape("overlay: update of all descendants", 2_000, descendants),
    shape("overlay: filter on descendants", 2_000, filter_descendants),
    shape("overlay: removal of descendants", 2_000, remove_descendants),
    shape("overlay: removal of properties", 2_000, remove_properties),
    shape("overlay: removal of items", 4_000, remove_items),
    shape("overlay: actions that update", 1_000, update_actions),
    shape(
        "overlay: actions that add and remove",
        500,
        add_and_remove_actions,
    ),
    shape(
        "overlay: actions that remove items",
        500,
        remove_item_actions,
    ),
    shape(
        "overlay: actions that match nothing",
        500,
        unmatched_actions,
    ),
    shape(
        "overlay: actions through references",
        500,
        reference_actions,
    ),
    shape(
        "overlay: actions through a shared reference",
        500,
        shared_reference_actions,
    ),
    shape(
        "overlay: update of all in a shared response",
        100,
        shared_response,
    ),
    shape(
        "overlay: update of all in a shared schema",
        250,
        shared_schema,
    ),
    shape(
        "overlay: descriptions of unknown resources",
        2_000,
        unknown_resources,
    ),
];

fn sample(document: String, actions: Value) -> Sample {
    let overlay = json!({"overlay": "1.0.0", "info": {"title": "Decisions", "version": "1"}, "actions": actions});
    Sample {
        document,
        overlay: Some(overlay.to_string()),
    }
}

/// Returns an object schema with many string properties.
fn wide_schema(size: usize) -> Value {
    let property = json!({"type": "string", "x-internal": true});
    let properties = object(size, |index| (format!("p{index}"), property.clone()));
    json!({"type": "object", "properties": properties})
}

fn wide(size: usize) -> String {
    with_schema(wide_schema(size))
}

fn descendants(size: usize) -> Sample {
    sample(
        wide(size),
        json!([{"target": "$..properties[*]", "update": {"description": "A value."}}]),
    )
}

fn filter_descendants(size: usize) -> Sample {
    sample(
        wide(size),
        json!([{"target": "$..[?@.type == 'string']", "update": {"description": "A value."}}]),
    )
}

fn remove_descendants(size: usize) -> Sample {
    sample(
        wide(size),
        json!([{"target": "$..['x-internal']", "remove": true}]),
    )
}

fn remove_properties(size: usize) -> Sample {
    sample(
        wide(size),
        json!([{"target": "$.components.schemas.Root.properties[?@['x-internal']]", "remove": true}]),
    )
}

fn remove_items(size: usize) -> Sample {
    let values = array(size, |index| Value::from(format!("v{index}")));
    let document = with_schema(json!({"type": "string", "enum": values}));
    sample(
        document,
        json!([{"target": "$.components.schemas.Root.enum[?@ != 'v0']", "remove": true}]),
    )
}

fn update_actions(size: usize) -> Sample {
    let action = |index| {
        let target = format!("$.components.schemas.Root.properties.p{index}");
        json!({"target": target, "update": {"description": "A value."}})
    };
    sample(wide(size), array(size, action))
}

fn add_and_remove_actions(size: usize) -> Sample {
    let action = |index: usize| match index % 2 {
        0 => json!({
            "target": format!("$.components.schemas.Root.properties.p{index}"),
            "update": {"description": "A value."},
        }),
        _ => {
            json!({"target": format!("$.components.schemas.Root.properties.p{index}"), "remove": true})
        }
    };
    sample(wide(size), array(size, action))
}

fn remove_item_actions(size: usize) -> Sample {
    let values = array(2 * size, |index| Value::from(format!("v{index}")));
    let document = with_schema(json!({"type": "string", "enum": values}));
    let action = |_| json!({"target": "$.components.schemas.Root.enum[0]", "remove": true});
    sample(document, array(size, action))
}

fn unmatched_actions(size: usize) -> Sample {
    let action = |index| json!({"target": format!("$.components.schemas.Root.properties.q{index}"), "update": {}});
    sample(wide(size), array(size, action))
}

fn reference_actions(size: usize) -> Sample {
    let properties = object(size, |index| {
        (format!("p{index}"), reference(&format!("S{index}")))
    });
    let mut schemas = object(size, |index| (format!("S{index}"), object_schema("a")));
    schemas["Root"] = json!({"type": "object", "properties": properties});
    let action = |index| {
        let target = format!("$.components.schemas.Root.properties.p{index}.properties.a");
        json!({"target": target, "update": {"description": "A value."}})
    };
    sample(with_schemas(schemas), array(size, action))
}

/// Returns a document with many operations whose responses refer to one, which has the given schema.
fn with_shared_response(size: usize, schema: Value) -> String {
    let paths = object(size, |index| {
        let responses = json!({"200": {"$ref": "#/components/responses/R"}});
        let operation = json!({"operationId": format!("get{index}"), "responses": responses});
        (format!("/p{index}"), json!({"get": operation}))
    });
    let response =
        json!({"description": "Done.", "content": {"application/json": {"schema": schema}}});
    document(json!({"paths": paths, "components": {"responses": {"R": response}}}))
}

fn shared_reference_actions(size: usize) -> Sample {
    let action = |index| {
        let target =
            format!("$.paths['/p{index}'].get.responses['200'].content['application/json'].schema");
        json!({"target": target, "update": {"description": "A value."}})
    };
    sample(
        with_shared_response(size, object_schema("a")),
        array(size, action),
    )
}

fn shared_response(size: usize) -> Sample {
    let target = "$.paths[*].get.responses['200'].content['application/json'].schema.properties[*]";
    sample(
        with_shared_response(size, wide_schema(size)),
        json!([{"target": target, "update": {"description": "A value."}}]),
    )
}

fn shared_schema(size: usize) -> Sample {
    let properties = object(size, |index| (format!("p{index}"), reference("One")));
    let schemas =
        json!({"One": wide_schema(size), "Root": {"type": "object", "properties": properties}});
    let target = "$.components.schemas.Root.properties[*].properties[*]";
    sample(
        with_schemas(schemas),
        json!([{"target": target, "update": {"description": "A value."}}]),
    )
}

fn unknown_resources(size: usize) -> Sample {
    let resources = object(size, |index| {
        (format!("r{index}"), Value::from("Operations."))
    });
    sample(
        wide(10),
        json!([{"target": "$", "update": {"x-sdk-resources": resources}}]),
    )
}
