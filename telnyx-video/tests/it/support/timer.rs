//! Time and chance for retries, by script.

use std::collections::VecDeque;
use std::fmt;
use std::future::{self, Future};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use telnyx_video::Timer;
use tokio::sync::watch;

use super::patience::soon;

/// Sunday, 14 March 2027, 09:30:00 UTC, in seconds since 1970.
const NOW: u64 = 1_805_016_600;

/// Writes down how long it is to wait, and does not wait. The time is always Sunday, 14 March 2027,
/// 09:30:00 UTC.
#[derive(Clone)]
pub(crate) struct RecordingTimer(Arc<Inner>);

struct Inner {
    waits: watch::Sender<Vec<Duration>>,
    /// How often the time was asked for.
    readings: watch::Sender<usize>,
    jitters: Mutex<VecDeque<f64>>,
    wait: Wait,
}

enum Wait {
    /// It is over at once.
    Over,
    /// It never ends.
    Endless,
    /// It is over as soon as this is done.
    Doing(Box<dyn Fn() + Send + Sync>),
}

impl RecordingTimer {
    /// The jitter is always one half.
    pub(crate) fn new() -> Self {
        Self::with(Wait::Over, [])
    }

    /// These jitters, and then one half.
    pub(crate) fn with_jitters(jitters: impl IntoIterator<Item = f64>) -> Self {
        Self::with(Wait::Over, jitters)
    }

    /// One whose waits never end.
    pub(crate) fn endless() -> Self {
        Self::with(Wait::Endless, [])
    }

    /// One that does this in every wait.
    pub(crate) fn doing(action: impl Fn() + Send + Sync + 'static) -> Self {
        Self::with(Wait::Doing(Box::new(action)), [])
    }

    fn with(wait: Wait, jitters: impl IntoIterator<Item = f64>) -> Self {
        Self(Arc::new(Inner {
            waits: watch::Sender::new(Vec::new()),
            readings: watch::Sender::new(0),
            jitters: Mutex::new(jitters.into_iter().collect()),
            wait,
        }))
    }

    /// All waits so far.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.waits.borrow().clone()
    }

    /// All waits so far, in milliseconds.
    pub(crate) fn milliseconds(&self) -> Vec<u128> {
        self.waits().iter().map(Duration::as_millis).collect()
    }

    /// Waits until there have been so many waits.
    pub(crate) async fn has_begun(&self, waits: usize) {
        let mut log = self.0.waits.subscribe();
        soon(log.wait_for(|log| log.len() >= waits))
            .await
            .map(drop)
            .unwrap();
    }

    /// Waits until the heads of so many answers have been read: that is when the time is asked for.
    pub(crate) async fn has_seen_heads(&self, heads: usize) {
        let mut readings = self.0.readings.subscribe();
        soon(readings.wait_for(|readings| *readings >= heads))
            .await
            .map(drop)
            .unwrap();
    }
}

impl Timer for RecordingTimer {
    fn now(&self) -> SystemTime {
        self.0.readings.send_modify(|readings| *readings += 1);
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.0.waits.send_modify(|waits| waits.push(wait));
        match &self.0.wait {
            Wait::Over => Box::pin(future::ready(())),
            Wait::Endless => Box::pin(future::pending()),
            Wait::Doing(action) => {
                action();
                Box::pin(future::ready(()))
            }
        }
    }

    fn jitter(&self) -> f64 {
        self.0.jitters.lock().unwrap().pop_front().unwrap_or(0.5)
    }
}

impl fmt::Debug for RecordingTimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecordingTimer")
    }
}
