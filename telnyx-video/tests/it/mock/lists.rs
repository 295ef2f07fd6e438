//! Filters, pages and `include_…` parameters.

use std::time::Duration;

use futures_util::TryStreamExt;
use serde_json::json;
use telnyx_video::Selection;
use telnyx_video::mock::MockServer;
use telnyx_video::models::{
    DateFilter, ListRoomParticipantsFilter, ListSessionParticipantsFilter, ListSessionsFilter,
    ListSessionsForRoomFilter, RoomCompositionFilter, RoomCompositionStatus, RoomFilter,
    RoomRecordingFilter, RoomRecordingStatus, RoomRecordingType,
};
use telnyx_video::uuid::Uuid;

use super::{day, start_server};

/// Returns an id with these last digits.
fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x1111_1111_1111_4111_8111_0000_0000_0000 + number)
}

/// Starts a server with two rooms, sessions, participants and recordings, each created a day apart.
async fn start_seeded_server() -> MockServer {
    let server = start_server().await;
    let at = |day: u32| format!("2026-03-{day:02}T23:59:59Z");
    let seed = json!({
        "rooms": [
            {"id": id(1), "unique_name": "one", "created_at": at(1), "updated_at": at(3)},
            {"id": id(2), "unique_name": "two", "created_at": at(2), "updated_at": at(4)},
        ],
        "sessions": [
            {"id": id(11), "room_id": id(1), "created_at": at(1), "updated_at": at(3), "ended_at": at(5)},
            {"id": id(12), "room_id": id(2), "created_at": at(2), "updated_at": at(4)},
        ],
        "participants": [
            {"id": id(21), "session_id": id(11), "context": "Ann", "joined_at": at(1), "updated_at": at(3), "left_at": at(5)},
            {"id": id(22), "session_id": id(12), "context": "Bob", "joined_at": at(2), "updated_at": at(4)},
        ],
        "recordings": [
            {
                "id": id(31), "room_id": id(1), "session_id": id(11), "participant_id": id(21), "type": "audio",
                "duration_secs": 45, "started_at": at(1), "ended_at": at(3), "completed_at": at(3),
            },
            {"id": id(32), "room_id": id(2), "session_id": id(12), "participant_id": id(22), "started_at": at(2)},
        ],
    });
    server.seed(&seed).unwrap();
    server
}

/// Asserts the ids of the items that match each filter.
macro_rules! assert_filters {
    ($list:expr, $($filter:expr => $ids:expr),+ $(,)?) => {$(
        let actual = $list.filter($filter).send().await.unwrap().data;
        let actual: Vec<Uuid> = actual.into_iter().map(|item| item.id).collect();
        let expected: &[u128] = &$ids;
        let expected: Vec<Uuid> = expected.iter().copied().map(id).collect();
        assert_eq!(actual, expected, "{}", stringify!($filter));
    )+};
}

fn on(text: &str) -> DateFilter {
    DateFilter::new().eq_(day(text))
}

fn from(text: &str) -> DateFilter {
    DateFilter::new().gte(day(text))
}

fn until(text: &str) -> DateFilter {
    DateFilter::new().lte(day(text))
}

#[tokio::test]
async fn room_filters_select_matching_rooms() {
    let server = start_seeded_server().await;
    let rooms = server.client().rooms();
    assert_filters!(rooms.list(),
        RoomFilter::new() => [1, 2],
        RoomFilter::new().unique_name("two") => [2],
        RoomFilter::new().unique_name("tw") => [],
        RoomFilter::new().date_created_at(on("2026-03-01")) => [1],
        RoomFilter::new().date_created_at(from("2026-03-02")) => [2],
        RoomFilter::new().date_created_at(until("2026-03-01")) => [1],
        RoomFilter::new().date_created_at(from("2026-03-01").lte(day("2026-03-02"))) => [1, 2],
        RoomFilter::new().date_updated_at(on("2026-03-04")) => [2],
        RoomFilter::new().date_updated_at(on("2026-03-04")).unique_name("one") => [],
    );
}

#[tokio::test]
async fn session_filters_select_matching_sessions() {
    let server = start_seeded_server().await;
    let sessions = server.client().rooms().sessions();
    assert_filters!(sessions.list(),
        ListSessionsFilter::new().active(true) => [12],
        ListSessionsFilter::new().active(false) => [11],
        ListSessionsFilter::new().room_id(id(2)) => [12],
        ListSessionsFilter::new().date_created_at(on("2026-03-02")) => [12],
        ListSessionsFilter::new().date_updated_at(until("2026-03-03")) => [11],
        // A session that has not ended matches no `date_ended_at`.
        ListSessionsFilter::new().date_ended_at(from("2026-03-01")) => [11],
    );
    assert_filters!(sessions.list_for_room(id(1)),
        ListSessionsForRoomFilter::new() => [11],
        ListSessionsForRoomFilter::new().active(true) => [],
        ListSessionsForRoomFilter::new().date_ended_at(on("2026-03-05")) => [11],
    );
}

#[tokio::test]
async fn participant_filters_select_matching_participants() {
    let server = start_seeded_server().await;
    let client = server.client();
    assert_filters!(client.room_participants().list(),
        ListRoomParticipantsFilter::new().context("Bob") => [22],
        ListRoomParticipantsFilter::new().session_id(id(11)) => [21],
        ListRoomParticipantsFilter::new().date_joined_at(on("2026-03-01")) => [21],
        ListRoomParticipantsFilter::new().date_updated_at(on("2026-03-04")) => [22],
        ListRoomParticipantsFilter::new().date_left_at(from("2026-03-01")) => [21],
    );
    assert_filters!(client.rooms().sessions().list_participants(id(11)),
        ListSessionParticipantsFilter::new() => [21],
        ListSessionParticipantsFilter::new().context("Bob") => [],
    );
}

