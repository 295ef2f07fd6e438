//! The proxies that the environment names.

use hyper::Version;

use super::authority::Authority;
use super::origin::{Origin, Reply, SUCCESS};
use super::process::{self, ROOM, TOKEN};
use super::tunnel::Tunnel;
use crate::support::{API_KEY, Answer, Server};

/// A server without TLS, or a proxy to whatever is without.
fn plain() -> Server {
    Server::always(Answer::json(200, SUCCESS))
}

/// No name server knows the name, so only a proxy can lead there.
const UNKNOWN_HOST: &str = "telnyx.test";

async fn origin(authority: &Authority, name: &str) -> Origin {
    let acceptor = authority.acceptor(name, &["h2", "http/1.1"]);
    Origin::answering(Reply::Success, acceptor).await
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn http_goes_by_way_of_http_proxy() {
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let proxy = plain();
        let base_url = format!("http://{UNKNOWN_HOST}/v2");
        let outcome = process::call(&base_url, &[(variable, &proxy.url(""))]).await;
        assert_eq!(outcome, "200", "{variable}");
        let arrived = proxy.requests();
        assert_eq!(arrived.len(), 1);
        assert_eq!(
            arrived[0].target(),
            format!("http://telnyx.test/v2/rooms/{ROOM}/actions/refresh_client_token")
        );
        assert_eq!(arrived[0].header("host"), Some(UNKNOWN_HOST));
    }
}

#[tokio::test]
#[cfg_attr(
    any(windows, target_vendor = "apple"),
    ignore = "the platform trusts no authority for the sake of SSL_CERT_FILE"
)]
async fn https_goes_through_https_proxy_unseen() {
    let authority = Authority::new();
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let origin = origin(&authority, UNKNOWN_HOST).await;
        let tunnel = Tunnel::to(origin.address()).await;
        let base_url = format!("https://{UNKNOWN_HOST}/v2");
        let proxy = format!("http://me:hunter2@{}", tunnel.address());
        let variables = [("SSL_CERT_FILE", authority.file()), (variable, &proxy)];
        assert_eq!(
            process::call(&base_url, &variables).await,
            "200",
            "{variable}"
        );

        let request = origin.only_request();
        assert_eq!(request.version, Version::HTTP_2);
        assert_eq!(request.authorization(), Some("Bearer KEY0123456789"));
        assert!(!request.headers.contains_key("proxy-authorization"));

        // What is for the proxy is all that it can read.
        let connect = tunnel.only_request().to_lowercase();
        assert!(
            connect.starts_with("connect telnyx.test:443 http/1.1\r\n"),
            "{connect}"
        );
        assert!(
            connect.contains("\r\nproxy-authorization: basic bwu6ahvudgvymg=="),
            "{connect}"
        );
        assert!(!connect.contains("\r\nauthorization"), "{connect}");
        let overheard = &tunnel.overheard()[0];
        assert!(overheard.len() > connect.len() + 4);
        for secret in [API_KEY, TOKEN] {
            assert!(!contains(overheard, secret), "{secret}");
        }
    }
}

#[tokio::test]
async fn no_proxy_leads_straight_to_the_server() {
    for variable in ["NO_PROXY", "no_proxy"] {
        let (proxy, server) = (plain(), plain());
        let variables = [("HTTP_PROXY", &*proxy.url("")), (variable, "127.0.0.1")];
        let outcome = process::call(&server.base_url(), &variables).await;
        assert_eq!(outcome, "200");
        assert_eq!(server.targets().len(), 1);
        assert!(proxy.requests().is_empty());
    }
}

#[tokio::test]
#[cfg_attr(
    any(windows, target_vendor = "apple"),
    ignore = "the platform trusts no authority for the sake of SSL_CERT_FILE"
)]
async fn no_proxy_leads_straight_to_a_server_with_tls() {
    let authority = Authority::new();
    let origin = origin(&authority, "127.0.0.1").await;
    let tunnel = Tunnel::to(origin.address()).await;
    let proxy = format!("http://{}", tunnel.address());
    let variables = [
        ("SSL_CERT_FILE", authority.file()),
        ("HTTPS_PROXY", &proxy),
        ("NO_PROXY", "127.0.0.1"),
    ];
    assert_eq!(process::call(&origin.base_url(), &variables).await, "200");
    assert_eq!(origin.received().len(), 1);
    assert!(tunnel.overheard().is_empty());
}
