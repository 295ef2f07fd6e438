//! Retry policies, and the attempts that they decide about.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use telnyx_video::reqwest::Method;
use telnyx_video::{
    Client, Decision, FailedAttempt, FailureCause, RequestOptions, Retries, RetryPolicy, Wait,
};

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{RecordingTimer, Reply, Server};

fn retry_non_idempotent() -> Retries {
    Retries::new().retry_non_idempotent(true)
}

fn client_with(server: &Server, policy: impl RetryPolicy + 'static) -> Client {
    let builder = server.client_builder().timer(RecordingTimer::new());
    builder.retry_policy(policy).build().unwrap()
}

/// Faults after which the server may have processed the request.
fn ambiguous() -> [Reply; 4] {
    [
        Reply::close(),
        Reply::head(200, &[("content-length", "9")]).then_reset(),
        Reply::new(409, &[], ""),
        Reply::new(500, &[], ""),
    ]
}

#[tokio::test]
async fn client_policy_can_retry_non_idempotent() {
    for fault in ambiguous() {
        // The other operations are idempotent.
        for operation in [Operation::Create, Operation::Kick] {
            let server = Server::always(fault.clone());
            let client = client_with(&server, retry_non_idempotent());
            let error = operation.call(&client).await.unwrap_err();
            assert_eq!(error.attempts(), 3, "{operation:?}: {fault:?}");
            assert_eq!(server.attempts(), ["1", "2", "3"]);
        }
    }
}

#[tokio::test]
async fn policy_option_can_retry_non_idempotent() {
    for fault in ambiguous() {
        let server = Server::sequence([fault.clone(), Reply::json(200, SUCCESS), fault]);
        let client = server.client_with_timer(&RecordingTimer::new());
        let options = RequestOptions::new().retry_policy(retry_non_idempotent());
        let attempts = Operation::Create.call_with(&client, options).await;
        assert_eq!(attempts.unwrap(), 2);
        // The option does not affect the next call.
        let error = Operation::Create.call(&client).await.unwrap_err();
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.attempts(), ["1", "2", "1"]);
    }
}

