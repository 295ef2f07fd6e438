//! Redirects from `https` to `http`.

use telnyx_video::ErrorKind;
use telnyx_video::reqwest::redirect::Policy;

use super::certificate_authority::CertificateAuthority;
use super::subprocess::{self, ROOM, TOKEN};
use super::tls_server::{Behavior, SUCCESS, TlsServer};
use crate::support::{API_KEY, Reply, Server};

/// A status that changes a POST to a GET, and one that does not. `faults` and `downloads` test all
/// five statuses without TLS.
const REDIRECTS: [u16; 2] = [302, 307];

fn http_server() -> Server {
    Server::always(Reply::json(200, SUCCESS))
}

/// Starts a TLS server that redirects to an HTTP server.
async fn redirect_server(authority: &CertificateAuthority, status: u16, to: &Server) -> TlsServer {
    let location = to.url("/v2/rooms");
    let tls_acceptor = authority.tls_acceptor("127.0.0.1", &["h2", "http/1.1"]);
    TlsServer::start(Behavior::Redirect { status, location }, tls_acceptor).await
}

#[tokio::test]
#[cfg_attr(
    any(windows, target_vendor = "apple"),
    ignore = "the platform's certificate verifier ignores SSL_CERT_FILE"
)]
async fn default_client_does_not_follow_redirect_to_http() {
    let authority = CertificateAuthority::new();
    for status in REDIRECTS {
        let target = http_server();
        let server = redirect_server(&authority, status, &target).await;
        let trust = ("SSL_CERT_FILE", authority.file());
        let result = subprocess::call(&server.base_url(), &[trust]).await;
        assert_eq!(result, format!("Status({status}) {status}"));
        let authorization = server.only_request().authorization().map(str::to_owned);
        assert_eq!(authorization.unwrap(), "Bearer KEY0123456789");
        assert!(target.requests().is_empty());
    }
}

#[tokio::test]
async fn redirect_policy_that_follows_to_http_does_not_send_key() {
    let authority = CertificateAuthority::new();
    for status in REDIRECTS {
        let target = http_server();
        let server = redirect_server(&authority, status, &target).await;
        let http = authority.trusting_client().redirect(Policy::default());
        let client = server.client(http);
        client.rooms().retrieve(ROOM).send().await.unwrap();
        let actions = client.rooms().actions();
        actions
            .refresh_client_token(ROOM, TOKEN)
            .send()
            .await
            .unwrap();
        assert_eq!(server.requests().len(), 2);
        let requests = target.requests();
        assert_eq!(requests.len(), 2);
        for request in requests {
            assert_eq!(request.header("authorization"), None);
            assert!(!request.head.contains(API_KEY), "{}", request.head);
        }
    }
}

#[tokio::test]
async fn https_only_client_does_not_follow_redirect_or_retry() {
    let authority = CertificateAuthority::new();
    for status in REDIRECTS {
        let target = http_server();
        let server = redirect_server(&authority, status, &target).await;
        let http = authority.trusting_client().redirect(Policy::default());
        let client = server.client(http.https_only(true));
        let error = client.rooms().retrieve(ROOM).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
        assert_eq!(server.requests().len(), 1);
        assert!(target.requests().is_empty());
    }
}

#[tokio::test]
async fn download_does_not_follow_redirect_to_http_with_any_policy() {
    let authority = CertificateAuthority::new();
    for status in REDIRECTS {
        for policy in [Policy::none(), Policy::default()] {
            let target = http_server();
            let server = redirect_server(&authority, status, &target).await;
            let client = server.client(authority.trusting_client().redirect(policy));
            let url = format!("{}/a.mp4?signature=abcdefgh", server.base_url());
            let error = client.download(url).send().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
            let line = error.to_string();
            assert!(line.ends_with(" does not use https"), "{line}");
            assert_eq!(server.only_request().authorization(), None);
        }
    }
}
