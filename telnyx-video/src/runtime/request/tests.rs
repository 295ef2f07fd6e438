use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::runtime::client::authentication::Scheme;
use crate::runtime::encoding::style::{PathStyle, QueryStyle};
use crate::runtime::error::ErrorKind;
use crate::runtime::response::body::{Json, NoContent};
use crate::runtime::values::nullable::Nullable;
use crate::runtime::values::secret::Secret;
use crate::runtime::values::selection::Selection;

fn client() -> Client {
    Client::builder()
        .api_key("KEY0123")
        .base_url("https://api.example/v2/")
        .header("x-team", "video")
        .build()
        .unwrap()
}

fn request(method: Method, template: &'static str) -> Request<NoContent> {
    Request::new(&client(), "TestOperation", method, template)
}

fn get() -> Request<NoContent> {
    request(Method::GET, "/rooms")
}

fn post() -> Request<NoContent> {
    request(Method::POST, "/rooms").json_body()
}

fn url(request: &Request<NoContent>) -> String {
    request.parts.build().unwrap().url().to_string()
}

fn header(request: &Request<NoContent>, name: &str) -> Option<String> {
    let request = request.parts.build().unwrap();
    let value = request.headers().get(name)?;
    Some(value.to_str().unwrap().to_owned())
}

fn body(request: &Request<NoContent>) -> Option<Value> {
    let request = request.parts.build().unwrap();
    let bytes = request.body()?.as_bytes().unwrap();
    Some(serde_json::from_slice(bytes).unwrap())
}

/// The reason of a error, after what every error says.
fn error(request: &Request<NoContent>) -> String {
    let error = request.parts.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.operation(), Some("TestOperation"));
    let message = error.to_string();
    message
        .strip_prefix("TestOperation was not sent: ")
        .unwrap()
        .to_owned()
}

