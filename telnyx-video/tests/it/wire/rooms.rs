//! `client.rooms()`.

use serde_json::json;
use telnyx_video::models::RoomFilter;

use super::expectation::expect;
use super::fixtures::{
    ROOM, assert_minimal, data, days, full_page, minimal, minimal_page, only_item_of_full_page,
    only_item_of_minimal_page, room,
};

#[tokio::test]
async fn list_without_options_sends_no_query() {
    let page = expect("GET", "/v2/rooms")
        .respond_with(200, minimal_page(ROOM))
        .from_call(|client| client.rooms().list().send())
        .await;
    assert_minimal(&only_item_of_minimal_page(page), ROOM);
}

#[tokio::test]
async fn list_with_all_options_sends_query() {
    let page = expect(
        "GET",
        "/v2/rooms?include_sessions=true\
         &filter%5Bdate_created_at%5D%5Beq%5D=2026-03-14\
         &filter%5Bdate_created_at%5D%5Bgte%5D=2026-03-01\
         &filter%5Bdate_created_at%5D%5Blte%5D=2026-03-31\
         &filter%5Bdate_updated_at%5D%5Beq%5D=2026-04-14\
         &filter%5Bdate_updated_at%5D%5Bgte%5D=2026-04-01\
         &filter%5Bdate_updated_at%5D%5Blte%5D=2026-04-30\
         &filter%5Bunique_name%5D=Zo%C3%AB%27s%20%5Bstandup%5D%20%26%20co%2B%3D%25\
         &page%5Bnumber%5D=2&page%5Bsize%5D=50",
    )
    .respond_with(200, full_page(room::full()))
    .from_call(|client| {
        let filter = RoomFilter::new()
            .unique_name("Zoë's [standup] & co+=%")
            .date_updated_at(days("2026-04-14", "2026-04-01", "2026-04-30"))
            .date_created_at(days("2026-03-14", "2026-03-01", "2026-03-31"));
        client
            .rooms()
            .list()
            .include_sessions(true)
            .filter(filter)
            .page_number(2)
            .page_size(50)
            .send()
    })
    .await;
    room::assert_full(&only_item_of_full_page(page));
}

#[tokio::test]
async fn create_without_options_sends_empty_object() {
    let room = expect("POST", "/v2/rooms")
        .with_body(json!({}))
        .respond_with(201, minimal(ROOM))
        .from_call(|client| client.rooms().create().send())
        .await;
    assert_minimal(&room, ROOM);
}

#[tokio::test]
async fn create_with_all_options_sends_body() {
    let room = expect("POST", "/v2/rooms")
        .with_body(json!({
            "unique_name": "weekly-standup",
            "max_participants": 25,
            "enable_recording": true,
            "webhook_event_url": "https://hooks.example.com/telnyx/video",
            "webhook_event_failover_url": "https://backup.example.com/telnyx/video",
            "webhook_timeout_secs": 15,
        }))
        .respond_with(201, data(room::full()))
        .from_call(|client| {
            client
                .rooms()
                .create()
                .unique_name("weekly-standup")
                .max_participants(25)
                .enable_recording(true)
                .webhook_event_url("https://hooks.example.com/telnyx/video")
                .webhook_event_failover_url("https://backup.example.com/telnyx/video")
                .webhook_timeout_secs(15)
                .send()
        })
        .await;
    room::assert_full(&room);
}

#[tokio::test]
async fn retrieve_without_options_sends_no_query() {
    let room = expect("GET", "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4")
        .respond_with(200, minimal(ROOM))
        .from_call(|client| client.rooms().retrieve(ROOM).send())
        .await;
    assert_minimal(&room, ROOM);
}

#[tokio::test]
async fn retrieve_with_all_options_sends_query() {
    let room = expect(
        "GET",
        "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4?include_sessions=true",
    )
    .respond_with(200, data(room::full()))
    .from_call(|client| client.rooms().retrieve(ROOM).include_sessions(true).send())
    .await;
    room::assert_full(&room);
}

#[tokio::test]
async fn update_without_options_sends_empty_object() {
    let room = expect("PATCH", "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4")
        .with_body(json!({}))
        .respond_with(200, minimal(ROOM))
        .from_call(|client| client.rooms().update(ROOM).send())
        .await;
    assert_minimal(&room, ROOM);
}

#[tokio::test]
async fn update_with_all_options_sends_body() {
    let room = expect("PATCH", "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4")
        .with_body(json!({
            "unique_name": "weekly-standup",
            "max_participants": 40,
            "enable_recording": false,
            "webhook_event_url": "https://hooks.example.com/telnyx/video",
            "webhook_event_failover_url": "https://backup.example.com/telnyx/video",
            "webhook_timeout_secs": 30,
        }))
        .respond_with(200, data(room::full()))
        .from_call(|client| {
            client
                .rooms()
                .update(ROOM)
                .unique_name("weekly-standup")
                .max_participants(40)
                .enable_recording(false)
                .webhook_event_url("https://hooks.example.com/telnyx/video")
                .webhook_event_failover_url("https://backup.example.com/telnyx/video")
                .webhook_timeout_secs(30)
                .send()
        })
        .await;
    room::assert_full(&room);
}

#[tokio::test]
async fn delete_sends_no_body() {
    expect("DELETE", "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4")
        .from_call::<(), _>(|client| client.rooms().delete(ROOM).send())
        .await;
}
