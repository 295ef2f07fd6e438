use std::fmt;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use reqwest::StatusCode;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::clock::Clock;
use super::delivery::{self, Job, WebhookSender};
use super::error::Result;
use super::lock::lock;
use super::service::{self, BASE_PATH, MEDIA_PATH, Shared};
use super::{Contract, Delivery, Fault, MockError, MockRequest, State, meeting, seed};
use crate::models::{RoomParticipant, RoomRecording, RoomRecordingType};
use crate::webhook::Verifier;
use crate::{Client, Timer};

const DEFAULT_API_KEY: &str = "KEY_OF_THE_MOCK_SERVER";

/// A server on the loopback interface that behaves like the API; see the [module](super). Dropping it stops it.
pub struct MockServer {
    shared: Arc<Shared>,
    client: Client,
    webhooks: WebhookSender,
    /// Accepts connections and sends webhooks until it is dropped.
    _tasks: JoinSet<()>,
}

/// Builder of a [`MockServer`].
#[must_use = "`start` starts the server"]
pub struct MockServerBuilder {
    port: u16,
    pub(super) api_key: String,
    pub(super) clock: Clock,
    pub(super) max_body_size: usize,
    pub(super) max_logged_requests: usize,
    pub(super) responds_with_examples: bool,
    pub(super) on_response: Box<dyn Fn(&MockRequest) + Send + Sync>,
}

impl MockServerBuilder {
    /// Sets the port to listen on. Default: a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the API key that requests must have.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.api_key = api_key.into();
        self
    }

    /// Replaces the system's clock as the source of the server's time. The server replaces times outside the range from
    /// 1970-01-01T00:00:00Z to 9999-12-30T23:59:59Z by the nearest time in it.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(clock);
        self
    }

    /// Sets the maximum size of a request body in bytes. The server discards a larger one and responds with 413.
    /// Default: 1 MiB.
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.max_body_size = bytes;
        self
    }

    /// Sets the maximum number of requests that [`MockServer::requests`] returns. Default: 10,000.
    pub fn max_logged_requests(mut self, count: usize) -> Self {
        self.max_logged_requests = count;
        self
    }

    /// Makes the server respond to every operation with the example in the OpenAPI description, whatever the request
    /// contains: every ID exists, and any API key is accepted. Requests don't use the server's state then. Unknown
    /// paths, methods that a path doesn't allow, and bodies over the limit are still errors.
    ///
    /// This is for test suites that are written for such a server, for example Prism. The server doesn't reject
    /// violations of the contract, but lists them in [`MockRequest::violations`].
    ///
    /// ```
    /// # use telnyx_video::mock::MockServer;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let server = MockServer::builder().examples().start().await?;
    /// let room = server
    ///     .client()
    ///     .rooms()
    ///     .create()
    ///     .max_participants(51)
    ///     .send()
    ///     .await?;
    /// assert_eq!(room.unique_name.as_deref(), Some("weekly-standup"));
    /// let violations = &server.requests()[0].violations;
    /// assert_eq!(
    ///     violations,
    ///     &["/max_participants: 51 is greater than the maximum of 50"]
    /// );
    /// # Ok(())
    /// # }
    /// ```
    pub fn examples(mut self) -> Self {
        self.responds_with_examples = true;
        self
    }

    /// Calls a function with each request when its response is ready, for example to print the requests. Not called for
    /// downloads of media files, or if a fault prevents the response.
    pub fn on_response(mut self, call: impl Fn(&MockRequest) + Send + Sync + 'static) -> Self {
        self.on_response = Box::new(call);
        self
    }

    /// Starts the server.
    ///
    /// # Errors
    ///
    /// Fails if the port is in use, or if an HTTP client cannot be built.
    pub async fn start(self) -> Result<MockServer> {
        let port = self.port;
        let listen_error = |cause| MockError::Listen { port, cause };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = listener.await.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        // A proxy set in the environment could not reach the loopback interface.
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(MockError::Delivery)?;
        let (delivery_jobs, received_jobs) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            contract: Contract::shared()?,
            state: Mutex::new(State::new(format!("http://{address}{MEDIA_PATH}"))),
            faults: Mutex::default(),
            requests: Mutex::default(),
            delivery_jobs,
            options: self,
        });
        let client = Client::builder()
            .api_key(shared.options.api_key.as_str())
            .base_url(format!("http://{address}{BASE_PATH}"))
            .http_client(http.clone())
            .timer(shared.options.clock.clone())
            .build()
            .map_err(MockError::Client)?;
        let webhooks = WebhookSender::new(http, shared.options.clock.clone());
        let mut tasks = JoinSet::new();
        let shared_with_connections = Arc::clone(&shared);
        tasks.spawn(service::serve(
            async move || Ok(listener.accept().await?.0),
            move |stream| service::serve_connection(stream, Arc::clone(&shared_with_connections)),
        ));
        tasks.spawn(delivery::run(received_jobs, webhooks.clone()));
        Ok(MockServer {
            client,
            shared,
            webhooks,
            _tasks: tasks,
        })
    }
}

