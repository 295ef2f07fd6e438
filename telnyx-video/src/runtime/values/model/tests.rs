use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::*;
use crate::runtime::response::decode::from_slice;
use crate::runtime::values::Nullable;

#[derive(Debug, PartialEq)]
struct Visit {
    day: NaiveDate,
    ended_at: Option<DateTime<Utc>>,
    guests: Vec<Visit>,
    id: Option<Uuid>,
    r#type: String,
    count: Option<Nullable<i64>>,
    host: Option<Box<Visit>>,
    rank: Option<i32>,
    sizes: BTreeMap<String, i64>,
}

impl_serde!(
    Visit; day, ended_at as "endedAt", guests, id, r#type as "type", count, host, rank or null, ..sizes
);

#[derive(Debug, PartialEq)]
struct Nothing {}

impl_serde!(Nothing;);

const MINIMAL: &str = r#"{"day":"2021-04-26","guests":[],"type":""}"#;

/// Decodes a visit with these members added, and returns it as JSON.
fn recode(members: &str) -> String {
    let json = MINIMAL.replace('}', &format!(",{members}}}"));
    let visit: Visit = serde_json::from_str(&json).unwrap();
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(Visit::deserialize(&value).unwrap(), visit);
    assert_eq!(serde_json::from_value::<Visit>(value).unwrap(), visit);
    assert_eq!(
        serde_json::from_reader::<_, Visit>(json.as_bytes()).unwrap(),
        visit
    );
    serde_json::to_string(&visit).unwrap()
}

#[test]
fn impl_serde_accepts_harmless_spellings() {
    for (members, expected) in [
        (
            r#""endedAt":"2021-04-26 17:51:59""#,
            r#"{"day":"2021-04-26","endedAt":"2021-04-26T17:51:59Z","guests":[],"type":"","rank":null}"#,
        ),
        (
            r#""endedAt":"","id":"","count":"","rank":"""#,
            r#"{"day":"2021-04-26","guests":[],"type":"","rank":null}"#,
        ),
        (
            r#""rank":1,"type":"a","rank":2.0,"type":"b","day":"2021-04-27T00:00:00Z""#,
            r#"{"day":"2021-04-27","guests":[],"type":"b","rank":2}"#,
        ),
        (
            r#""id":null,"count":null,"host":null,"rank":null"#,
            r#"{"day":"2021-04-26","guests":[],"type":"","count":null,"rank":null}"#,
        ),
        (
            r#""a":1.0,"b":"1","c":null,"d":2,"\u0065":3"#,
            r#"{"day":"2021-04-26","guests":[],"type":"","rank":null,"a":1,"d":2,"e":3}"#,
        ),
        (
            r#""host":{"day":"2021-04-25","guests":[],"type":"x","rank":7}"#,
            r#"{"day":"2021-04-26","guests":[],"type":"","host":{"day":"2021-04-25","guests":[],"type":"x","rank":7},"rank":null}"#,
        ),
    ] {
        assert_eq!(recode(members), expected, "{members}");
    }
}

#[test]
fn impl_serde_failure_has_path() {
    for (json, path, message) in [
        ("{}", None, "missing field `day`"),
        (
            r#"{"day":""}"#,
            Some("day"),
            r#"invalid type: string "", expected a date"#,
        ),
        (
            r#"{"day":null}"#,
            Some("day"),
            "invalid type: null, expected a date",
        ),
        (
            r#"{"type":null}"#,
            Some("type"),
            "invalid type: null, expected a string",
        ),
        (
            r#"{"rank":10.5}"#,
            Some("rank"),
            "invalid type: floating point `10.5`, expected a 32-bit integer",
        ),
        (
            r#"{"count":"10"}"#,
            Some("count"),
            r#"invalid type: string "10", expected a 64-bit integer"#,
        ),
        (
            r#"{"host":{"id":"x"}}"#,
            Some("host.id"),
            r#"invalid type: string "x", expected a UUID"#,
        ),
        (
            r#"{"guests":[{"day":7}]}"#,
            Some("guests[0].day"),
            "invalid type: integer `7`, expected a date",
        ),
        (
            r#"{"guests":[""]}"#,
            Some("guests[0]"),
            r#"invalid type: string "", expected an object `Visit`"#,
        ),
        (
            "[]",
            None,
            "invalid type: sequence, expected an object `Visit`",
        ),
    ] {
        let failure = from_slice::<Visit>(json.as_bytes()).unwrap_err();
        assert_eq!(failure.path.as_deref(), path, "{json}");
        let cause = failure.cause.to_string();
        assert!(cause.starts_with(message), "{json}: {cause}");
    }
}

#[test]
fn impl_serde_of_empty_model_ignores_members() {
    assert_eq!(
        serde_json::from_str::<Nothing>(r#"{"a":[1]}"#).unwrap(),
        Nothing {}
    );
    assert_eq!(serde_json::to_string(&Nothing {}).unwrap(), "{}");
}

#[test]
fn impl_serde_supports_only_additional_properties() {
    #[derive(Debug)]
    struct Sizes {
        sizes: BTreeMap<String, i64>,
    }
    impl_serde!(Sizes; ..sizes);

    let read: Sizes = serde_json::from_str(r#"{"a":1.0,"b":""}"#).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"a":1}"#);
}

#[test]
fn impl_serialize_omits_absent_fields() {
    struct Filter {
        name: Option<String>,
        size: Option<Nullable<i64>>,
        active: bool,
    }
    impl_serialize!(Filter; name, size, active as "is_active");

    fn json(filter: &impl Serialize) -> String {
        serde_json::to_string(filter).unwrap()
    }
    let empty = Filter {
        name: None,
        size: None,
        active: true,
    };
    assert_eq!(json(&empty), r#"{"is_active":true}"#);
    let full = Filter {
        name: Some(String::new()),
        size: Some(Nullable::Null),
        active: false,
    };
    assert_eq!(json(&full), r#"{"name":"","size":null,"is_active":false}"#);
}
