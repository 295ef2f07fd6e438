//! Encoding and validation of path arguments.

use telnyx_video::uuid::Uuid;
use telnyx_video::{ErrorKind, RequestOptions};

use super::expectation::expect;
use super::fixtures::{ROOM, minimal, uuid};
use super::operations::{OPERATIONS, Operation};
use crate::support::Server;

fn operations_with_path_parameter() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS
        .iter()
        .filter(|operation| operation.has_path_parameter())
}

#[tokio::test]
async fn path_argument_is_encoded_as_one_segment() {
    let ids = [
        ("a/b", "a%2Fb"),
        ("%", "%25"),
        ("a b", "a%20b"),
        ("Zoë", "Zo%C3%AB"),
        ("..x", "..x"),
        ("...", "..."),
        ("../rooms", "..%2Frooms"),
        ("..\\x", "..%5Cx"),
        ("%2e%2e", "%252e%252e"),
        ("%2F", "%252F"),
        ("?x=1#y", "%3Fx%3D1%23y"),
        ("a;b,c:d@e+f&g", "a%3Bb%2Cc%3Ad%40e%2Bf%26g"),
        ("\n\u{0}", "%0A%00"),
        (" ", "%20"),
        ("room_-.~9", "room_-.~9"),
    ];
    for operation in operations_with_path_parameter() {
        let server = Server::sequence(ids.map(|_| operation.reply()));
        let client = server.client();
        for (id, encoded) in ids {
            let call = (operation.call)(&client, id, RequestOptions::new());
            call.await.unwrap();
            let request = server.requests().pop().unwrap();
            assert_eq!(request.method(), operation.method);
            assert_eq!(request.target(), operation.target(encoded));
        }
        assert_eq!(server.requests().len(), ids.len());
    }
}

#[tokio::test]
async fn path_argument_that_is_empty_or_dots_is_rejected() {
    let server = Server::sequence([]);
    let client = server.client();
    for operation in operations_with_path_parameter() {
        for id in ["", ".", ".."] {
            let call = (operation.call)(&client, id, RequestOptions::new());
            let error = call.await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert_eq!(error.operation(), Some(operation.name));
            assert_eq!(error.method().unwrap().as_str(), operation.method);
            assert_eq!(error.url(), None);
            assert_eq!(error.status(), None);
            let line = error.to_string();
            let start = format!("{} was not sent: the path parameter `", operation.label());
            assert!(line.starts_with(&start), "{line}");
        }
    }
    assert!(server.requests().is_empty());
}

#[test]
fn operations_with_path_parameter_are_17() {
    assert_eq!(operations_with_path_parameter().count(), 17);
}

#[tokio::test]
async fn path_argument_accepts_uuid_string_and_integer() {
    let target = "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
    let id = uuid(ROOM);
    let text = String::from(ROOM);
    let retrieve = || expect("GET", target).respond_with(200, minimal(ROOM));
    retrieve()
        .from_call(|it| it.rooms().retrieve(id).send())
        .await;
    let borrowed: &Uuid = &id;
    retrieve()
        .from_call(|it| it.rooms().retrieve(borrowed).send())
        .await;
    retrieve()
        .from_call(|it| it.rooms().retrieve(&text).send())
        .await;
    retrieve()
        .from_call(|it| it.rooms().retrieve(text).send())
        .await;
    expect("GET", "/v2/rooms/7")
        .respond_with(200, minimal(ROOM))
        .from_call(|client| client.rooms().retrieve(7).send())
        .await;
}