#[test]
fn every_request_says_who_asks_and_for_what() {
    let request = get();
    let built = request.parts.build().unwrap();
    assert_eq!(built.method(), Method::GET);
    assert_eq!(built.url().as_str(), "https://api.example/v2/rooms");
    assert_eq!(built.timeout(), Some(&Duration::from_secs(60)));
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
fn only_a_body_has_a_content_type() {
    assert_eq!(body(&get()), None);
    assert_eq!(header(&get(), "content-type"), None);
    assert_eq!(body(&post()).unwrap(), json!({}));
    assert_eq!(header(&post(), "content-type").unwrap(), "application/json");
}

#[test]
fn what_was_set_is_sent() {
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
fn path_and_query_are_encoded() {
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
fn the_first_problem_of_a_setter_is_the_one_reported() {
    let request = request(Method::GET, "/rooms/{room_id}")
        .path("room_id", "..")
        .query("ids", Vec::<u8>::new());
    assert_eq!(
        error(&request),
        "the path parameter `room_id` is `..`, which would lead to another path"
    );
}

#[test]
fn faults_of_the_generator_are_errors_too() {
    assert_eq!(
        error(&request(Method::GET, "/rooms/{room_id}")),
        "the path parameter `room_id` is not set"
    );
    assert_eq!(
        error(&get().field("a", 1)),
        "the body field `a` can't be set; the operation has no body"
    );
}

#[test]
fn a_selection_of_everything_has_to_be_said_in_words() {
    let delete = || request(Method::DELETE, "/room_recordings");
    for filter in [json!({}), json!({"a": null, "b": "", "c": " ", "d": {}})] {
        assert_eq!(
            error(&delete().selection("filter", Selection::Matching(filter))),
            "`filter` is empty and would match everything; if that is meant, \
             pass `Selection::Everything`"
        );
    }
    assert_eq!(
        url(&delete().selection("filter", Selection::from(json!({"a": "", "b": 0})))),
        "https://api.example/v2/room_recordings?filter%5Ba%5D=&filter%5Bb%5D=0"
    );
    assert_eq!(
        url(&delete().selection("filter", Selection::<Value>::Everything)),
        "https://api.example/v2/room_recordings"
    );
}

#[test]
fn options_override_and_add() {
    let options = RequestOptions::new()
        .timeout(Duration::from_secs(5))
        .header("X-Team", "other")
        .header("x-trace", "1")
        .query("new[0]", "a b")
        .query("new[0]", 2)
        .body_field("number", 2)
        .body_field("new", ["x"]);
    let request = post().query("q", 1).field("number", 1).options(options);
    assert_eq!(
        request.parts.build().unwrap().timeout(),
        Some(&Duration::from_secs(5))
    );
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
fn options_that_cannot_be_sent_are_refused() {
    let with = |options| error(&get().options(options));
    assert_eq!(
        with(RequestOptions::new().body_field("a", 1)),
        "the body field `a` can't be set; the operation has no body"
    );
    assert_eq!(
        with(RequestOptions::new().header("authorization", "Bearer x")),
        "the header `authorization` can't be set; give the client an `api_key` instead"
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
        "the body field `a` can't be set; the body is not an object"
    );
}

#[test]
fn debug_shows_names_and_no_values() {
    let request = request(Method::POST, "/rooms/{room_id}")
        .path("room_id", "x")
        .query("page[size]", 250)
        .json_body()
        .field("refresh_token", "hunter2");
    assert_eq!(
        format!("{request:?}"),
        "Request { operation: \"TestOperation\", method: POST, path: \"/rooms/{room_id}\", \
         query: [\"page[size]\"], body_fields: Some([\"refresh_token\"]), \
         options: RequestOptions { timeout: None, deadline: None, retry_policy: None, headers: [], query: [], body_fields: [], .. }, .. }"
    );
}

#[test]
fn requests_travel_between_threads_whatever_they_are_answered_with() {
    fn travels<T: Clone + Send + Sync + 'static>(_: &T) {}
    travels(&Request::<Json<*const u8>>::new(
        &client(),
        "TestOperation",
        Method::GET,
        "/",
    ));
}

#[test]
fn a_form_has_fields_and_its_own_content_type() {
    let request = request(Method::POST, "/texts")
        .form_body(&[])
        .field("Tags", ["a", "b"])
        .options(RequestOptions::new().body_field("To", "+1 312"));
    let built = request.parts.build().unwrap();
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
fn bytes_go_out_as_they_are() {
    let request = request(Method::PUT, "/files").bytes("audio/wav", b"\0\xff".into());
    let built = request.parts.build().unwrap();
    assert_eq!(built.body().unwrap().as_bytes().unwrap(), b"\0\xff");
    assert_eq!(header(&request, "content-type").unwrap(), "audio/wav");
    let with_field = request.options(RequestOptions::new().body_field("a", 1));
    assert_eq!(
        error(&with_field),
        "the body field `a` can't be set; the body is not an object"
    );
}

#[test]
fn headers_of_the_operation_give_way_to_those_of_the_caller() {
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
        "the value of the header `x-a` has characters other than visible ASCII"
    );
}

#[test]
fn parameters_go_where_they_belong_in_their_style() {
    let object = || json!({"R": 100, "G": 200});
    let request = request(Method::GET, "/colors/{ids}")
        .path_as(PathStyle::MatrixExploded, "ids", ["a", "b/c"])
        .query_as(QueryStyle::PipeDelimited, "list", ["x", "y z"])
        .query_as(QueryStyle::FormExploded, "object", object())
        .query_reserved(QueryStyle::FormExploded, "url", "https://a?b&c")
        .exploded_header("x-object", object())
        .cookie("session", "1;2")
        .cookie_as(QueryStyle::Form, "list", ["a", "b"]);
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
fn an_object_travels_without_the_name_only_where_that_is_meant() {
    assert_eq!(
        error(&get().query("filter", json!({"a": 1}))),
        "the query parameter `filter` can't hold an object"
    );
    let request = get().query_as(QueryStyle::FormExploded, "filter", json!({"a": 1}));
    assert_eq!(url(&request), "https://api.example/v2/rooms?a=1");
}

#[test]
fn what_is_set_again_is_replaced_wherever_it_goes() {
    let request = get()
        .header("x-a", "1")
        .header("x-a", json!({}))
        .cookie("a", [1, 2])
        .cookie("a", 3);
    assert_eq!(header(&request, "x-a"), None);
    assert_eq!(header(&request, "cookie").unwrap(), "a=3");
}

#[test]
fn a_secret_is_known_wherever_it_goes() {
    let secret = || Secret::from("hunter2");
    let request = request(Method::GET, "/{a}")
        .path_as(PathStyle::Label, "a", secret())
        .query_as(QueryStyle::Form, "b", secret())
        .header("c", secret())
        .cookie("d", secret());
    assert_eq!(
        request.parts.secrets,
        [secret(), secret(), secret(), secret()]
    );
}

#[test]
fn an_operation_may_take_other_secrets_or_none() {
    assert_eq!(header(&get().authenticate(&[]), "authorization"), None);
    let other = get().authenticate(&[Credential::ApiKey, Credential::Of("app")]);
    assert_eq!(
        error(&other),
        "the operation takes a secret for `app`; give the client one with `credential`"
    );
    assert_eq!(header(&other.or_anonymous(), "authorization"), None);
    let builder = Client::builder().api_key("KEY0123");
    let known = [("app", Scheme::Query("app"))];
    let client = builder.with_credential(&known, "app", "a/1".into());
    let client = client.base_url("https://api.example").build().unwrap();
    let request = Request::<NoContent>::get(&client, "TestOperation", "/rooms");
    let request = request.authenticate(&[Credential::ApiKey, Credential::Of("app")]);
    assert_eq!(url(&request), "https://api.example/rooms?app=a%2F1");
    assert_eq!(header(&request, "authorization").unwrap(), "Bearer KEY0123");
}

#[test]
fn the_base_url_of_the_caller_goes_before_the_server_of_an_operation() {
    assert_eq!(
        url(&get().server("https://other.example/v1")),
        "https://api.example/v2/rooms"
    );
    let client = Client::new("KEY0123").unwrap();
    let at = |server| {
        let request = Request::<NoContent>::get(&client, "TestOperation", "/rooms");
        request.server(server)
    };
    assert_eq!(
        url(&at("https://other.example/v1/")),
        "https://other.example/v1/rooms"
    );
    assert_eq!(
        error(&at("http://other.example")),
        "the server is reached by plain `http`, which would show the key on the way; if that is \
         meant, give the client its URL as `base_url`"
    );
    let without_key = at("http://other.example").authenticate(&[]);
    assert_eq!(url(&without_key), "http://other.example/rooms");
}
