//! Bodies that are no JSON, both ways, over the loopback interface.

use std::io;
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;
use crate::runtime::error::ErrorKind;
use crate::runtime::response::body::{Binary, NoContent, Text};
use crate::runtime::retry::Retries;
use crate::{RequestOptions, reqwest};

const DONE: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// A server that gives these answers, one a connection, and then the requests as they came.
async fn serve(answers: &'static [&'static str]) -> (Client, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let requests = tokio::spawn(async move {
        let mut requests = Vec::new();
        for answer in answers {
            let (mut connection, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !is_whole(&request) {
                if connection.read_buf(&mut request).await.unwrap() == 0 {
                    break;
                }
            }
            requests.push(String::from_utf8(request).unwrap());
            connection.write_all(answer.as_bytes()).await.unwrap();
        }
        requests
    });
    let client = Client::builder()
        .api_key("KEY0123")
        .base_url(format!("http://{address}"))
        .http_client(reqwest::Client::builder().no_proxy().build().unwrap())
        .build()
        .unwrap();
    (client, requests)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    match header(head, "content-length") {
        Some(length) => body.len() >= length.parse().unwrap(),
        None if header(head, "transfer-encoding").is_some() => body.ends_with("0\r\n\r\n"),
        None => true,
    }
}

fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let head = request.split("\r\n\r\n").next()?;
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    let mut values = fields.filter_map(|(known, value)| (known == name).then_some(value));
    values.next()
}

fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

fn put(client: &Client) -> Request<NoContent> {
    Request::new(client, "PutFile", Method::PUT, "/file")
}

fn pieces(pieces: &'static [&'static str]) -> ByteSource {
    ByteSource::stream(stream::iter(pieces).map(|piece| Ok::<_, io::Error>(*piece)))
}

#[tokio::test]
async fn a_stream_goes_piece_by_piece_or_with_its_length() {
    let (client, requests) = serve(&[DONE, DONE]).await;
    let put = || put(&client);
    put()
        .bytes("audio/wav", pieces(&["ab", "c"]))
        .send()
        .await
        .unwrap();
    let known = pieces(&["ab", "c"]).with_length(3);
    put().bytes("audio/wav", known).send().await.unwrap();
    let requests = requests.await.unwrap();
    assert_eq!(header(&requests[0], "transfer-encoding"), Some("chunked"));
    assert_eq!(body(&requests[0]), "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    assert_eq!(header(&requests[1], "content-length"), Some("3"));
    assert_eq!(header(&requests[1], "content-type"), Some("audio/wav"));
    assert_eq!(body(&requests[1]), "abc");
}

#[tokio::test]
async fn what_is_in_memory_is_sent_again_and_a_stream_is_not() {
    let (client, requests) = serve(&[BUSY, DONE]).await;
    put(&client)
        .bytes("text/plain", "abc".into())
        .send()
        .await
        .unwrap();
    assert_eq!(
        requests
            .await
            .unwrap()
            .iter()
            .map(|it| body(it))
            .collect::<Vec<_>>(),
        ["abc", "abc"]
    );

    let (client, requests) = serve(&[BUSY]).await;
    let request = put(&client).bytes("text/plain", pieces(&["abc"]).with_length(3));
    let error = request.clone().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1));
    assert!(
        error.to_string().ends_with(
            "answered 503 Service Unavailable: not tried again, since a body that is a stream can be sent only once"
        ),
        "{error}"
    );
    assert_eq!(requests.await.unwrap().len(), 1);

    let error = request.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(
        error.to_string(),
        "PutFile was not sent: the body is a stream that was sent already; make the request anew, with another stream"
    );
}

#[tokio::test]
async fn a_stream_that_fails_or_lies_about_its_length_breaks_the_request_off() {
    let broken = || stream::iter([Ok("ab"), Err(io::Error::other("the disk is gone"))]);
    for (source, reason) in [
        (ByteSource::stream(broken()), "the disk is gone"),
        (
            pieces(&["abc"]).with_length(4),
            "the stream is shorter than was announced",
        ),
        (
            pieces(&["abc"]).with_length(2),
            "the stream is longer than was announced",
        ),
    ] {
        let (client, _requests) = serve(&[DONE]).await;
        let never = RequestOptions::new().retry_policy(Retries::none());
        let request = put(&client).bytes("text/plain", source).options(never);
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.to_string().ends_with(reason), "{error}");
    }
}

