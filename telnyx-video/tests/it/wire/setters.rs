//! Values of setters that are called are sent, whatever they are; other fields are omitted.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use telnyx_video::models::{
    DateFilter, ListRoomParticipantsFilter, ParticipantSelection, RoomCompositionFilter,
    RoomFilter, RoomRecordingFilter, RoomRecordingType, VideoRegion, VideoSources,
};
use telnyx_video::resources::{CreateRoom, CreateRoomComposition, UpdateRoom};
use telnyx_video::{Client, Nullable};

use super::expectation::{sent_body_of, sent_target_of};
use super::fixtures::{OTHER_PARTICIPANT, PARTICIPANT, ROOM, SESSION, day, uuid};

/// Tests the webhook setters, which three builders have.
macro_rules! test_webhook_setters {
    ($test:ident, $new_builder:expr => $builder:ty) => {
        #[tokio::test]
        async fn $test() {
            let new_builder: fn(&Client) -> $builder = $new_builder;
            let cases: &[(fn($builder) -> $builder, Value)] = &[
                (|it| it, json!({})),
                (
                    |it| it.webhook_event_url(""),
                    json!({"webhook_event_url": ""}),
                ),
                (
                    |it| it.webhook_event_url(None),
                    json!({"webhook_event_url": null}),
                ),
                (
                    |it| it.webhook_event_url(Nullable::Null),
                    json!({"webhook_event_url": null}),
                ),
                (
                    |it| it.webhook_event_url(String::from("https://a.example")),
                    json!({"webhook_event_url": "https://a.example"}),
                ),
                (
                    |it| it.webhook_event_url(Some(String::from("not a URL"))),
                    json!({"webhook_event_url": "not a URL"}),
                ),
                (
                    |it| it.webhook_event_failover_url(""),
                    json!({"webhook_event_failover_url": ""}),
                ),
                (
                    |it| it.webhook_event_failover_url(None),
                    json!({"webhook_event_failover_url": null}),
                ),
                (
                    |it| it.webhook_timeout_secs(0),
                    json!({"webhook_timeout_secs": 0}),
                ),
                (
                    |it| it.webhook_timeout_secs(None),
                    json!({"webhook_timeout_secs": null}),
                ),
                (
                    |it| it.webhook_timeout_secs(Nullable::Null),
                    json!({"webhook_timeout_secs": null}),
                ),
                (
                    |it| it.webhook_timeout_secs(Some(31)),
                    json!({"webhook_timeout_secs": 31}),
                ),
                (
                    |it| it.webhook_timeout_secs(i64::MAX),
                    json!({"webhook_timeout_secs": 9_223_372_036_854_775_807_u64}),
                ),
                (
                    |it| it.webhook_event_url("https://a.example").webhook_event_url(None),
                    json!({"webhook_event_url": null}),
                ),
                (
                    |it| it.webhook_event_url(None).webhook_event_url("https://a.example"),
                    json!({"webhook_event_url": "https://a.example"}),
                ),
                (
                    |it| it.webhook_timeout_secs(10).webhook_timeout_secs(20),
                    json!({"webhook_timeout_secs": 20}),
                ),
            ];
            for (set, body) in cases {
                assert_eq!(sent_body_of(|client| set(new_builder(client)).send()).await, *body);
            }
        }
    };
}

test_webhook_setters!(
    create_room_sends_webhook_setters, |client| client.rooms().create() => CreateRoom
);
test_webhook_setters!(
    update_room_sends_webhook_setters, |client| client.rooms().update(ROOM) => UpdateRoom
);
test_webhook_setters!(
    create_composition_sends_webhook_setters, |client| client.room_compositions().create() => CreateRoomComposition
);

#[tokio::test]
async fn empty_and_out_of_range_values_in_body_are_sent() {
    let body = sent_body_of(|client| {
        let room = client.rooms().create();
        room.unique_name("").max_participants(0).send()
    });
    assert_eq!(
        body.await,
        json!({"unique_name": "", "max_participants": 0})
    );

    let body = sent_body_of(|client| {
        let room = client.rooms().update(ROOM);
        room.enable_recording(false)
            .max_participants(i64::MAX)
            .send()
    });
    assert_eq!(
        body.await,
        json!({"enable_recording": false, "max_participants": 9_223_372_036_854_775_807_u64})
    );
}

#[tokio::test]
async fn strings_in_body_are_sent_unchanged() {
    let name = "\u{0}\"\\\n☃ Zoë \u{202e}";
    let body = sent_body_of(|client| client.rooms().create().unique_name(name).send());
    assert_eq!(
        body.await,
        json!({"unique_name": "\u{0}\"\\\n\u{2603} Zo\u{eb} \u{202e}"})
    );
}

#[tokio::test]
async fn last_setter_wins_in_body() {
    let body = sent_body_of(|client| {
        client
            .rooms()
            .update(ROOM)
            .unique_name("first")
            .enable_recording(true)
            .unique_name("last")
            .enable_recording(false)
            .send()
    });
    assert_eq!(
        body.await,
        json!({"unique_name": "last", "enable_recording": false})
    );

    let body = sent_body_of(|client| {
        let actions = client.rooms().sessions().actions();
        let kick = actions
            .kick(SESSION)
            .participants(ParticipantSelection::All);
        kick.participants(vec![uuid(PARTICIPANT)])
            .exclude([uuid(PARTICIPANT)])
            .exclude([uuid(OTHER_PARTICIPANT)])
            .send()
    });
    assert_eq!(
        body.await,
        json!({
            "participants": ["8a15e3f7-2c60-4d9b-b748-d36f1e0952ac"],
            "exclude": ["f02b94d8-75a3-4e16-9c8f-41d7a6e3b05d"],
        })
    );
}

