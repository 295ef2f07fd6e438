//! The token server: its responses to other sites, and its page in a browser.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use telnyx_video::mock::{Fault, MockServer};
use telnyx_video::reqwest::{RequestBuilder, StatusCode};

use super::browser::Browser;
use super::programs::command;
use crate::support::{ChildProcess, http_without_tls, print_skipped};

/// A running token server. Dropping it stops it.
struct TokenServer {
    process: ChildProcess,
    /// Such as `127.0.0.1:3000`.
    address: String,
}

impl TokenServer {
    fn start(server: &MockServer, arguments: &[&str]) -> Self {
        Self::start_with_origin(server, arguments, None)
    }

    fn start_with_origin(server: &MockServer, arguments: &[&str], origin: Option<&str>) -> Self {
        let mut command = command(server, "token_server");
        command.args(arguments);
        command.envs(origin.map(|origin| ("ORIGIN", origin)));
        command.env("LISTEN", "127.0.0.1:0").env("POLL_MS", "50");
        let mut process = ChildProcess::start(&mut command);
        let line = process.read_line();
        let address = line.strip_prefix("listening on http://").unwrap();
        Self {
            address: address.to_owned(),
            process,
        }
    }

    /// Returns a request for a token.
    fn post_token(&self, room: &str) -> RequestBuilder {
        let room = utf8_percent_encode(room, NON_ALPHANUMERIC);
        let url = format!("http://{}/token?room={room}", self.address);
        http_without_tls().build().unwrap().post(url)
    }
}

