//! A scripted timer for retries.

use std::collections::VecDeque;
use std::fmt;
use std::future::{self, Future};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use telnyx_video::Timer;
use tokio::sync::watch;

use super::timeout::within_timeout;

/// Sunday, 14 March 2027, 09:30:00 UTC, in seconds since 1970.
const NOW: u64 = 1_805_016_600;

/// A timer that records durations instead of sleeping. Its time is always [`NOW`].
#[derive(Clone)]
pub(crate) struct RecordingTimer(Arc<Inner>);

struct Inner {
    sleeps: watch::Sender<Vec<Duration>>,
    /// The number of calls of [`Timer::now`].
    now_calls: watch::Sender<usize>,
    jitters: Mutex<VecDeque<f64>>,
    on_sleep: OnSleep,
}

enum OnSleep {
    Return,
    NeverReturn,
    /// Runs an action, then returns.
    Run(Box<dyn Fn() + Send + Sync>),
}

impl RecordingTimer {
    /// Creates a timer whose jitter is always 0.5.
    pub(crate) fn new() -> Self {
        Self::with(OnSleep::Return, [])
    }

    /// Creates a timer with these jitters, followed by 0.5.
    pub(crate) fn with_jitters(jitters: impl IntoIterator<Item = f64>) -> Self {
        Self::with(OnSleep::Return, jitters)
    }

    /// Creates a timer whose sleeps never end.
    pub(crate) fn never_ending() -> Self {
        Self::with(OnSleep::NeverReturn, [])
    }

    /// Creates a timer that runs this action in every sleep.
    pub(crate) fn with_action(action: impl Fn() + Send + Sync + 'static) -> Self {
        Self::with(OnSleep::Run(Box::new(action)), [])
    }

    fn with(on_sleep: OnSleep, jitters: impl IntoIterator<Item = f64>) -> Self {
        Self(Arc::new(Inner {
            sleeps: watch::Sender::new(Vec::new()),
            now_calls: watch::Sender::new(0),
            jitters: Mutex::new(jitters.into_iter().collect()),
            on_sleep,
        }))
    }

    /// Returns the durations of the sleeps so far.
    pub(crate) fn sleeps(&self) -> Vec<Duration> {
        self.0.sleeps.borrow().clone()
    }

    /// Returns the durations of the sleeps so far, in milliseconds.
    pub(crate) fn sleep_millis(&self) -> Vec<u128> {
        self.sleeps().iter().map(Duration::as_millis).collect()
    }

    /// Waits until this many sleeps have started.
    pub(crate) async fn wait_for_sleeps(&self, count: usize) {
        let mut sleeps = self.0.sleeps.subscribe();
        within_timeout(sleeps.wait_for(|sleeps| sleeps.len() >= count))
            .await
            .map(drop)
            .unwrap();
    }

    /// Waits until the client has read this many response heads, which is when it calls
    /// [`Timer::now`].
    pub(crate) async fn wait_for_heads(&self, count: usize) {
        let mut now_calls = self.0.now_calls.subscribe();
        within_timeout(now_calls.wait_for(|calls| *calls >= count))
            .await
            .map(drop)
            .unwrap();
    }
}

impl Timer for RecordingTimer {
    fn now(&self) -> SystemTime {
        self.0.now_calls.send_modify(|calls| *calls += 1);
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.0.sleeps.send_modify(|sleeps| sleeps.push(wait));
        match &self.0.on_sleep {
            OnSleep::Return => {}
            OnSleep::NeverReturn => return Box::pin(future::pending()),
            OnSleep::Run(action) => action(),
        }
        Box::pin(future::ready(()))
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
