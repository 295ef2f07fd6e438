//! Proxies from environment variables.

use std::env;

use hyper::Version;
use telnyx_video::Retries;

use super::certificate_authority::CertificateAuthority;
use super::connect_proxy::ConnectProxy;
use super::subprocess::{self, ROOM, TOKEN};
use super::tls_server::{Behavior, SUCCESS, TlsServer};
use crate::support::{API_KEY, Reply, Server};

/// Starts an HTTP server, which also serves as an HTTP proxy.
fn http_server() -> Server {
    Server::always(Reply::json(200, SUCCESS))
}

/// A host that cannot be resolved, so that it is only reachable through a proxy.
const UNKNOWN_HOST: &str = "telnyx.test";

async fn start_server(authority: &CertificateAuthority, name: &str) -> TlsServer {
    let tls_acceptor = authority.tls_acceptor(name, &["h2", "http/1.1"]);
    TlsServer::start(Behavior::Success, tls_acceptor).await
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// Calls an unknown host over plain HTTP in a subprocess.
async fn call_unknown_host(variables: &[(&str, &str)]) -> String {
    let base_url = format!("http://{UNKNOWN_HOST}/v2");
    let test = concat!(module_path!(), "::proxy_receives_no_key_over_plain_http");
    let variables = [&[(ALLOW_PLAIN_HTTP, "")], variables].concat();
    subprocess::run(test, &base_url, &variables).await
}

/// The variable that makes the subprocess allow plain HTTP.
const ALLOW_PLAIN_HTTP: &str = "TEST_ALLOW_PLAIN_HTTP";

#[tokio::test]
async fn proxy_receives_no_key_over_plain_http() {
    if subprocess::is_subprocess() {
        let allow = env::var_os(ALLOW_PLAIN_HTTP).is_some();
        let builder = subprocess::client_builder().allow_plain_http(allow);
        let client = builder.retry_policy(Retries::none()).build().unwrap();
        return subprocess::report(client.rooms().retrieve(ROOM).send_with_response().await);
    }
    let proxy = http_server();
    let variables = [("HTTP_PROXY", &*proxy.url(""))];
    let result = subprocess::call("http://telnyx.test/v2", &variables).await;
    assert!(result.starts_with("InvalidRequest: "), "{result}");
    assert!(
        result.ends_with("`ClientBuilder::allow_plain_http`"),
        "{result}"
    );
    assert!(proxy.requests().is_empty());
}

#[tokio::test]
async fn http_proxy_variable_sends_http_requests_to_proxy() {
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let proxy = http_server();
        let result = call_unknown_host(&[(variable, &proxy.url(""))]).await;
        assert_eq!(result, "200", "{variable}");
        let requests = proxy.requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(
            requests[0].target(),
            format!("http://telnyx.test/v2/rooms/{ROOM}")
        );
        assert_eq!(requests[0].header("host"), Some(UNKNOWN_HOST));
    }
}

#[tokio::test]
#[cfg_attr(
    any(windows, target_vendor = "apple"),
    ignore = "the platform's certificate verifier ignores SSL_CERT_FILE"
)]
async fn https_proxy_variable_tunnels_https_requests() {
    let authority = CertificateAuthority::new();
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let server = start_server(&authority, UNKNOWN_HOST).await;
        let proxy_server = ConnectProxy::start(server.address()).await;
        let base_url = format!("https://{UNKNOWN_HOST}/v2");
        let proxy = format!("http://me:hunter2@{}", proxy_server.address());
        let variables = [("SSL_CERT_FILE", authority.file()), (variable, &proxy)];
        assert_eq!(
            subprocess::call(&base_url, &variables).await,
            "200",
            "{variable}"
        );

        let request = server.only_request();
        assert_eq!(request.version, Version::HTTP_2);
        assert_eq!(request.authorization(), Some("Bearer KEY0123456789"));
        assert!(!request.headers.contains_key("proxy-authorization"));

        // The proxy can only read the CONNECT request.
        let connect = proxy_server.only_request().to_lowercase();
        assert!(
            connect.starts_with("connect telnyx.test:443 http/1.1\r\n"),
            "{connect}"
        );
        assert!(
            connect.contains("\r\nproxy-authorization: basic bwu6ahvudgvymg=="),
            "{connect}"
        );
        assert!(!connect.contains("\r\nauthorization"), "{connect}");
        let received = &proxy_server.received()[0];
        assert!(received.len() > connect.len() + 4);
        for secret in [API_KEY, TOKEN] {
            assert!(!contains(received, secret), "{secret}");
        }
    }
}

#[tokio::test]
async fn no_proxy_variable_bypasses_http_proxy() {
    for variable in ["NO_PROXY", "no_proxy"] {
        let proxy = http_server();
        let variables = [("HTTP_PROXY", &*proxy.url("")), (variable, UNKNOWN_HOST)];
        let result = call_unknown_host(&variables).await;
        assert!(result.starts_with("Connect: "), "{result}");
        assert!(proxy.requests().is_empty());
    }
}

#[tokio::test]
async fn server_on_this_machine_is_called_without_proxy() {
    let (proxy, server) = (http_server(), http_server());
    let variables = [("HTTP_PROXY", &*proxy.url(""))];
    let result = subprocess::call(&server.base_url(), &variables).await;
    assert_eq!(result, "200");
    assert_eq!(server.targets().len(), 1);
    assert!(proxy.requests().is_empty());
}

#[tokio::test]
#[cfg_attr(
    any(windows, target_vendor = "apple"),
    ignore = "the platform's certificate verifier ignores SSL_CERT_FILE"
)]
async fn no_proxy_variable_bypasses_https_proxy() {
    let authority = CertificateAuthority::new();
    let server = start_server(&authority, UNKNOWN_HOST).await;
    let proxy_server = ConnectProxy::start(server.address()).await;
    let proxy = format!("http://{}", proxy_server.address());
    let variables = [
        ("SSL_CERT_FILE", authority.file()),
        ("HTTPS_PROXY", &proxy),
        ("NO_PROXY", UNKNOWN_HOST),
    ];
    let result = subprocess::call(&format!("https://{UNKNOWN_HOST}/v2"), &variables).await;
    assert!(result.starts_with("Connect: "), "{result}");
    assert!(proxy_server.received().is_empty());
}
