//! The server's clock, and a timer for clients that uses it.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use super::service::lock;
use crate::Timer;

/// A clock that tests can advance. Clones share the time.
#[derive(Clone)]
pub(super) struct Clock {
    source: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    offset: Arc<Mutex<TimeDelta>>,
}

impl Clock {
    pub(super) fn new(source: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self {
            source: Arc::new(source),
            offset: Arc::default(),
        }
    }

    /// Returns the time in whole seconds, the precision of the API.
    pub(super) fn now(&self) -> DateTime<Utc> {
        let now = DateTime::<Utc>::from((self.source)()).trunc_subsecs(0);
        now.checked_add_signed(*lock(&self.offset)).unwrap_or(now)
    }

    /// Advances the clock. Does nothing if the result would overflow.
    pub(super) fn advance(&self, by: Duration) {
        let mut offset = lock(&self.offset);
        let by = TimeDelta::from_std(by).unwrap_or_default();
        *offset = offset.checked_add(&by).unwrap_or(*offset);
    }
}

/// The timer of the mock server's clients, whose retries don't wait.
impl Timer for Clock {
    fn now(&self) -> SystemTime {
        self.now().into()
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(ready(()))
    }

    fn jitter(&self) -> f64 {
        0.0
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
