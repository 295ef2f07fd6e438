//! The policy that clients have unless they are given another.

use std::time::Duration;

use super::{Attempt, Decision, Outcome, RetryPolicy, Wait};

/// Repeats what can be repeated without doing the thing twice.
///
/// | what happened | repeated |
/// |---|---|
/// | there was no connection | always |
/// | 429; 503 with a `Retry-After` | always: the server has not acted |
/// | 408, 409, any other 5xx, a timeout, an exchange that broke off | GET, HEAD, OPTIONS, PUT and DELETE, and operations known to be idempotent |
/// | any other status | never |
///
/// A server's `x-should-retry` goes before the table. There are up to two repeats. Before each is
/// the wait that the server asked for, or else a random one of up to half a second, which doubles
/// with every repeat to at most eight seconds. A server that asks for more than a minute gets no
/// repeat: the failure goes to the caller at once, with the wait in
/// [`Error::retry_after`](crate::Error::retry_after).
///
/// ```
/// use std::time::Duration;
/// use telnyx_video::{Client, Retries};
///
/// let client = Client::builder()
///     .api_key("KEY0123")
///     .retry_policy(Retries::new().most(4).longest_requested_wait(Duration::from_secs(10)))
///     .build()?;
/// # Ok::<(), telnyx_video::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retries {
    most: u32,
    first_wait: Duration,
    longest_wait: Duration,
    longest_requested_wait: Duration,
    repeats_everything: bool,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            most: 2,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(8),
            longest_requested_wait: Duration::from_secs(60),
            repeats_everything: false,
        }
    }
}

impl Retries {
    /// Up to two repeats, with the waits that the type describes.
    pub fn new() -> Self {
        Self::default()
    }

    /// No repeats.
    pub fn none() -> Self {
        Self::default().most(0)
    }

    /// How many repeats there are at most. 2 by default.
    #[must_use]
    pub fn most(mut self, repeats: u32) -> Self {
        self.most = repeats;
        self
    }

    /// The longest wait before the first repeat; it doubles with every further one, up to `longest`.
    /// Half a second and eight seconds by default.
    #[must_use]
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first_wait = first;
        self.longest_wait = longest;
        self
    }

    /// The longest wait that a server may ask for and get. A minute by default.
    #[must_use]
    pub fn longest_requested_wait(mut self, longest: Duration) -> Self {
        self.longest_requested_wait = longest;
        self
    }

    /// Repeats every method as if it were idempotent.
    ///
    /// A POST that timed out may have been carried out: repeating it can make a second room, or a
    /// second composition that is charged for.
    #[must_use]
    pub fn repeat_everything(mut self, repeat: bool) -> Self {
        self.repeats_everything = repeat;
        self
    }

    fn may_repeat(&self, attempt: &Attempt<'_>) -> bool {
        let is_safe = attempt.is_idempotent || self.repeats_everything;
        match attempt.outcome {
            Outcome::NotSent => true,
            Outcome::TimedOut | Outcome::BrokenOff => is_safe,
            Outcome::Answered(status) => match status.as_u16() {
                429 => true,
                503 if attempt.has_requested_wait() => true,
                408 | 409 | 500..=599 => is_safe,
                _ => false,
            },
        }
    }

    /// The longest wait before the repeat that follows attempt `number`.
    fn longest_wait_after(&self, number: u32) -> Duration {
        let doublings = number.saturating_sub(1);
        let factor = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
        self.first_wait
            .saturating_mul(factor)
            .min(self.longest_wait)
    }
}

