//! Whether an answer of this server is one that the contract has.

use super::answer::Answer;
use super::contract::{Contract, Operation};

/// What the contract forbids in the answer of an operation, if anything.
pub(super) fn lie(contract: &Contract, operation: &Operation, answer: &Answer) -> Option<String> {
    let status = answer.status.as_u16();
    if answer.status.is_success() && !operation.answers(status) {
        return Some(format!("{status} is no answer of {}", operation.name));
    }
    let schema = operation.response(status)?;
    let body = serde_json::from_slice(&answer.body).unwrap_or_default();
    let violation = contract.violations(schema, &body).into_iter().next()?;
    let (place, cause) = (violation.pointer, violation.cause);
    Some(format!("{status} with {place}: {cause}"))
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;
    use serde_json::{Value, json};

    use super::*;

    fn lie_of(operation: &str, status: StatusCode, body: Value) -> Option<String> {
        let contract = Contract::read().unwrap();
        let operation = contract.operation(operation).unwrap();
        lie(&contract, operation, &Answer::json(status, body))
    }

    #[test]
    fn what_the_contract_has_is_no_lie() {
        let id = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
        let room = json!({"data": {"id": id, "created_at": "2026-03-14T09:30:00Z"}});
        assert_eq!(lie_of("rooms.retrieve", StatusCode::OK, room), None);
        let problem = json!({"code": "10005", "title": "Resource not found"});
        assert_eq!(
            lie_of("rooms.retrieve", StatusCode::NOT_FOUND, problem),
            None
        );
        assert_eq!(
            lie_of("rooms.delete", StatusCode::NO_CONTENT, Value::Null),
            None
        );
    }

    #[test]
    fn what_it_forbids_is_told() {
        let lie = |body| lie_of("rooms.retrieve", StatusCode::OK, body).unwrap();
        assert_eq!(
            lie(json!({"data": {}})),
            "200 with /data/id: it is required"
        );
        let id = json!({"data": {"id": "a"}});
        assert_eq!(lie(id), "200 with /data/id: \"a\" is not a \"uuid\"");
        let room = json!({"data": [], "meta": {"pages": 1}});
        let cause = "the contract has nothing of that name here";
        assert_eq!(
            lie_of("rooms.list", StatusCode::OK, room).unwrap(),
            format!("200 with /meta/pages: {cause}")
        );
        assert_eq!(
            lie_of("rooms.create", StatusCode::OK, json!({})).unwrap(),
            "200 is no answer of rooms.create"
        );
        let problem = json!({"errors": []});
        assert!(lie_of("rooms.retrieve", StatusCode::NOT_FOUND, problem).is_some());
    }
}
