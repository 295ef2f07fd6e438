//! Deleting recordings in bulk, which must not happen to more of them than was said.

use serde_json::json;
use telnyx_video::models::{DateFilter, RoomRecordingFilter};
use telnyx_video::{ErrorKind, RequestOptions, Selection};

use super::exchange::{Exchange, expect, refusal_of};
use super::samples::{data, day};

/// What arrives is a deletion with this target.
fn expect_deletion(target: &'static str) -> Exchange {
    expect("DELETE", target).answered(201, data(json!({"room_recordings": 12})))
}

#[tokio::test]
async fn a_filter_that_selects_nothing_in_particular_is_refused() {
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
            let error = refusal_of(|client| {
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
async fn options_do_not_make_up_for_an_empty_filter() {
    let error = refusal_of(|client| {
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
async fn everything_is_deleted_only_by_that_word() {
    let deletion = expect_deletion("/v2/room_recordings")
        .by(|client| {
            let recordings = client.room_recordings();
            recordings.delete_bulk(Selection::Everything).send()
        })
        .await;
    assert_eq!(deletion.room_recordings, Some(12));
}

#[tokio::test]
async fn everything_can_be_paged() {
    expect_deletion("/v2/room_recordings?page%5Bnumber%5D=2&page%5Bsize%5D=250")
        .by(|client| {
            let recordings = client.room_recordings();
            let deletion = recordings.delete_bulk(Selection::Everything);
            deletion.page_number(2).page_size(250).send()
        })
        .await;
}

#[tokio::test]
async fn a_filter_is_sent_as_it_is() {
    expect_deletion("/v2/room_recordings?filter%5Bdate_ended_at%5D%5Blte%5D=2026-03-31")
        .by(|client| {
            let long_ago = DateFilter::new().lte(day("2026-03-31"));
            let filter = RoomRecordingFilter::new().date_ended_at(long_ago);
            client.room_recordings().delete_bulk(filter).send()
        })
        .await;
}

#[tokio::test]
async fn what_is_empty_beside_something_that_selects_is_sent() {
    expect_deletion("/v2/room_recordings?filter%5Bstatus%5D=&filter%5Btype%5D=audio")
        .by(|client| {
            let filter = RoomRecordingFilter::new().status("").r#type("audio");
            let selection = Selection::Matching(filter);
            client.room_recordings().delete_bulk(selection).send()
        })
        .await;
}

#[tokio::test]
async fn an_empty_filter_of_a_list_is_no_filter() {
    expect("GET", "/v2/room_recordings")
        .answered(200, data(json!([])))
        .by(|client| {
            let filter = RoomRecordingFilter::new().date_ended_at(DateFilter::new());
            client.room_recordings().list().filter(filter).send()
        })
        .await;
}
