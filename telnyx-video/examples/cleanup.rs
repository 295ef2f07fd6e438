//! Lists the recordings that ended at least some days ago, and deletes them with `--delete`.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example cleanup -- 90
//! TELNYX_API_KEY=… cargo run --example cleanup -- 90 --delete
//! ```
//!
//! Without an account, against a mock server with recordings:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- cargo run --example cleanup -- 1 --delete
//! ```

use std::env;
use std::error::Error;
use std::time::SystemTime;

use chrono::{DateTime, Days, Utc};
use futures_util::TryStreamExt;
use telnyx_video::models::{DateFilter, RoomRecordingFilter};
use telnyx_video::{Client, Selection};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (days, delete) = match arguments.as_slice() {
        [days] => (days, false),
        [days, flag] if flag == "--delete" => (days, true),
        _ => return Err("usage: cleanup DAYS [--delete]".into()),
    };
    let days = Days::new(days.parse().map_err(|_| "DAYS must be a whole number")?);
    let today = DateTime::<Utc>::from(SystemTime::now()).date_naive();
    let day = today.checked_sub_days(days).ok_or("DAYS is too large")?;

    let client = Client::from_env()?;
    let old = RoomRecordingFilter::new().date_ended_at(DateFilter::new().lte(day));
    let (mut count, mut size) = (0, 0.0);
    let mut recordings = client
        .room_recordings()
        .list()
        .filter(old.clone())
        .page_size(250)
        .stream();
    while let Some(recording) = recordings.try_next().await? {
        count += 1;
        size += recording.size_mb.unwrap_or_default();
        let ended = recording.ended_at.map(|ended| ended.to_rfc3339());
        println!("{}  ended {}", recording.id, ended.unwrap_or_default());
    }
    let plural = if count == 1 { "" } else { "s" };
    println!("{count} recording{plural}, {size:.0} MB, ended on {day} or earlier");

    if delete && count > 0 {
        // An empty filter is an error here; only `Selection::Everything` deletes all recordings.
        let deletion = client
            .room_recordings()
            .delete_bulk(Selection::Matching(old))
            .send()
            .await?;
        println!("deleted {}", deletion.room_recordings.unwrap_or_default());
    } else if count > 0 {
        println!("nothing was deleted; add --delete to delete these recordings");
    }
    Ok(())
}
