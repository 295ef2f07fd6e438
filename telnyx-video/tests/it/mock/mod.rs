//! The mock server, driven through the SDK.

mod compositions;
mod faults;
mod files;
mod lists;
mod meetings;
mod official;
mod operations;
mod outside;
mod refusals;
mod seeds;
mod tokens;
mod webhooks;

use std::time::{Duration, UNIX_EPOCH};

use telnyx_video::chrono::NaiveDate;
use telnyx_video::mock::MockServer;

/// 2026-03-14T09:30:00Z, at which the clock of a test stands still.
const NOW: Duration = Duration::from_secs(1_773_480_600);

/// A server whose clock only a test moves.
async fn server() -> MockServer {
    let server = MockServer::builder().clock(|| UNIX_EPOCH + NOW);
    server.start().await.unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
