//! Calls, and what they are built with, can go to another thread and outlive the client.

use std::fmt::Debug;

use telnyx_video::resources::*;
use telnyx_video::{Client, RequestOptions};

use super::exchange::assert_arrived;
use super::operations::OPERATIONS;
use crate::support::Server;

#[tokio::test]
async fn every_call_can_be_spawned_and_outlives_its_client() {
    for operation in &OPERATIONS {
        let server = Server::answering([operation.answer()]);
        let client = server.client();
        let call = (operation.call)(&client, "id", RequestOptions::new());
        drop(client);
        assert!(server.requests().is_empty(), "not awaited yet");
        let status = tokio::spawn(call).await.unwrap().unwrap();
        assert_eq!(status, operation.status());
        assert_arrived(
            &server,
            operation.method,
            &operation.target("id"),
            operation.body().as_ref(),
        );
    }
}

#[test]
fn everything_on_the_way_to_a_call_can_travel() {
    fn travels<T: Clone + Debug + Send + Sync + Unpin + 'static>() {}
    travels::<Client>();

    travels::<Rooms>();
    travels::<RoomsActions>();
    travels::<RoomsSessions>();
    travels::<RoomsSessionsActions>();
    travels::<RoomParticipants>();
    travels::<RoomRecordings>();
    travels::<RoomCompositions>();

    travels::<ListRooms>();
    travels::<CreateRoom>();
    travels::<RetrieveRoom>();
    travels::<UpdateRoom>();
    travels::<DeleteRoom>();
    travels::<GenerateJoinClientToken>();
    travels::<RefreshClientToken>();
    travels::<ListSessionsForRoom>();
    travels::<ListSessions>();
    travels::<RetrieveSession>();
    travels::<ListSessionParticipants>();
    travels::<EndSession>();
    travels::<KickSessionParticipants>();
    travels::<MuteSessionParticipants>();
    travels::<UnmuteSessionParticipants>();
    travels::<ListRoomParticipants>();
    travels::<RetrieveRoomParticipant>();
    travels::<ListRoomRecordings>();
    travels::<RetrieveRoomRecording>();
    travels::<DeleteRoomRecording>();
    travels::<BulkDeleteRoomRecordings>();
    travels::<ListRoomCompositions>();
    travels::<CreateRoomComposition>();
    travels::<RetrieveRoomComposition>();
    travels::<DeleteRoomComposition>();
}

#[tokio::test]
async fn a_builder_can_be_kept_and_sent_again() {
    let operation = &OPERATIONS[0];
    let server = Server::answering([operation.answer(), operation.answer()]);
    let list = server.client().rooms().list();
    list.clone().page_number(1).send().await.unwrap();
    list.page_number(2).send().await.unwrap();
    assert_eq!(
        server.targets(),
        ["/rooms?page%5Bnumber%5D=1", "/rooms?page%5Bnumber%5D=2"]
    );
}
