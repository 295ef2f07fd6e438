//! A time limit for tests that would otherwise hang.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// Far longer than any step of a test takes, and shorter than the default timeout of the client.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(30);

/// Waits for a future, and panics after [`TIMEOUT`].
///
/// Uses the system's clock, because Tokio's may be paused.
pub(crate) async fn within_timeout<T>(future: impl Future<Output = T>) -> T {
    let (_end_watchdog, receiver) = mpsc::channel::<()>();
    let watchdog = tokio::task::spawn_blocking(move || {
        receiver.recv_timeout(TIMEOUT) == Err(RecvTimeoutError::Timeout)
    });
    tokio::select! {
        value = future => value,
        Ok(true) = watchdog => panic!("timed out after {TIMEOUT:?}"),
    }
}