/// Returns the status and the body of the response to a request.
async fn send(request: RequestBuilder) -> (StatusCode, String) {
    let response = request.send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

async fn server_with_room() -> MockServer {
    let server = MockServer::start().await.unwrap();
    let room = server.client().rooms().create().unique_name("standup");
    room.send().await.unwrap();
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn request_of_other_site_is_rejected() {
    let server = server_with_room().await;
    let token_server = TokenServer::start(&server, &[]);
    let status = async |name: &str, value: &str| {
        let request = token_server.post_token("standup").header(name, value);
        send(request).await.0
    };
    let port = token_server.address.rsplit(':').next().unwrap();
    for host in [&token_server.address, &format!("LocalHost:{port}")] {
        assert_eq!(status("host", host).await, StatusCode::OK, "{host}");
        let origin = format!("http://{host}");
        assert_eq!(status("origin", &origin).await, StatusCode::OK, "{origin}");
    }
    for host in ["attacker.example", &format!("attacker.example:{port}")] {
        assert_eq!(status("host", host).await, StatusCode::FORBIDDEN, "{host}");
    }
    for origin in ["null", "http://attacker.example", "http://127.0.0.1"] {
        let status = status("origin", origin).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{origin}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_for_configured_origin_are_accepted() {
    let server = server_with_room().await;
    let origin = "https://meet.example.com";
    let token_server = TokenServer::start_with_origin(&server, &[], Some(origin));
    let status = async |host: &str, origin: &str| {
        let request = token_server.post_token("standup").header("host", host);
        send(request.header("origin", origin)).await.0
    };
    assert_eq!(status("meet.example.com", origin).await, StatusCode::OK);
    for (host, origin) in [
        (token_server.address.as_str(), origin),
        ("meet.example.com", "http://meet.example.com"),
    ] {
        assert_eq!(status(host, origin).await, StatusCode::FORBIDDEN, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_and_unknown_room_names_are_rejected() {
    let server = server_with_room().await;
    let token_server = TokenServer::start(&server, &[]);
    for (name, status) in [
        ("", StatusCode::BAD_REQUEST),
        (" \t", StatusCode::BAD_REQUEST),
        ("unknown", StatusCode::NOT_FOUND),
    ] {
        let (received, body) = send(token_server.post_token(name)).await;
        assert_eq!(received, status, "{name:?}: {body}");
    }
    let rooms = server.client().rooms().list().send().await.unwrap().data;
    assert_eq!(rooms.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn room_with_other_name_is_skipped() {
    let server = server_with_room().await;
    let token_server = TokenServer::start(&server, &[]);
    let rooms = server.client().rooms().list().send().await.unwrap().data;
    let inexact = Fault::status(StatusCode::OK).body(json!({"data": rooms}));
    server.fail_next(inexact.on("rooms.list")).unwrap();
    let (status, body) = send(token_server.post_token("stand")).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_room_is_created_with_flag() {
    let server = server_with_room().await;
    let token_server = TokenServer::start(&server, &["--create-rooms"]);
    let (status, body) = send(token_server.post_token("new")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let rooms = server.client().rooms().list().send().await.unwrap().data;
    assert_eq!(rooms.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn log_escapes_room_name() {
    let server = server_with_room().await;
    let mut token_server = TokenServer::start(&server, &["--create-rooms"]);
    let name = "a\u{1b}[2J\nrejected \u{202e}";
    let (status, body) = send(token_server.post_token(name)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(
        token_server.process.read_line(),
        r#"generated a token for the room "a\u{1b}[2J\nrejected \u{202e}""#
    );
}

/// The message of the page if the room has no participants.
const EMPTY: &str = "Nobody is in this room yet. Participants appear here when they join.";

/// Opens the page in a browser, or prints that the test is skipped. The token server stops when it is dropped.
async fn open_page() -> Option<(Browser, MockServer, TokenServer)> {
    let browser = Browser::start().await;
    let browser = browser.inspect_err(|reason| print_skipped(reason)).ok()?;
    let server = server_with_room().await;
    let token_server = TokenServer::start(&server, &[]);
    browser
        .open(&format!("http://{}", token_server.address))
        .await;
    Some((browser, server, token_server))
}

/// Returns a JavaScript expression that is true if the page lists these names.
fn names_are(names: &str) -> String {
    let list =
        "[...document.querySelectorAll('#participants .name')].map((name) => name.textContent)";
    format!("{list}.join(', ') === '{names}'")
}

/// Returns a JavaScript expression that is true if an element is visible and has this text.
fn text_is(selector: &str, text: &str) -> String {
    let element = format!("document.querySelector('{selector}')");
    format!("!{element}.hidden && {element}.textContent === {text:?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn page_updates_participants() {
    let Some((browser, server, _token_server)) = open_page().await else {
        return;
    };
    browser
        .evaluate("document.body.dataset.loaded = 'once'")
        .await;
    let idle = "Choose a room to see its participants.";
    browser.wait(&text_is("#message", idle)).await;
    browser.enter("#room", "standup\u{e007}").await;
    browser
        .wait("document.querySelector('#token').textContent")
        .await;
    let token = browser.evaluate("document.querySelector('#token').textContent");
    let token = token.await.as_str().unwrap().to_owned();
    browser.wait(&text_is("#message", EMPTY)).await;

    let ann = server.join_with_token(&token, "Ann <b>").unwrap();
    browser.wait(&names_are("Ann <b>")).await;
    browser.wait(&text_is("#count", "1 participant")).await;
    browser
        .wait(&text_is("#announcement", "Ann <b> joined."))
        .await;
    let rooms = server.client().rooms().list().send().await.unwrap().data;
    server.join(rooms.first().unwrap().id, "Bob").unwrap();
    browser.wait(&names_are("Ann <b>, Bob")).await;
    browser.wait(&text_is("#count", "2 participants")).await;
    server.leave(ann.id).unwrap();
    browser.wait(&names_are("Bob")).await;
    browser
        .wait(&text_is("#announcement", "Ann <b> left."))
        .await;
    let loaded = browser.evaluate("document.body.dataset.loaded").await;
    assert_eq!(loaded, "once", "the page was reloaded");
}

#[tokio::test(flavor = "multi_thread")]
async fn page_shows_errors_and_recovers() {
    let Some((browser, server, _token_server)) = open_page().await else {
        return;
    };
    browser.click("form button").await;
    browser
        .wait(&text_is("#error", "Enter the name of a room."))
        .await;
    browser.enter("#room", "standup").await;
    let fault = Fault::status(StatusCode::INTERNAL_SERVER_ERROR)
        .on("rooms.actions.generate_join_client_token");
    server.fail_next(fault).unwrap();
    browser.click("form button").await;
    browser
        .wait(&text_is("#error", "The request to Telnyx failed."))
        .await;

    browser.click("form button").await;
    browser.wait(&text_is("#message", EMPTY)).await;
    let seen = "window.seen = []; \
        new MutationObserver(() => seen.push(document.querySelector('#connection').textContent))\
        .observe(document.querySelector('#connection'), { childList: true })";
    browser.evaluate(&format!("(() => {{ {seen} }})()")).await;
    let fault = Fault::status(StatusCode::NOT_IMPLEMENTED).on("rooms.sessions.list_for_room");
    server.fail_next(fault).unwrap();
    let warning = "The request to Telnyx failed. Trying again…";
    browser
        .wait(&format!(
            "seen.includes({warning:?}) && document.querySelector('#connection').hidden"
        ))
        .await;
}
