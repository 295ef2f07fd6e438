//! Time and chance, as retries need them.

use std::fmt::Debug;
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::time::{Duration, SystemTime};

/// Where retries get the time, their waits and their jitter from.
///
/// Clients wait on Tokio's timer unless they are given another; a test gives one that does not wait
/// at all.
///
/// ```
/// use std::future::{Future, ready};
/// use std::pin::Pin;
/// use std::time::{Duration, SystemTime};
/// use telnyx_video::{Client, Timer};
///
/// #[derive(Debug)]
/// struct Instant;
///
/// impl Timer for Instant {
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
/// let client = Client::builder().api_key("KEY0123").timer(Instant).build()?;
/// # Ok::<(), telnyx_video::Error>(())
/// ```
pub trait Timer: Debug + Send + Sync {
    /// The time of day, which a date in `Retry-After` is compared with.
    fn now(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;

    /// A random number, at least 0 and below 1.
    fn jitter(&self) -> f64;
}

/// The clock of the system, Tokio's timer, and the randomness that the standard library seeds its
/// hash maps with.
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
        // 53 bits are what a double can hold.
        let bits = RandomState::new().hash_one(()) >> 11;
        #[allow(clippy::cast_precision_loss, reason = "there is none in 53 bits")]
        let jitter = bits as f64 / (1_u64 << 53) as f64;
        jitter
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_varies_between_0_and_1() {
        let jitters: Vec<f64> = (0..64).map(|_| SystemTimer.jitter()).collect();
        assert!(jitters.iter().all(|jitter| (0.0..1.0).contains(jitter)));
        assert!(jitters.windows(2).any(|pair| pair[0] != pair[1]));
    }
}
