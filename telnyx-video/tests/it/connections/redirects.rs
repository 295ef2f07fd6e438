//! A redirect away from TLS: the key stays behind it.

use telnyx_video::ErrorKind;
use telnyx_video::reqwest::redirect::Policy;

use super::authority::Authority;
use super::origin::{Origin, Reply, SUCCESS};
use super::process::{self, ROOM, TOKEN};
use crate::support::{API_KEY, Answer, Server};

/// One that drops the body of a request, and one that keeps it. All five are tried without TLS, in
/// `faults` and `downloads`.
const REDIRECTS: [u16; 2] = [302, 307];

/// A server without TLS.
fn unprotected() -> Server {
    Server::always(Answer::json(200, SUCCESS))
}

/// A server with TLS that redirects to one without.
async fn redirecting(authority: &Authority, status: u16, to: &Server) -> Origin {
    let location = to.url("/v2/rooms");
    let acceptor = authority.acceptor("127.0.0.1", &["h2", "http/1.1"]);
    Origin::answering(Reply::Redirect { status, location }, acceptor).await
}

#[tokio::test]
#[cfg_attr(
    any(windows, target_vendor = "apple"),
    ignore = "the platform trusts no authority for the sake of SSL_CERT_FILE"
)]
async fn by_default_nothing_goes_where_it_leads() {
    let authority = Authority::new();
    for status in REDIRECTS {
        let plain = unprotected();
        let origin = redirecting(&authority, status, &plain).await;
        let trust = ("SSL_CERT_FILE", authority.file());
        let outcome = process::call(&origin.base_url(), &[trust]).await;
        assert_eq!(outcome, format!("Status {status}"));
        let authorization = origin.only_request().authorization().map(str::to_owned);
        assert_eq!(authorization.unwrap(), "Bearer KEY0123456789");
        assert!(plain.requests().is_empty());
    }
}

#[tokio::test]
async fn a_client_that_follows_takes_no_key_there() {
    let authority = Authority::new();
    for status in REDIRECTS {
        let plain = unprotected();
        let origin = redirecting(&authority, status, &plain).await;
        let http = authority.trusting().redirect(Policy::default());
        let client = origin.client(http);
        client.rooms().retrieve(ROOM).send().await.unwrap();
        let actions = client.rooms().actions();
        actions
            .refresh_client_token(ROOM, TOKEN)
            .send()
            .await
            .unwrap();
        assert_eq!(origin.received().len(), 2);
        let arrived = plain.requests();
        assert_eq!(arrived.len(), 2);
        for request in arrived {
            assert_eq!(request.header("authorization"), None);
            assert!(!request.head.contains(API_KEY), "{}", request.head);
        }
    }
}

#[tokio::test]
async fn a_client_that_insists_on_tls_does_not_follow_and_does_not_try_again() {
    let authority = Authority::new();
    for status in REDIRECTS {
        let plain = unprotected();
        let origin = redirecting(&authority, status, &plain).await;
        let http = authority.trusting().redirect(Policy::default());
        let client = origin.client(http.https_only(true));
        let error = client.rooms().retrieve(ROOM).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
        assert_eq!(origin.received().len(), 1);
        assert!(plain.requests().is_empty());
    }
}

#[tokio::test]
async fn a_download_is_not_led_away_from_tls_whatever_the_client_follows() {
    let authority = Authority::new();
    for status in REDIRECTS {
        for policy in [Policy::none(), Policy::default()] {
            let plain = unprotected();
            let origin = redirecting(&authority, status, &plain).await;
            let client = origin.client(authority.trusting().redirect(policy));
            let url = format!("{}/a.mp4?signature=abcdefgh", origin.base_url());
            let error = client.download(url).send().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
            let line = error.to_string();
            assert!(line.ends_with("the target does not use https"), "{line}");
            assert_eq!(origin.only_request().authorization(), None);
        }
    }
}
