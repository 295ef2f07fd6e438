use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::*;

const ID: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";

/// Decodes JSON text, and again the value parsed from it, and returns the value encoded as JSON or the error.
#[track_caller]
fn recode<T: Decode + Serialize>(json: &str) -> Result<String, String> {
    let decoded = T::decode(&mut serde_json::Deserializer::from_str(json));
    let encode = |value: T| serde_json::to_string(&value).unwrap();
    let from_text = decoded.map(encode).map_err(|error| error.to_string());
    let value: Value = serde_json::from_str(json).unwrap();
    let from_value = T::decode(&value).map(encode);
    assert_eq!(from_text.as_ref().ok(), from_value.as_ref().ok(), "{json}");
    assert_eq!(T::decode(value).map(encode).ok(), from_value.ok(), "{json}");
    from_text
}

/// Asserts for each pair of JSON that the first decodes and is encoded as the second.
#[track_caller]
fn assert_accepts<T: Decode + Serialize>(spellings: &[(&str, &str)]) {
    for (json, expected) in spellings {
        assert_eq!(recode::<T>(json).as_deref(), Ok(*expected), "{json}");
    }
}

#[track_caller]
fn assert_rejects<T: Decode + Serialize>(expected: &str, spellings: &[&str]) {
    for json in spellings {
        let error = recode::<T>(json).unwrap_err();
        assert!(
            error.contains(&format!(", expected {expected}")),
            "{json}: {error}"
        );
    }
}

