use std::fmt::Debug;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::time::{Duration, SystemTime};

/// The clock, the sleep function and the jitter that retries use.
///
/// By default, clients use the system's clock and Tokio's timer. A test can replace them to avoid waiting.
///
/// ```
/// use std::future::{Future, ready};
/// use std::pin::Pin;
/// use std::time::{Duration, SystemTime};
/// use telnyx_video::{Client, Timer};
///
/// #[derive(Debug)]
/// struct NoWait;
///
/// impl Timer for NoWait {
///     fn now(&self) -> SystemTime {
///         SystemTime::UNIX_EPOCH
///     }
///
///     fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
///         Box::pin(ready(()))
///     }
///
///     fn jitter(&self) -> f64 {
///         0.5
///     }
/// }
///
/// let builder = Client::builder().timer(NoWait);
/// ```
pub trait Timer: Debug + Send + Sync {
    /// Returns the current time. It determines when a key from an [`ApiKeyProvider`](crate::ApiKeyProvider) expires,
    /// and how far away a date in `Retry-After` is if the response has no `Date`.
    fn now(&self) -> SystemTime;

    /// Waits for a duration.
    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;

    /// Returns a random number, at least 0 and less than 1.
    fn jitter(&self) -> f64;
}

/// The system's clock, Tokio's timer, and the random seed of the standard library's hash maps.
#[derive(Debug)]
pub(crate) struct SystemTimer;

impl Timer for SystemTimer {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(wait))
    }

    fn jitter(&self) -> f64 {
        // An `f64` has 53 significant bits.
        let bits = RandomState::new().hash_one(()) >> 11;
        #[allow(clippy::cast_precision_loss, reason = "53 bits fit in an `f64`")]
        let jitter = bits as f64 / (1_u64 << 53) as f64;
        jitter
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_is_random_between_0_and_1() {
        let jitters: Vec<f64> = (0..64).map(|_| SystemTimer.jitter()).collect();
        assert!(jitters.iter().all(|jitter| (0.0..1.0).contains(jitter)));
        assert!(jitters.windows(2).any(|pair| pair[0] != pair[1]));
    }
}
