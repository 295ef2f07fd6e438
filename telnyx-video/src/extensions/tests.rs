//! Requests with the other kinds of parameters and bodies, some over the loopback interface.

use std::future::ready;
use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;
use crate::runtime::request::Request;
use crate::runtime::response::NoContent;
use crate::{
    ApiKey, ApiKeyFuture, ApiKeyProvider, Client, ClientBuilder, ErrorKind, RequestOptions,
    Retries, Secret,
};

const DONE: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
const UNAUTHORIZED: &str =
    "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// Starts a server that sends these responses, one for each connection. The task returns the
/// requests.
pub(super) async fn serve(responses: &'static [&'static str]) -> (Client, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let requests = tokio::spawn(async move {
        let mut requests = Vec::new();
        for response in responses {
            let (mut connection, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !is_complete(&request) {
                if connection.read_buf(&mut request).await.unwrap() == 0 {
                    break;
                }
            }
            requests.push(String::from_utf8(request).unwrap());
            connection.write_all(response.as_bytes()).await.unwrap();
        }
        requests
    });
    let client = ClientBuilder::for_tests()
        .with_api_key("KEY0123".into())
        .base_url(format!("http://{address}"))
        .http_client(reqwest::Client::builder().no_proxy().build().unwrap())
        .build()
        .unwrap();
    (client, requests)
}

fn is_complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    match header_of(head, "content-length") {
        Some(length) => body.len() >= length.parse().unwrap(),
        None if header_of(head, "transfer-encoding").is_some() => body.ends_with("0\r\n\r\n"),
        None => true,
    }
}

pub(super) fn header_of<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let head = request.split("\r\n\r\n").next()?;
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    let mut values = fields.filter_map(|(field, value)| (field == name).then_some(value));
    values.next()
}

fn body_of(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

fn put(client: &Client) -> Request<NoContent> {
    Request::new(client, Method::PUT, "/file").operation("files.put")
}

fn chunks(chunks: &'static [&'static str]) -> ByteSource {
    ByteSource::stream(stream::iter(chunks).map(|chunk| Ok::<_, io::Error>(*chunk)))
}

#[tokio::test]
async fn stream_is_sent_chunked_or_with_length() {
    let (client, requests) = serve(&[DONE, DONE]).await;
    let put = || put(&client);
    put()
        .bytes("audio/wav", chunks(&["ab", "c"]))
        .send()
        .await
        .unwrap();
    let known = chunks(&["ab", "", "c", ""]).with_length(3);
    put().bytes("audio/wav", known).send().await.unwrap();
    let requests = requests.await.unwrap();
    assert_eq!(
        header_of(&requests[0], "transfer-encoding"),
        Some("chunked")
    );
    assert_eq!(body_of(&requests[0]), "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    assert_eq!(header_of(&requests[1], "content-length"), Some("3"));
    assert_eq!(header_of(&requests[1], "content-type"), Some("audio/wav"));
    assert_eq!(body_of(&requests[1]), "abc");
}

#[tokio::test]
async fn retry_sends_memory_again_but_not_stream() {
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
            .map(|it| body_of(it))
            .collect::<Vec<_>>(),
        ["abc", "abc"]
    );

    let (client, requests) = serve(&[BUSY]).await;
    let request = put(&client).bytes("text/plain", chunks(&["abc"]).with_length(3));
    let error = request.clone().send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Status(StatusCode::SERVICE_UNAVAILABLE), 1)
    );
    assert!(
        error.to_string().ends_with(
            "returned 503 Service Unavailable: not retried, because a streamed body can be sent only once"
        ),
        "{error}"
    );
    assert_eq!(requests.await.unwrap().len(), 1);

    let error = request.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(
        error.to_string(),
        "files.put (PUT /file) was not sent: the stream of the body has been sent already; create another request with a new stream"
    );
}

/// Provides `key-1`, `key-2` and so on.
#[derive(Debug, Default)]
struct Keys(AtomicU32);

impl ApiKeyProvider for Keys {
    fn api_key(&self) -> ApiKeyFuture<'_> {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        Box::pin(ready(Ok(ApiKey::new(format!("key-{number}")))))
    }
}

