//! The clock of the runtime, moved by hand.

use std::sync::mpsc;
use std::time::Duration;

/// The clock of the runtime stands still until it is moved by hand or this is
/// dropped, so that a test need not wait
/// for a timeout, and none comes by chance.
pub(crate) struct StoppedClock {
    _released_when_dropped: mpsc::Sender<()>,
}

impl StoppedClock {
    /// Stops the clock of this runtime, which has to be one of a single thread.
    pub(crate) fn new() -> Self {
        tokio::time::pause();
        // Left to itself, a paused clock jumps to the next timeout whenever the runtime has nothing
        // to do. It does not while a blocking task is running.
        let (sender, receiver) = mpsc::channel();
        tokio::task::spawn_blocking(move || receiver.recv().ok());
        Self {
            _released_when_dropped: sender,
        }
    }

    /// Lets so much time pass, and a little more: timeouts are rounded up to milliseconds.
    pub(crate) async fn advance(&self, by: Duration) {
        tokio::time::advance(by + Duration::from_millis(1)).await;
    }
}

impl Drop for StoppedClock {
    fn drop(&mut self) {
        tokio::time::resume();
    }
}
