use super::sanitize;

/// Returns the cause and the JSON around its position, to be appended to an error. If `json` is `None`, the JSON is
/// confidential: returns the cause without the value in it.
pub(super) fn describe(cause: &serde_json::Error, json: Option<&[u8]>) -> String {
    let Some(json) = json else {
        let cause = without_value(&cause.to_string());
        let cause = cause.map(|cause| format!(": {cause}")).unwrap_or_default();
        return format!("{cause}; the JSON may contain secrets and is not shown");
    };
    match sanitize::excerpt(json, cause.line(), cause.column()) {
        excerpt if excerpt.is_empty() => format!(": {cause}"),
        excerpt => format!(": {cause}, near `{excerpt}`"),
    }
}

/// Removes the value from a message of serde, such as `invalid type: string "a", expected u8`. Returns `None` for other
/// messages, which may have the value anywhere.
fn without_value(cause: &str) -> Option<String> {
    if cause.starts_with("missing field ") {
        return Some(cause.to_owned());
    }
    let details = cause.strip_prefix("invalid type: ")?;
    // The type, here `string`, precedes the value.
    let json_type = details.split([',', '"', '`']).next()?.trim_end();
    let (_, expected) = details.rsplit_once(", expected ")?;
    Some(format!("invalid type: {json_type}, expected {expected}"))
}