impl MockServer {
    /// Starts a server on a free port.
    ///
    /// The server runs in the current Tokio runtime and stops with it. Start one in each test, because each
    /// `#[tokio::test]` has its own runtime.
    ///
    /// # Errors
    ///
    /// Fails if there is no free port, or if an HTTP client cannot be built.
    pub async fn start() -> Result<Self> {
        Self::builder().start().await
    }

    /// Starts a server on a free port, and returns its [`client`](Self::client) as well.
    ///
    /// # Errors
    ///
    /// Fails for the same reasons as [`start`](Self::start).
    pub async fn start_with_client() -> Result<(Self, Client)> {
        let server = Self::start().await?;
        let client = server.client();
        Ok((server, client))
    }

    /// Returns a builder, to set the port, API key, clock or limits, or to respond with examples.
    pub fn builder() -> MockServerBuilder {
        MockServerBuilder {
            port: 0,
            api_key: DEFAULT_API_KEY.to_owned(),
            clock: Clock::new(SystemTime::now),
            max_body_size: 1024 * 1024,
            max_logged_requests: 10_000,
            responds_with_examples: false,
            on_response: Box::new(|_| ()),
        }
    }

    /// Returns the base URL for clients: `http://127.0.0.1:PORT/v2`.
    pub fn base_url(&self) -> &str {
        self.client.settings.base_url.as_str()
    }

    /// Returns the API key that requests must have.
    pub fn api_key(&self) -> &str {
        &self.shared.options.api_key
    }

    /// Returns a client of this server.
    ///
    /// The client retries without waiting, and compares dates in `Retry-After` with the server's clock. To set other
    /// options, build a client with [`base_url`](Self::base_url), [`api_key`](Self::api_key) and
    /// [`timer`](Self::timer).
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// Returns the timer of [`client`](Self::client), whose retries don't wait, and which uses the server's clock.
    pub fn timer(&self) -> impl Timer + use<> {
        self.shared.options.clock.clone()
    }

    /// Adds resources from an object with the optional lists `rooms`, `sessions`, `participants`, `recordings` and
    /// `compositions`.
    ///
    /// Items have the fields of the API. Some missing fields, such as `status` and `max_participants`, get default
    /// values, and an item without `id` gets a new one. Completed recordings and compositions get a file. Other
    /// compositions are completed five seconds after their creation.
    ///
    /// `room_id`, `session_id` and `participant_id` refer to resources in the seed or on the server: by ID, by the
    /// `unique_name` of a room, by the `context` of a participant, or by a zero-based index in the list of the seed. If
    /// the seed and the server together have only one such resource, the reference can be omitted.
    ///
    /// ```
    /// # use telnyx_video::mock::MockServer;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let server = MockServer::start().await?;
    /// server.seed(&serde_json::json!({
    ///     "rooms": [{"unique_name": "weekly-standup"}, {"unique_name": "retro"}],
    ///     "sessions": [{"room_id": "weekly-standup"}],
    ///     "participants": [{"context": "Ann"}, {"context": "Bob"}],
    /// }))?;
    /// let participants = server.client().room_participants().list().send().await?;
    /// assert_eq!(participants.data[1].context.as_deref(), Some("Bob"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`MockError::Seed`] with the location of the first invalid value. An invalid seed adds nothing.
    pub fn seed(&self, seed: &Value) -> Result<()> {
        let contract = self.shared.contract;
        self.shared
            .with_state(|state| seed::apply(state, contract, seed))
    }

    /// Adds a participant to a room. The first participant starts a session. `context` is any text about the
    /// participant, such as a display name.
    ///
    /// # Errors
    ///
    /// Fails if no room has this ID, or if the room is full.
    pub fn join(&self, room: Uuid, context: &str) -> Result<RoomParticipant> {
        self.shared
            .with_state(|state| meeting::join(state, room, context))
    }

