//! Requests as they are built, without I/O.

use std::time::Duration;

use reqwest::header::{COOKIE, HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::*;
use crate::runtime::client::ClientBuilder;
use crate::runtime::client::authentication::{Bearer, SecurityScheme};
use crate::runtime::encoding::{Pair, percent_encode};
use crate::runtime::error::ErrorKind;
use crate::runtime::response::{Json, NoContent};
use crate::runtime::values::{Nullable, Secret, Selection};

fn builder() -> ClientBuilder {
    ClientBuilder::for_tests().with_api_key("KEY0123".into())
}

fn client() -> Client {
    builder()
        .base_url("https://api.example/v2/")
        .header("x-team", "video")
        .build()
        .unwrap()
}

fn request(method: Method, template: &'static str) -> Request<NoContent> {
    Request::new(&client(), method, template)
        .operation("rooms.test")
        .operation_id("TestRooms")
}

fn get() -> Request<NoContent> {
    request(Method::GET, "/rooms")
}

fn post() -> Request<NoContent> {
    request(Method::POST, "/rooms").json_body()
}

fn url(request: &Request<NoContent>) -> String {
    request.parts.build_for_tests().unwrap().url().to_string()
}

fn header(request: &Request<NoContent>, name: &str) -> Option<String> {
    let request = request.parts.build_for_tests().unwrap();
    let value = request.headers().get(name)?;
    Some(value.to_str().unwrap().to_owned())
}

fn body(request: &Request<NoContent>) -> Option<Value> {
    let request = request.parts.build_for_tests().unwrap();
    let bytes = request.body()?.as_bytes().unwrap();
    Some(serde_json::from_slice(bytes).unwrap())
}

/// Returns the error of an invalid request, without the common prefix.
fn error(request: &Request<NoContent>) -> String {
    let error = request.parts.build_for_tests().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let message = error.to_string();
    let (_, reason) = message.split_once(" was not sent: ").unwrap();
    reason.to_owned()
}

#[test]
fn build_sets_method_url_and_headers() {
    let request = get();
    let built = request.parts.build_for_tests().unwrap();
    assert_eq!(built.method(), Method::GET);
    assert_eq!(built.url().as_str(), "https://api.example/v2/rooms");
    assert!(built.headers()["authorization"].is_sensitive());
    assert_eq!(header(&request, "authorization").unwrap(), "Bearer KEY0123");
    assert_eq!(header(&request, "accept").unwrap(), "application/json");
    assert_eq!(
        header(&request, "user-agent").unwrap(),
        concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(header(&request, "x-team").unwrap(), "video");
}

#[test]
fn build_sets_content_type_with_body_only() {
    assert_eq!(body(&get()), None);
    assert_eq!(header(&get(), "content-type"), None);
    assert_eq!(body(&post()).unwrap(), json!({}));
    assert_eq!(header(&post(), "content-type").unwrap(), "application/json");
}

#[test]
fn field_sets_values_including_empty_and_null() {
    let request = post()
        .field("empty", "")
        .field("flag", false)
        .field("nothing", Nullable::<u64>::Null)
        .field("number", 1)
        .field("number", 2)
        .field("token", Secret::from("text"));
    assert_eq!(
        body(&request).unwrap(),
        json!({"empty": "", "flag": false, "nothing": null, "number": 2, "token": "text"})
    );
}

#[test]
fn path_and_query_are_percent_encoded() {
    let request = request(Method::GET, "/rooms/{room_id}/sessions")
        .path("room_id", "a/b")
        .query("include participants", true)
        .query_object("filter", json!({"date_created_at": {"gte": "2021-04-25"}}))
        .query("page[size]", 250)
        .query("include participants", false);
    assert_eq!(
        url(&request),
        "https://api.example/v2/rooms/a%2Fb/sessions?include%20participants=false\
         &filter%5Bdate_created_at%5D%5Bgte%5D=2021-04-25&page%5Bsize%5D=250"
    );
    assert_eq!(request.query_value("page[size]"), Some("250"));
}

#[test]
fn literal_path_is_appended_to_base_url() {
    for path in [
        "/",
        "/a//b/",
        "//a@b.example",
        "/a%20b/c:d",
        "/...",
        "/rooms?page[number]=2&from=../a?b",
    ] {
        let request = Request::with_literal_path(&client(), Method::GET, path);
        assert_eq!(url(&request), format!("https://api.example/v2{path}"));
    }
}

#[test]
fn build_reports_first_error_of_setters() {
    let request = request(Method::GET, "/rooms/{room_id}")
        .path("room_id", "..")
        .query("ids", Vec::<u8>::new());
    assert_eq!(
        error(&request),
        "the path parameter `room_id` must not be `..`, because URL parsers remove such segments"
    );
}

#[test]
fn build_missing_path_or_body_fails() {
    assert_eq!(
        error(&request(Method::GET, "/rooms/{room_id}")),
        "the path parameter `room_id` is not set"
    );
    assert_eq!(
        error(&get().field("a", 1)),
        "the body field `a` can't be set: the operation has no body"
    );
}

#[test]
fn selection_blank_filter_fails() {
    let delete = || request(Method::DELETE, "/room_recordings");
    for filter in [json!({}), json!({"a": null, "b": "", "c": " ", "d": {}})] {
        assert_eq!(
            error(&delete().selection("filter", Selection::Matching(filter))),
            "`filter` is empty and would match everything; to select everything, \
             pass `Selection::Everything`"
        );
    }
    for (filter, member) in [
        (json!({"a": 0, "b": {}}), "filter[b]"),
        (json!({"a": {"b": 0, "c": " "}}), "filter[a][c]"),
    ] {
        assert_eq!(
            error(&delete().selection("filter", Selection::Matching(filter))),
            format!("`{member}` is empty, so it would not restrict the selection; omit it")
        );
    }
    assert_eq!(
        url(&delete().selection("filter", Selection::from(json!({"a": false, "b": 0})))),
        "https://api.example/v2/room_recordings?filter%5Ba%5D=false&filter%5Bb%5D=0"
    );
    assert_eq!(
        url(&delete().selection("filter", Selection::<Value>::Everything)),
        "https://api.example/v2/room_recordings"
    );
}

#[test]
fn options_override_and_append() {
    let options = RequestOptions::new()
        .timeout(Duration::from_secs(5))
        .header("X-Team", "other")
        .header("x-trace", "1")
        .query("new[0]", "a b")
        .query("new[0]", 2)
        .body_field("number", 2)
        .body_field("new", ["x"]);
    let request = post().query("q", 1).field("number", 1).options(options);
    assert_eq!(get().parts.plan().timeout, Duration::from_secs(60));
    assert_eq!(request.parts.plan().timeout, Duration::from_secs(5));
    assert_eq!(header(&request, "x-team").unwrap(), "other");
    assert_eq!(header(&request, "x-trace").unwrap(), "1");
    assert_eq!(
        url(&request),
        "https://api.example/v2/rooms?q=1&new%5B0%5D=a%20b&new%5B0%5D=2"
    );
    assert_eq!(body(&request).unwrap(), json!({"new": ["x"], "number": 2}));

    let replaced = request.options(RequestOptions::new());
    assert_eq!(body(&replaced).unwrap(), json!({"number": 1}));
}

#[test]
fn options_invalid_values_fail() {
    let with = |options| error(&get().options(options));
    assert_eq!(
        with(RequestOptions::new().body_field("a", 1)),
        "the body field `a` can't be set: the operation has no body"
    );
    assert_eq!(
        with(RequestOptions::new().header("authorization", "Bearer x")),
        "the header `authorization` can't be set; the client derives it from its credentials"
    );
    assert_eq!(
        with(RequestOptions::new().header("x y", "1")),
        "\"x y\" is not a valid header name"
    );
    assert_eq!(
        error(
            &get()
                .json([1])
                .options(RequestOptions::new().body_field("a", 1))
        ),
        "the body field `a` can't be set: the body is not an object"
    );
}

#[test]
fn cookies_are_joined_with_all_cookie_headers_of_client() {
    let mut headers = HeaderMap::new();
    for cookie in ["a=1", "b=2"] {
        headers.append(COOKIE, HeaderValue::from_static(cookie));
    }
    let client = builder().default_headers(headers).build().unwrap();
    let request = Request::<NoContent>::get(&client, "/rooms").change(|parts| {
        let pair = Pair::new("c", "3", percent_encode);
        parts.cookies.set("c", vec![pair]);
        Ok(())
    });
    let built = request.parts.build_for_tests().unwrap();
    let cookies: Vec<_> = built.headers().get_all(COOKIE).iter().collect();
    assert_eq!(cookies, ["a=1; b=2; c=3"]);
}

#[test]
fn debug_omits_values() {
    let request = request(Method::POST, "/rooms/{room_id}")
        .path("room_id", "x")
        .query("page[size]", 250)
        .json_body()
        .field("refresh_token", "hunter2");
    assert_eq!(
        format!("{request:?}"),
        "Request { operation: \"rooms.test\", method: POST, path_template: \"/rooms/{room_id}\", \
         query: [\"page[size]\"], body_fields: Some([\"refresh_token\"]), \
         options: RequestOptions { timeout: None, total_timeout: None, retry_policy: None, \
         headers: [], query: [], body_fields: [], .. }, .. }"
    );
}

#[test]
fn request_is_send_and_sync_for_every_body() {
    fn assert_bounds<T: Clone + Send + Sync + 'static>(_: &T) {}
    assert_bounds(&Request::<Json<*const u8>>::new(
        &client(),
        Method::GET,
        "/",
    ));
}

#[test]
fn authenticate_replaces_or_removes_api_key() {
    assert_eq!(header(&get().authenticate(&[]), "authorization"), None);
    let other = get().authenticate(&[CredentialId::ApiKey, CredentialId::Scheme("app")]);
    assert_eq!(
        error(&other),
        "the operation requires a secret for `app`; set it with `ClientBuilder::credential`"
    );
    assert_eq!(header(&other.allow_anonymous(), "authorization"), None);
    let schemes: [(_, &dyn SecurityScheme); 1] = [("app", &Bearer)];
    let client = builder()
        .with_credential(&schemes, "app", "app-key".into())
        .base_url("https://api.example")
        .build()
        .unwrap();
    let request = Request::<NoContent>::get(&client, "/rooms");
    let request = request.authenticate(&[CredentialId::Scheme("app")]);
    assert_eq!(header(&request, "authorization").unwrap(), "Bearer app-key");
}

#[test]
fn server_is_overridden_by_custom_base_url() {
    assert_eq!(
        url(&get().server("https://other.example/v1")),
        "https://api.example/v2/rooms"
    );
    let client = builder().build().unwrap();
    let at = |server| {
        let request = Request::<NoContent>::get(&client, "/rooms");
        request.server(server)
    };
    assert_eq!(
        url(&at("https://other.example/v1/")),
        "https://other.example/v1/rooms"
    );
    assert_eq!(error(&at("http://other.example")), PLAIN_HTTP);
    let without_key = at("http://other.example").authenticate(&[]);
    assert_eq!(url(&without_key), "http://other.example/rooms");
}

const PLAIN_HTTP: &str = "the server uses plain `http`, which does not protect credentials; use \
    `https`, or allow `http` with `ClientBuilder::allow_plain_http`";

#[test]
fn api_key_is_sent_over_plain_http_only_if_allowed() {
    let builder = builder().base_url("http://api.example");
    let get = |client| Request::<NoContent>::get(&client, "/rooms");
    assert_eq!(error(&get(builder.clone().build().unwrap())), PLAIN_HTTP);
    let allowed = get(builder.allow_plain_http(true).build().unwrap());
    assert_eq!(header(&allowed, "authorization").unwrap(), "Bearer KEY0123");
}
