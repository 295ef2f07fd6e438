//! Tokio's clock, advanced by tests.

use std::sync::mpsc;
use std::time::Duration;

/// Pauses Tokio's clock until it is dropped, so that timeouts only pass when a test advances it.
pub(crate) struct PausedClock {
    _end_blocking_task: mpsc::Sender<()>,
}

impl PausedClock {
    /// Pauses the clock of a current-thread runtime.
    pub(crate) fn new() -> Self {
        tokio::time::pause();
        // A paused clock advances by itself while the runtime is idle, unless a blocking task is
        // running.
        let (sender, receiver) = mpsc::channel();
        tokio::task::spawn_blocking(move || receiver.recv().ok());
        Self {
            _end_blocking_task: sender,
        }
    }

    /// Advances the clock, and by one millisecond more because Tokio rounds timeouts up.
    pub(crate) async fn advance(&self, by: Duration) {
        tokio::time::advance(by + Duration::from_millis(1)).await;
    }
}

impl Drop for PausedClock {
    fn drop(&mut self) {
        tokio::time::resume();
    }
}
