//! Schemas of many parts, and many schemas.

use serde_json::{Value, json};

use super::documents::{
    array, object, object_schema, reference, spelling, with_schema, with_schemas,
};
use super::{Sample, Shape, shape};

pub(crate) const SHAPES: &[Shape] = &[
    shape("schema: properties", 1_000, properties),
    shape("schema: required properties", 1_000, required_properties),
    shape(
        "schema: properties with equal names in Rust",
        1_000,
        equal_properties,
    ),
    shape("schema: names in `required`", 10_000, undeclared_required),
    shape("schema: enum values", 2_000, enum_values),
    shape(
        "schema: enum values with equal names in Rust",
        1_000,
        equal_enum_values,
    ),
    shape("schema: integer enum values", 2_000, integer_enum_values),
    shape("schema: types", 500, types),
    shape("schema: types with equal names in Rust", 500, equal_types),
    shape("schema: types with one `x-sdk-name`", 500, one_name),
    shape("schema: inline objects", 500, inline_objects),
    shape("schema: cycle", 500, cycle),
    shape("schema: cycle of required properties", 500, required_cycle),
    shape("schema: cycle of unions", 250, cycle_of_unions),
    shape("schema: references to one schema", 1_000, references_to_one),
    shape("schema: chains of references", 10, chains),
    shape("schema: broken references", 500, broken_references),
    shape("schema: misspelled keywords", 1_000, misspelled),
    shape("schema: additionalProperties", 500, maps),
    shape("schema: nested additionalProperties", 20, nested_maps),
    shape("schema: unused components", 2_000, unused),
    shape("schema: items of an example", 5_000, example_items),
    shape("schema: members of an example", 5_000, example_members),
    shape("schema: long example", 100_000, long_example),
    shape("schema: long default", 100_000, long_default),
    shape("schema: long enum value", 50_000, long_enum_value),
    shape("schema: long property", 400, long_property),
    shape("schema: long title", 20_000, long_title),
    shape("schema: long pattern", 100_000, long_pattern),
    shape("schema: YAML anchors", 1_000, anchors),
    shape("schema: aliases of one YAML anchor", 1_000, aliases),
];

pub(super) fn string() -> Value {
    json!({"type": "string"})
}

/// Returns a document in which `Root` has a property for each of many other schemas.
fn with_many(size: usize, name: fn(usize) -> String, schema: impl Fn(usize) -> Value) -> Sample {
    let properties = object(size, |index| (format!("p{index}"), reference(&name(index))));
    let mut schemas = object(size, |index| (name(index), schema(index)));
    schemas["Root"] = json!({"type": "object", "properties": properties});
    with_schemas(schemas).into()
}

pub(super) fn numbered(index: usize) -> String {
    format!("S{index}")
}

fn properties(size: usize) -> Sample {
    let properties = object(size, |index| (format!("p{index}"), string()));
    with_schema(json!({"type": "object", "properties": properties})).into()
}

fn required_properties(size: usize) -> Sample {
    let properties = object(size, |index| (format!("p{index}"), string()));
    let required = array(size, |index| Value::from(format!("p{index}")));
    with_schema(json!({"type": "object", "properties": properties, "required": required})).into()
}

fn equal_properties(size: usize) -> Sample {
    let properties = object(size, |index| (spelling(index), string()));
    with_schema(json!({"type": "object", "properties": properties})).into()
}

fn undeclared_required(size: usize) -> Sample {
    let required = array(size, |index| Value::from(format!("p{index}")));
    with_schema(json!({"type": "object", "required": required})).into()
}

fn enum_values(size: usize) -> Sample {
    let values = array(size, |index| Value::from(format!("v{index}")));
    with_schema(json!({"type": "string", "enum": values})).into()
}

fn equal_enum_values(size: usize) -> Sample {
    let values = array(size, |index| Value::from(spelling(index)));
    with_schema(json!({"type": "string", "enum": values})).into()
}

fn integer_enum_values(size: usize) -> Sample {
    with_schema(json!({"type": "integer", "enum": array(size, Value::from)})).into()
}

fn types(size: usize) -> Sample {
    with_many(size, numbered, |_| object_schema("a"))
}

fn equal_types(size: usize) -> Sample {
    with_many(size, spelling, |_| object_schema("a"))
}

fn one_name(size: usize) -> Sample {
    with_many(size, numbered, |_| {
        let mut schema = object_schema("a");
        schema["x-sdk-name"] = Value::from("Same");
        schema
    })
}

fn inline_objects(size: usize) -> Sample {
    let properties = object(size, |index| (format!("p{index}"), object_schema("a")));
    with_schema(json!({"type": "object", "properties": properties})).into()
}

/// Returns schemas each of which has a property of the next one's type.
fn in_cycle(size: usize, schema: impl Fn(Value) -> Value) -> Sample {
    let mut schemas = object(size, |index| {
        (
            numbered(index),
            schema(reference(&numbered((index + 1) % size))),
        )
    });
    schemas["Root"] = reference("S0");
    with_schemas(schemas).into()
}

