//! A small web server that hands out client tokens, and shows who is in a room as it changes.
//!
//! ```sh
//! TELNYX_API_KEY=… TELNYX_PUBLIC_KEY=… cargo run --example token_server --features webhook
//! ```
//!
//! Without an account, with a mock server in which people have met in `weekly-standup`:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- cargo run --example token_server --features webhook
//! ```
//!
//! It listens on port 3000 of this machine, or at the address in `LISTEN`. Telnyx reaches it at `/webhooks` of the address
//! in `PUBLIC_URL`, for instance through a tunnel; without that, the page says nothing new until it is loaded again.
//!
//! A real one asks its users who they are before it gives them a token.

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
use telnyx_video::models::{Room, RoomFilter, SessionOfRoomFilter};
use telnyx_video::webhook::Verifier;
use telnyx_video::{Client, Error};
use tokio::net::TcpListener;
use tokio::sync::broadcast::{self, Sender};

const PAGE: &str = include_str!("page.html");

struct Service {
    client: Client,
    verifier: Verifier,
    /// Where Telnyx sends what happens.
    webhook_url: Option<String>,
    /// Says that something has happened, to every page that is open.
    news: Sender<()>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let public_url = env::var("PUBLIC_URL").ok();
    let service = Service {
        client: Client::from_env()?,
        verifier: Verifier::from_env()?,
        webhook_url: public_url.map(|url| format!("{}/webhooks", url.trim_end_matches('/'))),
        news: broadcast::channel(16).0,
    };
    let address = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(&address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let routes = Router::new()
        .route("/", get(|| async { Html(PAGE) }))
        .route("/token", post(token))
        .route("/people", get(people))
        .route("/news", get(news))
        .route("/webhooks", post(webhook));
    axum::serve(listener, routes.with_state(Arc::new(service))).await?;
    Ok(())
}

/// A failure, as the page is told of it: what went wrong is for the log, not for the browser.
struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        eprintln!("{}", self.0);
        (
            StatusCode::BAD_GATEWAY,
            "the video service did not answer as it should",
        )
            .into_response()
    }
}

#[derive(Deserialize)]
struct InRoom {
    room: String,
}

#[derive(Serialize)]
struct Pass {
    token: String,
}

/// A token for the room of that name, which is made if there is none yet.
async fn token(
    State(service): State<Arc<Service>>,
    Query(InRoom { room }): Query<InRoom>,
) -> Result<Json<Pass>, Failure> {
    let room = match find(&service.client, &room).await? {
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
    // This is the one place that a token is for.
    let token = tokens
        .token
        .map(|token| token.expose().to_owned())
        .unwrap_or_default();
    Ok(Json(Pass { token }))
}

async fn find(client: &Client, name: &str) -> Result<Option<Room>, Error> {
    let named = RoomFilter::new().unique_name(name);
    client
        .rooms()
        .list()
        .filter(named)
        .stream()
        .try_next()
        .await
}

/// The names of those who are in the room of that name.
async fn people(
    State(service): State<Arc<Service>>,
    Query(InRoom { room }): Query<InRoom>,
) -> Result<Json<Vec<String>>, Failure> {
    let mut names = Vec::new();
    let Some(room) = find(&service.client, &room).await? else {
        return Ok(Json(names));
    };
    let sessions = service.client.rooms().sessions().list_for_room(room.id);
    let running = SessionOfRoomFilter::new().active(true);
    let mut sessions = sessions.filter(running).include_participants(true).stream();
    while let Some(session) = sessions.try_next().await? {
        let there = session.participants.into_iter().flatten();
        let there = there.filter(|participant| participant.left_at.is_none());
        names.extend(
            there.map(|participant| participant.context.unwrap_or_else(|| "somebody".to_owned())),
        );
    }
    Ok(Json(names))
}

/// Tells an open page whenever it should look again.
async fn news(
    State(service): State<Arc<Service>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = stream::unfold(service.news.subscribe(), |mut news| async {
        // One that was missed is made good by the next.
        while let Err(broadcast::error::RecvError::Lagged(_)) = news.recv().await {}
        Some((Ok(Event::default().data("changed")), news))
    });
    Sse::new(news)
}

/// Takes the body as bytes, since those are what was signed.
async fn webhook(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    match service.verifier.event(&headers, &body) {
        Ok(_) => {
            // Nobody may be looking.
            let _ = service.news.send(());
            StatusCode::OK
        }
        Err(error) => {
            eprintln!("refused: {error}");
            StatusCode::BAD_REQUEST
        }
    }
}
