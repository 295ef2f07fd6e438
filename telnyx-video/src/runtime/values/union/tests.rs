use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::*;
use crate::runtime::values::model::impl_serde;
use crate::runtime::values::open_enum::open_enum;
use crate::{Nullable, UnknownValue};

#[derive(Debug, PartialEq)]
struct Named {
    name: String,
}

impl_serde!(Named; name);

#[derive(Debug, PartialEq)]
struct WithAttributes {
    name: String,
    attributes: Vec<i64>,
}

impl_serde!(WithAttributes; name, attributes);

#[derive(Debug, PartialEq)]
struct Note {
    note: Option<String>,
    r#type: Option<String>,
}

impl_serde!(Note; note, r#type as "type");

#[derive(Debug, PartialEq)]
enum Objects {
    Named(Named),
    WithAttributes(WithAttributes),
    Note(Note),
    Unknown(UnknownValue),
}

impl_union!(Objects; Named, WithAttributes, Note closed);

#[derive(Debug, PartialEq)]
enum Kind {
    Small,
    Unknown(String),
}

open_enum!(Kind; Small = "small");

#[derive(Debug, PartialEq)]
enum Scalar {
    Text(String),
    Number(f64),
    Auto,
    Kind(Kind),
    Date(NaiveDate),
    DateTime(DateTime<Utc>),
    Id(Uuid),
    Integer(i64),
    Flag(bool),
    Texts(Vec<String>),
    Integers(Vec<i64>),
    Unknown(UnknownValue),
}

impl_union!(
    Scalar; Text, Number, Auto = "auto", Kind, Date, DateTime, Id, Integer, Flag, Texts, Integers
);

#[derive(Debug, PartialEq)]
enum Maps {
    Any(Value),
    Map(BTreeMap<String, i64>),
    Named(Named),
    Unknown(UnknownValue),
}

impl_union!(Maps; Any, Map, Named);

#[derive(Debug, PartialEq)]
enum Tagged {
    Named(Named),
    Note(Note),
    Inner(Inner),
    Unknown(UnknownValue),
}

impl_union!(Tagged by "type"; Named("name" + "type"), Note("note", "memo"), Inner(7, true));

#[derive(Debug, PartialEq)]
struct Other {
    other: i64,
}

impl_serde!(Other; other);

#[derive(Debug, PartialEq)]
enum Inner {
    Note(Note),
    Other(Other),
    Objects(Vec<Inner>),
    Unknown(UnknownValue),
}

impl_union!(Inner; Note { "note": "a" }, Other, Objects);

#[derive(Debug, PartialEq)]
struct Base {
    rest: BTreeMap<String, Value>,
}

impl_serde!(Base; ..rest);

#[derive(Debug, PartialEq)]
enum WithFallback {
    Note(Note),
    Base(Base),
    Unknown(UnknownValue),
}

impl_union!(WithFallback by "type"; Note("note"), Base);

#[derive(Debug, PartialEq)]
struct NewNote {
    r#type: String,
    new: i64,
}

impl_serde!(NewNote; r#type as "type", new);

#[derive(Debug, PartialEq)]
enum Outer {
    Old(WithFallback),
    New(NewNote),
    Unknown(UnknownValue),
}

impl_union!(Outer; Old, New);

#[derive(Debug)]
struct Optionals {
    integer: Option<i64>,
    date: Option<Nullable<NaiveDate>>,
    list: Option<Vec<i64>>,
    map: Option<BTreeMap<String, i64>>,
    model: Option<Named>,
}

impl_serde!(Optionals; integer, date, list, map, model);

#[derive(Debug)]
enum OneVariant {
    Optionals(Optionals),
    Unknown(UnknownValue),
}

impl_union!(OneVariant; Optionals);

#[derive(Debug, PartialEq)]
struct Both {
    of: Option<Box<Expression>>,
    both: Option<bool>,
}

impl_serde!(Both; of, both);

#[derive(Debug, PartialEq)]
struct Either {
    of: Option<Box<Expression>>,
    either: Option<bool>,
}

impl_serde!(Either; of, either);

#[derive(Debug, PartialEq)]
enum Expression {
    Both(Both),
    Either(Either),
    Unknown(UnknownValue),
}

impl_union!(Expression; Both, Either);

/// Decodes a value, and returns its `Debug` text up to the first parenthesis. Asserts that encoding restores the value.
fn variant<T: DeserializeOwned + Serialize + std::fmt::Debug>(json: &str) -> String {
    let union: T = serde_json::from_str(json).unwrap();
    let expected: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_value(&union).unwrap(), expected);
    let text = format!("{union:?}");
    text.split('(').next().unwrap_or_default().to_owned()
}

#[test]
fn object_is_variant_that_keeps_most_members() {
    for (json, expected) in [
        (r#"{"name":"a"}"#, "Named"),
        (r#"{"name":"a","attributes":[1]}"#, "WithAttributes"),
        (r#"{"note":"a"}"#, "Note"),
        ("{}", "Note"),
        (r#"{"name":"a","note":"b"}"#, "Unknown"),
        (r#"{"name":"a","attributes":["b"]}"#, "Unknown"),
        ("[]", "Unknown"),
    ] {
        assert_eq!(variant::<Objects>(json), expected, "{json}");
    }
}

#[test]
fn member_that_no_variant_knows_does_not_change_choice() {
    for (json, expected) in [
        (
            r#"{"name":"a","new":1,"note":null}"#,
            Objects::Named(Named {
                name: "a".to_owned(),
            }),
        ),
        (
            r#"{"note":"a","new":{"name":"b"}}"#,
            Objects::Note(Note {
                note: Some("a".to_owned()),
                r#type: None,
            }),
        ),
    ] {
        assert_eq!(serde_json::from_str::<Objects>(json).unwrap(), expected);
    }
}

#[test]
fn scalar_is_variant_with_most_specific_type() {
    for (json, expected) in [
        ("1", "Integer"),
        ("1.0", "Number"),
        ("true", "Flag"),
        ("\"auto\"", "Auto"),
        ("\"small\"", "Kind"),
        ("\"large\"", "Text"),
        ("\"\"", "Text"),
        ("\"2021-04-26\"", "Date"),
        ("\"2021-04-26T17:51:59Z\"", "DateTime"),
        ("\"2021-04-26 17:51:59\"", "Text"),
        ("\"0194d2c1-0000-7000-8000-000000000000\"", "Id"),
        ("\"0194D2C1-0000-7000-8000-000000000000\"", "Text"),
        ("[1,2]", "Integers"),
        ("[\"1\"]", "Texts"),
        ("[]", "Texts"),
        ("[1,\"2\"]", "Unknown"),
        ("null", "Unknown"),
    ] {
        assert_eq!(variant::<Scalar>(json), expected, "{json}");
    }
}

#[test]
fn map_and_any_json_come_after_model_with_all_keys() {
    for (json, expected) in [
        (r#"{"name":"a"}"#, "Named"),
        (r#"{"name":1}"#, "Map"),
        (r#"{"name":"a","other":1}"#, "Any"),
        ("[1]", "Any"),
    ] {
        assert_eq!(variant::<Maps>(json), expected, "{json}");
    }
}

#[test]
fn discriminator_selects_variant() {
    for (json, expected) in [
        (r#"{"name":"a","type":"name"}"#, "Named"),
        (r#"{"note":"a","type":"note"}"#, "Note"),
        (r#"{"note":"a","type":"memo"}"#, "Note"),
        (r#"{"note":"a","type":"star"}"#, "Unknown"),
        (r#"{"type":7,"note":"a"}"#, "Inner"),
        (r#"{"type":true}"#, "Inner"),
        (r#"{"note":"a"}"#, "Unknown"),
        (r#"{"type":"name"}"#, "Unknown"),
    ] {
        assert_eq!(variant::<Tagged>(json), expected, "{json}");
    }
}

#[test]
fn variant_without_tag_is_only_for_unknown_tags() {
    for (json, expected) in [
        (r#"{"note":"a","type":"note"}"#, "Note"),
        (r#"{"type":"star","a":[1]}"#, "Base"),
    ] {
        assert_eq!(variant::<WithFallback>(json), expected, "{json}");
    }
    let known = serde_json::from_str(r#"{"type":"note","new":1}"#).unwrap();
    assert!(matches!(known, WithFallback::Note(_)));
    // In a union around it, the variant for unknown tags doesn't hold the members of a known one.
    assert_eq!(variant::<Outer>(r#"{"type":"note","new":1}"#), "New");
}

#[test]
fn constants_select_or_exclude_variant() {
    for (json, expected) in [
        (r#"{"note":"a"}"#, "Note"),
        (r#"{"note":"b"}"#, "Unknown"),
        (r#"{"type":"b"}"#, "Note"),
        (r#"{"other":1}"#, "Other"),
        (r#"{"other":1,"note":"b"}"#, "Unknown"),
        (r#"[{"note":"a"},[]]"#, "Objects"),
        (r#"[{"note":"b"}]"#, "Objects"),
    ] {
        assert_eq!(variant::<Inner>(json), expected, "{json}");
    }
}

#[test]
fn deeply_nested_union_is_decoded_in_polynomial_time() {
    let json = format!(
        "{}{{\"either\":true}}{}",
        "{\"of\":".repeat(60),
        "}".repeat(60)
    );
    assert_eq!(variant::<Expression>(&json), "Both");
}

#[test]
fn empty_string_fits_only_optional_scalars() {
    for (name, fits) in [
        ("integer", true),
        ("date", true),
        ("list", false),
        ("map", false),
        ("model", false),
    ] {
        let json = serde_json::json!({name: ""});
        assert_eq!(
            !select::select(OneVariant::VARIANTS, &json).is_empty(),
            fits,
            "{name}"
        );
        assert_eq!(
            serde_json::from_value::<Optionals>(json).is_ok(),
            fits,
            "{name}"
        );
    }
}

#[test]
fn unknown_value_has_reason_of_failure() {
    let Tagged::Unknown(value) = serde_json::from_str(r#"{"type":"note","note":1}"#).unwrap()
    else {
        panic!("decoded");
    };
    assert_eq!(
        value.reason.as_deref(),
        Some("note: invalid type: integer `1`, expected a string")
    );
}