#[tokio::test]
async fn recording_filters_select_recordings_to_list_and_delete() {
    let server = start_seeded_server().await;
    let recordings = server.client().room_recordings();
    assert_filters!(recordings.list(),
        RoomRecordingFilter::new().date_started_at(on("2026-03-02")) => [32],
        RoomRecordingFilter::new().date_ended_at(on("2026-03-03")) => [31],
        RoomRecordingFilter::new().min_duration_secs(44) => [31],
        RoomRecordingFilter::new().min_duration_secs(45) => [31],
        RoomRecordingFilter::new().min_duration_secs(46) => [],
        RoomRecordingFilter::new().participant_id(id(22)) => [32],
        RoomRecordingFilter::new().room_id(id(1)) => [31],
        RoomRecordingFilter::new().session_id(id(12)) => [32],
        RoomRecordingFilter::new().status(RoomRecordingStatus::Processing) => [32],
        RoomRecordingFilter::new().r#type(RoomRecordingType::Audio) => [31],
    );
    let audio = RoomRecordingFilter::new().r#type(RoomRecordingType::Audio);
    let deleted = recordings.delete_bulk(Selection::Matching(audio)).send();
    assert_eq!(deleted.await.unwrap().deleted_recordings, Some(1));
    assert_filters!(recordings.list(), RoomRecordingFilter::new() => [32]);
    let deleted = recordings.delete_bulk(Selection::Everything).send();
    assert_eq!(deleted.await.unwrap().deleted_recordings, Some(1));
    assert_filters!(recordings.list(), RoomRecordingFilter::new() => []);
}

#[tokio::test]
async fn composition_filters_select_matching_compositions() {
    let server = start_seeded_server().await;
    let compositions = server.client().room_compositions();
    let create = |session| compositions.create().session_id(id(session)).send();
    let first = create(11).await.unwrap().id;
    server.advance(Duration::from_secs(24 * 60 * 60));
    let second = create(12).await.unwrap().id;
    let cases = [
        (RoomCompositionFilter::new().session_id(id(12)), second),
        (
            RoomCompositionFilter::new().status(RoomCompositionStatus::Completed),
            first,
        ),
        (
            RoomCompositionFilter::new().status(RoomCompositionStatus::Enqueued),
            second,
        ),
        (
            RoomCompositionFilter::new().date_created_at(on("2026-03-14")),
            first,
        ),
    ];
    for (filter, expected) in cases {
        let actual = compositions
            .list()
            .filter(filter)
            .send()
            .await
            .unwrap()
            .data;
        let actual: Vec<Uuid> = actual.into_iter().map(|it| it.id).collect();
        assert_eq!(actual, [expected]);
    }
}

#[tokio::test]
async fn list_returns_requested_page_and_meta() {
    let server = start_server().await;
    let rooms: Vec<_> = (1..=45).map(|number| json!({"id": id(number)})).collect();
    server.seed(&json!({"rooms": rooms})).unwrap();
    let rooms = server.client().rooms();
    let third = rooms
        .list()
        .page_number(3)
        .page_size(20)
        .send()
        .await
        .unwrap();
    let ids: Vec<Uuid> = third.data.iter().map(|room| room.id).collect();
    assert_eq!(ids, (41..=45).map(id).collect::<Vec<_>>());
    let meta = third.meta.unwrap();
    let numbers = (
        meta.page_number,
        meta.page_size,
        meta.total_pages,
        meta.total_results,
    );
    assert_eq!(numbers, (Some(3), Some(20), Some(3), Some(45)));
    let first = rooms.list().send().await.unwrap();
    assert_eq!(first.data.len(), 20);
    let beyond = rooms.list().page_number(4).send().await.unwrap();
    assert_eq!(beyond.data.len(), 0);
    let all: Vec<_> = rooms
        .list()
        .page_size(7)
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all.len(), 45);
}

#[tokio::test]
async fn nested_resources_are_included_on_request_only() {
    let server = start_seeded_server().await;
    let rooms = server.client().rooms();
    let sessions = rooms.sessions();
    let room = rooms.retrieve(id(2)).send().await.unwrap();
    assert_eq!(
        (room.sessions, room.active_session_id),
        (None, Some(id(12)))
    );
    let room = rooms
        .retrieve(id(2))
        .include_sessions(true)
        .send()
        .await
        .unwrap();
    assert_eq!(room.sessions.unwrap()[0].id, id(12));
    let listed = rooms.list().include_sessions(true).send().await.unwrap();
    assert_eq!(listed.data[0].sessions.as_ref().unwrap()[0].id, id(11));

    let session = sessions.retrieve(id(11)).send().await.unwrap();
    assert_eq!(session.participants, None);
    let session = sessions.retrieve(id(11)).include_participants(true).send();
    assert_eq!(session.await.unwrap().participants.unwrap()[0].id, id(21));
    for list in [
        sessions
            .list()
            .include_participants(true)
            .send()
            .await
            .unwrap(),
        sessions
            .list_for_room(id(1))
            .include_participants(true)
            .send()
            .await
            .unwrap(),
    ] {
        assert_eq!(list.data[0].participants.as_ref().unwrap()[0].id, id(21));
    }
}
