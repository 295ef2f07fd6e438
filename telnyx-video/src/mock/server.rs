//! The server, as tests handle it.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use reqwest::StatusCode;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::clock::Clock;
use super::contract::Contract;
use super::delivery::{self, Courier, Order};
use super::serve::{self, BASE_PATH, MEDIA_PATH, Shared, locked};
use super::state::State;
use super::{Fault, MockError, MockRequest, meeting, seed};
use crate::Client;
use crate::models::{RoomParticipant, RoomRecording, RoomRecordingType};
use crate::webhook::Verifier;

type Result<T> = std::result::Result<T, MockError>;

const API_KEY: &str = "KEY_OF_THE_MOCK_SERVER";

/// A server that behaves like the API, on a port of this machine. It stops when it is dropped.
///
/// See the [module](super) for what it does.
pub struct MockServer {
    shared: Arc<Shared>,
    base_url: String,
    client: Client,
    courier: Courier,
    tasks: [JoinHandle<()>; 2],
}

/// What a server can be told before it starts.
#[derive(Default)]
pub struct MockServerBuilder {
    port: u16,
    api_key: Option<String>,
    clock: Option<Box<dyn Fn() -> SystemTime + Send + Sync>>,
}

impl MockServerBuilder {
    /// The port to listen on, instead of one that is free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The API key that requests have to carry.
    #[must_use]
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.api_key = Some(api_key.into());
        self
    }

    /// What tells the time, instead of the system's clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Some(Box::new(clock));
        self
    }

    /// Starts the server.
    ///
    /// # Errors
    ///
    /// When the port is taken, or no client can be set up.
    pub async fn start(self) -> Result<MockServer> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await;
        let listener = listener.map_err(MockError::Listen)?;
        let address = listener.local_addr().map_err(MockError::Listen)?;
        // A proxy would not find its way back to this machine.
        let http = reqwest::Client::builder().no_proxy();
        let http = http.redirect(reqwest::redirect::Policy::none()).build();
        let http = http.map_err(MockError::Delivery)?;
        let api_key = self.api_key.unwrap_or_else(|| API_KEY.to_owned());
        let base_url = format!("http://{address}{BASE_PATH}");
        let client = Client::builder()
            .api_key(api_key.as_str())
            .base_url(base_url.as_str())
            .http_client(http.clone());
        let (sender, orders) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            contract: Contract::read()?,
            api_key,
            clock: Clock::new(self.clock.unwrap_or_else(|| Box::new(SystemTime::now))),
            state: Mutex::new(State::new(format!("http://{address}{MEDIA_PATH}"))),
            faults: Mutex::default(),
            requests: Mutex::default(),
            orders: sender,
        });
        let courier = Courier::new(http);
        let service = serve::serve(listener, Arc::clone(&shared));
        Ok(MockServer {
            client: client.build().map_err(MockError::Client)?,
            tasks: [
                tokio::spawn(async move {
                    service.await;
                }),
                tokio::spawn(delivery::carry_out(orders, courier.clone())),
            ],
            shared,
            base_url,
            courier,
        })
    }
}

impl MockServer {
    /// Starts a server on a free port.
    ///
    /// # Errors
    ///
    /// When there is no free port, or no client can be set up.
    pub async fn start() -> Result<Self> {
        Self::builder().start().await
    }

    /// A server that is told more before it starts.
    pub fn builder() -> MockServerBuilder {
        MockServerBuilder::default()
    }

    /// The base URL for clients: `http://127.0.0.1:PORT/v2`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The API key that requests have to carry.
    pub fn api_key(&self) -> &str {
        &self.shared.api_key
    }

    /// A client for this server, with its address and key.
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// Adds rooms, sessions, participants, recordings and compositions, as the contract has them: an object with a list
    /// of each, all of them optional. What the lists leave away, but for ids, is filled in. Recordings and compositions
    /// that are completed have files, and compositions that are not come along as time passes.
    ///
    /// ```
    /// # use telnyx_video::mock::MockServer;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let server = MockServer::start().await?;
    /// let id = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
    /// server.seed(&serde_json::json!({"rooms": [{"id": id, "unique_name": "weekly-standup"}]}))?;
    /// let room = server.client().rooms().retrieve(id).send().await?;
    /// assert_eq!(room.unique_name.as_deref(), Some("weekly-standup"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`MockError::Seed`], with the place of what is faulty. Nothing is added then.
    pub fn seed(&self, seed: &Value) -> Result<()> {
        let (contract, now) = (&self.shared.contract, self.shared.clock.now());
        self.shared
            .with_state(|state| seed::sow(state, contract, seed, now))
    }

