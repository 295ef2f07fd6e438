//! How long a body may be.

use telnyx_video::{Client, Error, ErrorKind};

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{Answer, RecordingTimer, Server};

const CHUNKED: (&str, &str) = ("transfer-encoding", "chunked");

fn client_taking(bytes: usize, server: &Server) -> Client {
    let builder = server.builder().timer(RecordingTimer::new());
    builder.max_body_size(bytes).build().unwrap()
}

/// Sends a call with this limit on the length of a body; expects a single attempt.
async fn outcome(operation: Operation, bytes: usize, answer: Answer) -> Result<(), Error> {
    let server = Server::always(answer);
    let outcome = operation.call(&client_taking(bytes, &server)).await;
    assert_eq!(server.attempts(), ["1"]);
    match outcome {
        Ok(attempts) => {
            assert_eq!(attempts, 1);
            Ok(())
        }
        Err(error) => {
            assert_eq!(error.attempts(), 1);
            Err(error)
        }
    }
}

/// The same body in each form in which a server can send one.
fn forms(body: &str) -> [Answer; 5] {
    let (first, second) = body.split_at(body.len() / 2);
    [
        Answer::json(200, body),
        Answer::head(200, &[CHUNKED])
            .write_chunk(body)
            .write("0\r\n\r\n"),
        Answer::head(200, &[CHUNKED])
            .write_chunk(first)
            .write_chunk(second)
            .write("0\r\n\r\n")
            .dripping(),
        Answer::raw(format!("HTTP/1.0 200 OK\r\n\r\n{body}")).then_close(),
        Answer::raw(format!("HTTP/1.0 200 OK\r\n\r\n{body}"))
            .dripping()
            .then_close(),
    ]
}

#[tokio::test]
async fn a_body_of_just_the_bound_is_taken_and_one_more_is_not() {
    let forms = forms(SUCCESS).map(|form| (Operation::Retrieve, form));
    let operations = OPERATIONS.map(|operation| (operation, Answer::json(200, SUCCESS)));
    for (operation, form) in forms.into_iter().chain(operations) {
        outcome(operation, SUCCESS.len(), form.clone())
            .await
            .unwrap();
        let error = outcome(operation, SUCCESS.len() - 1, form)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLong);
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.body(), Some(b"".as_slice()));
        assert!(!error.is_retryable());
        let line = error.to_string();
        let reason = format!(": the body is longer than {} bytes", SUCCESS.len() - 1);
        assert!(line.ends_with(&reason), "{line}");
    }
}

#[tokio::test]
async fn no_body_fits_any_bound() {
    for answer in [
        Answer::new(204, &[], ""),
        Answer::new(200, &[], ""),
        Answer::head(200, &[CHUNKED]).write("0\r\n\r\n"),
    ] {
        outcome(Operation::Delete, 0, answer).await.unwrap();
    }
    for form in forms("{}") {
        let error = outcome(Operation::Delete, 0, form).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLong);
    }
}

#[tokio::test]
async fn the_bound_may_be_any_number() {
    for form in forms(SUCCESS) {
        outcome(Operation::Retrieve, usize::MAX, form)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_body_that_is_announced_too_long_is_not_waited_for() {
    let server = Server::always(Answer::head(200, &[("content-length", "1001")]).then_stall());
    let client = client_taking(1_000, &server);
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLong);
    server.was_hung_up_on(1).await;
    assert_eq!(server.attempts(), ["1"]);
}

#[tokio::test]
async fn a_body_without_end_is_refused_while_it_arrives() {
    let chunk = format!("100\r\n{}\r\n", " ".repeat(0x100));
    let flood = || Answer::head(200, &[CHUNKED]).then_flood(&chunk);
    let drip = || Answer::head(200, &[CHUNKED]).then_drip_forever("1\r\n \r\n");
    let until_closed = || Answer::raw("HTTP/1.0 200 OK\r\n\r\n").then_flood(&chunk);
    for fault in [flood(), drip(), until_closed()] {
        let server = Server::always(fault);
        let client = client_taking(1_000, &server);
        let error = Operation::Retrieve.call(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLong);
        assert_eq!(error.attempts(), 1);
        server.was_hung_up_on(1).await;
        assert_eq!(server.attempts(), ["1"]);
    }
}

#[tokio::test]
async fn a_failure_with_a_body_too_long_is_a_failure() {
    let body = format!(r#"{{"errors":[{{"title":"{}"}}]}}"#, "x".repeat(1_000));
    let chunk = format!("100\r\n{}\r\n", " ".repeat(0x100));
    for answer in [
        Answer::json(404, &body),
        Answer::head(404, &[("content-length", "99999999999")]).then_stall(),
        Answer::head(404, &[CHUNKED]).then_flood(&chunk),
    ] {
        let error = outcome(Operation::Retrieve, 1_000, answer).await;
        let error = error.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        assert_eq!(error.body(), Some(b"".as_slice()));
        assert_eq!(error.problems(), []);
    }
}