#[tokio::test]
async fn rejected_key_is_replaced_although_stream_is_not_sent_again() {
    let (client, requests) = serve(&[UNAUTHORIZED, DONE]).await;
    let client = ClientBuilder::for_tests()
        .api_key_provider(Keys::default())
        .base_url(client.settings.base_url.as_str())
        .http_client(reqwest::Client::builder().no_proxy().build().unwrap())
        .build()
        .unwrap();
    let upload = || put(&client).bytes("text/plain", chunks(&["abc"]).with_length(3));
    let error = upload().send().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.attempts(), 1);
    upload().send().await.unwrap();
    let requests = requests.await.unwrap();
    let keys = requests.iter().map(|it| header_of(it, "authorization"));
    let expected = [Some("Bearer key-1"), Some("Bearer key-2")];
    assert_eq!(keys.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn stream_failure_or_wrong_length_fails_request() {
    let broken = || stream::iter([Ok("ab"), Err(io::Error::other("the disk is gone"))]);
    for (source, reason) in [
        (ByteSource::stream(broken()), "the disk is gone"),
        (
            chunks(&["abc"]).with_length(4),
            "the stream is shorter than announced",
        ),
        (
            chunks(&["abc"]).with_length(2),
            "the stream is longer than announced",
        ),
        (
            chunks(&["ab", "c"]).with_length(2),
            "the stream is longer than announced",
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
async fn multipart_has_length_if_all_parts_have() {
    let (client, requests) = serve(&[DONE, DONE]).await;
    let form = || put(&client).multipart_body(&[]).field("to", "me");
    let files =
        |request: Request<NoContent>, file: ByteSource| request.files("file", [file.into()]);
    files(form(), chunks(&["a", "b"]).with_length(2))
        .send()
        .await
        .unwrap();
    files(form(), chunks(&["a", "b"])).send().await.unwrap();
    let requests = requests.await.unwrap();
    let media_type = header_of(&requests[0], "content-type").unwrap();
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\nme\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\
         Content-Type: application/octet-stream\r\n\r\nab\r\n--{boundary}--\r\n"
    );
    assert_eq!(body_of(&requests[0]), expected);
    let length = expected.len().to_string();
    assert_eq!(header_of(&requests[0], "content-length"), Some(&*length));
    assert_eq!(
        header_of(&requests[1], "transfer-encoding"),
        Some("chunked")
    );
}

#[tokio::test]
async fn multipart_includes_body_fields_of_options() {
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
        body_of(&requests[0])
            .contains("name=\"extra\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n"),
        "{}",
        requests[0]
    );
}

#[tokio::test]
async fn form_from_value_requires_object() {
    let (client, requests) = serve(&[DONE]).await;
    put(&client)
        .form(&[], json!({"a": [1, 2]}))
        .send()
        .await
        .unwrap();
    assert_eq!(body_of(&requests.await.unwrap()[0]), "a=1&a=2");
    let error = put(&client).form(&[], 7).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "files.put (PUT /file) was not sent: the body is not an object, which a form requires"
    );
}

#[tokio::test]
async fn response_is_buffered_or_streamed() {
    let file = "HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\ncontent-length: 3\r\nconnection: close\r\n\r\na,b";
    let (client, requests) = serve(Box::leak(Box::new([file, file, BUSY, file]))).await;
    let get = || Request::<Text>::get(&client, "/file");
    assert_eq!(get().send().await.unwrap(), "a,b");
    let bytes = get().decode_as::<Binary>().send().await.unwrap();
    assert_eq!(bytes, b"a,b");
    // The request is retried until the response starts.
    let download = get().header("accept", "text/csv").download().await.unwrap();
    assert_eq!(
        (download.length(), download.content_type()),
        (Some(3), Some("text/csv"))
    );
    let chunks: Vec<_> = download.try_collect().await.unwrap();
    assert_eq!(chunks.concat(), b"a,b");
    let requests = requests.await.unwrap();
    assert_eq!(
        header_of(&requests[3], "authorization"),
        Some("Bearer KEY0123")
    );
    assert_eq!(header_of(&requests[3], "x-attempt"), Some("2"));
    assert_eq!(header_of(&requests[3], "accept"), Some("text/csv"));
}

#[tokio::test]
async fn download_incomplete_or_idle_fails() {
    let short = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\nhalf";
    let (client, _requests) = serve(Box::leak(Box::new([short]))).await;
    let get = |client: &Client| Request::<Binary>::get(client, "/file");
    let mut download = get(&client).download().await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "half");
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(download.next().await.is_none());

    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let client = ClientBuilder::for_tests()
        .with_api_key("KEY0123".into())
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
        error.to_string().ends_with("nothing was received for 1ms"),
        "{error}"
    );
}

#[tokio::test]
async fn download_error_status_has_problems() {
    let gone = "HTTP/1.1 404 Not Found\r\ncontent-length: 35\r\nconnection: close\r\n\r\n{\"errors\":[{\"title\":\"No such file\"}]}";
    let (client, _requests) = serve(Box::leak(Box::new([gone]))).await;
    let get = Request::<Binary>::get(&client, "/file");
    let error = get.download().await.unwrap_err();
    assert!(error.is_not_found());
}

fn client() -> Client {
    ClientBuilder::for_tests()
        .with_api_key("KEY0123".into())
        .base_url("https://api.example/v2/")
        .header("x-team", "video")
        .build()
        .unwrap()
}

fn request(method: Method, template: &'static str) -> Request<NoContent> {
    Request::new(&client(), method, template)
}

fn get() -> Request<NoContent> {
    request(Method::GET, "/rooms")
}

