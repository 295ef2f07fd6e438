//! What a `tracing` subscriber sees of a call, and what it never sees.

mod collector;

use std::time::Duration;

use futures_util::TryStreamExt;
use telnyx_video::models::RoomFilter;
use telnyx_video::reqwest::Method;
use telnyx_video::{Client, RequestOptions, Retries};

use crate::support::{API_KEY, Answer, RecordingTimer, Server};
use collector::{Collector, Seen};

const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
const BODY: &str = r#"{"data":{"id":"3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4"}}"#;

fn client_of(server: &Server) -> Client {
    let builder = server.builder().timer(RecordingTimer::new());
    builder.build().unwrap()
}

fn answer(status: u16, request_id: &str, body: &str) -> Answer {
    Answer::new(status, &[("x-request-id", request_id)], body)
}

/// A span with these fields, beside the time it took.
#[track_caller]
fn assert_span(span: &Seen, name: &str, parent: Option<&str>, fields: &[(&str, &str)]) {
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

/// Names of fields and their values, in the order of the names.
type Fields = &'static [(&'static str, &'static str)];

const CALL: &str = "telnyx_video.call";
const ATTEMPT: &str = "telnyx_video.attempt";

#[tokio::test]
async fn a_call_has_a_span_and_its_attempt_one_within() {
    let server = Server::always(answer(200, "8f2a", BODY));
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.listen();
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
async fn every_attempt_has_a_span_and_every_wait_an_event() {
    let server = Server::answering([
        Answer::close(),
        answer(503, "b", ""),
        answer(201, "c", BODY),
    ]);
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.listen();
    let options = RequestOptions::new().retry_policy(Retries::new().retry_everything(true));
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
async fn a_call_that_fails_names_the_kind_of_failure() {
    let refused = Server::refusing(|_| Answer::close());
    let server = |fault| Server::always(fault);
    let cases: [(Server, Fields); 6] = [
        (refused, &[("error", "Connect")]),
        (server(Answer::close()), &[("error", "Transport")]),
        (
            server(answer(404, "d", "{}")),
            &[("error", "Status"), ("request_id", "d"), ("status", "404")],
        ),
        (
            server(answer(200, "d", "<html>")),
            &[("error", "Decode"), ("request_id", "d"), ("status", "200")],
        ),
        (
            server(Answer::head(200, &[("content-length", "999999999")]).then_stall()),
            &[("error", "TooLong"), ("status", "200")],
        ),
        (
            server(Answer::head(200, &[("content-length", "9")]).then_close()),
            &[("error", "Transport"), ("status", "200")],
        ),
    ];
    for (server, outcome) in cases {
        let builder = server.builder().retry_policy(Retries::none());
        let client = builder.build().unwrap();
        let collector = Collector::new();
        let guard = collector.listen();
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
async fn a_deadline_is_told_with_the_attempts_so_far() {
    let server = Server::always(Answer::stall());
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.listen();
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
async fn a_call_belongs_to_the_span_it_is_made_in() {
    use tracing::Instrument;

    let server = Server::always(answer(200, "a", BODY));
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.listen();
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

/// A page that is fetched ahead is fetched on behalf of whoever reads the list.
#[tokio::test]
async fn pages_fetched_ahead_belong_to_the_span_they_are_read_in() {
    use tracing::Instrument;

    let page = |number: u8| {
        let meta = format!(r#"{{"page_number":{number},"total_pages":2}}"#);
        Answer::json(
            200,
            format!(r#"{{"data":[{{"id":"{ROOM}"}}],"meta":{meta}}}"#),
        )
    };
    let server = Server::answering([page(1), page(2)]);
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.listen();
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

/// Texts that must not be seen, each in a place of its own.
const MARKERS: [&str; 10] = [
    API_KEY,
    "marker-refresh-token",
    "marker-client-token",
    "marker-filter",
    "marker-query",
    "marker-option",
    "marker-request-body",
    "marker-error",
    "marker-answer",
    "marker-header",
];

#[tokio::test]
async fn nothing_that_is_seen_is_a_secret_a_query_or_a_body() {
    let server = Server::answering([
        // The refresh of a token: an error that quotes the request, and then the token.
        Answer::json(
            429,
            r#"{"errors":[{"title":"marker-error","detail":"marker-refresh-token"}]}"#,
        ),
        Answer::new(
            201,
            &[("x-note", "marker-header")],
            r#"{"data":{"token":"marker-client-token"}}"#,
        ),
        // And an answer with a token that can't be read.
        Answer::json(201, r#"{"data":{"token":["marker-client-token"]}}"#),
        // A list: an error that quotes the query, and then one that can't be read.
        Answer::json(500, r#"{"message":"marker-error marker-filter"}"#),
        Answer::json(200, r#"{"data":[{"id":"marker-answer"}]}"#),
        // A creation that is refused, and one that breaks off.
        Answer::json(422, r#"{"message":"marker-error marker-request-body"}"#),
        Answer::head(201, &[("content-length", "99")])
            .write("marker-answer")
            .then_close(),
        // A request that the contract doesn't know.
        Answer::json(200, r#""marker-answer""#),
    ]);
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.listen();

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
    let everything = collector.everything();
    for marker in MARKERS {
        assert!(!everything.contains(marker), "{marker} in {everything}");
    }
}

#[tokio::test]
async fn a_download_has_a_span_that_does_not_show_the_address() {
    let server = Server::always(Answer::new(403, &[], "abcdefgh"));
    let client = client_of(&server);
    let collector = Collector::new();
    let guard = collector.listen();
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
    assert!(!collector.everything().contains("abcdefgh"));
}
