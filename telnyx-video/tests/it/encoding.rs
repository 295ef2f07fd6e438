//! Whatever text goes into a path or a query, the server reads the same text out of it.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use telnyx_video::models::RoomFilter;
use telnyx_video::reqwest::Method;
use telnyx_video::{Client, RequestOptions};
use tokio::runtime::{Builder, Runtime};

use crate::support::{Answer, Request, Server};

/// A server and its client, and what drives both.
struct Bench {
    runtime: Runtime,
    server: Server,
    client: Client,
}

impl Bench {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let server = {
            let _guard = runtime.enter();
            Server::always(Answer::json(200, r#"{"data":[]}"#))
        };
        let client = server.builder().build().unwrap();
        Self {
            runtime,
            server,
            client,
        }
    }

    /// The request that arrives when this call is made.
    fn request<F: Future>(&self, call: impl FnOnce(&Client) -> F) -> Request {
        let before = self.server.requests().len();
        self.runtime.block_on(call(&self.client));
        let mut arrived = self.server.requests();
        assert_eq!(arrived.len(), before + 1);
        arrived.pop().unwrap()
    }
}

/// The same cases each time: a failure is one that everybody sees.
fn for_all<T: std::fmt::Debug>(values: impl Strategy<Value = T>, test: impl Fn(T)) {
    let config = Config {
        cases: 64,
        failure_persistence: None,
        ..Config::default()
    };
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, seed);
    runner
        .run(&values, |value| {
            test(value);
            Ok(())
        })
        .unwrap();
}

/// Any text: control characters, what is syntax to a URL, what looks encoded, all of Unicode.
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

/// What percent-encoding stands for, by RFC 3986: `+` is a plus.
fn decoded(encoded: &str) -> String {
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

/// What the target of a request is made of: the segments of its path, and the pairs of its query.
fn parsed(request: &Request) -> (Vec<String>, Vec<(String, String)>) {
    let target = request.target();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~/?&=%".contains(c);
    assert!(target.chars().all(allowed), "{target}");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let segments = path.strip_prefix("/v2/").unwrap().split('/').map(decoded);
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap();
        (decoded(name), decoded(value))
    });
    (segments.collect(), pairs.collect())
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn the_value_of_a_filter_arrives_as_it_is() {
    let bench = Bench::new();
    for_all(text(), |text| {
        let filter = RoomFilter::new().unique_name(&text);
        let request = bench.request(|client| client.rooms().list().filter(filter).send());
        let (path, query) = parsed(&request);
        assert_eq!(path, ["rooms"]);
        assert_eq!(query, [pair("filter[unique_name]", &text)]);
    });
}

#[test]
fn names_and_values_of_a_query_arrive_as_they_are() {
    let bench = Bench::new();
    let texts = (text(), text(), text(), text());
    for_all(texts, |(name, first, second, other)| {
        let options = RequestOptions::new()
            .query(&name, &second)
            .query(&name, &other);
        let request = bench.request(|client| {
            let request = client.request(Method::GET, "/a");
            let request = request.query(&name, [&first, &second]);
            request.options(options).send::<serde_json::Value>()
        });
        let (path, query) = parsed(&request);
        assert_eq!(path, ["a"]);
        assert_eq!(
            query,
            [&first, &second, &second, &other].map(|value| pair(&name, value))
        );
    });
}

#[test]
fn an_argument_of_a_path_arrives_as_one_segment() {
    let bench = Bench::new();
    for_all(text(), |text| {
        if ["", ".", ".."].contains(&text.as_str()) {
            return;
        }
        let sessions = bench.client.rooms().sessions();
        let request = bench.request(|_| sessions.list_for_room(&text).send());
        let (path, query) = parsed(&request);
        assert_eq!(path, ["rooms", &text, "sessions"]);
        assert_eq!(query, []);
    });
}

#[test]
fn the_text_of_a_body_arrives_as_it_is() {
    let bench = Bench::new();
    for_all(text(), |text| {
        let request = bench.request(|client| client.rooms().create().unique_name(&text).send());
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(body, serde_json::json!({"unique_name": text}));
    });
}
