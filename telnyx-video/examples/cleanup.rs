//! Lists the recordings of a room that ended a number of calendar days ago (UTC) or earlier, and deletes them with
//! `--delete`.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example cleanup -- ROOM_ID 90
//! TELNYX_API_KEY=… cargo run --example cleanup -- ROOM_ID 90 --delete
//! ```
//!
//! Without an account, against a mock server with recordings:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- \
//!     cargo run --example cleanup -- 3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4 1 --delete
//! ```

use std::env;
use std::error::Error;
use std::process::ExitCode;

use chrono::{Days, NaiveDate, Utc};
use futures_util::TryStreamExt;
use telnyx_video::models::{DateFilter, RoomRecordingFilter};
use telnyx_video::uuid::Uuid;
use telnyx_video::{Client, Selection};

const USAGE: &str = "\
usage: cleanup ROOM_ID DAYS [--delete]
Lists the recordings of a room that ended DAYS calendar days ago (UTC) or earlier. With --delete, also deletes them.";

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let Some((room, day, delete)) = parse(&arguments) else {
        eprintln!("{USAGE}");
        return Ok(ExitCode::from(2));
    };
    let client = Client::from_env()?;
    let old = RoomRecordingFilter::new()
        .room_id(room)
        .date_ended_at(DateFilter::new().lte(day));
    let list = client.room_recordings().list().filter(old.clone());
    let mut recordings = list.page_size(250).stream();
    let (mut found, mut size) = (0, 0.0);
    while let Some(recording) = recordings.try_next().await? {
        let ended_at = recording.ended_at.unwrap_or_default();
        let ended = ended_at.format("%Y-%m-%d %H:%M");
        let size_mb = recording.size_mb.unwrap_or_default();
        println!("{}  ended {ended} UTC  {size_mb:8.1} MB", recording.id);
        found += 1;
        size += size_mb;
    }
    let summary = format!("{}, {size:.1} MB, ended on {day} or earlier", count(found));
    println!("{summary} in room {room}");

    if found == 0 {
        println!("nothing to delete");
    } else if delete {
        // An empty filter is an error here; only `Selection::Everything` deletes all recordings.
        let deletion = client.room_recordings();
        let deletion = deletion
            .delete_bulk(Selection::Matching(old))
            .send()
            .await?;
        println!(
            "deleted {}",
            count(deletion.deleted_recordings.unwrap_or_default())
        );
    } else {
        println!("nothing was deleted; add --delete to delete these recordings");
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns the room, the last day, and whether to delete.
fn parse(arguments: &[String]) -> Option<(Uuid, NaiveDate, bool)> {
    let (room, days, delete) = match arguments {
        [room, days] => (room, days, false),
        [room, days, flag] if flag == "--delete" => (room, days, true),
        _ => return None,
    };
    let today = Utc::now().date_naive();
    let day = today.checked_sub_days(Days::new(days.parse().ok()?))?;
    Some((room.parse().ok()?, day, delete))
}

fn count(recordings: i64) -> String {
    let plural = if recordings == 1 { "" } else { "s" };
    format!("{recordings} recording{plural}")
}
