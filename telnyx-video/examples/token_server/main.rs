//! A web page on which people get a token for a room, and see who is in it.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example token_server
//! ```
//!
//! Without an account, against a mock server with a meeting in the room `weekly-standup`:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- cargo run --example token_server
//! ```
//!
//! It listens on the address in `LISTEN`, by default 127.0.0.1:3000, and requests the participants every `POLL_MS`
//! milliseconds, by default 2000. Behind a proxy, set `ORIGIN` to the address in browsers, such as
//! `https://meet.example.com`; requests for other addresses are rejected. The server creates no rooms unless it is
//! started with `--create-rooms`.
//!
//! A production server must also authenticate users before it gives them tokens.

use std::env;
use std::error::Error;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::{Stream, TryStreamExt, stream};
use serde::Deserialize;
use serde_json::{Value, json};
use telnyx_video::Client;
use telnyx_video::models::{ListSessionsForRoomFilter, Room, RoomFilter};
use telnyx_video::uuid::Uuid;
use tokio::net::TcpListener;
use tokio::time::{MissedTickBehavior, interval};

const PAGE: &str = include_str!("page.html");
const USAGE: &str =
    "usage: [LISTEN=ADDRESS] [ORIGIN=URL] [POLL_MS=NUMBER] token_server [--create-rooms]";

/// Headers of all responses: the page loads nothing from elsewhere, no page frames it, and no cache stores tokens.
const HEADERS: [(HeaderName, &str); 3] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \
         connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CACHE_CONTROL, "no-store"),
];

struct Service {
    client: Client,
    /// The addresses of this server in browsers, such as `http://localhost:3000`.
    origins: Vec<String>,
    create_rooms: bool,
    poll_interval: Duration,
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let create_rooms = match arguments.as_slice() {
        [] => Some(false),
        [flag] if flag == "--create-rooms" => Some(true),
        _ => None,
    };
    let poll_ms = env::var("POLL_MS").map_or(Some(2000), |value| value.parse().ok());
    let (Some(create_rooms), Some(poll_ms)) = (create_rooms, poll_ms) else {
        eprintln!("{USAGE}");
        return Ok(ExitCode::from(2));
    };
    let listen = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(&listen).await?;
    let address = listener.local_addr()?;
    let service = Service {
        client: Client::from_env()?,
        origins: origins(&listen, address),
        create_rooms,
        poll_interval: Duration::from_millis(poll_ms).max(Duration::from_millis(1)),
    };
    println!("listening on http://{address}");
    let service = Arc::new(service);
    let routes = Router::new()
        .route("/", get(|| async { Html(PAGE) }))
        .route("/token", post(token))
        .route("/participants", get(participants))
        .layer(middleware::from_fn_with_state(service.clone(), guard))
        .with_state(service);
    axum::serve(listener, routes).await?;
    Ok(ExitCode::SUCCESS)
}

/// Returns `ORIGIN`, or else the addresses under which this machine reaches a server that listens on `address`.
fn origins(listen: &str, address: SocketAddr) -> Vec<String> {
    if let Ok(origin) = env::var("ORIGIN") {
        return vec![origin];
    }
    let localhost = format!("localhost:{}", address.port());
    [&localhost, &address.to_string(), listen]
        // Browsers omit the default port.
        .map(|host| format!("http://{}", host.strip_suffix(":80").unwrap_or(host)))
        .to_vec()
}

/// Rejects requests that another site makes through a user's browser.
async fn guard(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let response = if is_own_request(&service, request.headers()) {
        next.run(request).await
    } else {
        println!(
            "rejected a request from another site or for an unknown address: set ORIGIN to the address"
        );
        let message = "this server rejects requests from other sites and for unknown addresses";
        (StatusCode::FORBIDDEN, message).into_response()
    };
    (HEADERS, response).into_response()
}

