//! Receives webhook deliveries, verifies them, and prints what happens in the rooms.
//!
//! ```sh
//! TELNYX_PUBLIC_KEY=… cargo run --example webhook_receiver --features webhook
//! ```
//!
//! Without an account, with a mock server, whose base URL and key are printed and do for `curl` and other examples:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- cargo run --example webhook_receiver --features webhook
//! ```
//!
//! It listens on port 3000 of this machine, or at the address in `LISTEN`. Telnyx has to reach it,
//! for instance through a tunnel, at the `webhook_event_url` of a room.

use std::env;
use std::error::Error;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use telnyx_video::models::WebhookEvent;
use telnyx_video::webhook::Verifier;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let verifier = Verifier::from_env()?;
    let address = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(&address).await?;
    println!(
        "listening on http://{}/telnyx/video",
        listener.local_addr()?
    );
    let routes = Router::new().route("/telnyx/video", post(receive));
    axum::serve(listener, routes.with_state(verifier)).await?;
    Ok(())
}

/// Takes the body as bytes, since those are what was signed.
async fn receive(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> StatusCode {
    match verifier.event(&headers, &body) {
        Ok(event) => {
            println!("{}", describe(&event));
            StatusCode::OK
        }
        Err(error) => {
            eprintln!("refused: {error}");
            StatusCode::BAD_REQUEST
        }
    }
}

fn describe(event: &WebhookEvent) -> String {
    match event {
        WebhookEvent::SessionStarted(_) => "a session has begun".to_owned(),
        WebhookEvent::SessionEnded(event) => {
            let seconds = event
                .payload
                .as_ref()
                .and_then(|payload| payload.duration_secs);
            format!("a session is over after {} s", seconds.unwrap_or_default())
        }
        WebhookEvent::ParticipantJoined(event) => {
            let context = event
                .payload
                .as_ref()
                .and_then(|payload| payload.context.as_deref());
            format!("{} has joined", context.unwrap_or("somebody"))
        }
        WebhookEvent::RecordingCompleted(event) => {
            let url = event
                .payload
                .as_ref()
                .and_then(|payload| payload.download_url.as_deref());
            format!("a recording is ready: {}", url.unwrap_or("(no address)"))
        }
        // Other events, and those that are newer than this program.
        other => format!(
            "{}: nothing to do",
            other.event_type().unwrap_or("an event without type")
        ),
    }
}