fn cycle(size: usize) -> Sample {
    in_cycle(
        size,
        |next| json!({"type": "object", "properties": {"next": next}}),
    )
}

fn required_cycle(size: usize) -> Sample {
    in_cycle(
        size,
        |next| json!({"type": "object", "properties": {"next": next}, "required": ["next"]}),
    )
}

fn cycle_of_unions(size: usize) -> Sample {
    in_cycle(
        size,
        |next| json!({"oneOf": [next, string(), object_schema("a")]}),
    )
}

fn references_to_one(size: usize) -> Sample {
    let properties = object(size, |index| (format!("p{index}"), reference("One")));
    with_schemas(
        json!({"One": object_schema("a"), "Root": {"type": "object", "properties": properties}}),
    )
    .into()
}

/// The length of each chain is less than the greatest that is allowed.
fn chains(size: usize) -> Sample {
    const LENGTH: usize = 50;
    with_many(size * LENGTH, numbered, |index| {
        match (index + 1) % LENGTH {
            0 => object_schema("a"),
            _ => reference(&numbered(index + 1)),
        }
    })
}

fn broken_references(size: usize) -> Sample {
    let properties = object(size, |index| {
        (format!("p{index}"), reference(&format!("Gone{index}")))
    });
    with_schema(json!({"type": "object", "properties": properties})).into()
}

fn misspelled(size: usize) -> Sample {
    let properties = object(size, |index| {
        (format!("p{index}"), json!({"tpye": "string"}))
    });
    with_schema(json!({"type": "object", "properties": properties})).into()
}

fn maps(size: usize) -> Sample {
    with_many(
        size,
        numbered,
        |index| json!({"type": "object", "additionalProperties": object_schema(&format!("a{index}"))}),
    )
}

fn nested_maps(size: usize) -> Sample {
    let mut schema = string();
    for _ in 0..10 {
        schema = json!({"type": "object", "additionalProperties": schema});
    }
    let properties = object(size, |index| (format!("p{index}"), schema.clone()));
    with_schema(json!({"type": "object", "properties": properties})).into()
}

fn unused(size: usize) -> Sample {
    let mut schemas = object(size, |index| (numbered(index), object_schema("a")));
    schemas["Root"] = object_schema("a");
    with_schemas(schemas).into()
}

fn example_items(size: usize) -> Sample {
    with_schema(
        json!({"type": "array", "items": {"type": "integer"}, "example": array(size, Value::from)}),
    )
    .into()
}

fn example_members(size: usize) -> Sample {
    let example = object(size, |index| (format!("m{index}"), Value::from(index)));
    with_schema(json!({"type": "object", "properties": {"a": string()}, "example": example})).into()
}

fn long_example(size: usize) -> Sample {
    let property = json!({"type": "string", "example": "\"\\".repeat(size / 2)});
    with_schema(json!({"type": "object", "properties": {"a": property}})).into()
}

fn long_default(size: usize) -> Sample {
    let property = json!({"type": "string", "default": "`\\".repeat(size / 2)});
    with_schema(json!({"type": "object", "properties": {"a": property}})).into()
}

fn long_enum_value(size: usize) -> Sample {
    with_schema(json!({"type": "string", "enum": ["aB_".repeat(size / 3)]})).into()
}

fn long_property(size: usize) -> Sample {
    with_schema(
        json!({"type": "object", "properties": {"aB_".repeat(size / 3): object_schema("a")}}),
    )
    .into()
}

fn long_title(size: usize) -> Sample {
    let property =
        json!({"type": "object", "title": "aB ".repeat(size / 3), "properties": {"a": string()}});
    with_schema(json!({"type": "object", "properties": {"a": property}})).into()
}

fn long_pattern(size: usize) -> Sample {
    let property = json!({"type": "string", "pattern": "[`a]".repeat(size / 4)});
    with_schema(json!({"type": "object", "properties": {"a": property}})).into()
}

/// Returns a document in YAML whose `Root` has the given properties.
fn yaml(properties: String) -> Sample {
    let document = with_schema(json!({"type": "object", "properties": "PROPERTIES"}));
    // A text that starts with a comment isn't JSON.
    let document = document.replace("\"PROPERTIES\"", &format!("{{{properties}}}"));
    format!("# YAML\n{document}").into()
}

fn anchors(size: usize) -> Sample {
    let pair =
        |index: usize| format!("p{index}: &a{index} {{type: string}}, q{index}: *a{index}, ");
    yaml((0..size).map(pair).collect())
}

fn aliases(size: usize) -> Sample {
    let aliases: String = (0..size).map(|index| format!("p{index}: *a, ")).collect();
    yaml(format!("p: &a {{type: string}}, {aliases}"))
}
