//! `client.room_participants()`.

use telnyx_video::models::ListRoomParticipantsFilter;

use super::expectation::expect;
use super::fixtures::{
    PARTICIPANT, SESSION, assert_minimal, data, days, full_page, minimal, minimal_page,
    only_item_of_full_page, only_item_of_minimal_page, participant, uuid,
};

#[tokio::test]
async fn list_without_options_sends_no_query() {
    let page = expect("GET", "/v2/room_participants")
        .respond_with(200, minimal_page(PARTICIPANT))
        .call(|client| client.room_participants().list().send())
        .await;
    assert_minimal(&only_item_of_minimal_page(page), PARTICIPANT);
}

#[tokio::test]
async fn list_with_all_options_sends_query() {
    let page = expect(
        "GET",
        "/v2/room_participants?filter%5Bcontext%5D=Priya%20%28support%29\
         &filter%5Bdate_joined_at%5D%5Beq%5D=2026-03-14\
         &filter%5Bdate_joined_at%5D%5Bgte%5D=2026-03-01\
         &filter%5Bdate_joined_at%5D%5Blte%5D=2026-03-31\
         &filter%5Bdate_left_at%5D%5Beq%5D=2026-04-14\
         &filter%5Bdate_left_at%5D%5Bgte%5D=2026-04-01\
         &filter%5Bdate_left_at%5D%5Blte%5D=2026-04-30\
         &filter%5Bdate_updated_at%5D%5Beq%5D=2026-05-14\
         &filter%5Bdate_updated_at%5D%5Bgte%5D=2026-05-01\
         &filter%5Bdate_updated_at%5D%5Blte%5D=2026-05-31\
         &filter%5Bsession_id%5D=c47d20a9-61be-4f38-a1d5-7e9b3084f26c\
         &page%5Bnumber%5D=2&page%5Bsize%5D=50",
    )
    .respond_with(200, full_page(participant::full()))
    .call(|client| {
        let filter = ListRoomParticipantsFilter::new()
            .context("Priya (support)")
            .date_joined_at(days("2026-03-14", "2026-03-01", "2026-03-31"))
            .date_left_at(days("2026-04-14", "2026-04-01", "2026-04-30"))
            .date_updated_at(days("2026-05-14", "2026-05-01", "2026-05-31"))
            .session_id(uuid(SESSION));
        client
            .room_participants()
            .list()
            .filter(filter)
            .page_number(2)
            .page_size(50)
            .send()
    })
    .await;
    participant::assert_full(&only_item_of_full_page(page));
}

#[tokio::test]
async fn retrieve_decodes_minimal_response() {
    let participant = expect(
        "GET",
        "/v2/room_participants/8a15e3f7-2c60-4d9b-b748-d36f1e0952ac",
    )
    .respond_with(200, minimal(PARTICIPANT))
    .call(|client| client.room_participants().retrieve(PARTICIPANT).send())
    .await;
    assert_minimal(&participant, PARTICIPANT);
}

#[tokio::test]
async fn retrieve_decodes_full_response() {
    let participant = expect(
        "GET",
        "/v2/room_participants/8a15e3f7-2c60-4d9b-b748-d36f1e0952ac",
    )
    .respond_with(200, data(participant::full()))
    .call(|client| {
        client
            .room_participants()
            .retrieve(uuid(PARTICIPANT))
            .send()
    })
    .await;
    participant::assert_full(&participant);
}
