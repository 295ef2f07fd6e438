use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};

use super::lock::lock;
use crate::Timer;

/// The last time of the clock, 9999-12-30T23:59:59Z, in seconds since 1970. New tokens expire up to one day later, and
/// the year in the API's date formats has four digits.
const MAX_SECS: u64 = 253_402_214_399;

/// A clock that tests can advance. Clones share the time.
#[derive(Clone)]
pub(super) struct Clock {
    source: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    offset: Arc<Mutex<Duration>>,
}

impl Clock {
    pub(super) fn new(source: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self {
            source: Arc::new(source),
            offset: Arc::default(),
        }
    }

    /// Returns the time in whole seconds, the precision of the API, from 1970 to 9999.
    pub(super) fn now(&self) -> DateTime<Utc> {
        let source = (self.source)()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let now = source.saturating_add(*lock(&self.offset)).as_secs();
        (UNIX_EPOCH + Duration::from_secs(now.min(MAX_SECS))).into()
    }

    pub(super) fn advance(&self, by: Duration) {
        let mut offset = lock(&self.offset);
        *offset = offset.saturating_add(by);
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

#[cfg(test)]
mod tests {
    use httpdate::fmt_http_date;

    use super::*;

    const LAST_DATE: &str = "Thu, 30 Dec 9999 23:59:59 GMT";

    /// Returns the header `Date`, which can't represent all times.
    fn date(clock: &Clock) -> String {
        fmt_http_date(Timer::now(clock))
    }

    #[test]
    fn now_is_limited_to_range_of_formats() {
        let before = Clock::new(|| UNIX_EPOCH - Duration::from_secs(1));
        assert_eq!(date(&before), "Thu, 01 Jan 1970 00:00:00 GMT");
        let after = Clock::new(|| UNIX_EPOCH + Duration::from_secs(MAX_SECS + 1));
        assert_eq!(date(&after), LAST_DATE);
    }

    #[test]
    fn now_has_whole_seconds_after_advance() {
        let clock = Clock::new(|| UNIX_EPOCH + Duration::from_millis(500));
        clock.advance(Duration::from_millis(1600));
        assert_eq!(clock.now().to_rfc3339(), "1970-01-01T00:00:02+00:00");
    }

    #[test]
    fn advance_stops_at_end_of_range() {
        let clock = Clock::new(|| UNIX_EPOCH);
        clock.advance(Duration::from_secs(MAX_SECS));
        assert_eq!(date(&clock), LAST_DATE);
        clock.advance(Duration::MAX);
        assert_eq!(date(&clock), LAST_DATE);
    }
}
