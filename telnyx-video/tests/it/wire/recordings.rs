//! `client.room_recordings()`.

use serde_json::json;
use telnyx_video::models::{RoomRecordingFilter, RoomRecordingStatus, RoomRecordingType};

use super::expectation::expect;
use super::fixtures::{
    PARTICIPANT, RECORDING, ROOM, SESSION, assert_minimal, data, days, full_page, minimal,
    minimal_page, only_item_of_full_page, only_item_of_minimal_page, recording, uuid,
};

/// Returns a filter with all fields.
fn full_filter() -> RoomRecordingFilter {
    RoomRecordingFilter::new()
        .date_ended_at(days("2026-03-14", "2026-03-01", "2026-03-31"))
        .date_started_at(days("2026-04-14", "2026-04-01", "2026-04-30"))
        .min_duration_secs(45)
        .participant_id(uuid(PARTICIPANT))
        .room_id(uuid(ROOM))
        .session_id(uuid(SESSION))
        .status(RoomRecordingStatus::Processing)
        .r#type(RoomRecordingType::Audio)
}

/// The target with the [`full_filter`] and a page.
const FULL_TARGET: &str = "/v2/room_recordings\
     ?filter%5Bdate_ended_at%5D%5Beq%5D=2026-03-14\
     &filter%5Bdate_ended_at%5D%5Bgte%5D=2026-03-01\
     &filter%5Bdate_ended_at%5D%5Blte%5D=2026-03-31\
     &filter%5Bdate_started_at%5D%5Beq%5D=2026-04-14\
     &filter%5Bdate_started_at%5D%5Bgte%5D=2026-04-01\
     &filter%5Bdate_started_at%5D%5Blte%5D=2026-04-30\
     &filter%5Bduration_secs%5D=45\
     &filter%5Bparticipant_id%5D=8a15e3f7-2c60-4d9b-b748-d36f1e0952ac\
     &filter%5Broom_id%5D=3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4\
     &filter%5Bsession_id%5D=c47d20a9-61be-4f38-a1d5-7e9b3084f26c\
     &filter%5Bstatus%5D=processing\
     &filter%5Btype%5D=audio\
     &page%5Bnumber%5D=2&page%5Bsize%5D=50";

#[tokio::test]
async fn list_without_options_sends_no_query() {
    let page = expect("GET", "/v2/room_recordings")
        .respond_with(200, minimal_page(RECORDING))
        .call(|client| client.room_recordings().list().send())
        .await;
    assert_minimal(&only_item_of_minimal_page(page), RECORDING);
}

#[tokio::test]
async fn list_with_all_options_sends_query() {
    let page = expect("GET", FULL_TARGET)
        .respond_with(200, full_page(recording::full()))
        .call(|client| {
            client
                .room_recordings()
                .list()
                .filter(full_filter())
                .page_number(2)
                .page_size(50)
                .send()
        })
        .await;
    recording::assert_full(&only_item_of_full_page(page));
}

#[tokio::test]
async fn retrieve_decodes_minimal_response() {
    let recording = expect(
        "GET",
        "/v2/room_recordings/5d9e7a32-0b4f-4c81-a6d2-98c3f71e640b",
    )
    .respond_with(200, minimal(RECORDING))
    .call(|client| client.room_recordings().retrieve(RECORDING).send())
    .await;
    assert_minimal(&recording, RECORDING);
}

#[tokio::test]
async fn retrieve_decodes_full_response() {
    let recording = expect(
        "GET",
        "/v2/room_recordings/5d9e7a32-0b4f-4c81-a6d2-98c3f71e640b",
    )
    .respond_with(200, data(recording::full()))
    .call(|client| client.room_recordings().retrieve(uuid(RECORDING)).send())
    .await;
    recording::assert_full(&recording);
}

#[tokio::test]
async fn delete_sends_no_body() {
    expect(
        "DELETE",
        "/v2/room_recordings/5d9e7a32-0b4f-4c81-a6d2-98c3f71e640b",
    )
    .call::<(), _>(|client| client.room_recordings().delete(RECORDING).send())
    .await;
}

#[tokio::test]
async fn delete_bulk_sends_filter() {
    let deletion = expect(
        "DELETE",
        "/v2/room_recordings?filter%5Bsession_id%5D=c47d20a9-61be-4f38-a1d5-7e9b3084f26c",
    )
    .respond_with(201, data(json!({})))
    .call(|client| {
        let filter = RoomRecordingFilter::new().session_id(uuid(SESSION));
        client.room_recordings().delete_bulk(filter).send()
    })
    .await;
    assert_eq!(deletion.deleted_recordings, None);
}

#[tokio::test]
async fn delete_bulk_with_all_options_sends_query() {
    let deletion = expect("DELETE", FULL_TARGET)
        .respond_with(201, data(json!({"room_recordings": 12})))
        .call(|client| {
            client
                .room_recordings()
                .delete_bulk(full_filter())
                .page_number(2)
                .page_size(50)
                .send()
        })
        .await;
    assert_eq!(deletion.deleted_recordings, Some(12));
}
