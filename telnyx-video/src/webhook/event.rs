//! From the body of a delivery to the event in it.

use serde::Deserialize;
use serde_json::Value;

use super::WebhookError;
use crate::models::WebhookEvent;

/// Reads the event in a body.
pub(super) fn read(body: &[u8]) -> Result<WebhookEvent, WebhookError> {
    let delivery = serde_json::from_slice(body).map_err(WebhookError::BodyNotJson)?;
    let event = unwrap(delivery);
    WebhookEvent::deserialize(&event).map_err(|cause| WebhookError::EventUnreadable {
        event_type: event_type(&event).unwrap_or_default().to_owned(),
        cause,
    })
}

/// The event alone, whether it came under `data` or by itself.
fn unwrap(mut delivery: Value) -> Value {
    let is_event = event_type(&delivery).is_some();
    match delivery.get_mut("data") {
        Some(data @ Value::Object(_)) if !is_event => data.take(),
        _ => delivery,
    }
}

fn event_type(event: &Value) -> Option<&str> {
    event.get("event_type")?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_event_is_taken_out_of_its_delivery() {
        let event = json!({"event_type": "x", "data": {"event_type": "y"}});
        assert_eq!(unwrap(event.clone()), event);
        assert_eq!(
            unwrap(json!({"data": event, "meta": {"attempt": 1}})),
            event
        );
        for other in [
            json!({"data": null}),
            json!({"data": []}),
            json!([]),
            json!(1),
        ] {
            assert_eq!(unwrap(other.clone()), other);
        }
    }

    #[test]
    fn what_is_no_known_event_is_kept() {
        for body in ["{}", "[]", "null", r#"{"data":[1]}"#, r#"{"event_type":1}"#] {
            let event = read(body.as_bytes()).unwrap();
            let WebhookEvent::Unknown(value) = event else {
                panic!("{body} was read as {event:?}");
            };
            assert_eq!(value.to_string(), body);
        }
    }
}
