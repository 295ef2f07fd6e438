//! Spans and events of calls, which never contain secrets.

mod collector;

use std::time::Duration;

use futures_util::TryStreamExt;
use telnyx_video::models::RoomFilter;
use telnyx_video::reqwest::Method;
use telnyx_video::{Client, RequestOptions, Retries};

use crate::support::{API_KEY, RecordingTimer, Reply, Server};
use collector::{Collector, Recorded};

const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
const BODY: &str = r#"{"data":{"id":"3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4"}}"#;

fn client_of(server: &Server) -> Client {
    server.client_with_timer(&RecordingTimer::new())
}

fn reply(status: u16, request_id: &str, body: &str) -> Reply {
    Reply::new(status, &[("x-request-id", request_id)], body)
}

/// Asserts that a span has these fields and `duration_ms`.
#[track_caller]
fn assert_span(span: &Recorded, name: &str, parent: Option<&str>, fields: &[(&str, &str)]) {
    assert_eq!(span.name, name);
    assert_eq!(span.parent.as_deref(), parent);
    let mut found = span.fields.clone();
    let duration = found.remove("duration_ms").unwrap();
    duration.parse::<u64>().unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(found, fields);
}

/// The names and values of fields, ordered by name.
type Fields = &'static [(&'static str, &'static str)];

const CALL: &str = "telnyx_video.call";
const ATTEMPT: &str = "telnyx_video.attempt";

#[tokio::test]
async fn call_and_attempt_have_spans() {
    let server = Server::always(reply(200, "8f2a", BODY));
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.install();
    client.rooms().retrieve(ROOM).send().await.unwrap();
    drop(guard);

    let spans = collector.spans();
    assert_eq!(spans.len(), 2);
    assert_span(
        &spans[0],
        CALL,
        None,
        &[
            ("attempts", "1"),
            ("method", "GET"),
            ("operation", "rooms.retrieve"),
            ("operation_id", "ViewRoom"),
            ("path_template", "/rooms/{room_id}"),
            ("request_id", "8f2a"),
            ("status", "200"),
        ],
    );
    assert_eq!(spans[0].level, "INFO");
    assert_span(
        &spans[1],
        ATTEMPT,
        Some(CALL),
        &[("attempt", "1"), ("request_id", "8f2a"), ("status", "200")],
    );
    assert_eq!(spans[1].level, "DEBUG");
    assert!(collector.events().is_empty(), "{:?}", collector.events());
}

#[tokio::test]
async fn attempts_have_spans_and_waits_have_events() {
    let server = Server::sequence([Reply::close(), reply(503, "b", ""), reply(201, "c", BODY)]);
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.install();
    let options = RequestOptions::new().retry_policy(Retries::new().retry_non_idempotent(true));
    let request = client.rooms().create().options(options);
    request.send().await.unwrap();
    drop(guard);

    let spans = collector.spans();
    assert_eq!(spans.len(), 4);
    assert_span(
        &spans[0],
        CALL,
        None,
        &[
            ("attempts", "3"),
            ("method", "POST"),
            ("operation", "rooms.create"),
            ("operation_id", "CreateRoom"),
            ("path_template", "/rooms"),
            ("request_id", "c"),
            ("status", "201"),
        ],
    );
    let attempts: [Fields; 3] = [
        &[("attempt", "1"), ("error", "Transport")],
        &[
            ("attempt", "2"),
            ("error", "Status"),
            ("request_id", "b"),
            ("status", "503"),
        ],
        &[("attempt", "3"), ("request_id", "c"), ("status", "201")],
    ];
    for (span, fields) in spans[1..].iter().zip(attempts) {
        assert_span(span, ATTEMPT, Some(CALL), fields);
    }

    let waits: Vec<_> = collector
        .events()
        .iter()
        .map(|event| {
            assert_eq!(event.parent.as_deref(), Some(CALL));
            assert_eq!(event.level, "DEBUG");
            (
                event.fields["message"].clone(),
                event.fields["wait_ms"].clone(),
            )
        })
        .collect();
    assert_eq!(
        waits,
        [("250"), ("500")]
            .map(|wait| ("waiting before another attempt".to_owned(), wait.to_owned()))
    );
}