#[tokio::test]
async fn parts_go_as_one_body_whose_length_is_known_when_that_of_each_is() {
    let (client, requests) = serve(&[DONE, DONE]).await;
    let form = || put(&client).multipart_body(&[]).field("to", "me");
    let files =
        |request: Request<NoContent>, file: ByteSource| request.files("file", [file.into()]);
    files(form(), pieces(&["a", "b"]).with_length(2))
        .send()
        .await
        .unwrap();
    files(form(), pieces(&["a", "b"])).send().await.unwrap();
    let requests = requests.await.unwrap();
    let media_type = header(&requests[0], "content-type").unwrap();
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\nme\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\
         Content-Type: application/octet-stream\r\n\r\nab\r\n--{boundary}--\r\n"
    );
    assert_eq!(body(&requests[0]), expected);
    let length = expected.len().to_string();
    assert_eq!(header(&requests[0], "content-length"), Some(&*length));
    assert_eq!(header(&requests[1], "transfer-encoding"), Some("chunked"));
}

#[tokio::test]
async fn what_is_set_beside_the_contract_is_a_part_as_well() {
    let (client, requests) = serve(&[DONE]).await;
    let options = RequestOptions::new().body_field("extra", json!({"a": 1}));
    put(&client)
        .multipart_body(&[])
        .options(options)
        .send()
        .await
        .unwrap();
    let requests = requests.await.unwrap();
    assert!(
        body(&requests[0])
            .contains("name=\"extra\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n"),
        "{}",
        requests[0]
    );
}

#[tokio::test]
async fn forms_and_parts_given_as_a_whole_have_to_be_objects() {
    let (client, requests) = serve(&[DONE]).await;
    put(&client)
        .form(&[], json!({"a": [1, 2]}))
        .send()
        .await
        .unwrap();
    assert_eq!(body(&requests.await.unwrap()[0]), "a=1&a=2");
    let error = put(&client).form(&[], 7).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "PutFile was not sent: the body is not an object, and a form can hold nothing else"
    );
}

#[tokio::test]
async fn an_answer_comes_whole_or_piece_by_piece() {
    let file = "HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\ncontent-length: 3\r\nconnection: close\r\n\r\na,b";
    let (client, requests) = serve(Box::leak(Box::new([file, file, BUSY, file]))).await;
    let get = || Request::<Text>::get(&client, "GetFile", "/file");
    assert_eq!(get().send().await.unwrap(), "a,b");
    let bytes = get().expecting::<Binary>().send().await.unwrap();
    assert_eq!(bytes, b"a,b");
    // Until it has begun, it is repeated as any other.
    let download = get().header("accept", "text/csv").download().await.unwrap();
    assert_eq!(
        (download.length(), download.content_type()),
        (Some(3), Some("text/csv"))
    );
    let pieces: Vec<_> = download.try_collect().await.unwrap();
    assert_eq!(pieces.concat(), b"a,b");
    let requests = requests.await.unwrap();
    assert_eq!(
        header(&requests[3], "authorization"),
        Some("Bearer KEY0123")
    );
    assert_eq!(header(&requests[3], "x-attempt"), Some("2"));
    assert_eq!(header(&requests[3], "accept"), Some("text/csv"));
}

#[tokio::test]
async fn an_answer_that_breaks_off_or_falls_silent_is_not_taken_for_whole() {
    let short = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\nhalf";
    let (client, _requests) = serve(Box::leak(Box::new([short]))).await;
    let get = |client: &Client| Request::<Binary>::get(client, "GetFile", "/file");
    let mut download = get(&client).download().await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "half");
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(download.next().await.is_none());

    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let client = Client::builder()
        .api_key("KEY0123")
        .base_url(format!("http://{}", listener.local_addr().unwrap()))
        .http_client(reqwest::Client::builder().no_proxy().build().unwrap())
        .build()
        .unwrap();
    let options = RequestOptions::new()
        .timeout(Duration::from_millis(1))
        .retry_policy(Retries::none());
    let error = get(&client).options(options).download().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        error.to_string().ends_with("nothing came for 1ms"),
        "{error}"
    );
}

#[tokio::test]
async fn a_failure_of_a_download_says_what_the_server_does() {
    let gone = "HTTP/1.1 404 Not Found\r\ncontent-length: 35\r\nconnection: close\r\n\r\n{\"errors\":[{\"title\":\"No such file\"}]}";
    let (client, _requests) = serve(Box::leak(Box::new([gone]))).await;
    let get = Request::<Binary>::get(&client, "GetFile", "/file");
    let error = get.download().await.unwrap_err();
    assert!(error.is_not_found());
}