fn build(request: &Request<NoContent>) -> reqwest::Request {
    request.clone().into_parts().build_for_tests().unwrap()
}

fn url(request: &Request<NoContent>) -> String {
    build(request).url().to_string()
}

fn header(request: &Request<NoContent>, name: &str) -> Option<String> {
    let request = build(request);
    let value = request.headers().get(name)?;
    Some(value.to_str().unwrap().to_owned())
}

/// Returns the error of an invalid request, without the common prefix.
fn error(request: &Request<NoContent>) -> String {
    let error = request.clone().into_parts().build_for_tests().unwrap_err();
    let message = error.to_string();
    message.split_once(" was not sent: ").unwrap().1.to_owned()
}

#[test]
fn form_sets_fields_and_content_type() {
    let request = request(Method::POST, "/texts")
        .form_body(&[])
        .field("Tags", ["a", "b"])
        .options(RequestOptions::new().body_field("To", "+1 312"));
    let built = build(&request);
    assert_eq!(
        built.body().unwrap().as_bytes().unwrap(),
        b"Tags=a&Tags=b&To=%2B1%20312"
    );
    assert_eq!(
        header(&request, "content-type").unwrap(),
        "application/x-www-form-urlencoded"
    );
}

#[test]
fn bytes_are_unchanged_and_have_no_fields() {
    let request = request(Method::PUT, "/files").bytes("audio/wav", b"\0\xff".into());
    let built = build(&request);
    assert_eq!(built.body().unwrap().as_bytes().unwrap(), b"\0\xff");
    assert_eq!(header(&request, "content-type").unwrap(), "audio/wav");
    let with_field = request.options(RequestOptions::new().body_field("a", 1));
    assert_eq!(
        error(&with_field),
        "the body field `a` can't be set: the body is not an object"
    );
}

#[test]
fn header_is_overridden_by_options() {
    let request = get()
        .header("x-team", "voice")
        .header("accept", "audio/wav")
        .header("x-parts", ["a", "b"]);
    assert_eq!(header(&request, "x-team").unwrap(), "voice");
    assert_eq!(header(&request, "accept").unwrap(), "audio/wav");
    assert_eq!(header(&request, "x-parts").unwrap(), "a,b");
    let other = request.options(RequestOptions::new().header("accept", "audio/mpeg"));
    assert_eq!(header(&other, "accept").unwrap(), "audio/mpeg");
    assert_eq!(
        error(&get().header("x-a", "a\nb")),
        "the value of the header `x-a` contains characters other than printable ASCII"
    );
}

#[test]
fn parameters_are_encoded_in_their_style() {
    let object = || json!({"R": 100, "G": 200});
    let request = request(Method::GET, "/colors/{ids}")
        .path_as(ValueStyle::MatrixExploded, "ids", ["a", "b/c"])
        .query_as(PairStyle::PipeDelimited, "list", ["x", "y z"])
        .query_as(PairStyle::FormExploded, "object", object())
        .query_reserved(PairStyle::FormExploded, "url", "https://a?b&c")
        .exploded_header("x-object", object())
        .cookie("session", "1;2")
        .cookie_as(PairStyle::Form, "list", ["a", "b"]);
    assert_eq!(
        url(&request),
        "https://api.example/v2/colors/;ids=a;ids=b%2Fc?list=x%7Cy%20z&G=200&R=100\
         &url=https://a?b%26c"
    );
    assert_eq!(header(&request, "x-object").unwrap(), "G=200,R=100");
    assert_eq!(
        header(&request, "cookie").unwrap(),
        "session=1%3B2; list=a,b"
    );
}

#[test]
fn query_as_form_exploded_accepts_object() {
    assert_eq!(
        error(&get().query("filter", json!({"a": 1}))),
        "the query parameter `filter` can't be an object"
    );
    let request = get().query_as(PairStyle::FormExploded, "filter", json!({"a": 1}));
    assert_eq!(url(&request), "https://api.example/v2/rooms?a=1");
}

#[test]
fn header_and_cookie_set_again_are_replaced() {
    let request = get()
        .header("x-a", "1")
        .header("x-a", json!({}))
        .cookie("a", [1, 2])
        .cookie("a", 3);
    assert_eq!(header(&request, "x-a"), None);
    assert_eq!(header(&request, "cookie").unwrap(), "a=3");
}

#[test]
fn setters_record_secrets() {
    let secret = || Secret::from("hunter2");
    for request in [
        request(Method::GET, "/{a}").path_as(ValueStyle::Label, "a", secret()),
        get().query_as(PairStyle::Form, "b", secret()),
        get().header("c", secret()),
        get().cookie("d", secret()),
        get().form_body(&[]).field("e", secret()),
    ] {
        let redacted = request.into_parts().redaction().redact("hunter2");
        assert_eq!(redacted, "[redacted]");
    }
}
