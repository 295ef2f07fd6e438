use super::{Contract, MockResponse, Operation};

/// Returns a description of the first violation of the contract by a response.
pub(super) fn contract_violation(
    contract: &Contract,
    operation: &Operation,
    response: &MockResponse,
) -> Option<String> {
    // The contract doesn't list every error response.
    let schema = operation.response(response.status)?;
    let body = serde_json::from_slice(&response.body).unwrap_or_default();
    let violation = contract.violations(schema, &body).into_iter().next()?;
    Some(format!(
        "invalid body of the {} response of {}: {}: {}",
        response.status.as_str(),
        operation.name,
        violation.pointer,
        violation.message
    ))
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;
    use serde_json::{Value, json};

    use super::*;

    fn violation_of(operation: &str, status: StatusCode, body: Value) -> Option<String> {
        let contract = Contract::shared().unwrap();
        let operation = contract.operation(operation).unwrap();
        contract_violation(contract, operation, &MockResponse::json(status, body))
    }

    #[test]
    fn contract_violation_of_valid_response_is_none() {
        let id = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
        let room = json!({"data": {"id": id, "created_at": "2026-03-14T09:30:00Z"}});
        let problem = json!({"code": "10005", "title": "Resource not found"});
        for (operation, status, body) in [
            ("rooms.retrieve", StatusCode::OK, room),
            ("rooms.retrieve", StatusCode::NOT_FOUND, problem),
            ("rooms.delete", StatusCode::NO_CONTENT, Value::Null),
        ] {
            assert_eq!(violation_of(operation, status, body), None);
        }
    }

    #[test]
    fn contract_violation_of_invalid_response_names_operation_pointer_and_rule() {
        for (operation, body, expected) in [
            (
                "rooms.retrieve",
                json!({"data": {}}),
                "invalid body of the 200 response of rooms.retrieve: /data/id: missing required property",
            ),
            (
                "rooms.retrieve",
                json!({"data": {"id": "a"}}),
                "invalid body of the 200 response of rooms.retrieve: /data/id: \"a\" is not a \"uuid\"",
            ),
            (
                "rooms.list",
                json!({"data": [], "meta": {"pages": 1}}),
                "invalid body of the 200 response of rooms.list: /meta/pages: unknown property",
            ),
        ] {
            let violation = violation_of(operation, StatusCode::OK, body);
            assert_eq!(violation.as_deref(), Some(expected));
        }
        let problem = json!({"errors": []});
        assert!(violation_of("rooms.retrieve", StatusCode::NOT_FOUND, problem).is_some());
    }
}
