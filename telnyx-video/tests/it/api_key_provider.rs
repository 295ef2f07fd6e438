//! Providers of API keys that change.

use std::error::Error as StdError;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use telnyx_video::reqwest::{Method, StatusCode};
use telnyx_video::{
    ApiKey, ApiKeyFuture, ApiKeyProvider, Client, Error, ErrorKind, Retries, Timer,
};

use crate::support::{Reply, Server};

/// A clock that only the test moves.
#[derive(Clone, Debug, Default)]
struct Clock(Arc<Mutex<Duration>>);

impl Clock {
    fn set(&self, seconds: u64) {
        *self.0.lock().unwrap() = Duration::from_secs(seconds);
    }
}

impl Timer for Clock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + *self.0.lock().unwrap()
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(ready(()))
    }

    fn jitter(&self) -> f64 {
        0.0
    }
}

/// Provides `key-1`, `key-2` and so on, or errors.
#[derive(Clone, Debug, Default)]
struct Keys(Arc<Mutex<KeysState>>);

#[derive(Debug, Default)]
struct KeysState {
    calls: u32,
    lifetime: Option<Duration>,
    /// The message of the error, if the provider fails.
    failure: Option<String>,
}

impl Keys {
    fn expiring_in(seconds: u64) -> Self {
        let keys = Self::default();
        keys.0.lock().unwrap().lifetime = Some(Duration::from_secs(seconds));
        keys
    }

    fn failing(message: &str) -> Self {
        let keys = Self::default();
        keys.set_failure(Some(message));
        keys
    }

    fn set_failure(&self, message: Option<&str>) {
        self.0.lock().unwrap().failure = message.map(str::to_owned);
    }

    fn calls(&self) -> u32 {
        self.0.lock().unwrap().calls
    }
}

impl ApiKeyProvider for Keys {
    fn api_key(&self) -> ApiKeyFuture<'_> {
        Box::pin(async {
            self.0.lock().unwrap().calls += 1;
            // Lets all concurrent callers begin to wait.
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            let state = self.0.lock().unwrap();
            if let Some(failure) = &state.failure {
                return Err(failure.as_str().into());
            }
            let key = ApiKey::new(format!("key-{}", state.calls));
            Ok(match state.lifetime {
                Some(lifetime) => key.expires_in(lifetime),
                None => key,
            })
        })
    }
}

fn client(server: &Server, keys: &Keys, clock: &Clock) -> Client {
    let builder = server.client_builder().timer(clock.clone());
    builder.api_key_provider(keys.clone()).build().unwrap()
}

async fn send(client: &Client) -> Result<(), Error> {
    client.request(Method::POST, "/rooms").send().await
}

/// Returns the credentials of the requests so far.
fn authorizations(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let values = requests.iter().filter_map(|it| it.header("authorization"));
    values.map(str::to_owned).collect()
}

/// Accepts every key but `key-1`.
fn rejecting_first_key() -> Server {
    Server::with_handler(|request| match request.header("authorization") {
        Some("Bearer key-1") => Reply::new(401, &[], ""),
        _ => Reply::json(200, "null"),
    })
}

#[tokio::test]
async fn concurrent_calls_share_one_key() {
    let server = Server::always(Reply::json(200, "null"));
    let keys = Keys::default();
    let client = client(&server, &keys, &Clock::default());
    let (a, b, c) = tokio::join!(send(&client), send(&client), send(&client));
    a.and(b).and(c).unwrap();
    assert_eq!(keys.calls(), 1);
    assert_eq!(authorizations(&server), ["Bearer key-1"; 3]);
}

#[tokio::test]
async fn key_is_replaced_before_it_expires() {
    for (lifetime, last_use) in [(100, 89), (600, 539), (7_200, 7_139)] {
        let server = Server::always(Reply::json(200, "null"));
        let keys = Keys::expiring_in(lifetime);
        let clock = Clock::default();
        let client = client(&server, &keys, &clock);
        for time in [0, last_use, last_use + 1] {
            clock.set(time);
            send(&client).await.unwrap();
        }
        let expected = ["Bearer key-1", "Bearer key-1", "Bearer key-2"];
        assert_eq!(authorizations(&server), expected, "{lifetime}");
    }
}

