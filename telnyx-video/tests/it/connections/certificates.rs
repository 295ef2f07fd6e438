//! Whom a client believes to be the server.

use telnyx_video::reqwest::{self, redirect};
use telnyx_video::{Client, ErrorKind, Retries};

use super::authority::Authority;
use super::origin::{Origin, Reply};
use super::process::ROOM;
use crate::support::API_KEY;

/// The call has to fail before a single request is sent.
async fn assert_refused(origin: &Origin, client: Client) {
    let error = client.rooms().retrieve(ROOM).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert!(origin.received().is_empty());
}

#[tokio::test]
async fn a_server_of_an_unknown_authority_gets_no_request() {
    let acceptor = Authority::new().acceptor("127.0.0.1", &["h2", "http/1.1"]);
    let origin = Origin::answering(Reply::Success, acceptor).await;
    // The one that a client makes itself by default, but for ignoring the proxies of the environment.
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none());
    let client = Client::builder()
        .http_client(http.build().unwrap())
        .api_key(API_KEY)
        .base_url(origin.base_url())
        .retry_policy(Retries::none());
    assert_refused(&origin, client.build().unwrap()).await;
}

#[tokio::test]
async fn a_server_of_another_name_gets_no_request() {
    let authority = Authority::new();
    let acceptor = authority.acceptor("elsewhere.test", &["h2", "http/1.1"]);
    let origin = Origin::answering(Reply::Success, acceptor).await;
    assert_refused(&origin, origin.client(authority.trusting())).await;
}
