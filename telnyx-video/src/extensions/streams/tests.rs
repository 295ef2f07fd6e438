//! Streams over the loopback interface.

use futures_util::{StreamExt, TryStreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::extensions::tests::{header_of, serve};
use crate::extensions::{RequestExt, Text};
use crate::runtime::request::Request;
use crate::runtime::response::Json;
use crate::{Client, ClientBuilder, ErrorKind};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-request-id: abc\r\nconnection: close\r\n\r\n";
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

fn request<R>(client: &Client) -> Request<R> {
    Request::get(client, "/events")
        .operation("events.list")
        .operation_id("ListEvents")
}

/// Returns the client of a server that sends a body, whatever its content type.
async fn client_of(body: &str) -> Client {
    let response: &'static str = Box::leak(format!("{HEAD}{body}").into_boxed_str());
    let (client, _) = serve(Box::leak(Box::new([response]))).await;
    client
}

async fn events(body: &str) -> EventStream<u8> {
    let client = client_of(body).await;
    EventStream::open(request::<Json<u8>>(&client))
        .await
        .unwrap()
}

async fn lines(body: &str) -> JsonLines<u8> {
    let client = client_of(body).await;
    JsonLines::open(request::<Json<u8>>(&client)).await.unwrap()
}

#[tokio::test]
async fn events_are_returned_until_done() {
    let body = ": hello\n\ndata: 1\n\nid: x\nevent: add\nretry: 10\ndata: 2\n\ndata: [DONE]\n\ndata: 3\n\n";
    let mut stream = events(body).await;
    assert_eq!(stream.next().await.unwrap().unwrap().data, 1);
    let event = stream.next().await.unwrap().unwrap();
    assert_eq!(
        (&*event.event, event.id.as_deref(), event.data),
        ("add", Some("x"), 2)
    );
    assert_eq!(event.retry, stream.reconnection_time());
    assert!(stream.next().await.is_none() && stream.next().await.is_none());
    assert_eq!(stream.last_event_id(), Some("x"));
}

#[tokio::test]
async fn text_event_done_is_an_event() {
    let client = client_of("data: [DONE]\n\n").await;
    let stream = EventStream::open(request::<Text>(&client)).await.unwrap();
    let events: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(events[0].data, "[DONE]");
}

#[tokio::test]
async fn undecodable_event_is_an_error_and_the_stream_continues() {
    let mut stream =
        events("data: 1\n\ndata: {\"error\":{\"message\":\"Overloaded\"}}\n\ndata: 3\n\n").await;
    assert_eq!(stream.next().await.unwrap().unwrap().data, 1);
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.request_id()),
        (ErrorKind::Decode, Some("abc"))
    );
    assert_eq!(
        error.body(),
        Some(br#"{"error":{"message":"Overloaded"}}"#.as_slice())
    );
    let message = error.to_string();
    assert!(
        message.starts_with("events.list (GET /events) failed: "),
        "{message}"
    );
    assert!(
        message.contains("returned 200 OK: can't decode the data of event 2: "),
        "{message}"
    );
    assert!(
        message.contains("the server reported: Overloaded"),
        "{message}"
    );
    assert_eq!(stream.next().await.unwrap().unwrap().data, 3);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn undecodable_event_with_secret_is_not_quoted() {
    let mut stream = events("data: \"KEY0123\"\n\n").await;
    let error = stream.next().await.unwrap().unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("the JSON may contain secrets and is not shown"),
        "{message}"
    );
}

#[tokio::test]
async fn body_that_is_not_an_event_stream_is_an_error() {
    let mut stream = events(r#"{"errors":[{"title":"No streams here"}]}"#).await;
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.title(), Some("No streams here"));
    assert!(stream.next().await.is_none());
    assert!(events("").await.next().await.is_none());
}

