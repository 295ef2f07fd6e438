//! The mock server: its operations, and its methods for tests.

mod compositions;
mod contract_validation;
mod errors;
mod examples;
mod faults;
mod files;
mod lists;
mod meetings;
mod official_sdks;
mod operations;
mod seed;
mod start;
mod tokens;
mod webhooks;

use std::time::{Duration, UNIX_EPOCH};

use telnyx_video::chrono::NaiveDate;
use telnyx_video::mock::MockServer;

/// 2026-03-14T09:30:00Z.
const NOW: Duration = Duration::from_secs(1_773_480_600);

/// Starts a server whose clock shows [`NOW`] until a test advances it.
async fn start_server() -> MockServer {
    let builder = MockServer::builder().clock(|| UNIX_EPOCH + NOW);
    builder.start().await.unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
