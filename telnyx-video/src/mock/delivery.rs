//! Webhooks: signed, and sent one after the other.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use ed25519_dalek::{Signer, SigningKey};
use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;

use super::MockError;

/// The seed of the key. It guards nothing, so it may be known, and the same each time.
const SEED: [u8; 32] = *b"telnyx-video mock webhook key 01";

/// How long a receiver may take, unless the room or composition says it.
const PATIENCE: Duration = Duration::from_secs(10);

/// An event on its way.
pub(super) struct Delivery {
    /// Where it goes, and where else if nobody takes it there.
    addresses: Vec<String>,
    patience: Duration,
    event: Value,
}

impl Delivery {
    /// An event for the address, if there is one.
    pub(super) fn to(
        address: Option<&str>,
        failover: Option<&str>,
        seconds: Option<i64>,
        event: Value,
    ) -> Option<Self> {
        let address = address.filter(|address| !address.is_empty())?;
        let failover = failover.filter(|address| !address.is_empty());
        let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok());
        Some(Self {
            addresses: [Some(address), failover]
                .into_iter()
                .flatten()
                .map(str::to_owned)
                .collect(),
            patience: seconds
                .filter(|it| *it > 0)
                .map_or(PATIENCE, Duration::from_secs),
            event,
        })
    }
}

/// What the courier is told.
pub(super) enum Order {
    /// Send this, signed at that time.
    Deliver(Delivery, DateTime<Utc>),
    /// Say when all of the above is done.
    Report(oneshot::Sender<()>),
}

/// Carries out orders one by one, so that events arrive in the order in which they happened.
pub(super) async fn carry_out(mut orders: UnboundedReceiver<Order>, courier: Courier) {
    while let Some(order) = orders.recv().await {
        match order {
            Order::Deliver(delivery, now) => courier.deliver(&delivery, now).await,
            // Whoever asked may have gone.
            Order::Report(done) => drop(done.send(())),
        }
    }
}

/// Signs events and sends them.
#[derive(Clone)]
pub(super) struct Courier {
    http: reqwest::Client,
    key: SigningKey,
}

impl Courier {
    pub(super) fn new(http: reqwest::Client) -> Self {
        Self {
            http,
            key: SigningKey::from_bytes(&SEED),
        }
    }

    /// The public half of the key, as the portal shows it.
    pub(super) fn public_key(&self) -> String {
        STANDARD.encode(self.key.verifying_key().as_bytes())
    }

    /// The two headers of a delivery.
    pub(super) fn headers(&self, body: &[u8], now: DateTime<Utc>) -> [(&'static str, String); 2] {
        let timestamp = now.timestamp().to_string();
        let message = [timestamp.as_bytes(), b"|", body].concat();
        let signature = STANDARD.encode(self.key.sign(&message).to_bytes());
        [
            ("telnyx-signature-ed25519", signature),
            ("telnyx-timestamp", timestamp),
        ]
    }

    async fn deliver(&self, delivery: &Delivery, now: DateTime<Utc>) {
        for (address, attempt) in delivery.addresses.iter().zip(1..) {
            let body = envelope(&delivery.event, address, attempt);
            let sent = self.send(address, body, now, delivery.patience).await;
            if sent.is_ok_and(|status| status.is_success()) {
                break;
            }
        }
    }

    /// Sends one event to an address.
    pub(super) async fn deliver_to(
        &self,
        address: &str,
        event: &Value,
        now: DateTime<Utc>,
    ) -> Result<StatusCode, MockError> {
        let body = envelope(event, address, 1);
        let sent = self.send(address, body, now, PATIENCE).await;
        sent.map_err(MockError::Delivery)
    }

    async fn send(
        &self,
        address: &str,
        body: String,
        now: DateTime<Utc>,
        patience: Duration,
    ) -> reqwest::Result<StatusCode> {
        let mut request = self.http.post(address).timeout(patience);
        for (name, value) in self.headers(body.as_bytes(), now) {
            request = request.header(name, value);
        }
        let request = request.header(CONTENT_TYPE, "application/json").body(body);
        Ok(request.send().await?.status())
    }
}

fn envelope(event: &Value, address: &str, attempt: u32) -> String {
    json!({"data": event, "meta": {"attempt": attempt, "delivered_to": address}}).to_string()
}
