//! Calls and builders can be sent to other threads and outlive the client.

use std::fmt::Debug;

use telnyx_video::resources::*;
use telnyx_video::{Client, RequestOptions};

use super::expectation::assert_received;
use super::operations::OPERATIONS;
use crate::support::Server;

#[tokio::test]
async fn call_of_every_operation_can_be_spawned_and_outlives_client() {
    for operation in &OPERATIONS {
        let server = Server::sequence([operation.reply()]);
        let client = server.client();
        let call = (operation.call)(&client, "id", RequestOptions::new());
        drop(client);
        assert!(
            server.requests().is_empty(),
            "a call sends nothing before it is awaited"
        );
        let status = tokio::spawn(call).await.unwrap().unwrap();
        assert_eq!(status, operation.status());
        assert_received(
            &server,
            operation.method,
            &operation.target("id"),
            operation.body().as_ref(),
        );
    }
}

#[test]
fn clients_resources_and_builders_implement_common_traits() {
    fn assert_traits<T: Clone + Debug + Send + Sync + Unpin + 'static>() {}
    assert_traits::<Client>();

    assert_traits::<Rooms>();
    assert_traits::<RoomsActions>();
    assert_traits::<RoomsSessions>();
    assert_traits::<RoomsSessionsActions>();
    assert_traits::<RoomParticipants>();
    assert_traits::<RoomRecordings>();
    assert_traits::<RoomCompositions>();

    assert_traits::<ListRooms>();
    assert_traits::<CreateRoom>();
    assert_traits::<RetrieveRoom>();
    assert_traits::<UpdateRoom>();
    assert_traits::<DeleteRoom>();
    assert_traits::<GenerateJoinClientToken>();
    assert_traits::<RefreshClientToken>();
    assert_traits::<ListSessionsForRoom>();
    assert_traits::<ListSessions>();
    assert_traits::<RetrieveSession>();
    assert_traits::<ListSessionParticipants>();
    assert_traits::<EndSession>();
    assert_traits::<KickSessionParticipants>();
    assert_traits::<MuteSessionParticipants>();
    assert_traits::<UnmuteSessionParticipants>();
    assert_traits::<ListRoomParticipants>();
    assert_traits::<RetrieveRoomParticipant>();
    assert_traits::<ListRoomRecordings>();
    assert_traits::<RetrieveRoomRecording>();
    assert_traits::<DeleteRoomRecording>();
    assert_traits::<BulkDeleteRoomRecordings>();
    assert_traits::<ListRoomCompositions>();
    assert_traits::<CreateRoomComposition>();
    assert_traits::<RetrieveRoomComposition>();
    assert_traits::<DeleteRoomComposition>();
}

#[tokio::test]
async fn cloned_builder_can_be_sent_again() {
    let operation = &OPERATIONS[0];
    let server = Server::sequence([operation.reply(), operation.reply()]);
    let list = server.client().rooms().list();
    list.clone().page_number(1).send().await.unwrap();
    list.page_number(2).send().await.unwrap();
    assert_eq!(
        server.targets(),
        ["/rooms?page%5Bnumber%5D=1", "/rooms?page%5Bnumber%5D=2"]
    );
}
