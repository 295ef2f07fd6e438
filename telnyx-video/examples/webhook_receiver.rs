//! Receives webhooks, verifies them and prints the events.
//!
//! ```sh
//! TELNYX_PUBLIC_KEY=… cargo run --example webhook_receiver --features webhook
//! ```
//!
//! Without an account, with a mock server:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- \
//!     cargo run --example webhook_receiver --features webhook
//! ```
//!
//! The mock server prints its base URL and API key. In another terminal, set the webhook URL of the room, and end the
//! meeting:
//!
//! ```sh
//! curl --oauth2-bearer API_KEY --request PATCH --header 'Content-Type: application/json' \
//!     --data '{"webhook_event_url": "http://127.0.0.1:3000/telnyx/video"}' \
//!     BASE_URL/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4
//! curl --oauth2-bearer API_KEY --request POST \
//!     BASE_URL/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/actions/end
//! ```
//!
//! The receiver listens on the address in `LISTEN`, by default 127.0.0.1:3000. Set the `webhook_event_url` of a
//! room to a public URL for this address, for instance that of a tunnel.

use std::env;
use std::error::Error;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use telnyx_video::UnknownValue;
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

/// Takes the body as bytes, because the signature is over the exact bytes.
async fn receive(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> StatusCode {
    match verifier.event(&headers, &body) {
        Ok(event) => {
            // Control characters in texts of participants would be commands of the terminal.
            println!("{}", describe(&event).replace(char::is_control, "\u{fffd}"));
            StatusCode::OK
        }
        Err(error) => {
            eprintln!("rejected: {error}");
            StatusCode::BAD_REQUEST
        }
    }
}

fn describe(event: &WebhookEvent) -> String {
    match event {
        WebhookEvent::SessionStarted(_) => "a session has started".to_owned(),
        WebhookEvent::SessionEnded(event) => {
            let payload = event.payload.as_ref();
            let seconds = payload.and_then(|payload| payload.duration_secs);
            format!(
                "a session has ended after {} s",
                seconds.unwrap_or_default()
            )
        }
        WebhookEvent::ParticipantJoined(event) => {
            let payload = event.payload.as_ref();
            let context = payload.and_then(|payload| payload.context.as_deref());
            format!("{} has joined", context.unwrap_or("a participant"))
        }
        WebhookEvent::RecordingCompleted(event) => {
            // Anyone with the `download_url` can download the file, so do not print it.
            let id = event.payload.as_ref().and_then(|it| it.recording_id);
            let id = id.map_or("(no ID)".to_owned(), |id| id.to_string());
            format!("a recording is ready: {id}")
        }
        WebhookEvent::Unknown(UnknownValue {
            reason: Some(reason),
            ..
        }) => format!("can't decode the event: {reason:?}"),
        // Other events, and types that are newer than this version of the crate.
        other => format!("{}: ignored", other.event_type().unwrap_or("unknown event")),
    }
}