impl RetryPolicy for Retries {
    fn decide(&self, attempt: &Attempt<'_>) -> Decision {
        let may_repeat = attempt
            .server_advice()
            .unwrap_or_else(|| self.may_repeat(attempt));
        if attempt.number > self.most || !may_repeat {
            return Decision::Stop;
        }
        match attempt.requested_wait {
            Some(wait) if wait > self.longest_requested_wait => Decision::Stop,
            Some(wait) => Decision::Repeat(Wait::Exactly(wait)),
            None => Decision::Repeat(Wait::UpTo(self.longest_wait_after(attempt.number))),
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
    use reqwest::{Method, StatusCode};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        let name = HeaderName::from_static(name);
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    /// What is decided after the first attempt of a method that is idempotent, and of one that is not.
    fn repeated(retries: &Retries, outcome: Outcome, headers: &HeaderMap) -> [bool; 2] {
        [(Method::GET, true), (Method::POST, false)].map(|(method, is_idempotent)| {
            let attempt = Attempt {
                method: &method,
                number: 1,
                is_idempotent,
                outcome,
                headers,
                requested_wait: None,
            };
            retries.decide(&attempt) != Decision::Stop
        })
    }

    fn answered(status: u16) -> Outcome {
        Outcome::Answered(StatusCode::from_u16(status).unwrap())
    }

    fn after(number: u32, requested_wait: Option<Duration>) -> Decision {
        Retries::new().most(100).decide(&Attempt {
            method: &Method::POST,
            number,
            is_idempotent: false,
            outcome: answered(429),
            headers: &HeaderMap::new(),
            requested_wait,
        })
    }

    #[test]
    fn what_the_server_has_not_acted_on_is_repeated_always() {
        let none = HeaderMap::new();
        assert_eq!(
            repeated(&Retries::new(), Outcome::NotSent, &none),
            [true, true]
        );
        assert_eq!(
            repeated(&Retries::new(), answered(429), &none),
            [true, true]
        );
        for header in [
            headers("retry-after", "1"),
            headers("retry-after-ms", "soon"),
        ] {
            assert_eq!(
                repeated(&Retries::new(), answered(503), &header),
                [true, true]
            );
        }
    }

    #[test]
    fn what_the_server_may_have_acted_on_is_repeated_only_where_that_is_safe() {
        let none = HeaderMap::new();
        let outcomes = [408, 409, 500, 502, 503, 504, 599].map(answered);
        for outcome in outcomes
            .into_iter()
            .chain([Outcome::TimedOut, Outcome::BrokenOff])
        {
            assert_eq!(
                repeated(&Retries::new(), outcome, &none),
                [true, false],
                "{outcome:?}"
            );
            let everything = Retries::new().repeat_everything(true);
            assert_eq!(
                repeated(&everything, outcome, &none),
                [true, true],
                "{outcome:?}"
            );
        }
    }

    #[test]
    fn other_answers_are_final() {
        for status in [300, 301, 307, 400, 401, 403, 404, 410, 422, 451] {
            let everything = Retries::new().repeat_everything(true);
            assert_eq!(
                repeated(&everything, answered(status), &HeaderMap::new()),
                [false, false]
            );
        }
    }

    #[test]
    fn the_server_has_the_last_word_but_for_the_count() {
        let yes = headers("x-should-retry", "true");
        let no = headers("x-should-retry", "false");
        let other = headers("x-should-retry", "perhaps");
        assert_eq!(repeated(&Retries::new(), answered(400), &yes), [true, true]);
        assert_eq!(repeated(&Retries::new(), answered(500), &yes), [true, true]);
        assert_eq!(
            repeated(&Retries::new(), answered(429), &no),
            [false, false]
        );
        assert_eq!(
            repeated(&Retries::new(), answered(500), &other),
            [true, false]
        );
        assert_eq!(
            repeated(&Retries::none(), answered(500), &yes),
            [false, false]
        );
    }

    #[test]
    fn the_wait_doubles_up_to_the_longest() {
        let waits: Vec<u128> = [1, 2, 3, 4, 5, 6, 40, 99]
            .into_iter()
            .map(|number| match after(number, None) {
                Decision::Repeat(Wait::UpTo(wait)) => wait.as_millis(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            waits,
            [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000]
        );
    }

    #[test]
    fn a_requested_wait_is_kept_to_unless_it_is_too_long() {
        assert_eq!(
            after(1, Some(60 * SECOND)),
            Decision::Repeat(Wait::Exactly(60 * SECOND))
        );
        assert_eq!(
            after(1, Some(60 * SECOND + Duration::from_nanos(1))),
            Decision::Stop
        );
        assert_eq!(
            after(1, Some(Duration::ZERO)),
            Decision::Repeat(Wait::Exactly(Duration::ZERO))
        );
    }

    #[test]
    fn repeats_are_counted() {
        let decide = |number| {
            Retries::new().decide(&Attempt {
                method: &Method::GET,
                number,
                is_idempotent: true,
                outcome: Outcome::NotSent,
                headers: &HeaderMap::new(),
                requested_wait: None,
            })
        };
        assert_ne!(decide(2), Decision::Stop);
        assert_eq!(decide(3), Decision::Stop);
    }

    #[test]
    fn jitter_takes_a_part_of_the_wait() {
        assert_eq!(Wait::UpTo(8 * SECOND).with_jitter(0.0), Duration::ZERO);
        assert_eq!(Wait::UpTo(8 * SECOND).with_jitter(0.25), 2 * SECOND);
        assert_eq!(Wait::UpTo(8 * SECOND).with_jitter(f64::NAN), Duration::ZERO);
        assert_eq!(
            Wait::UpTo(8 * SECOND).with_jitter(f64::INFINITY),
            8 * SECOND
        );
        assert_eq!(Wait::UpTo(Duration::MAX).with_jitter(1.0), Duration::MAX);
        assert_eq!(Wait::Exactly(SECOND).with_jitter(0.0), SECOND);
    }
}
