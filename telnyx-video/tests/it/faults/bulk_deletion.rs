//! Retries of bulk deletions, which must never delete more than the caller selected.

use telnyx_video::models::RoomRecordingFilter;
use telnyx_video::{RequestOptions, Selection};

use crate::support::{RecordingTimer, Reply, Server};

/// A server that deletes a page, but whose response to the first request is lost.
fn server() -> Server {
    Server::sequence([
        Reply::close(),
        Reply::json(201, r#"{"data":{"room_recordings":3}}"#),
    ])
}

#[tokio::test]
async fn bulk_deletion_of_page_is_not_retried_after_lost_response() {
    for (number, size, options) in [
        (Some(1), Some(3), RequestOptions::new()),
        (None, Some(3), RequestOptions::new()),
        (None, None, RequestOptions::new().query("page[size]", 3)),
    ] {
        let server = server();
        let client = server.client_with_timer(&RecordingTimer::new());
        let recordings = client.room_recordings();
        let mut deletion = recordings.delete_bulk(Selection::Everything);
        if let Some(number) = number {
            deletion = deletion.page_number(number);
        }
        if let Some(size) = size {
            deletion = deletion.page_size(size);
        }
        let error = deletion.options(options).send().await.unwrap_err();
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn bulk_deletion_of_page_is_retried_if_not_processed() {
    let server = Server::sequence([
        Reply::new(429, &[], ""),
        Reply::json(201, r#"{"data":{"room_recordings":3}}"#),
    ]);
    let client = server.client_with_timer(&RecordingTimer::new());
    let recordings = client.room_recordings();
    let deletion = recordings.delete_bulk(Selection::Everything).page_number(1);
    deletion.send().await.unwrap();
    assert_eq!(server.attempts(), ["1", "2"]);
}

#[tokio::test]
async fn bulk_deletion_without_page_is_retried_after_lost_response() {
    for selection in [
        Selection::Everything,
        Selection::Matching(
            RoomRecordingFilter::new()
                .r#type("audio")
                .status("completed"),
        ),
    ] {
        let server = server();
        let client = server.client_with_timer(&RecordingTimer::new());
        let recordings = client.room_recordings();
        recordings.delete_bulk(selection).send().await.unwrap();
        assert_eq!(server.attempts(), ["1", "2"]);
    }
}
