//! Starting a server.

use std::net::TcpListener;

use telnyx_video::mock::MockServer;

#[tokio::test]
async fn start_with_client_returns_client_of_server() {
    let (server, client) = MockServer::start_with_client().await.unwrap();
    client.rooms().create().send().await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn start_on_used_port_is_error_with_port_and_help() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let error = MockServer::builder().port(port).start().await.unwrap_err();
    let error = error.to_string();
    let expected = format!("cannot listen on 127.0.0.1:{port}: ");
    assert!(error.starts_with(&expected), "{error}");
    let help = "\n  help: choose another port, or 0 for a free one";
    assert!(error.ends_with(help), "{error}");
}
