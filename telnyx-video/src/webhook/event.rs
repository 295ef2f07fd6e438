//! Decodes the event in the body of a delivery.

use serde_json::Value;

use super::WebhookError;
use crate::models::WebhookEvent;
use crate::runtime::call::without_byte_order_mark;

pub(super) fn decode(body: &[u8]) -> Result<WebhookEvent, WebhookError> {
    serde_json::from_slice(without_byte_order_mark(body))
        .and_then(|body| serde_json::from_value(unwrap_envelope(body)))
        .map_err(WebhookError::BodyNotJson)
}

/// Returns the member `data` of a body, or the whole body if it is an event.
fn unwrap_envelope(mut body: Value) -> Value {
    let is_event = body.get("event_type").is_some_and(Value::is_string);
    match body.get_mut("data") {
        Some(data @ Value::Object(_)) if !is_event => data.take(),
        _ => body,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn unwrap_envelope_returns_data_unless_body_is_event() {
        let event = json!({"event_type": "x", "data": {"event_type": "y"}});
        assert_eq!(unwrap_envelope(event.clone()), event);
        let delivery = json!({"data": event, "meta": {"attempt": 1}});
        assert_eq!(unwrap_envelope(delivery), event);
        for other in [
            json!({"data": null}),
            json!({"data": []}),
            json!([]),
            json!(1),
        ] {
            assert_eq!(unwrap_envelope(other.clone()), other);
        }
    }

    #[test]
    fn decode_without_event_type_returns_unknown_event() {
        for body in ["{}", "[]", "null", r#"{"data":[1]}"#, r#"{"event_type":1}"#] {
            let event = decode(body.as_bytes()).unwrap();
            let WebhookEvent::Unknown(value) = event else {
                panic!("{body} was decoded as {event:?}");
            };
            assert_eq!(
                (value.json.to_string(), value.reason),
                (body.to_owned(), None)
            );
        }
    }
}