#[tokio::test]
async fn rejected_key_is_replaced_whatever_the_method_and_policy() {
    let server = rejecting_first_key();
    let keys = Keys::default();
    let builder = server.client_builder().retry_policy(Retries::none());
    let client = builder.api_key_provider(keys.clone()).build().unwrap();
    send(&client).await.unwrap();
    send(&client).await.unwrap();
    let expected = ["Bearer key-1", "Bearer key-2", "Bearer key-2"];
    assert_eq!(authorizations(&server), expected);
    assert_eq!(server.attempts(), ["1", "2", "1"]);
}

#[tokio::test]
async fn second_rejection_is_returned_to_caller() {
    let server = Server::always(Reply::new(401, &[], ""));
    let keys = Keys::default();
    let client = client(&server, &keys, &Clock::default());
    let error = send(&client).await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.attempts(), 2);
    let expected = ["Bearer key-1", "Bearer key-2"];
    assert_eq!(authorizations(&server), expected);
}

#[tokio::test]
async fn concurrent_rejections_request_one_key() {
    let server = rejecting_first_key();
    let keys = Keys::default();
    let client = client(&server, &keys, &Clock::default());
    let (a, b, c) = tokio::join!(send(&client), send(&client), send(&client));
    a.and(b).and(c).unwrap();
    assert_eq!(keys.calls(), 2);
}

#[tokio::test]
async fn rejection_does_not_count_as_retry() {
    let server = Server::sequence([
        Reply::new(401, &[], ""),
        Reply::new(429, &[], ""),
        Reply::json(200, "null"),
    ]);
    let builder = server.client_builder().timer(Clock::default());
    let builder = builder.retry_policy(Retries::new().max_retries(1));
    let client = builder.api_key_provider(Keys::default()).build().unwrap();
    send(&client).await.unwrap();
    assert_eq!(server.attempts(), ["1", "2", "3"]);
}

