//! What reaches the server, and what comes back from it.

use serde::de::IgnoredAny;
use serde_json::{Value, json};
use telnyx_video::reqwest::Method;
use telnyx_video::{Client, RequestOptions};

use crate::support::{Answer, Server};

const EMPTY: &str = r#"{"data":[]}"#;

#[tokio::test]
async fn a_request_arrives_as_it_was_built() {
    let server = Server::answering([Answer::json(200, r#"{"data":{"id":1}}"#)]);
    let body: Value = server
        .client()
        .request(Method::POST, "/rooms/a%2Fb")
        .query("page[size]", 250)
        .query("name", "a b+c")
        .query("ids", ["x", "y"])
        .json(json!({"unique_name": "my-meeting-room"}))
        .send()
        .await
        .unwrap();
    assert_eq!(body, json!({"data": {"id": 1}}));

    let request = server.only_request();
    assert_eq!(request.method(), "POST");
    assert_eq!(
        request.target(),
        "/v2/rooms/a%2Fb?page%5Bsize%5D=250&name=a%20b%2Bc&ids=x&ids=y"
    );
    assert_eq!(
        request.header("authorization"),
        Some("Bearer KEY0123456789")
    );
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(&request.body[..], br#"{"unique_name":"my-meeting-room"}"#);
}

#[tokio::test]
async fn a_request_without_body_has_no_content_type() {
    let server = Server::answering([Answer::json(200, EMPTY)]);
    let request = server.client().request(Method::GET, "/rooms");
    request.send::<IgnoredAny>().await.unwrap();

    let request = server.only_request();
    assert_eq!(request.target(), "/v2/rooms");
    assert_eq!(request.header("content-type"), None);
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn headers_of_the_client_and_of_the_request_arrive() {
    let server = Server::answering([Answer::json(200, EMPTY)]);
    let client = server
        .builder()
        .user_agent_suffix("my-service/1.2")
        .header("x-team", "video")
        .header("x-stage", "test")
        .build()
        .unwrap();
    let options = RequestOptions::new()
        .header("x-stage", "now")
        .query("preview", true);
    client
        .request(Method::GET, "/rooms")
        .options(options)
        .send::<IgnoredAny>()
        .await
        .unwrap();

    let request = server.only_request();
    assert_eq!(request.target(), "/v2/rooms?preview=true");
    assert_eq!(request.header("x-team"), Some("video"));
    assert_eq!(request.header("x-stage"), Some("now"));
    assert_eq!(
        request.header("user-agent").unwrap(),
        format!("telnyx-video/{} my-service/1.2", env!("CARGO_PKG_VERSION"))
    );
}

#[tokio::test]
async fn a_response_keeps_the_answer() {
    let answer = Answer::json(201, r#"{"data": 7}"#).header("x-request-id", "8f2a");
    let server = Server::answering([answer]);
    let request = server.client().request(Method::POST, "/rooms");
    let response = request.send_with_response::<Value>().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.request_id(), Some("8f2a"));
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.body(), br#"{"data": 7}"#);
    assert_eq!(response.value(), &json!({"data": 7}));
    assert_eq!(response.into_value(), json!({"data": 7}));
}

#[tokio::test]
async fn an_empty_body_reads_as_nothing() {
    let server = Server::answering([Answer::new(204, &[], ""), Answer::new(200, &[], "")]);
    let client = server.client();
    let request = client.request(Method::DELETE, "/rooms/1");
    request.clone().send::<()>().await.unwrap();
    assert_eq!(request.send::<Option<Value>>().await.unwrap(), None);
}

#[tokio::test]
async fn the_default_http_client_follows_no_redirect() {
    // The one test of the default HTTP client, which heeds the proxies of the environment.
    let server = Server::answering([
        Answer::new(302, &[], "").header("location", "/elsewhere"),
        Answer::json(200, EMPTY),
    ]);
    let client = Client::builder()
        .api_key("KEY")
        .base_url(server.base_url())
        .build()
        .unwrap();
    let request = client.request(Method::POST, "/rooms");
    let error = request.send::<Value>().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert_eq!(server.targets(), ["/rooms"]);
}

#[tokio::test]
async fn a_path_that_climbs_never_leaves() {
    let server = Server::answering([]);
    for path in [
        "rooms",
        "/../keys",
        "/rooms/%2e%2E/keys",
        "/rooms?a=b",
        "/a b",
    ] {
        let request = server.client().request(Method::GET, path);
        let error = request.send::<Value>().await.unwrap_err();
        assert_eq!(error.operation(), Some("request"));
        assert_eq!(error.path_template(), Some(path));
        assert_eq!(error.url(), None);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_call_can_be_spawned() {
    let server = Server::answering([Answer::json(200, EMPTY)]);
    let call = server
        .client()
        .request(Method::GET, "/rooms")
        .send::<Value>();
    let body = tokio::spawn(call).await.unwrap().unwrap();
    assert_eq!(body, json!({"data": []}));
}