#[test]
fn date_time_accepts_missing_offset_and_space() {
    assert_accepts::<DateTime<Utc>>(&[
        (r#""2021-04-26T17:51:59Z""#, r#""2021-04-26T17:51:59Z""#),
        (r#""2021-04-26T17:51:59""#, r#""2021-04-26T17:51:59Z""#),
        (r#""2021-04-26 17:51:59""#, r#""2021-04-26T17:51:59Z""#),
        (r#""2021-04-26 17:51:59Z""#, r#""2021-04-26T17:51:59Z""#),
        (r#""2021-04-26t17:51:59z""#, r#""2021-04-26T17:51:59Z""#),
        (
            r#""2021-04-26T17:51:59.5""#,
            r#""2021-04-26T17:51:59.500Z""#,
        ),
        (
            r#""2021-04-26T17:51:59.123456Z""#,
            r#""2021-04-26T17:51:59.123456Z""#,
        ),
        (
            r#""2021-04-26T17:51:59.0000000019Z""#,
            r#""2021-04-26T17:51:59.000000001Z""#,
        ),
        (
            r#""2021-04-26T17:51:59+05:30""#,
            r#""2021-04-26T12:21:59Z""#,
        ),
        (
            r#""2021-04-26T23:51:59.25-00:30""#,
            r#""2021-04-27T00:21:59.250Z""#,
        ),
        (r#""2016-12-31T23:59:60Z""#, r#""2016-12-31T23:59:60Z""#),
        (r#""2024-02-29T00:00:00Z""#, r#""2024-02-29T00:00:00Z""#),
    ]);
}

#[test]
fn date_time_in_other_forms_is_parsed_by_chrono() {
    assert_accepts::<DateTime<Utc>>(&[
        (
            r#""2021-04-26T17:51:59 +00:00""#,
            r#""2021-04-26T17:51:59Z""#,
        ),
        (r#""2021-04-26T17:51:59+0100""#, r#""2021-04-26T16:51:59Z""#),
        (r#""+12021-04-26T17:51:59Z""#, r#""+12021-04-26T17:51:59Z""#),
    ]);
}

#[test]
fn date_time_rejects_other_values() {
    assert_rejects::<DateTime<Utc>>(
        "a date-time",
        &[
            r#""""#,
            r#""yesterday""#,
            r#""2021-04-26""#,
            r#""2021-04-26T17:51""#,
            r#""2021-04-26T17:51:59.""#,
            r#""2021-04-26T17:51:59+""#,
            r#""2021-04-26T17:51:59+24:00""#,
            r#""2021-04-26T17:51:59+00:60""#,
            r#""2021-04-26T17:51:59ZZ""#,
            r#""2021-02-29T17:51:59Z""#,
            r#""2021-04-26T24:00:00Z""#,
            r#""2021-04-26T17:60:59Z""#,
            r#""2021-04-26T17:51:61Z""#,
            r#""2021-04-26T1a:51:59Z""#,
            r#""2021é04-26T17:51:59Z""#,
            "1619459519",
            "null",
            "[]",
            "{}",
        ],
    );
}

#[test]
fn date_accepts_date_time() {
    assert_accepts::<NaiveDate>(&[
        (r#""2021-04-26""#, r#""2021-04-26""#),
        (r#""2021-04-26T17:51:59Z""#, r#""2021-04-26""#),
        (r#""2021-04-26 17:51:59""#, r#""2021-04-26""#),
        (r#""2021-04-26T23:30:00-05:00""#, r#""2021-04-26""#),
        (r#""+12021-04-26""#, r#""+12021-04-26""#),
    ]);
}

#[test]
fn date_rejects_other_values() {
    assert_rejects::<NaiveDate>(
        "a date",
        &[
            r#""""#,
            r#""2021-02-29""#,
            r#""2021-13-01""#,
            r#""2021-04-26T""#,
            r#""2021-04-26T25:00:00Z""#,
            r#""26.04.2021""#,
            "20210426",
            "null",
        ],
    );
}

#[test]
fn integer_accepts_integral_numbers() {
    assert_accepts::<i64>(&[
        ("10", "10"),
        ("10.0", "10"),
        ("1e1", "10"),
        ("-2.50e2", "-250"),
        ("-0.0", "0"),
        ("1e18", "1000000000000000000"),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"),
    ]);
    assert_accepts::<i32>(&[
        ("10.0", "10"),
        ("2147483647", "2147483647"),
        ("-2147483648.0", "-2147483648"),
    ]);
}

#[test]
fn integer_rejects_other_values() {
    assert_rejects::<i64>(
        "a 64-bit integer",
        &[
            "10.5",
            "1e-1",
            "9223372036854775808",
            "-9223372036854775809",
            "1e19",
            "-1e300",
            r#""10""#,
            r#""""#,
            "true",
            "null",
            "{}",
        ],
    );
    assert_rejects::<i32>(
        "a 32-bit integer",
        &["2147483648", "-2147483649.0", "0.5", "1e19"],
    );
}

#[test]
fn unsigned_integer_accepts_numbers_beyond_i64() {
    assert_accepts::<u64>(&[
        ("10.0", "10"),
        ("9223372036854775808", "9223372036854775808"),
        ("18446744073709551615", "18446744073709551615"),
    ]);
    assert_rejects::<u64>(
        "an unsigned 64-bit integer",
        &[
            "-1",
            "-1.0",
            "0.5",
            "18446744073709551616",
            "1e20",
            r#""10""#,
        ],
    );
}

#[test]
fn number_boolean_string_and_uuid_have_one_json_type() {
    assert_accepts::<f64>(&[("10", "10.0"), ("0.5", "0.5"), ("1e-3", "0.001")]);
    assert_rejects::<f64>("a number", &[r#""0.5""#, r#""""#, "null", "false"]);
    assert_accepts::<bool>(&[("true", "true"), ("false", "false")]);
    assert_rejects::<bool>("a boolean", &["0", r#""true""#, r#""""#, "null"]);
    assert_accepts::<String>(&[(r#""""#, r#""""#), (r#""é""#, r#""é""#)]);
    assert_rejects::<String>("a string", &["0", "null", "[]"]);
    let id = format!("\"{ID}\"");
    assert_accepts::<Uuid>(&[(&id, &id), (&id.to_uppercase(), &id)]);
    assert_rejects::<Uuid>("a UUID", &[r#""""#, r#""room-1""#, "7", "null"]);
}

#[test]
fn option_reads_empty_string_as_absent_unless_type_is_string() {
    assert_accepts::<Option<DateTime<Utc>>>(&[(r#""""#, "null"), ("null", "null")]);
    assert_accepts::<Option<NaiveDate>>(&[(r#""""#, "null"), ("null", "null")]);
    assert_accepts::<Option<Uuid>>(&[(r#""""#, "null"), ("null", "null")]);
    assert_accepts::<Option<i64>>(&[(r#""""#, "null"), ("null", "null"), ("1.0", "1")]);
    assert_accepts::<Option<i32>>(&[(r#""""#, "null"), ("null", "null")]);
    assert_accepts::<Option<f64>>(&[(r#""""#, "null"), ("null", "null")]);
    assert_accepts::<Option<bool>>(&[(r#""""#, "null"), ("null", "null"), ("true", "true")]);
    assert_accepts::<Option<String>>(&[(r#""""#, r#""""#), ("null", "null")]);
    assert_accepts::<Option<Value>>(&[(r#""""#, r#""""#), ("null", "null"), ("[1.0]", "[1.0]")]);
    assert_accepts::<Option<Secret>>(&[(r#""""#, "null"), ("null", "null")]);
    assert_rejects::<Option<i64>>("a 64-bit integer", &[r#"" ""#, r#""10""#, "10.5"]);
    assert_rejects::<Option<Vec<i64>>>("an array", &[r#""""#]);
}

#[test]
fn nullable_distinguishes_null_from_empty_string() {
    let decode =
        |json| Option::<Nullable<i64>>::decode(&mut serde_json::Deserializer::from_str(json));
    assert_eq!(decode("null").unwrap(), Some(Nullable::Null));
    assert_eq!(decode("10.0").unwrap(), Some(Nullable::Value(10)));
    assert_eq!(decode(r#""""#).unwrap(), None);
    assert_eq!(Option::<Nullable<i64>>::missing(), Some(None));
    assert_eq!(Nullable::<i64>::missing(), None);
}

#[test]
fn containers_accept_spellings_of_their_items() {
    assert_accepts::<Vec<NaiveDate>>(&[(
        r#"["2021-04-26 17:51:59","2021-04-27"]"#,
        r#"["2021-04-26","2021-04-27"]"#,
    )]);
    assert_accepts::<BTreeMap<String, i64>>(&[(r#"{"a":1,"b":2.0,"a":3e0}"#, r#"{"a":3,"b":2}"#)]);
    assert_accepts::<Box<i64>>(&[("1.0", "1")]);
    assert_accepts::<Vec<Nullable<i64>>>(&[("[1.0,null]", "[1,null]")]);
    assert_rejects::<Vec<Uuid>>("a UUID", &[r#"[""]"#]);
    assert_rejects::<BTreeMap<String, i64>>("a 64-bit integer", &[r#"{"a":""}"#]);
    assert_rejects::<Vec<i64>>("an array", &["{}", "7"]);
    assert_rejects::<BTreeMap<String, i64>>("an object", &["[]", "7"]);
}

#[test]
fn error_quotes_value() {
    let error = recode::<DateTime<Utc>>(r#""yesterday""#).unwrap_err();
    assert_eq!(
        error,
        r#"invalid type: string "yesterday", expected a date-time at line 1 column 11"#
    );
}
