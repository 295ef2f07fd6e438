//! `client.rooms().sessions()`.

use telnyx_video::models::{
    ListSessionParticipantsFilter, ListSessionsFilter, ListSessionsForRoomFilter,
};

use super::expectation::expect;
use super::fixtures::{
    PARTICIPANT, ROOM, SESSION, assert_minimal, data, days, full_page, minimal, minimal_page,
    only_item_of_full_page, only_item_of_minimal_page, participant, session, uuid,
};

#[tokio::test]
async fn list_without_options_sends_no_query() {
    let page = expect("GET", "/v2/room_sessions")
        .respond_with(200, minimal_page(SESSION))
        .call(|client| client.rooms().sessions().list().send())
        .await;
    assert_minimal(&only_item_of_minimal_page(page), SESSION);
}

#[tokio::test]
async fn list_with_all_options_sends_query() {
    let page = expect(
        "GET",
        "/v2/room_sessions?include_participants=true\
         &filter%5Bactive%5D=true\
         &filter%5Bdate_created_at%5D%5Beq%5D=2026-03-14\
         &filter%5Bdate_created_at%5D%5Bgte%5D=2026-03-01\
         &filter%5Bdate_created_at%5D%5Blte%5D=2026-03-31\
         &filter%5Bdate_ended_at%5D%5Beq%5D=2026-04-14\
         &filter%5Bdate_ended_at%5D%5Bgte%5D=2026-04-01\
         &filter%5Bdate_ended_at%5D%5Blte%5D=2026-04-30\
         &filter%5Bdate_updated_at%5D%5Beq%5D=2026-05-14\
         &filter%5Bdate_updated_at%5D%5Bgte%5D=2026-05-01\
         &filter%5Bdate_updated_at%5D%5Blte%5D=2026-05-31\
         &filter%5Broom_id%5D=3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4\
         &page%5Bnumber%5D=2&page%5Bsize%5D=50",
    )
    .respond_with(200, full_page(session::full()))
    .call(|client| {
        let filter = ListSessionsFilter::new()
            .active(true)
            .date_created_at(days("2026-03-14", "2026-03-01", "2026-03-31"))
            .date_ended_at(days("2026-04-14", "2026-04-01", "2026-04-30"))
            .date_updated_at(days("2026-05-14", "2026-05-01", "2026-05-31"))
            .room_id(uuid(ROOM));
        client
            .rooms()
            .sessions()
            .list()
            .include_participants(true)
            .filter(filter)
            .page_number(2)
            .page_size(50)
            .send()
    })
    .await;
    session::assert_full(&only_item_of_full_page(page));
}

#[tokio::test]
async fn list_for_room_without_options_sends_no_query() {
    let page = expect(
        "GET",
        "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4/sessions",
    )
    .respond_with(200, minimal_page(SESSION))
    .call(|client| client.rooms().sessions().list_for_room(ROOM).send())
    .await;
    assert_minimal(&only_item_of_minimal_page(page), SESSION);
}

#[tokio::test]
async fn list_for_room_with_all_options_sends_query() {
    let page = expect(
        "GET",
        "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4/sessions?include_participants=true\
         &filter%5Bactive%5D=false\
         &filter%5Bdate_created_at%5D%5Beq%5D=2026-03-14\
         &filter%5Bdate_created_at%5D%5Bgte%5D=2026-03-01\
         &filter%5Bdate_created_at%5D%5Blte%5D=2026-03-31\
         &filter%5Bdate_ended_at%5D%5Beq%5D=2026-04-14\
         &filter%5Bdate_ended_at%5D%5Bgte%5D=2026-04-01\
         &filter%5Bdate_ended_at%5D%5Blte%5D=2026-04-30\
         &filter%5Bdate_updated_at%5D%5Beq%5D=2026-05-14\
         &filter%5Bdate_updated_at%5D%5Bgte%5D=2026-05-01\
         &filter%5Bdate_updated_at%5D%5Blte%5D=2026-05-31\
         &page%5Bnumber%5D=2&page%5Bsize%5D=50",
    )
    .respond_with(200, full_page(session::full()))
    .call(|client| {
        let filter = ListSessionsForRoomFilter::new()
            .active(false)
            .date_created_at(days("2026-03-14", "2026-03-01", "2026-03-31"))
            .date_ended_at(days("2026-04-14", "2026-04-01", "2026-04-30"))
            .date_updated_at(days("2026-05-14", "2026-05-01", "2026-05-31"));
        client
            .rooms()
            .sessions()
            .list_for_room(ROOM)
            .include_participants(true)
            .filter(filter)
            .page_number(2)
            .page_size(50)
            .send()
    })
    .await;
    session::assert_full(&only_item_of_full_page(page));
}

#[tokio::test]
async fn retrieve_without_options_sends_no_query() {
    let session = expect(
        "GET",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c",
    )
    .respond_with(200, minimal(SESSION))
    .call(|client| client.rooms().sessions().retrieve(SESSION).send())
    .await;
    assert_minimal(&session, SESSION);
}

#[tokio::test]
async fn retrieve_with_all_options_sends_query() {
    let session = expect(
        "GET",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c?include_participants=true",
    )
    .respond_with(200, data(session::full()))
    .call(|client| {
        client
            .rooms()
            .sessions()
            .retrieve(SESSION)
            .include_participants(true)
            .send()
    })
    .await;
    session::assert_full(&session);
}

#[tokio::test]
async fn list_participants_without_options_sends_no_query() {
    let page = expect(
        "GET",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/participants",
    )
    .respond_with(200, minimal_page(PARTICIPANT))
    .call(|client| client.rooms().sessions().list_participants(SESSION).send())
    .await;
    assert_minimal(&only_item_of_minimal_page(page), PARTICIPANT);
}

#[tokio::test]
async fn list_participants_with_all_options_sends_query() {
    let page = expect(
        "GET",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/participants\
         ?filter%5Bcontext%5D=Priya%20%28support%29\
         &filter%5Bdate_joined_at%5D%5Beq%5D=2026-03-14\
         &filter%5Bdate_joined_at%5D%5Bgte%5D=2026-03-01\
         &filter%5Bdate_joined_at%5D%5Blte%5D=2026-03-31\
         &filter%5Bdate_left_at%5D%5Beq%5D=2026-04-14\
         &filter%5Bdate_left_at%5D%5Bgte%5D=2026-04-01\
         &filter%5Bdate_left_at%5D%5Blte%5D=2026-04-30\
         &filter%5Bdate_updated_at%5D%5Beq%5D=2026-05-14\
         &filter%5Bdate_updated_at%5D%5Bgte%5D=2026-05-01\
         &filter%5Bdate_updated_at%5D%5Blte%5D=2026-05-31\
         &page%5Bnumber%5D=2&page%5Bsize%5D=50",
    )
    .respond_with(200, full_page(participant::full()))
    .call(|client| {
        let filter = ListSessionParticipantsFilter::new()
            .context("Priya (support)")
            .date_joined_at(days("2026-03-14", "2026-03-01", "2026-03-31"))
            .date_left_at(days("2026-04-14", "2026-04-01", "2026-04-30"))
            .date_updated_at(days("2026-05-14", "2026-05-01", "2026-05-31"));
        client
            .rooms()
            .sessions()
            .list_participants(SESSION)
            .filter(filter)
            .page_number(2)
            .page_size(50)
            .send()
    })
    .await;
    participant::assert_full(&only_item_of_full_page(page));
}
