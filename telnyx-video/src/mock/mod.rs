//! A server that behaves like the API, to test against without the network and without an account.
//!
//! ```
//! use telnyx_video::mock::MockServer;
//! use telnyx_video::models::RoomSessionFilter;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockServer::start().await?;
//! let client = server.client();
//!
//! let room = client.rooms().create().unique_name("weekly-standup").send().await?;
//! server.join(room.id, "Priya")?;
//!
//! let active = RoomSessionFilter::new().active(true);
//! let sessions = client.rooms().sessions().list().filter(active).send().await?;
//! assert_eq!(sessions.data.len(), 1);
//!
//! let sent: Vec<String> = server.requests().into_iter().filter_map(|it| it.operation).collect();
//! assert_eq!(sent, ["rooms.create", "rooms.sessions.list"]);
//! # Ok(())
//! # }
//! ```
//!
//! # What it does
//!
//! All operations, with filters, pages, `include_…` and tokens that expire. It remembers what it is told until it is
//! dropped. What in reality happens without a request, a test brings about:
//!
//! | To let | call |
//! |---|---|
//! | somebody come and go | [`join`](MockServer::join), [`join_with_token`](MockServer::join_with_token), [`leave`](MockServer::leave) |
//! | somebody be recorded | [`start_recording`](MockServer::start_recording), [`finish_recording`](MockServer::finish_recording) |
//! | there be things from the beginning | [`seed`](MockServer::seed) |
//! | time pass: tokens expire, compositions are completed | [`advance`](MockServer::advance) |
//! | something fail, or take its time | [`fail_next`](MockServer::fail_next) with a [`Fault`] |
//! | a webhook arrive | [`deliver`](MockServer::deliver), [`webhook_headers`](MockServer::webhook_headers) |
//!
//! Ids count up, so a test sees the same ones each time. No wait is needed anywhere: the server's clock can be
//! [replaced](MockServerBuilder::clock), and moved on.
//!
//! # What it refuses
//!
//! Each request is held against the contract, which is a part of this crate: the facts of the OpenAPI description, with its
//! known mistakes mended. What the contract forbids is refused with an error that names the parameter, or the member of the
//! body. What it does not know, such as a filter that is misspelt, is refused as well. Errors have the shape that the
//! contract gives them for the operation and the status; the codes in them are chosen here, since the contract lists none.
//!
//! Its own answers are held against the contract as well: one that does not fit is never given, but a 500 that says so.
//!
//! # Webhooks
//!
//! What happens in a room is sent to its `webhook_event_url`, and if nobody takes it there to its
//! `webhook_event_failover_url`; the end of a composition goes to those of the composition, where it has some. All are signed
//! with the key whose public half is [`public_key`](MockServer::public_key), so that a
//! [`Verifier`](crate::webhook::Verifier) accepts them; [`webhooks_sent`](MockServer::webhooks_sent) waits for them.
//!
//! # Files
//!
//! Recordings and compositions that are completed lead to files of 0.5 and 1.5 MB, for anybody who knows the address. They
//! have an ETag and a checksum, and can be asked for from some byte on, so a download that was interrupted can go on.
//!
//! # Where the contract is silent
//!
//! - A session begins with the first who joins a room, and ends when the last one has left.
//! - A composition is queued for two seconds, and completed after five.
//! - A composition needs the session that it is made of, and what names one that does not exist is refused with 422.
//! - A room, or anything else, that does not exist is answered with 404, a refresh token that has expired with 403.
//! - Deleting recordings in bulk deletes all that match, and only one page of them if the request names one.

mod answer;
mod call;
mod clock;
mod compositions;
mod contract;
mod delivery;
mod error;
mod fault;
mod honesty;
mod list;
mod media;
mod meeting;
mod operations;
mod participants;
mod problem;
mod query;
mod recordings;
mod request;
mod rooms;
mod route;
mod seed;
mod serve;
mod server;
mod sessions;
mod state;
mod tokens;

pub use error::MockError;
pub use fault::Fault;
pub use request::MockRequest;
pub use server::{MockServer, MockServerBuilder};