#[tokio::test]
async fn span_of_failed_call_has_error_kind() {
    let refused = Server::not_listening(|_| Reply::close());
    let server = |fault| Server::always(fault);
    let cases: [(Server, Fields); 6] = [
        (refused, &[("error", "Connect")]),
        (server(Reply::close()), &[("error", "Transport")]),
        (
            server(reply(404, "d", "{}")),
            &[("error", "Status"), ("request_id", "d"), ("status", "404")],
        ),
        (
            server(reply(200, "d", "<html>")),
            &[("error", "Decode"), ("request_id", "d"), ("status", "200")],
        ),
        (
            server(Reply::head(200, &[("content-length", "999999999")]).then_stall()),
            &[("error", "TooLong"), ("status", "200")],
        ),
        (
            server(Reply::head(200, &[("content-length", "9")]).then_close()),
            &[("error", "Transport"), ("status", "200")],
        ),
    ];
    for (server, outcome) in cases {
        let builder = server.client_builder().retry_policy(Retries::none());
        let client = builder.build().unwrap();
        let collector = Collector::new();
        let guard = collector.install();
        client.rooms().retrieve(ROOM).send().await.unwrap_err();
        drop(guard);
        let mut fields = vec![
            ("attempts", "1"),
            ("method", "GET"),
            ("operation", "rooms.retrieve"),
            ("operation_id", "ViewRoom"),
            ("path_template", "/rooms/{room_id}"),
        ];
        fields.extend(outcome);
        fields.sort_unstable();
        assert_span(&collector.spans()[0], CALL, None, &fields);
    }
}

#[tokio::test]
async fn span_of_call_with_passed_deadline_has_attempts() {
    let server = Server::always(Reply::stall());
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.install();
    let options = RequestOptions::new().total_timeout(Duration::ZERO);
    let request = client.rooms().retrieve(ROOM).options(options);
    request.send().await.unwrap_err();
    drop(guard);
    assert_span(
        &collector.spans()[0],
        CALL,
        None,
        &[
            ("attempts", "1"),
            ("error", "Timeout"),
            ("method", "GET"),
            ("operation", "rooms.retrieve"),
            ("operation_id", "ViewRoom"),
            ("path_template", "/rooms/{room_id}"),
        ],
    );
}

#[tokio::test]
async fn call_span_is_child_of_current_span() {
    use tracing::Instrument;

    let server = Server::always(reply(200, "a", BODY));
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.install();
    let span = tracing::info_span!("mine");
    let call = client.rooms().retrieve(ROOM).send();
    call.instrument(span).await.unwrap();
    drop(guard);
    let parents: Vec<_> = collector
        .spans()
        .into_iter()
        .map(|span| (span.name, span.parent))
        .collect();
    assert_eq!(
        parents,
        [
            ("mine".to_owned(), None),
            (CALL.to_owned(), Some("mine".to_owned())),
            (ATTEMPT.to_owned(), Some(CALL.to_owned())),
        ]
    );
}

