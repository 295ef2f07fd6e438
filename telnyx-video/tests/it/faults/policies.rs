//! Who decides, and what they are told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use telnyx_video::{
    Client, Decision, FailedAttempt, FailureCause, RequestOptions, Retries, RetryPolicy, Wait,
};

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{Answer, RecordingTimer, Server};

fn everything() -> Retries {
    Retries::new().retry_everything(true)
}

fn client_with(server: &Server, policy: impl RetryPolicy + 'static) -> Client {
    let builder = server.builder().timer(RecordingTimer::new());
    builder.retry_policy(policy).build().unwrap()
}

/// Faults after which the server may have acted.
fn ambiguous() -> [Answer; 4] {
    [
        Answer::close(),
        Answer::head(200, &[("content-length", "9")]).then_reset(),
        Answer::new(409, &[], ""),
        Answer::new(500, &[], ""),
    ]
}

#[tokio::test]
async fn a_client_can_retry_everything() {
    for fault in ambiguous() {
        // The others are repeated anyway.
        for operation in [Operation::Create, Operation::Kick] {
            let server = Server::always(fault.clone());
            let client = client_with(&server, everything());
            let error = operation.call(&client).await.unwrap_err();
            assert_eq!(error.attempts(), 3, "{operation:?}: {fault:?}");
            assert_eq!(server.attempts(), ["1", "2", "3"]);
        }
    }
}

#[tokio::test]
async fn a_request_can_be_repeated_whatever_it_is() {
    for fault in ambiguous() {
        let server = Server::answering([fault.clone(), Answer::json(200, SUCCESS), fault]);
        let builder = server.builder().timer(RecordingTimer::new());
        let client = builder.build().unwrap();
        let options = RequestOptions::new().retry_policy(everything());
        let attempts = Operation::Create.call_with(&client, options).await;
        assert_eq!(attempts.unwrap(), 2);
        // The next one is as it was.
        let error = Operation::Create.call(&client).await.unwrap_err();
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.attempts(), ["1", "2", "1"]);
    }
}

#[tokio::test]
async fn nothing_is_repeated_if_so_told() {
    // Each would be repeated otherwise.
    let repeated = ambiguous().map(|fault| (Operation::Retrieve, fault));
    let repeated = repeated.into_iter().chain([
        (
            Operation::Kick,
            Answer::new(429, &[("retry-after", "0")], ""),
        ),
        (
            Operation::Kick,
            Answer::new(500, &[("x-should-retry", "true")], ""),
        ),
    ]);
    for (operation, fault) in repeated {
        let server = Server::always(fault.clone());
        let client = client_with(&server, Retries::none());
        let error = operation.call(&client).await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{operation:?}: {fault:?}");
        assert_eq!(server.attempts(), ["1"]);

        let builder = server.builder().timer(RecordingTimer::new());
        let client = builder.build().unwrap();
        let options = RequestOptions::new().retry_policy(Retries::none());
        let error = operation.call_with(&client, options).await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{operation:?}: {fault:?}");
        assert_eq!(server.attempts(), ["1", "1"]);
    }
    let server = Server::refusing(|_| Answer::close());
    let client = client_with(&server, Retries::none());
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn the_server_can_say_whether_to_repeat() {
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
            let fault = Answer::new(status, &[("x-should-retry", advice)], "");
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

/// Repeats after three seconds until the fourth attempt, whatever it is, and writes down what it
/// is told.
#[derive(Clone, Debug, Default)]
struct Curious {
    told: Arc<Mutex<Vec<String>>>,
}

impl RetryPolicy for Curious {
    fn decide(&self, attempt: &FailedAttempt<'_>) -> Decision {
        self.told.lock().unwrap().push(format!(
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
async fn a_policy_of_ones_own_is_told_everything_and_decides() {
    let server = Server::answering([
        Answer::close(),
        Answer::new(404, &[("x-note", "a"), ("retry-after", "soon")], ""),
        Answer::new(
            503,
            &[("retry-after-ms", "20"), ("x-should-retry", "false")],
            "",
        ),
        Answer::new(400, &[], ""),
    ]);
    let policy = Curious::default();
    let timer = RecordingTimer::new();
    let builder = server.builder().timer(timer.clone());
    let client = builder.retry_policy(policy.clone()).build().unwrap();
    let error = Operation::Kick.call(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.attempts(), 4);
    assert_eq!(timer.milliseconds(), [3_000, 3_000, 3_000]);
    assert_eq!(server.attempts(), ["1", "2", "3", "4"]);
    assert_eq!(
        *policy.told.lock().unwrap(),
        [
            "POST 1 false Interrupted None None None false",
            "POST 2 false Status(404) Some(\"a\") None None true",
            "POST 3 false Status(503) None Some(20ms) Some(false) true",
            "POST 4 false Status(400) None None None false",
        ]
    );
}

#[tokio::test]
async fn a_policy_is_told_what_is_idempotent() {
    for (operation, told) in OPERATIONS.into_iter().zip([
        "GET 1 true Status(500) None None None false",
        "POST 1 false Status(500) None None None false",
        "POST 1 false Status(500) None None None false",
        "PATCH 1 true Status(500) None None None false",
        "DELETE 1 true Status(500) None None None false",
    ]) {
        let policy = Curious::default();
        let server = Server::answering([Answer::new(500, &[], ""), Answer::json(200, SUCCESS)]);
        let client = client_with(&server, policy.clone());
        assert_eq!(operation.call(&client).await.unwrap(), 2);
        assert_eq!(*policy.told.lock().unwrap(), [told]);
    }
    let policy = Curious::default();
    let server = Server::refusing(|_| Answer::close());
    let client = client_with(&server, policy.clone());
    Operation::Kick.call(&client).await.unwrap_err();
    assert_eq!(
        policy.told.lock().unwrap()[0],
        "POST 1 false NotSent None None None false"
    );
}

#[tokio::test]
async fn an_answer_of_success_is_no_question_of_policy() {
    for body in ["<html>", "{\"data\":", "[]", ""] {
        let policy = Curious::default();
        let server = Server::always(Answer::json(200, body));
        let client = client_with(&server, policy.clone());
        let error = Operation::Retrieve.call(&client).await.unwrap_err();
        assert!(error.is_decode());
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.attempts(), ["1"]);
        assert!(policy.told.lock().unwrap().is_empty());
    }
}

/// The example of the documentation.
#[derive(Debug)]
struct NoRetryOn503(Retries);

impl RetryPolicy for NoRetryOn503 {
    fn decide(&self, attempt: &FailedAttempt<'_>) -> Decision {
        match attempt.cause {
            FailureCause::Status(status) if status.as_u16() == 503 => Decision::Stop,
            _ => self.0.decide(attempt),
        }
    }
}

#[tokio::test]
async fn a_policy_can_build_on_the_usual_one() {
    for (status, attempts) in [(503, 1), (502, 3)] {
        let server = Server::always(Answer::new(status, &[], ""));
        let client = client_with(&server, NoRetryOn503(Retries::new()));
        let error = Operation::Retrieve.call(&client).await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
    }
}
