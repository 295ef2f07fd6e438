//! Long chains of references.

use super::*;

const LENGTH: usize = 200;

/// Returns a document in which each schema refers to the next, and `A` has a property for each.
fn chain(length: usize, around: impl Fn(Value) -> Value) -> String {
    let name = |number| format!("A{number}");
    let mut all = many(length, |number| {
        (name(number), around(reference(&name(number + 1))))
    });
    all[&name(length)] = string();
    all["A"] = properties(length, |number| reference(&name(number)));
    schemas(all)
}

#[test]
fn references_stay_within_limits() {
    check_limits(chain(LENGTH, |next| next));
}

#[test]
fn all_of_with_one_branch_stays_within_limits() {
    check_limits(chain(LENGTH, |next| json!({"allOf": [next]})));
}

#[test]
fn all_of_stays_within_limits() {
    check_limits(chain(
        LENGTH,
        |next| json!({"allOf": [next, object(json!({"a": {"type": "string"}}))]}),
    ));
}

#[test]
fn arrays_stay_within_limits() {
    check_limits(chain(
        LENGTH,
        |next| json!({"type": "array", "items": next}),
    ));
}

#[test]
fn unions_with_discriminator_stay_within_limits() {
    let discriminator = json!({"propertyName": "kind"});
    let mut all = many(31, |number| {
        let next = reference(&format!("A{}", number + 1));
        let union = json!({"oneOf": [next, next], "discriminator": discriminator});
        (format!("A{number}"), union)
    });
    all["A31"] = object(json!({"kind": string()}));
    all["A"] = reference("A0");
    assert_generated(schemas(all));
}

#[test]
fn unions_stay_within_limits() {
    check_limits(chain(
        LENGTH,
        |next| json!({"oneOf": [next, {"type": "boolean"}]}),
    ));
}
