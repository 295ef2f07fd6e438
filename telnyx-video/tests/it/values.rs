//! Traits of models, enums, filters and pages.

use std::collections::HashSet;

use serde_json::json;
use telnyx_video::models::{DateFilter, Room, RoomFilter, RoomRecordingStatus};
use telnyx_video::reqwest::StatusCode;
use telnyx_video::{ErrorKind, Page};

use crate::support::{Reply, Server};

const ROOM: &str = r#"{"id":"3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4","unique_name":"standup"}"#;

#[test]
fn equal_models_are_one_key() {
    let room: Room = serde_json::from_str(ROOM).unwrap();
    assert_eq!(HashSet::from([room.clone(), room]).len(), 1);
}

#[test]
fn enum_is_parsed_and_compared_as_text() {
    let status: RoomRecordingStatus = "completed".parse().unwrap();
    assert_eq!(status, RoomRecordingStatus::Completed);
    assert_eq!(status, "completed");
    assert_eq!(status.as_ref(), status.to_string());
}

#[test]
fn filter_is_stored_as_json() {
    let day = "2026-03-14".parse().unwrap();
    let filter = RoomFilter::new()
        .unique_name("standup")
        .date_created_at(DateFilter::new().eq_(day));
    let json = json!({"unique_name": "standup", "date_created_at": {"eq": "2026-03-14"}});
    assert_eq!(serde_json::to_value(&filter).unwrap(), json);
    assert_eq!(serde_json::from_value::<RoomFilter>(json).unwrap(), filter);
}

#[tokio::test]
async fn page_is_serialized_as_the_server_sent_it() {
    let body = format!(r#"{{"data":[{ROOM}],"meta":{{"page_number":1,"total_pages":1}}}}"#);
    let server = Server::always(Reply::json(200, &body));
    let page: Page<Room> = server.client().rooms().list().send().await.unwrap();
    assert_eq!(serde_json::to_string(&page).unwrap(), body);
}

#[test]
fn error_kind_is_displayed_with_status() {
    let kinds = [ErrorKind::Connect, ErrorKind::Status(StatusCode::NOT_FOUND)];
    let texts = kinds.map(|kind| kind.to_string());
    assert_eq!(texts, ["no connection", "status 404 Not Found"]);
}
