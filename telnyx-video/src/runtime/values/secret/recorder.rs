//! Records the secrets in a value while it is serialized. In the serialized JSON, a secret is a string like any other,
//! so a [`Secret`] adds itself to a list of the current thread when it is serialized.

use std::cell::RefCell;

use super::Secret;

thread_local! {
    /// The secrets serialized so far, or `None` outside `record_secrets`.
    static RECORDED: RefCell<Option<Vec<Secret>>> = const { RefCell::new(None) };
}

/// Calls `serialize`. Returns its result and all secrets that it serialized.
pub fn record_secrets<T>(serialize: impl FnOnce() -> T) -> (T, Vec<Secret>) {
    let _restore = RestoreOnDrop(replace(Some(Vec::new())));
    let result = serialize();
    (result, replace(None).unwrap_or_default())
}

/// Adds a secret to the list of the current thread.
pub(super) fn record(secret: &Secret) {
    // Fails only while the thread exits. No request is sent then.
    let _ = RECORDED.try_with(|recorded| {
        if let Some(secrets) = &mut *recorded.borrow_mut() {
            secrets.push(secret.clone());
        }
    });
}

/// The list of an enclosing call of `record_secrets`. Restored on drop, because `serialize` may panic.
struct RestoreOnDrop(Option<Vec<Secret>>);

impl Drop for RestoreOnDrop {
    fn drop(&mut self) {
        replace(self.0.take());
    }
}

fn replace(secrets: Option<Vec<Secret>>) -> Option<Vec<Secret>> {
    RECORDED
        .try_with(|recorded| recorded.replace(secrets))
        .ok()?
}

#[cfg(test)]
mod tests {
    use std::panic;

    use serde_json::{Value, json, to_value};

    use super::*;

    fn secrets(write: impl FnOnce() -> Value) -> Vec<String> {
        let (_, secrets) = record_secrets(write);
        secrets
            .iter()
            .map(|secret| secret.expose().to_owned())
            .collect()
    }

    #[test]
    fn record_secrets_finds_nested_secrets() {
        let (value, recorded) = record_secrets(|| {
            let nested = json!({ "a": [Some(Secret::from("one"))] });
            json!([nested, Secret::from("two"), "three"])
        });
        assert_eq!(value, json!([{"a": ["one"]}, "two", "three"]));
        assert_eq!(recorded, [Secret::from("one"), Secret::from("two")]);
    }

    #[test]
    fn record_secrets_ignores_earlier_and_later_secrets() {
        to_value(Secret::from("before")).unwrap();
        assert_eq!(secrets(|| json!(Secret::from("one"))), ["one"]);
        to_value(Secret::from("after")).unwrap();
        assert_eq!(secrets(|| json!("x")), [""; 0]);
    }

    #[test]
    fn record_secrets_nested_calls_are_independent() {
        let mut inner = Vec::new();
        let outer = secrets(|| {
            let first = json!(Secret::from("one"));
            inner = secrets(|| json!(Secret::from("two")));
            json!([first, Secret::from("three")])
        });
        assert_eq!(inner, ["two"]);
        assert_eq!(outer, ["one", "three"]);
    }

    #[test]
    fn record_secrets_stops_on_panic() {
        panic::catch_unwind(|| record_secrets(|| panic!("in the middle"))).unwrap_err();
        assert!(replace(None).is_none());
    }
}
