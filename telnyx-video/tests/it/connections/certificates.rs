//! Verification of server certificates.

use telnyx_video::reqwest::{self, redirect};
use telnyx_video::{Client, ErrorKind, Retries};

use super::certificate_authority::CertificateAuthority;
use super::subprocess::ROOM;
use super::tls_server::{Behavior, TlsServer};
use crate::support::API_KEY;

/// Asserts that a call fails before it sends a request.
async fn assert_not_trusted(server: &TlsServer, client: Client) {
    let error = client.rooms().retrieve(ROOM).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn certificate_of_unknown_authority_is_rejected() {
    let tls_acceptor = CertificateAuthority::new().tls_acceptor("127.0.0.1", &["h2", "http/1.1"]);
    let server = TlsServer::start(Behavior::Success, tls_acceptor).await;
    // The default HTTP client, except that it ignores proxies in the environment.
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none());
    let client = Client::builder()
        .http_client(http.build().unwrap())
        .api_key(API_KEY)
        .base_url(server.base_url())
        .retry_policy(Retries::none());
    assert_not_trusted(&server, client.build().unwrap()).await;
}

#[tokio::test]
async fn certificate_for_other_name_is_rejected() {
    let authority = CertificateAuthority::new();
    let tls_acceptor = authority.tls_acceptor("elsewhere.test", &["h2", "http/1.1"]);
    let server = TlsServer::start(Behavior::Success, tls_acceptor).await;
    assert_not_trusted(&server, server.client(authority.trusting_client())).await;
}