#[tokio::test]
async fn policy_can_disable_retries() {
    let requested_wait = Reply::new(429, &[("retry-after", "0")], "");
    let advice = Reply::new(500, &[("x-should-retry", "true")], "");
    // The default policy retries all of these.
    let retried = ambiguous()
        .map(|fault| (Operation::Retrieve, fault))
        .into_iter()
        .chain([(Operation::Kick, requested_wait), (Operation::Kick, advice)]);
    for (operation, fault) in retried {
        let server = Server::always(fault.clone());
        let client = client_with(&server, Retries::none());
        let error = operation.call(&client).await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{operation:?}: {fault:?}");
        assert_eq!(server.attempts(), ["1"]);

        let client = server.client_with_timer(&RecordingTimer::new());
        let options = RequestOptions::new().retry_policy(Retries::none());
        let error = operation.call_with(&client, options).await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{operation:?}: {fault:?}");
        assert_eq!(server.attempts(), ["1", "1"]);
    }
    let server = Server::not_listening(|_| Reply::close());
    let client = client_with(&server, Retries::none());
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn should_retry_header_overrides_policy() {
    for (status, advice, attempts) in [
        (400, "true", [3, 3]),
        (500, "true", [3, 3]),
        (429, "false", [1, 1]),
        (503, "false", [1, 1]),
        (500, "perhaps", [3, 1]),
        (404, "", [1, 1]),
    ] {
        let operations = [Operation::Retrieve, Operation::Kick];
        for (operation, attempts) in operations.into_iter().zip(attempts) {
            let fault = Reply::new(status, &[("x-should-retry", advice)], "");
            let server = Server::always(fault);
            let client = client_with(&server, Retries::new());
            let error = operation.call(&client).await.unwrap_err();
            assert_eq!(
                error.attempts(),
                attempts,
                "{status} {advice} {operation:?}"
            );
            assert_eq!(server.attempts().len(), usize::try_from(attempts).unwrap());
        }
    }
}

/// Records each attempt, and retries three times after three seconds.
#[derive(Clone, Debug, Default)]
struct RecordingPolicy {
    attempts: Arc<Mutex<Vec<String>>>,
}

impl RetryPolicy for RecordingPolicy {
    fn decide(&self, attempt: &FailedAttempt<'_>) -> Decision {
        self.attempts.lock().unwrap().push(format!(
            "{} {} {} {:?} {:?} {:?} {:?} {}",
            attempt.method,
            attempt.number,
            attempt.is_idempotent,
            attempt.cause,
            attempt.headers.get("x-note"),
            attempt.retry_after,
            attempt.server_advice(),
            attempt.has_retry_after_header(),
        ));
        if attempt.number < 4 {
            Decision::Retry(Wait::Exactly(Duration::from_secs(3)))
        } else {
            Decision::Stop
        }
    }
}

#[tokio::test]
async fn custom_policy_receives_attempts_and_decides() {
    let server = Server::sequence([
        Reply::close(),
        Reply::new(404, &[("x-note", "a"), ("retry-after", "soon")], ""),
        Reply::new(
            503,
            &[("retry-after-ms", "20"), ("x-should-retry", "false")],
            "",
        ),
        Reply::new(400, &[], ""),
    ]);
    let policy = RecordingPolicy::default();
    let timer = RecordingTimer::new();
    let builder = server.client_builder().timer(timer.clone());
    let client = builder.retry_policy(policy.clone()).build().unwrap();
    let error = Operation::Kick.call(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.attempts(), 4);
    assert_eq!(timer.sleep_millis(), [3_000, 3_000, 3_000]);
    assert_eq!(server.attempts(), ["1", "2", "3", "4"]);
    assert_eq!(
        *policy.attempts.lock().unwrap(),
        [
            "POST 1 false Interrupted None None None false",
            "POST 2 false Status(404) Some(\"a\") None None true",
            "POST 3 false Status(503) None Some(20ms) Some(false) true",
            "POST 4 false Status(400) None None None false",
        ]
    );
}

#[tokio::test]
async fn custom_policy_receives_idempotency() {
    for (operation, expected) in OPERATIONS.into_iter().zip([
        "GET 1 true Status(500) None None None false",
        "POST 1 false Status(500) None None None false",
        "POST 1 false Status(500) None None None false",
        "PATCH 1 true Status(500) None None None false",
        "DELETE 1 true Status(500) None None None false",
    ]) {
        let policy = RecordingPolicy::default();
        let server = Server::sequence([Reply::new(500, &[], ""), Reply::json(200, SUCCESS)]);
        let client = client_with(&server, policy.clone());
        assert_eq!(operation.call(&client).await.unwrap(), 2);
        assert_eq!(*policy.attempts.lock().unwrap(), [expected]);
    }
    let policy = RecordingPolicy::default();
    let server = Server::not_listening(|_| Reply::close());
    let client = client_with(&server, policy.clone());
    Operation::Kick.call(&client).await.unwrap_err();
    assert_eq!(
        policy.attempts.lock().unwrap()[0],
        "POST 1 false NotSent None None None false"
    );
}

/// Records the operation of each attempt.
#[derive(Clone, Debug, Default)]
struct OperationPolicy(Arc<Mutex<Vec<String>>>);

impl RetryPolicy for OperationPolicy {
    fn decide(&self, attempt: &FailedAttempt<'_>) -> Decision {
        let line = format!(
            "{} {:?} {:?}",
            attempt.operation, attempt.operation_id, attempt.path_template
        );
        self.0.lock().unwrap().push(line);
        Decision::Stop
    }
}

#[tokio::test]
async fn custom_policy_receives_operation() {
    let policy = OperationPolicy::default();
    let server = Server::always(Reply::new(500, &[], ""));
    let client = client_with(&server, policy.clone());
    client.rooms().retrieve("1").send().await.unwrap_err();
    let request = client.request(Method::GET, "/balance");
    request.send::<()>().await.unwrap_err();
    assert_eq!(
        *policy.0.lock().unwrap(),
        [
            "rooms.retrieve Some(\"ViewRoom\") Some(\"/rooms/{room_id}\")",
            "request None Some(\"/balance\")",
        ]
    );
}

#[tokio::test]
async fn success_status_is_not_passed_to_policy() {
    for body in ["<html>", "{\"data\":", "[]", ""] {
        let policy = RecordingPolicy::default();
        let server = Server::always(Reply::json(200, body));
        let client = client_with(&server, policy.clone());
        let error = Operation::Retrieve.call(&client).await.unwrap_err();
        assert!(error.is_decode());
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.attempts(), ["1"]);
        assert!(policy.attempts.lock().unwrap().is_empty());
    }
}

/// The example in the documentation.
#[derive(Debug)]
struct NotWhenUnavailable;

impl RetryPolicy for NotWhenUnavailable {
    fn decide(&self, attempt: &FailedAttempt<'_>) -> Decision {
        match attempt.cause {
            FailureCause::Status(status) if status.as_u16() == 503 => Decision::Stop,
            _ => attempt.default_decision(),
        }
    }
}

#[tokio::test]
async fn custom_policy_can_delegate_to_default() {
    for (status, attempts) in [(503, 1), (502, 3)] {
        let server = Server::always(Reply::new(status, &[], ""));
        let client = client_with(&server, NotWhenUnavailable);
        let error = Operation::Retrieve.call(&client).await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
    }
}
