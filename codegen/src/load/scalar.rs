//! What YAML 1.2 takes a plain scalar for.

use serde_json::{Number, Value};

/// The value of a scalar that is not quoted: what is nothing else is text.
///
/// Infinity and what is no number at all have no place in JSON, so they stay text as well.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        text => number(text).map_or_else(|| Value::from(text), Value::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = unsigned.strip_prefix(prefix) {
            return whole(text, digits, radix);
        }
    }
    let is_whole = unsigned.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole && unsigned.len() > 1 && unsigned.starts_with('0') {
        // Such as a postal code.
        return None;
    }
    let exact = is_whole.then(|| whole(text, unsigned, 10)).flatten();
    exact.or_else(|| decimal(text))
}

/// A whole number of up to 64 bits, whose digits stand behind the sign in `text`.
fn whole(text: &str, digits: &str, radix: u32) -> Option<Number> {
    if digits.starts_with(['-', '+']) {
        return None;
    }
    let size = u64::from_str_radix(digits, radix).ok()?;
    if text.starts_with('-') {
        0_i64.checked_sub_unsigned(size).map(Number::from)
    } else {
        Some(Number::from(size))
    }
}

fn decimal(text: &str) -> Option<Number> {
    let is_decimal = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    if !text.bytes().all(is_decimal) {
        return None;
    }
    Number::from_f64(text.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_plain_scalar_is_a_value_of_its_kind_or_text() {
        for (text, expected) in [
            ("", json!(null)),
            ("~", json!(null)),
            ("nUll", json!("nUll")),
            ("True", json!(true)),
            ("yes", json!("yes")),
            ("12", json!(12)),
            ("-0", json!(0)),
            ("+7", json!(7)),
            ("007", json!("007")),
            ("-9223372036854775808", json!(i64::MIN)),
            ("18446744073709551615", json!(u64::MAX)),
            ("18446744073709551616", json!(18446744073709551616.0)),
            ("-9223372036854775809", json!(-9223372036854775809.0)),
            ("0x1F", json!(31)),
            ("-0o17", json!(-15)),
            ("0b101", json!(5)),
            ("0x-1", json!("0x-1")),
            ("0xg", json!("0xg")),
            ("1.5", json!(1.5)),
            (".5", json!(0.5)),
            ("1e3", json!(1000.0)),
            ("1e999", json!("1e999")),
            (".inf", json!(".inf")),
            ("-.INF", json!("-.INF")),
            (".nan", json!(".nan")),
            ("inf", json!("inf")),
            ("1_000", json!("1_000")),
            ("2021-04-25", json!("2021-04-25")),
            ("1.2.3", json!("1.2.3")),
            ("-", json!("-")),
            ("+", json!("+")),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
