//! Whom a client believes to be the server.

use telnyx_video::ErrorKind;

use super::authority::Authority;
use super::origin::{Origin, Reply};
use super::process::ROOM;
use crate::support::fault_server::default_http;

/// The call has to fail before a single request is sent.
async fn assert_refused(origin: &Origin, client: telnyx_video::Client) {
    let error = client.rooms().retrieve(ROOM).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert!(origin.received().is_empty());
}

#[tokio::test]
async fn a_server_of_an_unknown_authority_gets_no_request() {
    let acceptor = Authority::new().acceptor("127.0.0.1", &["h2", "http/1.1"]);
    let origin = Origin::answering(Reply::Success, acceptor).await;
    let builder = telnyx_video::Client::builder().http_client(default_http());
    let builder = builder.api_key("KEY0123456789").base_url(origin.base_url());
    let client = builder.retry_policy(telnyx_video::Retries::none());
    assert_refused(&origin, client.build().unwrap()).await;
}

#[tokio::test]
async fn a_server_of_another_name_gets_no_request() {
    let authority = Authority::new();
    let acceptor = authority.acceptor("elsewhere.test", &["h2", "http/1.1"]);
    let origin = Origin::answering(Reply::Success, acceptor).await;
    assert_refused(&origin, origin.client(authority.trusting())).await;
}
