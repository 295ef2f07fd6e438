//! The time that the server goes by.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// A clock that can be moved on by hand.
pub(super) struct Clock {
    source: Box<dyn Fn() -> SystemTime + Send + Sync>,
    ahead: Mutex<TimeDelta>,
}

impl Clock {
    pub(super) fn new(source: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self {
            source: Box::new(source),
            ahead: Mutex::default(),
        }
    }

    /// The time in whole seconds, as the API has it.
    pub(super) fn now(&self) -> DateTime<Utc> {
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let now = DateTime::<Utc>::from((self.source)()).trunc_subsecs(0);
        now.checked_add_signed(ahead).unwrap_or(now)
    }

    /// Moves on. What no clock can show leaves it where it is.
    pub(super) fn advance(&self, by: Duration) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let by = TimeDelta::from_std(by).unwrap_or_default();
        *ahead = ahead.checked_add(&by).unwrap_or(*ahead);
    }
}
