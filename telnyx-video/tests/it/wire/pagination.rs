//! Streams of every list, with options on every page.

use futures_util::{Stream, TryStreamExt};
use serde::Serialize;
use serde_json::json;
use telnyx_video::models::{
    ListRoomParticipantsFilter, ListSessionParticipantsFilter, ListSessionsFilter,
    ListSessionsForRoomFilter, RoomCompositionFilter, RoomFilter, RoomRecordingFilter,
};
use telnyx_video::{Client, Error, RequestOptions};

use super::fixtures::{ROOM, SESSION, days, uuid};
use crate::support::{Reply, Server};

const FIRST: &str = "00000000-0000-4000-8000-000000000001";
const SECOND: &str = "00000000-0000-4000-8000-000000000002";
const THIRD: &str = "00000000-0000-4000-8000-000000000003";

fn page(number: u8, ids: &[&str]) -> Reply {
    let items: Vec<_> = ids.iter().map(|id| json!({"id": id})).collect();
    let meta = json!({"page_number": number, "page_size": 2, "total_pages": 2, "total_results": 3});
    Reply::json(200, json!({"data": items, "meta": meta}).to_string())
}

/// Reads a list of two pages, and asserts that it sends requests with these targets.
async fn assert_reads_two_pages<S, T>(list: impl FnOnce(&Client) -> S, targets: [&str; 2])
where
    S: Stream<Item = Result<T, Error>> + Send + 'static,
    T: Serialize,
{
    let server = Server::sequence([page(1, &[FIRST, SECOND]), page(2, &[THIRD])]);
    let items: Vec<T> = list(&server.client()).try_collect().await.unwrap();
    assert_eq!(
        serde_json::to_value(items).unwrap(),
        json!([{"id": FIRST}, {"id": SECOND}, {"id": THIRD}])
    );
    assert_eq!(server.targets(), targets);
    for request in server.requests() {
        assert_eq!(request.method(), "GET");
        assert_eq!(
            request.header("authorization"),
            Some("Bearer KEY0123456789")
        );
        assert!(request.body.is_empty());
    }
}

#[tokio::test]
async fn stream_of_rooms_sends_options_with_every_page() {
    assert_reads_two_pages(
        |client| {
            let filter = RoomFilter::new().unique_name("a b");
            let list = client.rooms().list().include_sessions(true);
            list.filter(filter).page_size(2).stream()
        },
        [
            "/rooms?include_sessions=true&filter%5Bunique_name%5D=a%20b\
             &page%5Bsize%5D=2&page%5Bnumber%5D=1",
            "/rooms?include_sessions=true&filter%5Bunique_name%5D=a%20b\
             &page%5Bsize%5D=2&page%5Bnumber%5D=2",
        ],
    )
    .await;
}

#[tokio::test]
async fn stream_of_sessions_of_room_sends_options_with_every_page() {
    assert_reads_two_pages(
        |client| {
            let filter = ListSessionsForRoomFilter::new().active(false);
            let list = client.rooms().sessions().list_for_room("a/b");
            list.filter(filter).include_participants(true).stream()
        },
        [
            "/rooms/a%2Fb/sessions?filter%5Bactive%5D=false&include_participants=true\
             &page%5Bnumber%5D=1",
            "/rooms/a%2Fb/sessions?filter%5Bactive%5D=false&include_participants=true\
             &page%5Bnumber%5D=2",
        ],
    )
    .await;
}

#[tokio::test]
async fn stream_of_sessions_sends_options_with_every_page() {
    assert_reads_two_pages(
        |client| {
            let filter = ListSessionsFilter::new().active(true).room_id(uuid(ROOM));
            let list = client.rooms().sessions().list().filter(filter);
            list.page_number(1).page_size(2).stream()
        },
        [
            "/room_sessions?filter%5Bactive%5D=true\
             &filter%5Broom_id%5D=3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4\
             &page%5Bnumber%5D=1&page%5Bsize%5D=2",
            "/room_sessions?filter%5Bactive%5D=true\
             &filter%5Broom_id%5D=3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4\
             &page%5Bnumber%5D=2&page%5Bsize%5D=2",
        ],
    )
    .await;
}

#[tokio::test]
async fn stream_of_session_participants_sends_options_with_every_page() {
    assert_reads_two_pages(
        |client| {
            let filter = ListSessionParticipantsFilter::new().context("");
            let list = client.rooms().sessions().list_participants(SESSION);
            list.filter(filter).stream()
        },
        [
            "/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/participants\
             ?filter%5Bcontext%5D=&page%5Bnumber%5D=1",
            "/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/participants\
             ?filter%5Bcontext%5D=&page%5Bnumber%5D=2",
        ],
    )
    .await;
}

#[tokio::test]
async fn stream_of_participants_sends_options_with_every_page() {
    assert_reads_two_pages(
        |client| {
            let filter = ListRoomParticipantsFilter::new().date_left_at(days(
                "2026-03-14",
                "2026-03-01",
                "2026-03-31",
            ));
            client.room_participants().list().filter(filter).stream()
        },
        [
            "/room_participants?filter%5Bdate_left_at%5D%5Beq%5D=2026-03-14\
             &filter%5Bdate_left_at%5D%5Bgte%5D=2026-03-01\
             &filter%5Bdate_left_at%5D%5Blte%5D=2026-03-31&page%5Bnumber%5D=1",
            "/room_participants?filter%5Bdate_left_at%5D%5Beq%5D=2026-03-14\
             &filter%5Bdate_left_at%5D%5Bgte%5D=2026-03-01\
             &filter%5Bdate_left_at%5D%5Blte%5D=2026-03-31&page%5Bnumber%5D=2",
        ],
    )
    .await;
}

#[tokio::test]
async fn stream_of_recordings_sends_options_with_every_page() {
    assert_reads_two_pages(
        |client| {
            let filter = RoomRecordingFilter::new()
                .r#type("audio")
                .min_duration_secs(0);
            client.room_recordings().list().filter(filter).stream()
        },
        [
            "/room_recordings?filter%5Bduration_secs%5D=0&filter%5Btype%5D=audio\
             &page%5Bnumber%5D=1",
            "/room_recordings?filter%5Bduration_secs%5D=0&filter%5Btype%5D=audio\
             &page%5Bnumber%5D=2",
        ],
    )
    .await;
}

#[tokio::test]
async fn stream_of_compositions_sends_options_with_every_page() {
    assert_reads_two_pages(
        |client| {
            let filter = RoomCompositionFilter::new().status("enqueued");
            let options = RequestOptions::new().query("preview", true);
            let list = client.room_compositions().list().filter(filter);
            list.options(options).stream()
        },
        [
            "/room_compositions?filter%5Bstatus%5D=enqueued&page%5Bnumber%5D=1&preview=true",
            "/room_compositions?filter%5Bstatus%5D=enqueued&page%5Bnumber%5D=2&preview=true",
        ],
    )
    .await;
}

#[tokio::test]
async fn stream_with_invalid_path_argument_returns_error_and_ends() {
    let server = Server::sequence([]);
    let mut sessions = server
        .client()
        .rooms()
        .sessions()
        .list_for_room("")
        .stream();
    let error = sessions.try_next().await.unwrap_err();
    assert_eq!(error.operation(), Some("rooms.sessions.list_for_room"));
    assert!(sessions.try_next().await.unwrap().is_none());
    assert!(server.requests().is_empty());
}
