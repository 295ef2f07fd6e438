//! Negotiation of the HTTP version.

use futures_util::future::try_join_all;
use hyper::Version;

use super::certificate_authority::CertificateAuthority;
use super::subprocess::{self, ROOM};
use super::tls_server::{Behavior, TlsServer};

/// The ALPN protocols that a server offers, and the version that is negotiated.
const CASES: [(&[&str], Version); 4] = [
    (&["h2", "http/1.1"], Version::HTTP_2),
    (&["h2"], Version::HTTP_2),
    (&["http/1.1"], Version::HTTP_11),
    (&[], Version::HTTP_11),
];

async fn start_server(authority: &CertificateAuthority, protocols: &[&str]) -> TlsServer {
    TlsServer::start(
        Behavior::Success,
        authority.tls_acceptor("127.0.0.1", protocols),
    )
    .await
}

#[tokio::test]
#[cfg_attr(
    any(windows, target_vendor = "apple"),
    ignore = "the platform's certificate verifier ignores SSL_CERT_FILE"
)]
async fn default_client_negotiates_http_2() {
    let authority = CertificateAuthority::new();
    for (protocols, version) in CASES {
        let server = start_server(&authority, protocols).await;
        let trust = ("SSL_CERT_FILE", authority.file());
        let result = subprocess::call(&server.base_url(), &[trust]).await;
        assert_eq!(result, "200", "{protocols:?}");
        let request = server.only_request();
        assert_eq!(request.version, version, "{protocols:?}");
        assert_eq!(request.authorization(), Some("Bearer KEY0123456789"));
        assert_eq!(&request.body[..], br#"{"refresh_token":"refresh.token"}"#);
    }
}

#[tokio::test]
async fn request_is_same_in_both_http_versions() {
    let authority = CertificateAuthority::new();
    for (protocols, version) in CASES {
        let server = start_server(&authority, protocols).await;
        let client = server.client(authority.trusting_client());
        client
            .rooms()
            .update(ROOM)
            .unique_name("a")
            .send()
            .await
            .unwrap();
        let request = server.only_request();
        assert_eq!(request.version, version, "{protocols:?}");
        assert_eq!(request.path, format!("/v2/rooms/{ROOM}"));
        assert_eq!(request.authorization(), Some("Bearer KEY0123456789"));
        assert_eq!(request.headers["content-type"], "application/json");
        assert_eq!(request.headers["x-attempt"], "1");
        assert_eq!(&request.body[..], br#"{"unique_name":"a"}"#);
    }
}

#[tokio::test]
async fn concurrent_calls_share_one_http_2_connection() {
    let authority = CertificateAuthority::new();
    let server = start_server(&authority, &["h2"]).await;
    let client = server.client(authority.trusting_client());
    // Only after the first call does the client know that the connection can be shared.
    client.rooms().retrieve(ROOM).send().await.unwrap();
    let calls = (0..50).map(|_| client.rooms().retrieve(ROOM).send());
    try_join_all(calls).await.unwrap();
    assert_eq!(server.requests().len(), 51);
    assert_eq!(server.connections(), 1);
}
