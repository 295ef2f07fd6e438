//! Requests of `Client::request`, and their responses.

use serde::de::IgnoredAny;
use serde_json::{Value, json};
use telnyx_video::reqwest::Method;
use telnyx_video::{Client, RequestOptions};

use crate::support::{Reply, Server};

const EMPTY_PAGE: &str = r#"{"data":[]}"#;

#[tokio::test]
async fn request_sends_path_query_headers_and_body() {
    let server = Server::sequence([Reply::json(200, r#"{"data":{"id":1}}"#)]);
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
async fn awaited_request_builder_is_sent() {
    let server = Server::sequence([Reply::json(200, EMPTY_PAGE)]);
    let page = server.client().rooms().list().page_size(5).await.unwrap();
    assert_eq!(page.data, []);
    assert_eq!(server.only_request().target(), "/v2/rooms?page%5Bsize%5D=5");
}

#[tokio::test]
async fn request_without_body_has_no_content_type() {
    let server = Server::sequence([Reply::json(200, EMPTY_PAGE)]);
    let request = server.client().request(Method::GET, "/rooms");
    request.send::<IgnoredAny>().await.unwrap();

    let request = server.only_request();
    assert_eq!(request.target(), "/v2/rooms");
    assert_eq!(request.header("content-type"), None);
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn content_length_is_zero_if_method_has_body_but_request_has_none() {
    for (method, length) in [
        (Method::POST, Some("0")),
        (Method::PUT, Some("0")),
        (Method::PATCH, Some("0")),
        (Method::DELETE, None),
        (Method::GET, None),
    ] {
        let server = Server::always(Reply::new(204, &[], ""));
        let request = server.client().request(method.clone(), "/rooms");
        request.send::<()>().await.unwrap();
        let request = server.only_request();
        assert_eq!(request.header("content-length"), length, "{method}");
    }
}

#[tokio::test]
async fn headers_of_client_and_request_are_sent() {
    let server = Server::sequence([Reply::json(200, EMPTY_PAGE)]);
    let client = server
        .client_builder()
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
async fn response_has_status_headers_and_body() {
    let reply = Reply::json(201, r#"{"data": 7}"#).header("x-request-id", "8f2a");
    let server = Server::sequence([reply]);
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
async fn empty_body_decodes_as_unit_and_none() {
    let server = Server::sequence([Reply::new(204, &[], ""), Reply::new(200, &[], "")]);
    let client = server.client();
    let request = client.request(Method::DELETE, "/rooms/1");
    request.clone().send::<()>().await.unwrap();
    assert_eq!(request.send::<Option<Value>>().await.unwrap(), None);
}

#[tokio::test]
async fn default_http_client_does_not_follow_redirects() {
    // The only test of the default HTTP client, which uses the proxies in the environment.
    let server = Server::sequence([
        Reply::new(302, &[], "").header("location", "/elsewhere"),
        Reply::json(200, EMPTY_PAGE),
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
async fn invalid_path_is_rejected() {
    let server = Server::sequence([]);
    for path in ["rooms", "/../keys", "/rooms/%2e%2E/keys", "/a b"] {
        let request = server.client().request(Method::GET, path);
        let error = request.send::<Value>().await.unwrap_err();
        assert_eq!(error.operation(), Some("request"));
        assert_eq!(error.path_template(), Some(path));
        assert_eq!(error.url(), None);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn call_can_be_spawned() {
    let server = Server::sequence([Reply::json(200, EMPTY_PAGE)]);
    let call = server
        .client()
        .request(Method::GET, "/rooms")
        .send::<Value>();
    let body = tokio::spawn(call).await.unwrap().unwrap();
    assert_eq!(body, json!({"data": []}));
}