/// Returns whether a request comes from this server's page, or from no page. Requests of other sites have a foreign
/// `Origin`, or a foreign `Host` if the domain of the site resolves to this server (DNS rebinding).
fn is_own_request(service: &Service, headers: &HeaderMap) -> bool {
    let text = |name| Some(headers.get(name)?.to_str().unwrap_or_default());
    let is_own_origin = |origin: &str| {
        let mut own = service.origins.iter();
        own.any(|own| own.eq_ignore_ascii_case(origin))
    };
    let is_own_host = |host: &str| {
        let mut own = service
            .origins
            .iter()
            .filter_map(|own| own.split_once("://"));
        own.any(|(_, own)| own.eq_ignore_ascii_case(host))
    };
    text(header::HOST).is_some_and(is_own_host) && text(header::ORIGIN).is_none_or(is_own_origin)
}

/// A response with an error status, and text for the user.
struct ApiError(StatusCode, String);

impl From<telnyx_video::Error> for ApiError {
    /// Logs an error of the API, and hides it from the user.
    fn from(error: telnyx_video::Error) -> Self {
        eprintln!("{error}");
        let message = "The request to Telnyx failed.".to_owned();
        Self(StatusCode::BAD_GATEWAY, message)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}

#[derive(Deserialize)]
struct RoomQuery {
    #[serde(default)]
    room: String,
}

/// Generates a token for the room with this name.
async fn token(
    State(service): State<Arc<Service>>,
    Query(RoomQuery { room: name }): Query<RoomQuery>,
) -> Result<Json<Value>, ApiError> {
    let room = find_room(&service, &name).await?;
    let actions = service.client.rooms().actions();
    let tokens = actions
        .generate_join_client_token(room.id)
        .token_ttl_secs(600)
        .send()
        .await?;
    // Quoted by `{:?}`, which escapes control characters, so that a name can't forge lines of the log.
    println!("generated a token for the room {name:?}");
    // Exposes the secret, because the browser needs it.
    let token = tokens.token.as_ref().map(|token| token.expose());
    Ok(Json(
        json!({"token": token, "expires_at": tokens.token_expires_at}),
    ))
}

/// Returns the room with this name. If there is none, creates it if the server may create rooms.
async fn find_room(service: &Service, name: &str) -> Result<Room, ApiError> {
    if name.trim().is_empty() {
        let message = "Enter the name of a room.".to_owned();
        return Err(ApiError(StatusCode::BAD_REQUEST, message));
    }
    let rooms = service.client.rooms();
    let filter = RoomFilter::new().unique_name(name);
    let mut found = rooms.list().filter(filter).stream();
    while let Some(room) = found.try_next().await? {
        // A token for another room would admit the user to the wrong meeting.
        if room.unique_name.as_deref() == Some(name) {
            return Ok(room);
        }
    }
    if service.create_rooms {
        return Ok(rooms.create().unique_name(name).send().await?);
    }
    println!("there is no room {name:?}");
    let message = "There is no room with this name.".to_owned();
    Err(ApiError(StatusCode::NOT_FOUND, message))
}

/// Sends the participants of the room with this name at every poll: as an event of the type `message`, or, after an
/// error, of the type `failure`.
async fn participants(
    State(service): State<Arc<Service>>,
    Query(RoomQuery { room: name }): Query<RoomQuery>,
) -> Result<Sse<impl Stream<Item = Result<Event, axum::Error>>>, ApiError> {
    let room = find_room(&service, &name).await?.id;
    let mut polls = interval(service.poll_interval);
    polls.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let events = stream::unfold((service, polls), move |(service, mut polls)| async move {
        polls.tick().await;
        let event = match list_participants(&service.client, room).await {
            Ok(participants) => Event::default().json_data(participants),
            Err(error) => Ok(Event::default()
                .event("failure")
                .data(ApiError::from(error).1)),
        };
        Some((event, (service, polls)))
    });
    Ok(Sse::new(events))
}

/// Returns the participants in the running session of a room.
async fn list_participants(client: &Client, room: Uuid) -> Result<Vec<Value>, telnyx_video::Error> {
    let mut sessions = client
        .rooms()
        .sessions()
        .list_for_room(room)
        .filter(ListSessionsForRoomFilter::new().active(true))
        .include_participants(true)
        .stream();
    let mut present = Vec::new();
    while let Some(session) = sessions.try_next().await? {
        let participants = session.participants.into_iter().flatten();
        let remaining = participants.filter(|participant| participant.left_at.is_none());
        present.extend(
            remaining.map(|it| json!({"id": it.id, "name": it.context, "joined_at": it.joined_at})),
        );
    }
    Ok(present)
}