    /// Lets somebody enter a room, with a context such as a display name. The first one begins a session.
    ///
    /// # Errors
    ///
    /// When there is no such room, or it is full.
    pub fn join(&self, room: Uuid, context: &str) -> Result<RoomParticipant> {
        let now = self.shared.clock.now();
        self.shared
            .with_state(|state| meeting::join(state, room, context, now))
    }

    /// Lets somebody enter the room that a client token is for.
    ///
    /// # Errors
    ///
    /// Those of [`join`](Self::join), and when the token has expired or is none.
    pub fn join_with_token(&self, token: &str, context: &str) -> Result<RoomParticipant> {
        let now = self.shared.clock.now();
        self.shared
            .with_state(|state| meeting::join_with_token(state, token, context, now))
    }

    /// Lets a participant leave. The last one ends the session.
    ///
    /// # Errors
    ///
    /// When no session has such a participant at the moment.
    pub fn leave(&self, participant: Uuid) -> Result<()> {
        let now = self.shared.clock.now();
        self.shared.with_state(|state| {
            let mut participants = state.participants.iter();
            if !participants.any(|it| it.id == participant && it.left_at.is_none()) {
                return Err(MockError::NotFound {
                    what: "participant in a session",
                    id: participant,
                });
            }
            meeting::leave(state, participant, "left", now);
            Ok(())
        })
    }

    /// Begins to record a participant. The recording ends with [`finish_recording`](Self::finish_recording), or when the
    /// participant leaves.
    ///
    /// # Errors
    ///
    /// When there is no such participant, or they have left.
    pub fn start_recording(
        &self,
        participant: Uuid,
        kind: RoomRecordingType,
    ) -> Result<RoomRecording> {
        let now = self.shared.clock.now();
        self.shared
            .with_state(|state| meeting::start_recording(state, participant, kind, now))
    }

    /// Completes a recording: from now on it has a file, which its `download_url` leads to.
    ///
    /// # Errors
    ///
    /// When there is no such recording, or it is completed.
    pub fn finish_recording(&self, recording: Uuid) -> Result<RoomRecording> {
        let now = self.shared.clock.now();
        self.shared
            .with_state(|state| meeting::finish_recording(state, recording, now))
    }

    /// Lets time pass, all at once: tokens expire, and compositions are completed after five seconds.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
        self.shared.with_state(|_| ());
    }

    /// The requests that came, in their order.
    pub fn requests(&self) -> Vec<MockRequest> {
        locked(&self.shared.requests).clone()
    }

    /// Does something to a request to come. Faults wait for their requests in the order in which they were asked for.
    ///
    /// # Errors
    ///
    /// When the fault is for an operation that the contract does not have.
    pub fn fail_next(&self, fault: Fault) -> Result<()> {
        if let Some(name) = &fault.operation
            && self.shared.contract.operation(name).is_none()
        {
            return Err(MockError::UnknownOperation(name.clone()));
        }
        locked(&self.shared.faults).push(fault);
        Ok(())
    }

    /// The public key of the webhooks, in base64 as the portal shows it.
    pub fn public_key(&self) -> String {
        self.courier.public_key()
    }

    /// A verifier for the webhooks of this server, which goes by its clock.
    ///
    /// # Errors
    ///
    /// When the key cannot be read, which would be a fault of this crate.
    pub fn verifier(&self) -> std::result::Result<Verifier, crate::webhook::WebhookError> {
        let shared = Arc::clone(&self.shared);
        let verifier = Verifier::new(&self.public_key())?;
        Ok(verifier.clock(move || shared.clock.now().into()))
    }

    /// The headers of a webhook with this body, for a test that calls its receiver without a connection.
    pub fn webhook_headers(&self, body: &[u8]) -> [(&'static str, String); 2] {
        self.courier.headers(body, self.shared.clock.now())
    }

    /// Sends an event of the test's own to an address, signed, and gives the status of the answer.
    ///
    /// # Errors
    ///
    /// [`MockError::Delivery`], when there was no answer.
    pub async fn deliver(&self, address: &str, event: &Value) -> Result<StatusCode> {
        let now = self.shared.clock.now();
        self.courier.deliver_to(address, event, now).await
    }

    /// Waits until all webhooks of what has happened so far have been sent.
    pub async fn webhooks_sent(&self) {
        let (sender, done) = oneshot::channel();
        if self.shared.orders.send(Order::Report(sender)).is_ok() {
            // An error says that nobody sends any more, so there is nothing to wait for.
            drop(done.await);
        }
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl fmt::Debug for MockServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockServer")
            .field("base_url", &self.base_url)
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
