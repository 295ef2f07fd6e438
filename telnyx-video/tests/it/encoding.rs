//! Property tests: the server decodes the same strings that callers pass in paths, queries and bodies.

use proptest::prelude::*;
use telnyx_video::models::RoomFilter;
use telnyx_video::reqwest::Method;
use telnyx_video::{Client, RequestOptions};
use tokio::runtime::{Builder, Runtime};

use crate::property_test::for_all;
use crate::support::{Reply, Request, Server};

/// The number of cases of each property test.
const CASES: u32 = 64;

/// A server, its client and their runtime.
struct Fixture {
    runtime: Runtime,
    server: Server,
    client: Client,
}

impl Fixture {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let server = {
            let _guard = runtime.enter();
            Server::always(Reply::json(200, r#"{"data":[]}"#))
        };
        let client = server.client_builder().build().unwrap();
        Self {
            runtime,
            server,
            client,
        }
    }

    /// Makes a call and returns its request.
    fn request<F: Future>(&self, call: impl FnOnce(&Client) -> F) -> Request {
        let before = self.server.requests().len();
        self.runtime.block_on(call(&self.client));
        let mut requests = self.server.requests();
        assert_eq!(requests.len(), before + 1);
        requests.pop().unwrap()
    }
}

/// Generates strings with control characters, URL syntax, percent sequences and all of Unicode.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        (0_u8..0x80).prop_map(|byte| char::from(byte).to_string()),
        proptest::sample::select(vec![
            "&",
            "=",
            "+",
            "%",
            "#",
            "?",
            "/",
            "\\",
            ";",
            "[",
            "]",
            "..",
            ".",
            " ",
            "%2F",
            "%00",
            "%",
            "%zz",
            "\r\n",
            "\u{0}",
            "é",
            "e\u{301}",
            "会議",
            "\u{202e}",
            "\u{feff}",
            "\u{10ffff}",
        ])
        .prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Decodes percent-encoding by RFC 3986, where `+` is a plus sign.
fn decode(encoded: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            let digits = str::from_utf8(&digits).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Returns the decoded path segments and the decoded query of a request.
fn decode_target(request: &Request) -> (Vec<String>, Vec<(String, String)>) {
    let target = request.target();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~/?&=%".contains(c);
    assert!(target.chars().all(allowed), "{target}");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let segments = path.strip_prefix("/v2/").unwrap().split('/').map(decode);
    let pairs = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap();
            (decode(name), decode(value))
        });
    (segments.collect(), pairs.collect())
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn filter_value_decodes_to_same_string() {
    let fixture = Fixture::new();
    for_all(CASES, text(), |text| {
        let filter = RoomFilter::new().unique_name(&text);
        let request = fixture.request(|client| client.rooms().list().filter(filter).send());
        let (path, query) = decode_target(&request);
        assert_eq!(path, ["rooms"]);
        assert_eq!(query, [pair("filter[unique_name]", &text)]);
    });
}

#[test]
fn query_names_and_values_decode_to_same_strings() {
    let fixture = Fixture::new();
    let texts = (text(), text(), text(), text());
    for_all(CASES, texts, |(name, first, second, other)| {
        let options = RequestOptions::new()
            .query(&name, &second)
            .query(&name, &other);
        let request = fixture.request(|client| {
            let request = client.request(Method::GET, "/a");
            let request = request.query(&name, [&first, &second]);
            request.options(options).send::<serde_json::Value>()
        });
        let (path, query) = decode_target(&request);
        assert_eq!(path, ["a"]);
        assert_eq!(
            query,
            [&first, &second, &second, &other].map(|value| pair(&name, value))
        );
    });
}

#[test]
fn path_argument_decodes_to_one_segment() {
    let fixture = Fixture::new();
    for_all(CASES, text(), |text| {
        if ["", ".", ".."].contains(&text.as_str()) {
            return;
        }
        let sessions = fixture.client.rooms().sessions();
        let request = fixture.request(|_| sessions.list_for_room(&text).send());
        let (path, query) = decode_target(&request);
        assert_eq!(path, ["rooms", &text, "sessions"]);
        assert_eq!(query, []);
    });
}

#[test]
fn body_string_decodes_to_same_string() {
    let fixture = Fixture::new();
    for_all(CASES, text(), |text| {
        let request = fixture.request(|client| client.rooms().create().unique_name(&text).send());
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(body, serde_json::json!({"unique_name": text}));
    });
}
