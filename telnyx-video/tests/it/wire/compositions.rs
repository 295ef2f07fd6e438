//! `client.room_compositions()`.

use serde_json::json;
use telnyx_video::models::{
    RoomCompositionFilter, RoomCompositionFormat, RoomCompositionStatus, VideoRegion, VideoSources,
};

use super::expectation::expect;
use super::fixtures::{
    COMPOSITION, OTHER_RECORDING, RECORDING, SESSION, assert_minimal, composition, data, days,
    full_page, minimal, minimal_page, only_item_of_full_page, only_item_of_minimal_page, uuid,
};

#[tokio::test]
async fn list_without_options_sends_no_query() {
    let page = expect("GET", "/v2/room_compositions")
        .respond_with(200, minimal_page(COMPOSITION))
        .call(|client| client.room_compositions().list().send())
        .await;
    assert_minimal(&only_item_of_minimal_page(page), COMPOSITION);
}

#[tokio::test]
async fn list_with_all_options_sends_query() {
    let page = expect(
        "GET",
        "/v2/room_compositions?filter%5Bdate_created_at%5D%5Beq%5D=2026-03-14\
         &filter%5Bdate_created_at%5D%5Bgte%5D=2026-03-01\
         &filter%5Bdate_created_at%5D%5Blte%5D=2026-03-31\
         &filter%5Bsession_id%5D=c47d20a9-61be-4f38-a1d5-7e9b3084f26c\
         &filter%5Bstatus%5D=enqueued\
         &page%5Bnumber%5D=2&page%5Bsize%5D=50",
    )
    .respond_with(200, full_page(composition::full()))
    .call(|client| {
        let filter = RoomCompositionFilter::new()
            .date_created_at(days("2026-03-14", "2026-03-01", "2026-03-31"))
            .session_id(uuid(SESSION))
            .status(RoomCompositionStatus::Enqueued);
        client
            .room_compositions()
            .list()
            .filter(filter)
            .page_number(2)
            .page_size(50)
            .send()
    })
    .await;
    composition::assert_full(&only_item_of_full_page(page));
}

#[tokio::test]
async fn create_without_options_sends_empty_object() {
    let composition = expect("POST", "/v2/room_compositions")
        .with_body(json!({}))
        .respond_with(202, minimal(COMPOSITION))
        .call(|client| client.room_compositions().create().send())
        .await;
    assert_minimal(&composition, COMPOSITION);
}

#[tokio::test]
async fn create_with_all_options_sends_body() {
    let composition = expect("POST", "/v2/room_compositions")
        .with_body(json!({
            "session_id": "c47d20a9-61be-4f38-a1d5-7e9b3084f26c",
            "format": "mp4",
            "resolution": "640x480",
            "video_layout": {
                "main": {
                    "height": 480,
                    "width": 640,
                    "max_columns": 2,
                    "max_rows": 3,
                    "x_pos": 320,
                    "y_pos": 120,
                    "z_pos": -5,
                    "video_sources": [
                        "5d9e7a32-0b4f-4c81-a6d2-98c3f71e640b",
                        "b6310fc5-e8d7-4297-8f4a-2a5c9d07e318",
                    ],
                },
                "overlay": {"video_sources": "*"},
            },
            "webhook_event_url": "https://hooks.example.com/telnyx/video",
            "webhook_event_failover_url": "https://backup.example.com/telnyx/video",
            "webhook_timeout_secs": 30,
        }))
        .respond_with(202, data(composition::full()))
        .call(|client| {
            let main = VideoRegion::new()
                .height(480)
                .width(640)
                .max_columns(2)
                .max_rows(3)
                .x_pos(320)
                .y_pos(120)
                .z_pos(-5)
                .video_sources(vec![uuid(RECORDING), uuid(OTHER_RECORDING)]);
            let overlay = VideoRegion::new().video_sources(VideoSources::Asterisk);
            client
                .room_compositions()
                .create()
                .session_id(uuid(SESSION))
                .format(RoomCompositionFormat::Mp4)
                .resolution("640x480")
                .video_layout([("main", main), ("overlay", overlay)])
                .webhook_event_url("https://hooks.example.com/telnyx/video")
                .webhook_event_failover_url("https://backup.example.com/telnyx/video")
                .webhook_timeout_secs(30)
                .send()
        })
        .await;
    composition::assert_full(&composition);
}

#[tokio::test]
async fn retrieve_decodes_minimal_response() {
    let composition = expect(
        "GET",
        "/v2/room_compositions/e19c4b70-3f86-4d25-9a7b-c502d8f6e143",
    )
    .respond_with(200, minimal(COMPOSITION))
    .call(|client| client.room_compositions().retrieve(COMPOSITION).send())
    .await;
    assert_minimal(&composition, COMPOSITION);
}

#[tokio::test]
async fn retrieve_decodes_full_response() {
    let composition = expect(
        "GET",
        "/v2/room_compositions/e19c4b70-3f86-4d25-9a7b-c502d8f6e143",
    )
    .respond_with(200, data(composition::full()))
    .call(|client| {
        client
            .room_compositions()
            .retrieve(uuid(COMPOSITION))
            .send()
    })
    .await;
    composition::assert_full(&composition);
}

#[tokio::test]
async fn delete_sends_no_body() {
    expect(
        "DELETE",
        "/v2/room_compositions/e19c4b70-3f86-4d25-9a7b-c502d8f6e143",
    )
    .call::<(), _>(|client| client.room_compositions().delete(COMPOSITION).send())
    .await;
}
