//! HTTP/2 connections that stay open but no longer answer.
//!
//! The tests run the default HTTP client, which only trusts a test's authority in a subprocess.

use std::time::Duration;

use telnyx_video::Client;

use super::certificate_authority::CertificateAuthority;
use super::subprocess::{self, ROOM};
use super::tls_server::{Behavior, TlsServer};

/// Long enough for a TLS handshake on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(2);

/// Runs the test in a subprocess, and asserts that its last call succeeds although its second
/// request made the connection fall silent.
async fn assert_recovers(test: &str) {
    let authority = CertificateAuthority::new();
    let tls_acceptor = authority.tls_acceptor("127.0.0.1", &["h2"]);
    let server = TlsServer::start(Behavior::FallSilent, tls_acceptor).await;
    let trust = ("SSL_CERT_FILE", authority.file());
    let result = subprocess::run(test, &server.base_url(), &[trust]).await;
    assert_eq!(result, "200");
    let requests = server.requests();
    let on_silent_connection = requests.iter().filter(|request| request.connection == 1);
    assert_eq!(on_silent_connection.count(), 2, "{requests:?}");
}

/// Makes two calls and reports the second, whose first attempt makes the connection fall silent.
async fn call_twice(client: Client) {
    client.rooms().retrieve(ROOM).send().await.unwrap();
    let second = client.rooms().retrieve(ROOM).send_with_response().await;
    subprocess::report(second);
}

#[tokio::test]
#[cfg_attr(
    any(windows, target_vendor = "apple"),
    ignore = "the platform's certificate verifier ignores SSL_CERT_FILE"
)]
async fn retry_after_timeout_uses_new_connection() {
    if subprocess::is_subprocess() {
        let builder = subprocess::client_builder().http2_keep_alive(None, TIMEOUT);
        return call_twice(builder.timeout(TIMEOUT).build().unwrap()).await;
    }
    assert_recovers(concat!(
        module_path!(),
        "::retry_after_timeout_uses_new_connection"
    ))
    .await;
}

#[tokio::test]
#[cfg_attr(
    any(windows, target_vendor = "apple"),
    ignore = "the platform's certificate verifier ignores SSL_CERT_FILE"
)]
async fn call_after_total_timeout_uses_new_connection() {
    if subprocess::is_subprocess() {
        let builder = subprocess::client_builder().http2_keep_alive(None, TIMEOUT);
        let client = builder.total_timeout(TIMEOUT).build().unwrap();
        client.rooms().retrieve(ROOM).send().await.unwrap();
        let second = client.rooms().retrieve(ROOM).send().await;
        assert!(second.unwrap_err().is_timeout());
        let third = client.rooms().retrieve(ROOM).send_with_response().await;
        return subprocess::report(third);
    }
    assert_recovers(concat!(
        module_path!(),
        "::call_after_total_timeout_uses_new_connection"
    ))
    .await;
}

#[tokio::test]
#[cfg_attr(
    any(windows, target_vendor = "apple"),
    ignore = "the platform's certificate verifier ignores SSL_CERT_FILE"
)]
async fn unanswered_probe_closes_connection_before_timeout() {
    if subprocess::is_subprocess() {
        let interval = Duration::from_millis(100);
        let builder = subprocess::client_builder().http2_keep_alive(interval, TIMEOUT);
        return call_twice(builder.build().unwrap()).await;
    }
    assert_recovers(concat!(
        module_path!(),
        "::unanswered_probe_closes_connection_before_timeout"
    ))
    .await;
}
