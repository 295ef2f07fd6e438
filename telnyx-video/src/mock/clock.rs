//! The server's clock.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// A clock that tests can advance.
pub(super) struct Clock {
    source: Box<dyn Fn() -> SystemTime + Send + Sync>,
    offset: Mutex<TimeDelta>,
}

impl Clock {
    pub(super) fn new(source: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self {
            source: Box::new(source),
            offset: Mutex::default(),
        }
    }

    /// Returns the time in whole seconds, as the API has it.
    pub(super) fn now(&self) -> DateTime<Utc> {
        let offset = *self.offset.lock().unwrap_or_else(PoisonError::into_inner);
        let now = DateTime::<Utc>::from((self.source)()).trunc_subsecs(0);
        now.checked_add_signed(offset).unwrap_or(now)
    }

    /// Advances the clock, unless the result would overflow.
    pub(super) fn advance(&self, by: Duration) {
        let mut offset = self.offset.lock().unwrap_or_else(PoisonError::into_inner);
        let by = TimeDelta::from_std(by).unwrap_or_default();
        *offset = offset.checked_add(&by).unwrap_or(*offset);
    }
}
