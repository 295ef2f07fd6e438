//! A web server that generates client tokens, and shows the current participants of a room.
//!
//! ```sh
//! TELNYX_API_KEY=… TELNYX_PUBLIC_KEY=… cargo run --example token_server --features webhook
//! ```
//!
//! Without an account, against a mock server with a meeting in the room `weekly-standup`:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- \
//!     cargo run --example token_server --features webhook
//! ```
//!
//! It listens on the address in `LISTEN`, by default 127.0.0.1:3000. To receive webhooks, set `PUBLIC_URL` to a public
//! URL for this address, for instance that of a tunnel. Without webhooks, reload the page to see changes.
//!
//! A production server must authenticate users before it gives them tokens.

use std::convert::Infallible;
use std::env;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::{Stream, TryStreamExt, stream};
use serde::{Deserialize, Serialize};
use telnyx_video::models::{Room, RoomFilter, SessionsForRoomFilter};
use telnyx_video::webhook::Verifier;
use telnyx_video::{Client, Error};
use tokio::net::TcpListener;
use tokio::sync::broadcast::{self, Sender};

const PAGE: &str = include_str!("page.html");

struct Service {
    client: Client,
    verifier: Verifier,
    /// The URL of `/webhooks` for Telnyx.
    webhook_url: Option<String>,
    /// Notifies every open page of a webhook.
    changes: Sender<()>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let public_url = env::var("PUBLIC_URL").ok();
    let service = Service {
        client: Client::from_env()?,
        verifier: Verifier::from_env()?,
        webhook_url: public_url.map(|url| format!("{}/webhooks", url.trim_end_matches('/'))),
        changes: broadcast::channel(16).0,
    };
    let address = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(&address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let routes = Router::new()
        .route("/", get(|| async { Html(PAGE) }))
        .route("/token", post(token))
        .route("/participants", get(participants))
        .route("/changes", get(changes))
        .route("/webhooks", post(webhook));
    axum::serve(listener, routes.with_state(Arc::new(service))).await?;
    Ok(())
}

/// An error that is logged and hidden from the browser.
struct ApiError(Error);

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        eprintln!("{}", self.0);
        (StatusCode::BAD_GATEWAY, "the Telnyx API returned an error").into_response()
    }
}

#[derive(Deserialize)]
struct RoomQuery {
    room: String,
}

#[derive(Serialize)]
struct TokenResponse {
    token: String,
}

/// Generates a token for the room with this name, and creates the room if necessary.
async fn token(
    State(service): State<Arc<Service>>,
    Query(RoomQuery { room }): Query<RoomQuery>,
) -> Result<Json<TokenResponse>, ApiError> {
    let room = match find_room(&service.client, &room).await? {
        Some(room) => room,
        None => {
            let mut create = service.client.rooms().create().unique_name(room);
            if let Some(url) = &service.webhook_url {
                create = create.webhook_event_url(url.as_str());
            }
            create.send().await?
        }
    };
    let actions = service.client.rooms().actions();
    let tokens = actions
        .generate_join_client_token(room.id)
        .token_ttl_secs(600)
        .send()
        .await?;
    // Exposes the secret, because the browser needs it.
    let token = tokens
        .token
        .map(|token| token.expose().to_owned())
        .unwrap_or_default();
    Ok(Json(TokenResponse { token }))
}

async fn find_room(client: &Client, name: &str) -> Result<Option<Room>, Error> {
    let filter = RoomFilter::new().unique_name(name);
    client
        .rooms()
        .list()
        .filter(filter)
        .stream()
        .try_next()
        .await
}

/// Returns the names of the participants who are in the room with this name.
async fn participants(
    State(service): State<Arc<Service>>,
    Query(RoomQuery { room }): Query<RoomQuery>,
) -> Result<Json<Vec<String>>, ApiError> {
    let mut names = Vec::new();
    let Some(room) = find_room(&service.client, &room).await? else {
        return Ok(Json(names));
    };
    let mut sessions = service
        .client
        .rooms()
        .sessions()
        .list_for_room(room.id)
        .filter(SessionsForRoomFilter::new().active(true))
        .include_participants(true)
        .stream();
    while let Some(session) = sessions.try_next().await? {
        let present = session
            .participants
            .into_iter()
            .flatten()
            .filter(|participant| participant.left_at.is_none());
        names.extend(present.map(|it| it.context.unwrap_or_else(|| "(no name)".to_owned())));
    }
    Ok(Json(names))
}

/// Sends an event to an open page after each webhook.
async fn changes(
    State(service): State<Arc<Service>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = stream::unfold(service.changes.subscribe(), |mut changes| async {
        // A page that missed some changes only needs the next one.
        while let Err(broadcast::error::RecvError::Lagged(_)) = changes.recv().await {}
        Some((Ok(Event::default().data("changed")), changes))
    });
    Sse::new(events)
}

/// Takes the body as bytes, because the signature is over the exact bytes.
async fn webhook(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    match service.verifier.event(&headers, &body) {
        Ok(_) => {
            // Fails if no page is open.
            let _ = service.changes.send(());
            StatusCode::OK
        }
        Err(error) => {
            eprintln!("rejected: {error}");
            StatusCode::BAD_REQUEST
        }
    }
}
