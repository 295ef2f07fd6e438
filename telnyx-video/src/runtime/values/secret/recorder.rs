//! Which secrets are in a value that is written as JSON.
//!
//! A body is JSON before it is sent, and in JSON a secret is text like any other, wherever in the
//! value it was. So it tells of itself while it is written, to whoever writes the value on its
//! thread.

use std::cell::RefCell;

use super::Secret;

thread_local! {
    /// The secrets written so far; `None` while nobody wants to know.
    static WRITTEN: RefCell<Option<Vec<Secret>>> = const { RefCell::new(None) };
}

/// Writes something, and gives the secrets in it as well.
pub(crate) fn record_secrets<T>(write: impl FnOnce() -> T) -> (T, Vec<Secret>) {
    let _restored_when_dropped = Outer(replace(Some(Vec::new())));
    let outcome = write();
    (outcome, replace(None).unwrap_or_default())
}

/// Tells that this secret is written.
pub(super) fn record(secret: &Secret) {
    // A thread that is about to end has no such list any more, and sends nothing either.
    let _ = WRITTEN.try_with(|written| {
        if let Some(secrets) = &mut *written.borrow_mut() {
            secrets.push(secret.clone());
        }
    });
}

/// What whoever writes a value within a value wants to know. A value may panic while it is written.
struct Outer(Option<Vec<Secret>>);

impl Drop for Outer {
    fn drop(&mut self) {
        replace(self.0.take());
    }
}

fn replace(secrets: Option<Vec<Secret>>) -> Option<Vec<Secret>> {
    WRITTEN.try_with(|written| written.replace(secrets)).ok()?
}

#[cfg(test)]
mod tests {
    use std::panic;

    use serde_json::{Value, json, to_value};

    use super::*;

    fn secrets(write: impl FnOnce() -> Value) -> Vec<String> {
        let (_, secrets) = record_secrets(write);
        let texts = secrets.iter().map(|secret| secret.expose().to_owned());
        texts.collect()
    }

    #[test]
    fn secrets_are_noted_wherever_they_are() {
        let (value, noted) = record_secrets(|| {
            let nested = json!({ "a": [Some(Secret::from("one"))] });
            json!([nested, Secret::from("two"), "three"])
        });
        assert_eq!(value, json!([{"a": ["one"]}, "two", "three"]));
        assert_eq!(noted, [Secret::from("one"), Secret::from("two")]);
    }

    #[test]
    fn what_was_written_before_and_after_is_not_noted() {
        to_value(Secret::from("before")).unwrap();
        assert_eq!(secrets(|| json!(Secret::from("one"))), ["one"]);
        to_value(Secret::from("after")).unwrap();
        assert_eq!(secrets(|| json!("x")), [""; 0]);
    }

    #[test]
    fn writing_within_writing_keeps_to_itself() {
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
    fn a_panic_ends_the_noting() {
        panic::catch_unwind(|| record_secrets(|| panic!("in the middle"))).unwrap_err();
        assert!(replace(None).is_none());
    }
}
