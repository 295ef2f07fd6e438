//! Waiting for what has to come, and failing where it does not.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// Far longer than anything here takes, and shorter than the default timeout, which must not pass
/// for what was to come. It makes a failure of what would otherwise hang.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Waits for what has to come soon, and panics if it does not.
///
/// It does not go by the clock of the runtime, which may have been stopped.
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    let (_released_when_dropped, receiver) = mpsc::channel::<()>();
    let watchdog = tokio::task::spawn_blocking(move || {
        receiver.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout)
    });
    tokio::select! {
        value = future => value,
        Ok(true) = watchdog => panic!("what has to come has not come for {PATIENCE:?}"),
    }
}