#[tokio::test]
async fn item_longer_than_limit_ends_the_stream() {
    let response: &'static str =
        Box::leak(format!("{HEAD}data: 1\n\ndata: 123456\n\ndata: 2\n\n").into());
    let (client, _) = serve(Box::leak(Box::new([response, response]))).await;
    let settings = &client.settings;
    let client = ClientBuilder::for_tests()
        .with_api_key("KEY0123".into())
        .base_url(settings.base_url.as_str())
        .max_body_size(11)
        .http_client(reqwest::Client::builder().no_proxy().build().unwrap())
        .build()
        .unwrap();
    let mut stream = EventStream::open(request::<Json<u8>>(&client))
        .await
        .unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLong);
    let message = error.to_string();
    assert!(
        message.contains("event 2 is longer than 11 bytes"),
        "{message}"
    );
    assert!(stream.next().await.is_none());

    let mut stream = JsonLines::open(request::<Json<u8>>(&client)).await.unwrap();
    let mut last = None;
    while let Some(item) = stream.next().await {
        last = Some(item);
    }
    assert_eq!(last.unwrap().unwrap_err().kind(), ErrorKind::TooLong);
}

#[tokio::test]
async fn lines_are_values_and_blank_lines_are_skipped() {
    let values = async |body| lines(body).await.try_collect::<Vec<_>>().await.unwrap();
    assert_eq!(values("1\n \n\r\n2\r\n3").await, [1, 2, 3]);
    assert_eq!(values("\n").await, [0; 0]);
    let mut stream = lines("1\n{\n3\n").await;
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("can't decode line 2: "),
        "{error}"
    );
    assert_eq!(stream.next().await.unwrap().unwrap(), 3);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn interrupted_line_is_an_error() {
    let short = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\n1\n2";
    let (client, _requests) = serve(Box::leak(Box::new([short]))).await;
    let mut stream = JsonLines::open(request::<Json<u8>>(&client)).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn open_retries_and_reports_errors() {
    let gone = "HTTP/1.1 404 Not Found\r\ncontent-length: 35\r\nconnection: close\r\n\r\n{\"errors\":[{\"title\":\"No such file\"}]}";
    let zipped = "HTTP/1.1 200 OK\r\ncontent-encoding: identity\r\ncontent-encoding: GZIP\r\nconnection: close\r\n\r\n";
    let (client, requests) = serve(Box::leak(Box::new([BUSY, HEAD, gone, zipped]))).await;
    let get = || request::<Text>(&client).header("accept", "text/event-stream");
    let stream = EventStream::open(get()).await.unwrap();
    assert_eq!(stream.headers()["x-request-id"], "abc");
    assert_eq!(stream.status(), 200);
    let error = EventStream::open(get()).await.unwrap_err();
    assert!(error.is_not_found());
    let error = EventStream::open(get()).await.unwrap_err();
    assert!(
        error.to_string().contains("content encoding `gzip`"),
        "{error}"
    );
    let requests = requests.await.unwrap();
    assert_eq!(header_of(&requests[1], "x-attempt"), Some("2"));
    assert_eq!(header_of(&requests[1], "accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn events_arrive_before_the_end_and_drop_closes_the_connection() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let client = ClientBuilder::for_tests()
        .with_api_key("KEY0123".into())
        .base_url(format!("http://{}", listener.local_addr().unwrap()))
        .http_client(reqwest::Client::builder().no_proxy().build().unwrap())
        .build()
        .unwrap();
    let accept = async {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            connection.read_buf(&mut request).await.unwrap();
        }
        connection.write_all(HEAD.as_bytes()).await.unwrap();
        connection
    };
    let open = EventStream::open(request::<Json<u8>>(&client));
    let (stream, mut connection) = tokio::join!(open, accept);
    let mut stream = stream.unwrap();
    connection.write_all(b"data: 1\n\nda").await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data, 1);
    drop(stream);
    assert_eq!(connection.read(&mut [0]).await.unwrap(), 0);
}
