//! Signs webhooks and delivers them one after the other.

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

/// The private key. It protects nothing, so it is constant and may be known.
const PRIVATE_KEY: [u8; 32] = *b"telnyx-video mock webhook key 01";

/// How long a receiver may take, unless the room or composition sets it.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// An event to deliver.
pub(super) struct Delivery {
    /// The webhook URL, then the failover URL if there is one.
    urls: Vec<String>,
    timeout: Duration,
    event: Value,
}

impl Delivery {
    /// Returns the delivery of an event, or `None` without a webhook URL.
    pub(super) fn new(
        url: Option<&str>,
        failover_url: Option<&str>,
        timeout_secs: Option<i64>,
        event: Value,
    ) -> Option<Self> {
        let is_set = |url: &&str| !url.is_empty();
        let url = url.filter(is_set)?;
        let urls = [Some(url), failover_url.filter(is_set)];
        let timeout = timeout_secs
            .and_then(|seconds| u64::try_from(seconds).ok())
            .filter(|seconds| *seconds > 0);
        Some(Self {
            urls: urls.into_iter().flatten().map(str::to_owned).collect(),
            timeout: timeout.map_or(DEFAULT_TIMEOUT, Duration::from_secs),
            event,
        })
    }
}

/// A job of the delivery task.
pub(super) enum Job {
    /// Deliver an event, signed at this time.
    Deliver(Delivery, DateTime<Utc>),
    /// Send a signal once all earlier jobs are done.
    Signal(oneshot::Sender<()>),
}

/// Runs jobs one by one, so that events arrive in the order in which they occurred.
pub(super) async fn run(mut jobs: UnboundedReceiver<Job>, sender: WebhookSender) {
    while let Some(job) = jobs.recv().await {
        match job {
            Job::Deliver(delivery, now) => sender.deliver(&delivery, now).await,
            // Fails if the caller no longer waits, which is fine.
            Job::Signal(done) => drop(done.send(())),
        }
    }
}

/// Signs and sends events.
#[derive(Clone)]
pub(super) struct WebhookSender {
    http: reqwest::Client,
    key: SigningKey,
}

impl WebhookSender {
    pub(super) fn new(http: reqwest::Client) -> Self {
        Self {
            http,
            key: SigningKey::from_bytes(&PRIVATE_KEY),
        }
    }

    /// Returns the public key in base64.
    pub(super) fn public_key(&self) -> String {
        STANDARD.encode(self.key.verifying_key().as_bytes())
    }

    /// Returns the signature and timestamp headers of a webhook.
    pub(super) fn headers(&self, body: &[u8], now: DateTime<Utc>) -> [(&'static str, String); 2] {
        let timestamp = now.timestamp().to_string();
        let message = [timestamp.as_bytes(), b"|", body].concat();
        let signature = STANDARD.encode(self.key.sign(&message).to_bytes());
        [
            ("telnyx-signature-ed25519", signature),
            ("telnyx-timestamp", timestamp),
        ]
    }

    /// Sends an event to the first URL that accepts it.
    async fn deliver(&self, delivery: &Delivery, now: DateTime<Utc>) {
        for (url, attempt) in delivery.urls.iter().zip(1..) {
            let sent = self.send(url, &delivery.event, attempt, now, delivery.timeout);
            if sent.await.is_ok_and(|status| status.is_success()) {
                break;
            }
        }
    }

    /// Sends an event to a URL and returns the status of the response.
    pub(super) async fn deliver_to(
        &self,
        url: &str,
        event: &Value,
        now: DateTime<Utc>,
    ) -> Result<StatusCode, MockError> {
        let sent = self.send(url, event, 1, now, DEFAULT_TIMEOUT);
        sent.await.map_err(MockError::Delivery)
    }

    async fn send(
        &self,
        url: &str,
        event: &Value,
        attempt: u32,
        now: DateTime<Utc>,
        timeout: Duration,
    ) -> reqwest::Result<StatusCode> {
        let meta = json!({"attempt": attempt, "delivered_to": url});
        let body = json!({"data": event, "meta": meta}).to_string();
        let mut request = self.http.post(url).timeout(timeout);
        for (name, value) in self.headers(body.as_bytes(), now) {
            request = request.header(name, value);
        }
        let request = request.header(CONTENT_TYPE, "application/json").body(body);
        Ok(request.send().await?.status())
    }
}
