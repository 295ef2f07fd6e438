//! Schemas of many parts, and many schemas.

use serde_json::{Value, json};

use super::documents::{array, object, object_schema, reference, with_schema, with_schemas};
use super::{Sample, Shape};

pub(crate) const SHAPES: &[Shape] = &[
    Shape {
        name: "schema: properties",
        smallest: 1_000,
        sample: properties,
    },
    Shape {
        name: "schema: required properties",
        smallest: 1_000,
        sample: required_properties,
    },
    Shape {
        name: "schema: properties with equal names in Rust",
        smallest: 1_000,
        sample: equal_properties,
    },
    Shape {
        name: "schema: names in `required`",
        smallest: 10_000,
        sample: undeclared_required,
    },
    Shape {
        name: "schema: enum values",
        smallest: 2_000,
        sample: enum_values,
    },
    Shape {
        name: "schema: enum values with equal names in Rust",
        smallest: 1_000,
        sample: equal_enum_values,
    },
    Shape {
        name: "schema: integer enum values",
        smallest: 2_000,
        sample: integer_enum_values,
    },
    Shape {
        name: "schema: types",
        smallest: 500,
        sample: types,
    },
    Shape {
        name: "schema: types with equal names in Rust",
        smallest: 500,
        sample: equal_types,
    },
    Shape {
        name: "schema: types with one `x-sdk-name`",
        smallest: 500,
        sample: one_name,
    },
    Shape {
        name: "schema: inline objects",
        smallest: 500,
        sample: inline_objects,
    },
    Shape {
        name: "schema: cycle",
        smallest: 500,
        sample: cycle,
    },
    Shape {
        name: "schema: cycle of required properties",
        smallest: 500,
        sample: required_cycle,
    },
    Shape {
        name: "schema: cycle of unions",
        smallest: 250,
        sample: cycle_of_unions,
    },
    Shape {
        name: "schema: references to one schema",
        smallest: 1_000,
        sample: references_to_one,
    },
    Shape {
        name: "schema: chains of references",
        smallest: 10,
        sample: chains,
    },
    Shape {
        name: "schema: broken references",
        smallest: 500,
        sample: broken_references,
    },
    Shape {
        name: "schema: misspelled keywords",
        smallest: 1_000,
        sample: misspelled,
    },
    Shape {
        name: "schema: additionalProperties",
        smallest: 500,
        sample: maps,
    },
    Shape {
        name: "schema: nested additionalProperties",
        smallest: 20,
        sample: nested_maps,
    },
    Shape {
        name: "schema: unused components",
        smallest: 2_000,
        sample: unused,
    },
    Shape {
        name: "schema: items of an example",
        smallest: 5_000,
        sample: example_items,
    },
    Shape {
        name: "schema: members of an example",
        smallest: 5_000,
        sample: example_members,
    },
    Shape {
        name: "schema: long example",
        smallest: 100_000,
        sample: long_example,
    },
    Shape {
        name: "schema: long default",
        smallest: 100_000,
        sample: long_default,
    },
    Shape {
        name: "schema: long enum value",
        smallest: 50_000,
        sample: long_enum_value,
    },
    Shape {
        name: "schema: long property",
        smallest: 400,
        sample: long_property,
    },
    Shape {
        name: "schema: long title",
        smallest: 20_000,
        sample: long_title,
    },
    Shape {
        name: "schema: long pattern",
        smallest: 100_000,
        sample: long_pattern,
    },
    Shape {
        name: "schema: YAML anchors",
        smallest: 1_000,
        sample: anchors,
    },
    Shape {
        name: "schema: aliases of one YAML anchor",
        smallest: 1_000,
        sample: aliases,
    },
];

pub(super) fn string() -> Value {
    json!({"type": "string"})
}

/// Returns a name with many spellings, all of which give the same name in Rust.
fn spelling(index: usize) -> String {
    let marks = format!("{index:b}").replace('0', "-").replace('1', "_");
    format!("a{marks}b")
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
