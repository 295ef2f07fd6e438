//! Documents with very many or very large objects.

use super::*;

const MANY: usize = 2_000;

#[test]
fn long_descriptions_are_generated() {
    let text = "*A* [line]\n".repeat(40_000);
    assert_generated(schemas(
        json!({"A": {"type": "object", "description": text, "properties": {"a": {"type": "string"}}}}),
    ));
    for mark in ["*", "[", "`", "<", "> ", "- ", "![", "_a", "&"] {
        let text = mark.repeat(5_000);
        assert_generated(schemas(
            json!({"A": {"type": "object", "description": text, "properties": {"a": {"type": "string"}}}}),
        ));
    }
}

#[test]
fn large_enum_is_generated() {
    let values: Vec<String> = (0..4_000).map(|number| format!("value_{number}")).collect();
    assert_generated(property(json!({"type": "string", "enum": values})));
}

#[test]
fn enum_values_with_equal_names_stay_within_limits() {
    let values = (0..MANY).map(|number| {
        format!(
            "a{}",
            "-".repeat(number % 100 + 1) + &"_".repeat(number / 100)
        )
    });
    check_limits(schemas(
        json!({"A": object(json!({"a": {"type": "string", "enum": values.collect::<Vec<_>>()}}))}),
    ));
}

#[test]
fn large_object_is_generated() {
    assert_generated(schemas(json!({"A": properties(2_000, |_| string())})));
}

#[test]
fn long_required_lists_stay_within_limits() {
    let names: Vec<String> = (0..MANY).map(|number| format!("p{number}")).collect();
    let mut schema = properties(MANY, |_| json!({}));
    schema["required"] = json!(names);
    check_limits(property(schema));
    let named = json!({"type": "object", "required": names});
    let mut others = names.clone();
    others.reverse();
    let all_of = json!({"allOf": [named, {"type": "object", "required": others}]});
    check_limits(schemas(json!({"A": all_of})));
}

#[test]
fn many_all_of_branches_stay_within_limits() {
    let part = |number: usize| object(json!({format!("p{number}"): {"type": "string"}}));
    let parts: Vec<Value> = (0..500).map(part).collect();
    check_limits(schemas(json!({"A": {"allOf": parts}})));
    let base = properties(100, |_| string());
    let parts = vec![reference("B"); 100];
    check_limits(schemas(json!({"A": {"allOf": parts}, "B": base})));
    let child = |number: usize| json!({"allOf": [reference("B"), part(number)]});
    let mut all = many(100, |number| (format!("C{number}"), child(number)));
    all["B"] = base;
    all["A"] = properties(100, |number| reference(&format!("C{number}")));
    check_limits(schemas(all));
}

#[test]
fn intersection_of_large_enums_stays_within_limits() {
    let values = |step: usize| {
        (0..MANY)
            .map(|number| format!("v{}", number * step))
            .collect::<Vec<_>>()
    };
    let schema = json!({"allOf": [{"type": "string", "enum": values(1)}, {"type": "string", "enum": values(2)}]});
    check_limits(property(schema));
}

#[test]
fn large_union_stays_within_limits() {
    const MEMBERS: usize = 500;
    let name = |number: usize| format!("B{number}");
    let mut all = many(MEMBERS, |number| {
        (
            name(number),
            object(json!({"kind": {"type": "string"}, format!("p{number}"): {"type": "string"}})),
        )
    });
    let branches: Vec<Value> = (0..MEMBERS)
        .map(|number| reference(&name(number)))
        .collect();
    let mapping = many(MEMBERS, |number| {
        (format!("b{number}"), json!(name(number)))
    });
    all["A"] =
        json!({"oneOf": branches, "discriminator": {"propertyName": "kind", "mapping": mapping}});
    check_limits(schemas(all));
}

#[test]
fn union_whose_branches_have_one_name_stays_within_limits() {
    const MEMBERS: usize = 1_000;
    // Two branches share each property, so no property distinguishes a branch.
    let branch = |number: usize| {
        let names = [number, (number + 1) % MEMBERS].map(|it| format!("p{it}"));
        object(
            names
                .map(|name| (name, json!({"type": "string"})))
                .into_iter()
                .collect(),
        )
    };
    let branches: Vec<Value> = (0..MEMBERS).map(branch).collect();
    check_limits(schemas(json!({"A": {"oneOf": branches}})));
}

#[test]
fn long_names_stay_within_limits() {
    let long = "a".repeat(30_000);
    check_limits(schemas(
        json!({"A": object(json!({long.as_str(): {"type": "string"}}))}),
    ));
    check_limits(schemas(
        json!({"A": object(json!({long.as_str(): properties(500, |_| json!({}))}))}),
    ));
    check_limits(property(json!({"type": "string", "enum": [long]})));
    let mut document = api(json!({"A": properties(500, |_| object(json!({"a": {}})))}));
    document["paths"]["/a"]["get"]["operationId"] = json!(long);
    check_limits(document.to_string());
    document["paths"]["/a"]["get"]["operationId"] = json!("Get");
    document["paths"]["/a"]["get"]["tags"] = json!([long]);
    check_limits(document.to_string());
    document["info"]["title"] = json!(long);
    check_limits(document.to_string());
    document["paths"] = json!({format!("/{long}"): document["paths"]["/a"]});
    check_limits(document.to_string());
}

#[test]
fn many_values_at_a_long_path_stay_within_limits() {
    let array = json!({"example": vec![0; 100_000]});
    let properties = json!({"a".repeat(3_800): array, "b": reference("Missing")});
    // The line of the error is found by reading the lines of all values.
    assert_rejected(schemas(json!({"A": object(properties)})), "Missing");
}

#[test]
fn equal_names_stay_within_limits() {
    let name = |number: usize| format!("a{}", "_".repeat(number));
    check_limits(schemas(
        json!({"A": object(many(500, |number| (name(number), string())))}),
    ));
    let mut all = many(500, |number| (name(number), object(json!({"a": {}}))));
    all["A"] = properties(200, |number| reference(&name(number)));
    check_limits(schemas(all));
}

#[test]
fn references_to_many_subschemas_stay_within_limits() {
    // Names that are equal without their non-ASCII characters.
    let name = |number: usize| format!("{}", char::from_u32(0x4E00 + number as u32).unwrap());
    let properties = many(MANY, |number| (name(number), string()));
    let references = many(MANY, |number| {
        (
            format!("r{number}"),
            json!({"$ref": format!("#/components/schemas/B/properties/{}", name(number))}),
        )
    });
    check_limits(schemas(
        json!({"A": object(references), "B": object(properties)}),
    ));
}

#[test]
fn many_placeholders_and_parameters_stay_within_limits() {
    let mut document = api(json!({"A": string()}));
    let template = "/{a}".repeat(1_000);
    document["paths"] = json!({template: document["paths"]["/a"]});
    check_limits(document.to_string());
    let mut document = api(json!({"A": string()}));
    let parameter = |number: usize| json!({"name": format!("p{number}"), "in": "query", "schema": {"type": "string"}});
    document["paths"]["/a"]["get"]["parameters"] = (0..1_000).map(parameter).collect();
    check_limits(document.to_string());
}
