//! Signs webhooks and delivers them one after the other.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;

use super::clock::Clock;

/// The private key that signs webhooks. The key protects nothing, so it may be public.
const PRIVATE_KEY: [u8; 32] = *b"telnyx-video mock webhook key 01";

/// The default time that a receiver may take to respond.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// An event and the URL to send it to. The failover URL is used if the first delivery fails.
#[derive(Clone)]
pub(super) struct Delivery {
    url: String,
    failover_url: Option<String>,
    timeout: Duration,
    event: Value,
}

impl Delivery {
    pub(super) fn to(url: &str, event: Value) -> Self {
        Self {
            url: url.to_owned(),
            failover_url: None,
            timeout: DEFAULT_TIMEOUT,
            event,
        }
    }

    pub(super) fn with_options(
        mut self,
        failover_url: Option<&str>,
        timeout_secs: Option<i64>,
    ) -> Self {
        self.failover_url = failover_url
            .filter(|url| !url.is_empty())
            .map(str::to_owned);
        if let Some(seconds @ 1..) = timeout_secs {
            self.timeout = Duration::from_secs(seconds.unsigned_abs());
        }
        self
    }
}

pub(super) enum Job {
    Deliver(Delivery),
    /// Send a signal once all earlier jobs are done.
    Signal(oneshot::Sender<()>),
}

/// Runs jobs one by one, so that events arrive in the order in which they occurred.
pub(super) async fn run(mut jobs: UnboundedReceiver<Job>, sender: WebhookSender) {
    while let Some(job) = jobs.recv().await {
        match job {
            Job::Deliver(delivery) => drop(sender.deliver(&delivery).await),
            // Fails if the caller no longer waits, which is fine.
            Job::Signal(done) => drop(done.send(())),
        }
    }
}

#[derive(Clone)]
pub(super) struct WebhookSender {
    http: reqwest::Client,
    clock: Clock,
    key: SigningKey,
}

impl WebhookSender {
    pub(super) fn new(http: reqwest::Client, clock: Clock) -> Self {
        Self {
            http,
            clock,
            key: SigningKey::from_bytes(&PRIVATE_KEY),
        }
    }

    /// Returns the public key in base64.
    pub(super) fn public_key(&self) -> String {
        STANDARD.encode(self.key.verifying_key().as_bytes())
    }

    /// Returns the signature and timestamp headers of a webhook that is sent now.
    pub(super) fn headers(&self, body: &[u8]) -> [(&'static str, String); 2] {
        let timestamp = self.clock.now().timestamp().to_string();
        let message = [timestamp.as_bytes(), b"|", body].concat();
        let signature = STANDARD.encode(self.key.sign(&message).to_bytes());
        [
            ("telnyx-signature-ed25519", signature),
            ("telnyx-timestamp", timestamp),
        ]
    }

    /// Sends an event. If the first URL doesn't respond with a success status, also sends it to the failover URL, if
    /// any. Returns the last result.
    pub(super) async fn deliver(&self, delivery: &Delivery) -> reqwest::Result<StatusCode> {
        let sent = self.send(delivery, &delivery.url, 1).await;
        match &delivery.failover_url {
            Some(url) if !sent.as_ref().is_ok_and(StatusCode::is_success) => {
                self.send(delivery, url, 2).await
            }
            _ => sent,
        }
    }

    async fn send(
        &self,
        delivery: &Delivery,
        url: &str,
        attempt: u32,
    ) -> reqwest::Result<StatusCode> {
        let meta = json!({"attempt": attempt, "delivered_to": url});
        let body = json!({"data": delivery.event, "meta": meta}).to_string();
        let mut request = self.http.post(url).timeout(delivery.timeout);
        for (name, value) in self.headers(body.as_bytes()) {
            request = request.header(name, value);
        }
        let request = request.header(CONTENT_TYPE, "application/json").body(body);
        Ok(request.send().await?.status())
    }
}