/// Prefetching belongs to the task that reads the list.
#[tokio::test]
async fn prefetch_spans_are_children_of_current_span() {
    use tracing::Instrument;

    let page = |number: u8| {
        let meta = format!(r#"{{"page_number":{number},"total_pages":2}}"#);
        Reply::json(
            200,
            format!(r#"{{"data":[{{"id":"{ROOM}"}}],"meta":{meta}}}"#),
        )
    };
    let server = Server::sequence([page(1), page(2)]);
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.install();
    let span = tracing::info_span!("mine");
    let rooms = client.rooms().list().stream().prefetch(1);
    let rooms: Vec<_> = rooms.try_collect().instrument(span).await.unwrap();
    drop(guard);
    assert_eq!(rooms.len(), 2);
    let parents: Vec<_> = collector
        .spans()
        .into_iter()
        .filter(|span| span.name == CALL)
        .map(|span| span.parent)
        .collect();
    assert_eq!(parents, [Some("mine".to_owned()), Some("mine".to_owned())]);
}

/// Strings that must not be recorded, each in another part of requests and responses.
const MARKERS: [&str; 10] = [
    API_KEY,
    "marker-refresh-token",
    "marker-client-token",
    "marker-filter",
    "marker-query",
    "marker-option",
    "marker-request-body",
    "marker-error",
    "marker-response",
    "marker-header",
];

#[tokio::test]
async fn spans_contain_no_secrets_queries_or_bodies() {
    let server = Server::sequence([
        // Refreshing a token: an error that quotes the request, then a token.
        Reply::json(
            429,
            r#"{"errors":[{"title":"marker-error","detail":"marker-refresh-token"}]}"#,
        ),
        Reply::new(
            201,
            &[("x-note", "marker-header")],
            r#"{"data":{"token":"marker-client-token"}}"#,
        ),
        // A token that cannot be decoded.
        Reply::json(201, r#"{"data":{"token":["marker-client-token"]}}"#),
        // Listing: an error that quotes the query, then an item that cannot be decoded.
        Reply::json(500, r#"{"message":"marker-error marker-filter"}"#),
        Reply::json(200, r#"{"data":[{"id":"marker-response"}]}"#),
        // Creating: an error that quotes the request, then a truncated response.
        Reply::json(422, r#"{"message":"marker-error marker-request-body"}"#),
        Reply::head(201, &[("content-length", "99")])
            .write("marker-response")
            .then_close(),
        // `Client::request`.
        Reply::json(200, r#""marker-response""#),
    ]);
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.install();

    for _ in 0..2 {
        let actions = client.rooms().actions();
        let refresh = actions.refresh_client_token(ROOM, "marker-refresh-token");
        let _ = refresh.send().await;
    }
    let filter = RoomFilter::new().unique_name("marker-filter");
    let options = RequestOptions::new()
        .query("preview", "marker-option")
        .header("x-secret", "marker-header");
    let list = client.rooms().list().filter(filter).options(options);
    list.stream().try_collect::<Vec<_>>().await.unwrap_err();
    for _ in 0..2 {
        let create = client.rooms().create().unique_name("marker-request-body");
        create.send().await.unwrap_err();
    }
    let raw = client
        .request(Method::PUT, "/rooms")
        .query("q", "marker-query");
    let raw = raw.json("marker-request-body");
    raw.send::<serde_json::Value>().await.unwrap();
    drop(guard);
    assert_eq!(server.requests().len(), 8);

    let operations: Vec<_> = collector
        .spans()
        .iter()
        .filter_map(|span| span.fields.get("operation").cloned())
        .collect();
    assert_eq!(
        operations,
        [
            "rooms.actions.refresh_client_token",
            "rooms.actions.refresh_client_token",
            "rooms.list",
            "rooms.create",
            "rooms.create",
            "request",
        ]
    );
    let output = collector.debug_output();
    for marker in MARKERS {
        assert!(!output.contains(marker), "{marker} in {output}");
    }
}

#[tokio::test]
async fn span_of_download_hides_url() {
    let server = Server::always(Reply::new(403, &[], "abcdefgh"));
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.install();
    let url = server.url("/a.mp4?signature=abcdefgh");
    client.download(url).send().await.unwrap_err();
    drop(guard);

    let spans = collector.spans();
    assert_eq!(spans.len(), 1);
    assert_span(
        &spans[0],
        CALL,
        None,
        &[
            ("attempts", "1"),
            ("error", "Status"),
            ("method", "GET"),
            ("operation", "download"),
            ("status", "403"),
        ],
    );
    assert!(!collector.debug_output().contains("abcdefgh"));
}
