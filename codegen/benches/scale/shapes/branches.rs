//! Schemas of many branches.

use serde_json::{Value, json};

use super::documents::{array, object, object_schema, reference, with_schema, with_schemas};
use super::schemas::{numbered, string};
use super::{Sample, Shape, shape};

pub(crate) const SHAPES: &[Shape] = &[
    shape("schema: enums in allOf", 2_000, enums_in_all_of),
    shape("schema: allOf branches", 1_000, all_of_branches),
    shape("schema: allOf references", 1_000, all_of_references),
    shape("schema: allOf chain", 25, all_of_chain),
    shape("schema: equal allOf branches", 1_000, equal_all_of_branches),
    shape("schema: oneOf of inline objects", 250, one_of_objects),
    shape("schema: oneOf of empty objects", 250, one_of_empty),
    shape("schema: oneOf of references", 250, one_of_references),
    shape("schema: oneOf of constants", 500, one_of_constants),
    shape("schema: oneOf with discriminator", 250, discriminator),
    shape(
        "schema: oneOf next to properties",
        50,
        one_of_next_to_properties,
    ),
    shape("schema: subclasses", 250, subclasses),
];

fn enums_in_all_of(size: usize) -> Sample {
    let values = array(size, |index| Value::from(format!("v{index}")));
    let branch = json!({"type": "string", "enum": values});
    with_schema(json!({"allOf": [branch, branch]})).into()
}

fn all_of_branches(size: usize) -> Sample {
    with_schema(json!({"allOf": array(size, |index| object_schema(&format!("p{index}")))})).into()
}

fn all_of_references(size: usize) -> Sample {
    let mut schemas = object(size, |index| {
        (numbered(index), object_schema(&format!("p{index}")))
    });
    schemas["Root"] = json!({"allOf": array(size, |index| reference(&numbered(index)))});
    with_schemas(schemas).into()
}

fn all_of_chain(size: usize) -> Sample {
    let schema = |index: usize| match index {
        0 => object_schema("p0"),
        _ => {
            json!({"allOf": [reference(&numbered(index - 1)), object_schema(&format!("p{index}"))]})
        }
    };
    let mut schemas = object(size, |index| (numbered(index), schema(index)));
    schemas["Root"] = reference(&numbered(size - 1));
    with_schemas(schemas).into()
}

fn equal_all_of_branches(size: usize) -> Sample {
    with_schema(json!({"allOf": array(size, |_| object_schema("p"))})).into()
}

fn one_of_objects(size: usize) -> Sample {
    with_schema(json!({"oneOf": array(size, |index| object_schema(&format!("p{index}")))})).into()
}

fn one_of_empty(size: usize) -> Sample {
    with_schema(json!({"oneOf": array(size, |index| json!({"type": "object", "title": format!("T{index}")}))})).into()
}

fn one_of_references(size: usize) -> Sample {
    let mut schemas = object(size, |index| {
        (numbered(index), object_schema(&format!("p{index}")))
    });
    schemas["Root"] = json!({"oneOf": array(size, |index| reference(&numbered(index)))});
    with_schemas(schemas).into()
}

fn one_of_constants(size: usize) -> Sample {
    let branch = |index| json!({"type": "string", "enum": [format!("v{index}")]});
    with_schema(json!({"oneOf": array(size, branch)})).into()
}

fn discriminator(size: usize) -> Sample {
    let mut schemas = object(size, |index| (numbered(index), object_schema("kind")));
    let mapping = object(size, |index| {
        (
            format!("k{index}"),
            reference(&numbered(index))["$ref"].clone(),
        )
    });
    schemas["Root"] = json!({
        "oneOf": array(size, |index| reference(&numbered(index))),
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    });
    with_schemas(schemas).into()
}

fn one_of_next_to_properties(size: usize) -> Sample {
    let properties = object(size, |index| (format!("q{index}"), string()));
    let branches = array(size, |index| object_schema(&format!("p{index}")));
    with_schema(json!({"type": "object", "properties": properties, "oneOf": branches})).into()
}

fn subclasses(size: usize) -> Sample {
    let subclass =
        |index| json!({"allOf": [reference("Root"), object_schema(&format!("p{index}"))]});
    let mut schemas = object(size, |index| (numbered(index), subclass(index)));
    schemas["Root"] = object_schema("kind");
    schemas["Root"]["discriminator"] = json!({"propertyName": "kind"});
    with_schemas(schemas).into()
}