#[tokio::test]
async fn fixed_key_is_not_retried_after_rejection() {
    let server = Server::always(Reply::new(401, &[], ""));
    let client = server.client_builder().build().unwrap();
    assert_eq!(send(&client).await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn failure_of_provider_is_returned_to_all_waiting_calls() {
    let server = Server::always(Reply::json(200, "null"));
    let keys = Keys::failing("no connection");
    let client = client(&server, &keys, &Clock::default());
    let (a, b) = tokio::join!(send(&client), send(&client));
    for error in [a, b].map(Result::unwrap_err) {
        assert_eq!(error.kind(), ErrorKind::ApiKey);
        assert_eq!(
            error.to_string(),
            "request (POST /rooms) failed: the API key provider failed: no connection"
        );
        assert_eq!(error.source().unwrap().to_string(), "no connection");
        assert_eq!(error.attempts(), 0);
        assert!(!error.may_have_succeeded());
    }
    assert_eq!(keys.calls(), 1);
    assert!(server.requests().is_empty());

    keys.set_failure(None);
    send(&client).await.unwrap();
}

#[tokio::test]
async fn failure_of_provider_keeps_that_earlier_attempt_may_have_succeeded() {
    let server = Server::sequence([
        Reply::json(200, "null"),
        Reply::new(500, &[], ""),
        Reply::new(401, &[], ""),
    ]);
    let keys = Keys::default();
    let builder = server.client_builder().timer(Clock::default());
    let builder = builder.retry_policy(Retries::new().retry_non_idempotent(true));
    let client = builder.api_key_provider(keys.clone()).build().unwrap();
    send(&client).await.unwrap();
    keys.set_failure(Some("no connection"));
    let error = send(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::ApiKey, 2));
    assert!(error.may_have_succeeded());
}

#[tokio::test]
async fn rejected_key_is_not_used_again_after_provider_fails() {
    let server = Server::sequence([
        Reply::json(200, "null"),
        Reply::new(401, &[], ""),
        Reply::json(200, "null"),
    ]);
    let keys = Keys::default();
    let client = client(&server, &keys, &Clock::default());
    send(&client).await.unwrap();
    keys.set_failure(Some("no connection"));
    assert_eq!(send(&client).await.unwrap_err().kind(), ErrorKind::ApiKey);
    keys.set_failure(None);
    send(&client).await.unwrap();
    let expected = ["Bearer key-1", "Bearer key-1", "Bearer key-3"];
    assert_eq!(authorizations(&server), expected);
}

#[tokio::test]
async fn key_is_used_until_it_expires_if_provider_fails() {
    let server = Server::always(Reply::json(200, "null"));
    let keys = Keys::expiring_in(100);
    let clock = Clock::default();
    let client = client(&server, &keys, &clock);
    send(&client).await.unwrap();
    keys.set_failure(Some("no connection"));
    clock.set(99);
    send(&client).await.unwrap();
    clock.set(100);
    assert_eq!(send(&client).await.unwrap_err().kind(), ErrorKind::ApiKey);
    assert_eq!(authorizations(&server), ["Bearer key-1"; 2]);
}

#[tokio::test]
async fn errors_do_not_show_tokens() {
    let echo = r#"{"errors":[{"code":"1","title":"Invalid","detail":"key-1, key-2"}]}"#;
    let headers = [("x-request-id", "key-2")];
    let server = Server::sequence([
        Reply::new(401, &[], ""),
        Reply::new(400, &headers, echo),
        Reply::new(401, &[], ""),
    ]);
    let keys = Keys::default();
    let client = client(&server, &keys, &Clock::default());
    let error = send(&client).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
    assert_eq!(error.request_id(), Some("[redacted]"));
    keys.set_failure(Some("key-2 is not valid"));
    let failure = send(&client).await.unwrap_err();
    assert_eq!(failure.kind(), ErrorKind::ApiKey);
    for text in [
        format!("{error}"),
        format!("{error:?}"),
        format!("{failure}"),
        format!("{failure:?}"),
        format!("{client:?}"),
    ] {
        assert!(!text.contains("key-"), "{text}");
    }
}

#[tokio::test]
async fn dropped_call_does_not_interrupt_provider() {
    let server = Server::always(Reply::json(200, "null"));
    let keys = Keys::default();
    let client = client(&server, &keys, &Clock::default());
    tokio::select! {
        biased;
        result = send(&client) => panic!("{result:?}"),
        () = tokio::task::yield_now() => {}
    }
    send(&client).await.unwrap();
    assert_eq!(keys.calls(), 1);
    assert_eq!(authorizations(&server), ["Bearer key-1"]);
}

#[derive(Debug)]
struct FromFn(fn() -> Result<ApiKey, Box<dyn StdError + Send + Sync>>);

impl ApiKeyProvider for FromFn {
    fn api_key(&self) -> ApiKeyFuture<'_> {
        Box::pin(async { (self.0)() })
    }
}

/// Returns the error of a call whose provider is `provider`.
async fn error_of(provider: FromFn) -> Error {
    let server = Server::always(Reply::json(200, "null"));
    let builder = server.client_builder().api_key_provider(provider);
    let error = send(&builder.build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ApiKey);
    assert!(server.requests().is_empty());
    error
}

#[tokio::test]
async fn panic_of_provider_is_error() {
    let error = error_of(FromFn(|| panic!("no key left"))).await;
    let line = error.to_string();
    assert!(line.contains(": the API key provider failed: "), "{line}");
    assert!(line.contains("no key left"), "{line}");
}

#[tokio::test]
async fn failure_of_provider_is_not_previous_error() {
    let error = error_of(FromFn(|| {
        Err(Client::builder().build().unwrap_err().into())
    }))
    .await;
    assert!(error.source().unwrap().is::<Error>());
    assert!(error.previous().is_none());
}

#[tokio::test]
async fn invalid_key_is_error_that_does_not_show_it() {
    let error = error_of(FromFn(|| Ok(ApiKey::new("hunter2\n")))).await;
    assert_eq!(
        error.to_string(),
        "request (POST /rooms) failed: the API key provider returned an invalid key: the API key \
         starts or ends with white space"
    );
}