    /// Adds a participant to the room of a client token.
    ///
    /// # Errors
    ///
    /// Fails if the token has expired or was not issued by this server, or if the room no longer exists or is full.
    pub fn join_with_token(&self, token: &str, context: &str) -> Result<RoomParticipant> {
        self.shared
            .with_state(|state| meeting::join_with_token(state, token, context))
    }

    /// Removes a participant from their session. The session ends with its last participant.
    ///
    /// # Errors
    ///
    /// Fails if no participant in an active session has this ID.
    pub fn leave(&self, participant: Uuid) -> Result<()> {
        self.shared
            .with_state(|state| meeting::leave(state, participant, "left"))
    }

    /// Starts recording a participant. The recording stops when the participant leaves, or at
    /// [`finish_recording`](Self::finish_recording), which completes it.
    ///
    /// # Errors
    ///
    /// Fails if no participant has this ID, or if they are not in an active session.
    pub fn start_recording(
        &self,
        participant: Uuid,
        kind: RoomRecordingType,
    ) -> Result<RoomRecording> {
        self.shared
            .with_state(|state| meeting::start_recording(state, participant, &kind))
    }

    /// Completes a recording, which then has a file at its `download_url`.
    ///
    /// # Errors
    ///
    /// Fails if no recording has this ID, or if it is completed already.
    pub fn finish_recording(&self, recording: Uuid) -> Result<RoomRecording> {
        self.shared
            .with_state(|state| meeting::finish_recording(state, recording))
    }

    /// Advances the server's clock, so that tokens expire and compositions complete. The clock stops at
    /// 9999-12-30T23:59:59Z.
    pub fn advance(&self, by: Duration) {
        self.shared.options.clock.advance(by);
        self.shared.with_state(|_| ());
    }

    /// Returns the requests that the server has received, in order, except downloads of media files. If there are more
    /// than the [limit](MockServerBuilder::max_logged_requests), returns only the last ones.
    pub fn requests(&self) -> Vec<MockRequest> {
        lock(&self.shared.requests).to_vec()
    }

    /// Injects a fault into the next request that it applies to. Faults apply in the order in which they were added.
    /// They don't apply to downloads of media files.
    ///
    /// A fault affects one attempt, and the server's [`client`](Self::client) repeats failed attempts if that is safe.
    /// To make such a call fail, use [`times(3)`](Fault::times) or a client with
    /// [`Retries::none`](crate::Retries::none).
    ///
    /// # Errors
    ///
    /// Fails if the fault is limited to an operation that the API does not have.
    pub fn fail_next(&self, fault: Fault) -> Result<()> {
        if let Some(name) = &fault.operation
            && self.shared.contract.operation(name).is_none()
        {
            return Err(MockError::UnknownOperation(name.clone()));
        }
        lock(&self.shared.faults).push(fault);
        Ok(())
    }

    /// Returns the public key for this server's webhooks, in base64.
    pub fn public_key(&self) -> String {
        self.webhooks.public_key()
    }

    /// Returns a verifier for this server's webhooks that uses the server's clock.
    ///
    /// # Errors
    ///
    /// Fails only if this crate has a bug.
    pub fn verifier(&self) -> Result<Verifier, crate::webhook::WebhookError> {
        let clock = self.shared.options.clock.clone();
        let verifier = Verifier::new(&self.public_key())?;
        Ok(verifier.clock(move || clock.now().into()))
    }

    /// Returns the signature headers for a webhook body, to test a receiver without a connection.
    pub fn webhook_headers(&self, body: &[u8]) -> [(&'static str, String); 2] {
        self.webhooks.headers(body)
    }

    /// Sends an event to a URL as a signed webhook with the body `{"data": event, "meta": …}`, and returns the status
    /// of the response.
    ///
    /// # Errors
    ///
    /// Returns [`MockError::Delivery`] if the URL is invalid, if the connection fails, or if there is no response
    /// within ten seconds.
    pub async fn deliver(&self, url: &str, event: &Value) -> Result<StatusCode> {
        let delivery = Delivery::to(url, event.clone());
        let delivered = self.webhooks.deliver(&delivery).await;
        delivered.map_err(MockError::Delivery)
    }

    /// Waits until the webhooks of all events so far have been delivered or have failed.
    pub async fn wait_for_webhooks(&self) {
        // Compositions may have completed since the last request.
        self.shared.with_state(|_| ());
        let (sender, done) = oneshot::channel();
        if self.shared.delivery_jobs.send(Job::Signal(sender)).is_ok() {
            // Fails if the delivery task has ended. Then no webhooks are left.
            drop(done.await);
        }
    }
}

impl fmt::Debug for MockServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockServer")
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for MockServerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockServerBuilder")
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
