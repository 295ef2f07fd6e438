//! Which version of HTTP is spoken.

use futures_util::future::try_join_all;
use hyper::Version;

use super::authority::Authority;
use super::origin::{Origin, Reply};
use super::process::{self, ROOM};

/// What a server offers, and what is then spoken.
const CASES: [(&[&str], Version); 4] = [
    (&["h2", "http/1.1"], Version::HTTP_2),
    (&["h2"], Version::HTTP_2),
    (&["http/1.1"], Version::HTTP_11),
    (&[], Version::HTTP_11),
];

async fn origin(authority: &Authority, protocols: &[&str]) -> Origin {
    Origin::answering(Reply::Success, authority.acceptor("127.0.0.1", protocols)).await
}

#[tokio::test]
#[cfg_attr(
    any(windows, target_vendor = "apple"),
    ignore = "the platform trusts no authority for the sake of SSL_CERT_FILE"
)]
async fn by_default_http_2_is_spoken_where_it_is_offered() {
    let authority = Authority::new();
    for (protocols, version) in CASES {
        let origin = origin(&authority, protocols).await;
        let trust = ("SSL_CERT_FILE", authority.file());
        let outcome = process::call(&origin.base_url(), &[trust]).await;
        assert_eq!(outcome, "200", "{protocols:?}");
        let request = origin.only_request();
        assert_eq!(request.version, version, "{protocols:?}");
        assert_eq!(request.authorization(), Some("Bearer KEY0123456789"));
        assert_eq!(&request.body[..], br#"{"refresh_token":"refresh.token"}"#);
    }
}

#[tokio::test]
async fn a_request_is_the_same_in_either_version() {
    let authority = Authority::new();
    for (protocols, version) in CASES {
        let origin = origin(&authority, protocols).await;
        let client = origin.client(authority.trusting());
        client
            .rooms()
            .update(ROOM)
            .unique_name("a")
            .send()
            .await
            .unwrap();
        let request = origin.only_request();
        assert_eq!(request.version, version, "{protocols:?}");
        assert_eq!(request.path, format!("/v2/rooms/{ROOM}"));
        assert_eq!(request.authorization(), Some("Bearer KEY0123456789"));
        assert_eq!(request.headers["content-type"], "application/json");
        assert_eq!(request.headers["x-attempt"], "1");
        assert_eq!(&request.body[..], br#"{"unique_name":"a"}"#);
    }
}

#[tokio::test]
async fn many_calls_at_once_go_over_one_connection_of_http_2() {
    let authority = Authority::new();
    let origin = origin(&authority, &["h2"]).await;
    let client = origin.client(authority.trusting());
    // Until one has been made, nobody knows that it can be shared.
    client.rooms().retrieve(ROOM).send().await.unwrap();
    let calls = (0..50).map(|_| client.rooms().retrieve(ROOM).send());
    try_join_all(calls).await.unwrap();
    assert_eq!(origin.received().len(), 51);
    assert_eq!(origin.connections(), 1);
}
