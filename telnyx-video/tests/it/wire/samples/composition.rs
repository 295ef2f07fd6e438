//! A composition of which everything is known.

use serde_json::{Value, json};
use telnyx_video::models::{
    RoomComposition, RoomCompositionFormat, RoomCompositionStatus, VideoRegion, VideoSources,
};

use super::{COMPOSITION, OTHER_RECORDING, RECORDING, ROOM, SESSION, USER, time, uuid};

pub(crate) fn full() -> Value {
    json!({
        "id": COMPOSITION,
        "room_id": ROOM,
        "session_id": SESSION,
        "user_id": USER,
        "status": "completed",
        "format": "mp4",
        "resolution": "640x480",
        "size_mb": 48.25,
        "duration_secs": 1800,
        "download_url": "https://media.example.com/compositions/weekly-standup.mp4",
        "video_layout": {
            "main": {
                "height": 480,
                "width": 640,
                "max_columns": 2,
                "max_rows": 3,
                "x_pos": 320,
                "y_pos": 120,
                "z_pos": -5,
                "video_sources": [RECORDING, OTHER_RECORDING],
            },
            "overlay": {"video_sources": "*"},
        },
        "webhook_event_url": "https://hooks.example.com/telnyx/video",
        "webhook_event_failover_url": "https://backup.example.com/telnyx/video",
        "webhook_timeout_secs": 30,
        "started_at": "2026-03-14T09:30:00Z",
        "ended_at": "2026-03-14T10:00:00Z",
        "completed_at": "2026-03-14T10:42:10Z",
        "created_at": "2026-03-14T10:35:00Z",
        "updated_at": "2026-03-14T10:42:11Z",
        "record_type": "room_composition",
    })
}

pub(crate) fn assert_full(composition: &RoomComposition) {
    assert_eq!(composition.id, uuid(COMPOSITION));
    assert_eq!(composition.room_id, Some(uuid(ROOM)));
    assert_eq!(composition.session_id, Some(uuid(SESSION)));
    assert_eq!(composition.user_id, Some(uuid(USER)));
    assert_eq!(composition.status, Some(RoomCompositionStatus::Completed));
    assert_eq!(composition.format, Some(RoomCompositionFormat::Mp4));
    assert_eq!(composition.resolution.as_deref(), Some("640x480"));
    assert_eq!(composition.size_mb, Some(48.25));
    assert_eq!(composition.duration_secs, Some(1800));
    assert_eq!(
        composition.download_url.as_deref(),
        Some("https://media.example.com/compositions/weekly-standup.mp4")
    );
    assert_eq!(
        composition.webhook_event_url.as_deref(),
        Some("https://hooks.example.com/telnyx/video")
    );
    assert_eq!(
        composition.webhook_event_failover_url.as_deref(),
        Some("https://backup.example.com/telnyx/video")
    );
    assert_eq!(composition.webhook_timeout_secs, Some(30));
    assert_eq!(composition.started_at, Some(time("2026-03-14T09:30:00Z")));
    assert_eq!(composition.ended_at, Some(time("2026-03-14T10:00:00Z")));
    assert_eq!(composition.completed_at, Some(time("2026-03-14T10:42:10Z")));
    assert_eq!(composition.created_at, Some(time("2026-03-14T10:35:00Z")));
    assert_eq!(composition.updated_at, Some(time("2026-03-14T10:42:11Z")));
    assert_eq!(composition.record_type.as_deref(), Some("room_composition"));
    let layout = composition.video_layout.as_ref().unwrap();
    assert_eq!(layout.keys().collect::<Vec<_>>(), ["main", "overlay"]);
    assert_full_region(&layout["main"]);
    assert_eq!(layout["overlay"].video_sources, Some(VideoSources::All));
    assert_eq!(layout["overlay"].height, None);
}

fn assert_full_region(region: &VideoRegion) {
    assert_eq!(region.height, Some(480));
    assert_eq!(region.width, Some(640));
    assert_eq!(region.max_columns, Some(2));
    assert_eq!(region.max_rows, Some(3));
    assert_eq!(region.x_pos, Some(320));
    assert_eq!(region.y_pos, Some(120));
    assert_eq!(region.z_pos, Some(-5));
    assert_eq!(
        region.video_sources,
        Some(VideoSources::Ids(vec![
            uuid(RECORDING),
            uuid(OTHER_RECORDING)
        ]))
    );
}
