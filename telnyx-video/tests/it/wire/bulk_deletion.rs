//! Bulk deletion of recordings, which must never delete more than the caller selected.

use serde_json::json;
use telnyx_video::models::{DateFilter, RoomRecordingFilter};
use telnyx_video::{ErrorKind, RequestOptions, Selection};

use super::expectation::{Expectation, error_before_sending, expect};
use super::fixtures::{data, day};

fn expect_deletion(target: &'static str) -> Expectation {
    expect("DELETE", target).respond_with(201, data(json!({"room_recordings": 12})))
}

#[tokio::test]
async fn delete_bulk_with_empty_filter_is_rejected() {
    for filter in [
        RoomRecordingFilter::new(),
        RoomRecordingFilter::default(),
        RoomRecordingFilter::new().date_started_at(DateFilter::new()),
        RoomRecordingFilter::new()
            .date_started_at(DateFilter::new())
            .date_ended_at(DateFilter::new()),
        RoomRecordingFilter::new().status(""),
        RoomRecordingFilter::new().r#type(" \t"),
        RoomRecordingFilter::new()
            .status("")
            .r#type("")
            .date_ended_at(DateFilter::new()),
    ] {
        for selection in [
            Selection::Matching(filter.clone()),
            Selection::from(filter.clone()),
        ] {
            let error = error_before_sending(|client| {
                let recordings = client.room_recordings();
                recordings.delete_bulk(selection).page_size(50).send()
            })
            .await;
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert_eq!(
                error.to_string(),
                "room_recordings.delete_bulk (DELETE /room_recordings) was not sent: `filter` is empty and would match everything; \
                 to select everything, pass `Selection::Everything`"
            );
        }
    }
}

#[tokio::test]
async fn delete_bulk_with_empty_filter_and_query_option_is_rejected() {
    let error = error_before_sending(|client| {
        let options = RequestOptions::new().query("filter[type]", "audio");
        client
            .room_recordings()
            .delete_bulk(RoomRecordingFilter::new())
            .options(options)
            .send()
    });
    assert_eq!(error.await.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn delete_bulk_of_everything_sends_no_filter() {
    let deletion = expect_deletion("/v2/room_recordings")
        .call(|client| {
            let recordings = client.room_recordings();
            recordings.delete_bulk(Selection::Everything).send()
        })
        .await;
    assert_eq!(deletion.deleted_recordings, Some(12));
}

#[tokio::test]
async fn delete_bulk_of_everything_sends_page() {
    expect_deletion("/v2/room_recordings?page%5Bnumber%5D=2&page%5Bsize%5D=250")
        .call(|client| {
            let recordings = client.room_recordings();
            let deletion = recordings.delete_bulk(Selection::Everything);
            deletion.page_number(2).page_size(250).send()
        })
        .await;
}

#[tokio::test]
async fn delete_bulk_sends_filter() {
    expect_deletion("/v2/room_recordings?filter%5Bdate_ended_at%5D%5Blte%5D=2026-03-31")
        .call(|client| {
            let long_ago = DateFilter::new().lte(day("2026-03-31"));
            let filter = RoomRecordingFilter::new().date_ended_at(long_ago);
            client.room_recordings().delete_bulk(filter).send()
        })
        .await;
}

#[tokio::test]
async fn delete_bulk_with_empty_value_in_filter_is_rejected() {
    let filter = || RoomRecordingFilter::new().r#type("audio");
    for (filter, name) in [
        (filter().status(""), "filter[status]"),
        (
            filter().date_ended_at(DateFilter::new()),
            "filter[date_ended_at]",
        ),
    ] {
        let error = error_before_sending(|client| {
            let recordings = client.room_recordings();
            recordings.delete_bulk(filter).send()
        })
        .await;
        assert_eq!(
            error.to_string(),
            format!(
                "room_recordings.delete_bulk (DELETE /room_recordings) was not sent: `{name}` is empty, so it would not \
                 restrict the selection; omit it"
            )
        );
    }
}

#[tokio::test]
async fn list_with_empty_filter_sends_no_filter() {
    expect("GET", "/v2/room_recordings")
        .respond_with(200, data(json!([])))
        .call(|client| {
            let filter = RoomRecordingFilter::new().date_ended_at(DateFilter::new());
            client.room_recordings().list().filter(filter).send()
        })
        .await;
}