#[tokio::test]
async fn last_setter_wins_in_query() {
    let target = sent_target_of(|client| {
        let first = RoomFilter::new()
            .unique_name("first")
            .date_created_at(DateFilter::new().eq_(day("2026-03-14")));
        client
            .rooms()
            .list()
            .include_sessions(true)
            .filter(first)
            .page_size(50)
            .include_sessions(false)
            .filter(RoomFilter::new().unique_name("last"))
            .page_size(250)
            .send()
    });
    assert_eq!(
        target.await,
        "/v2/rooms?include_sessions=false&filter%5Bunique_name%5D=last&page%5Bsize%5D=250"
    );
}

#[tokio::test]
async fn last_setter_wins_in_filter() {
    let target = sent_target_of(|client| {
        let days = DateFilter::new()
            .gte(day("2026-03-01"))
            .gte(day("2026-03-02"));
        let filter = RoomRecordingFilter::new()
            .r#type(RoomRecordingType::Audio)
            .r#type(RoomRecordingType::Video)
            .date_ended_at(days);
        client.room_recordings().list().filter(filter).send()
    });
    assert_eq!(
        target.await,
        "/v2/room_recordings?filter%5Bdate_ended_at%5D%5Bgte%5D=2026-03-02&filter%5Btype%5D=video"
    );
}

#[tokio::test]
async fn empty_string_in_filter_is_sent() {
    let target = sent_target_of(|client| {
        let filter = ListRoomParticipantsFilter::new().context("");
        client.room_participants().list().filter(filter).send()
    });
    assert_eq!(target.await, "/v2/room_participants?filter%5Bcontext%5D=");
}

#[tokio::test]
async fn out_of_range_numbers_in_query_are_sent() {
    let target = sent_target_of(|client| {
        let filter = RoomRecordingFilter::new().min_duration_secs(-1);
        let list = client.room_recordings().list().filter(filter);
        list.page_number(0).page_size(i64::MAX).send()
    });
    assert_eq!(
        target.await,
        "/v2/room_recordings?filter%5Bduration_secs%5D=-1\
         &page%5Bnumber%5D=0&page%5Bsize%5D=9223372036854775807"
    );
}

#[tokio::test]
async fn unknown_enum_and_union_values_are_sent() {
    let target = sent_target_of(|client| {
        let filter = RoomCompositionFilter::new().status("on hold");
        client.room_compositions().list().filter(filter).send()
    });
    assert_eq!(
        target.await,
        "/v2/room_compositions?filter%5Bstatus%5D=on%20hold"
    );

    let body = sent_body_of(|client| {
        let region = VideoRegion::new().video_sources(VideoSources::Unknown(json!("none")));
        client
            .room_compositions()
            .create()
            .format("webm")
            .video_layout([("", region)])
            .send()
    });
    assert_eq!(
        body.await,
        json!({"format": "webm", "video_layout": {"": {"video_sources": "none"}}})
    );

    let body = sent_body_of(|client| {
        let speakers = ParticipantSelection::Unknown(json!({"role": "speaker"}));
        let actions = client.rooms().sessions().actions();
        actions.mute(SESSION).participants(speakers).send()
    });
    assert_eq!(body.await, json!({"participants": {"role": "speaker"}}));
}

#[tokio::test]
async fn empty_lists_and_maps_are_sent() {
    let body = sent_body_of(|client| {
        let actions = client.rooms().sessions().actions();
        actions
            .mute(SESSION)
            .participants(vec![])
            .exclude([])
            .send()
    });
    assert_eq!(body.await, json!({"participants": [], "exclude": []}));

    let body = sent_body_of(|client| {
        let composition = client.room_compositions().create().resolution("");
        composition
            .video_layout(BTreeMap::<String, VideoRegion>::new())
            .send()
    });
    assert_eq!(body.await, json!({"resolution": "", "video_layout": {}}));

    let body = sent_body_of(|client| {
        let composition = client.room_compositions().create();
        composition
            .video_layout([("main", VideoRegion::new())])
            .send()
    });
    assert_eq!(body.await, json!({"video_layout": {"main": {}}}));
}

#[tokio::test]
async fn participants_setter_accepts_array_and_vec() {
    let expected = json!({"participants": [PARTICIPANT]});
    let array = sent_body_of(|client| {
        let actions = client.rooms().sessions().actions();
        actions
            .kick(SESSION)
            .participants([uuid(PARTICIPANT)])
            .send()
    });
    assert_eq!(array.await, expected);
    let vector = sent_body_of(|client| {
        let actions = client.rooms().sessions().actions();
        actions
            .kick(SESSION)
            .participants(vec![uuid(PARTICIPANT)])
            .send()
    });
    assert_eq!(vector.await, expected);
}
