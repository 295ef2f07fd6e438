//! A mock server that behaves like the API, for tests without a network or an account.
//!
//! An *operation* is one kind of request to the API, named as the client calls it, for example `rooms.create`. The
//! *contract* lists the operations and describes their requests and responses.
//!
//! ```
//! use telnyx_video::mock::MockServer;
//! use telnyx_video::models::ListSessionsFilter;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (server, client) = MockServer::start_with_client().await?;
//!
//! let room = client
//!     .rooms()
//!     .create()
//!     .unique_name("weekly-standup")
//!     .send()
//!     .await?;
//! server.join(room.id, "Priya")?;
//!
//! let active = ListSessionsFilter::new().active(true);
//! let sessions = client
//!     .rooms()
//!     .sessions()
//!     .list()
//!     .filter(active)
//!     .send()
//!     .await?;
//! assert_eq!(sessions.data.len(), 1);
//!
//! let sent: Vec<String> = server
//!     .requests()
//!     .into_iter()
//!     .filter_map(|it| it.operation)
//!     .collect();
//! assert_eq!(sent, ["rooms.create", "rooms.sessions.list"]);
//! # Ok(())
//! # }
//! ```
//!
//! # Behaviour
//!
//! The server supports all operations, with filters, pages, `include_…` parameters and token expiry. It keeps its state
//! in memory until it is dropped. Methods simulate the events that no API request causes:
//!
//! | to | call |
//! |---|---|
//! | add and remove participants | [`join`](MockServer::join), [`join_with_token`](MockServer::join_with_token), [`leave`](MockServer::leave) |
//! | record participants | [`start_recording`](MockServer::start_recording), [`finish_recording`](MockServer::finish_recording) |
//! | start with existing resources | [`seed`](MockServer::seed) |
//! | let tokens expire and compositions complete | [`advance`](MockServer::advance) |
//! | inject errors and delays | [`fail_next`](MockServer::fail_next) with a [`Fault`] |
//! | send webhooks | [`deliver`](MockServer::deliver), [`webhook_headers`](MockServer::webhook_headers) |
//!
//! New IDs are UUIDs that count up from `00000000-0000-4000-8000-000000000001`, so each run of a test gets the same
//! IDs. Events and tokens use up numbers, too. Tests never have to sleep: the server's clock can be
//! [replaced](MockServerBuilder::clock) and [advanced](MockServer::advance), and its [`client`](MockServer::client)
//! retries without waiting.
//!
//! # Validation
//!
//! The server validates each request against the contract in this crate, which is the OpenAPI description with its
//! known mistakes corrected. Errors name the invalid parameter or body field. Unknown parameters and fields, such as a
//! misspelt filter, are errors as well. Error bodies have the form that the contract requires for the operation and
//! the status. The mock server chooses the error codes, because the contract lists none.
//!
//! The server validates its own responses too, and replaces an invalid one with a 500 response that describes the
//! violation.
//!
//! For test suites that expect a stateless server, [`examples`](MockServerBuilder::examples) makes the server respond
//! to every operation with an example. It accepts invalid requests, and lists their violations in
//! [`MockRequest::violations`]. If the API key or the body is missing, or if the body or its media type isn't JSON, it
//! lists only that violation.
//!
//! # Webhooks
//!
//! Events of a room are sent to its `webhook_event_url`, and to its `webhook_event_failover_url` if the first delivery
//! fails. The event of a completed composition is sent to the URLs of the composition if it has a `webhook_event_url`.
//! The server signs each webhook when it sends it, at the time of its own clock. [`verifier`](MockServer::verifier)
//! returns a verifier with this clock. Another [`Verifier`](crate::webhook::Verifier) with the server's
//! [`public_key`](MockServer::public_key) accepts them only while the clock isn't changed. If the clock advances while
//! a webhook is sent, a verifier may reject it: call [`wait_for_webhooks`](MockServer::wait_for_webhooks) first.
//!
//! The server sends the event of a completed composition at the next request or call of a method such as
//! [`advance`](MockServer::advance). [`wait_for_webhooks`](MockServer::wait_for_webhooks) waits until all webhooks are
//! delivered or have failed.
//!
//! # Files
//!
//! Completed recordings and compositions have files of 0.5 and 1.5 MB, which can be downloaded without authentication.
//! The files have an ETag and a checksum and support range requests, so interrupted downloads can be resumed.
//!
//! # Limits
//!
//! The server discards request bodies of more than 1 MiB and responds with 413; see
//! [`max_body_size`](MockServerBuilder::max_body_size). [`requests`](MockServer::requests) returns the last 10,000
//! requests, or fewer if they exceed 64 MiB; see [`max_logged_requests`](MockServerBuilder::max_logged_requests).
//!
//! # Behaviour that the contract doesn't define
//!
//! - A session starts when the first participant joins a room, and ends when the last one leaves.
//! - A composition is `enqueued` at first, `processing` two seconds after its creation, and `completed` five seconds
//!   after its creation.
//! - Creating a composition without a session, or with an unknown one, returns 422. So does giving a room the name of
//!   another, and an action on a session that has ended.
//! - `kick`, `mute` and `unmute` without `participants` affect nobody. Muting changes only `updated_at`.
//! - Deleting a room ends its active session. Its sessions and their recordings remain.
//! - An unknown ID in the path returns 404. An ID in `participants` that isn't present in the session returns 422; an
//!   unknown ID in `exclude` is ignored.
//! - A refresh token that is expired or belongs to another room returns 403.
//! - Lists are in the order of creation.
//! - Deleting recordings in bulk deletes all matches, or one page of them if the request has page parameters.

mod clock;
mod compositions;
mod contract;
mod delivery;
mod error;
mod error_response;
pub(crate) mod example;
mod fault;
mod list;
mod lock;
mod media;
mod meeting;
mod operations;
mod parameters;
mod parsed_request;
mod request;
mod resource;
mod response;
mod rooms;
mod route;
mod seed;
mod server;
mod service;
mod sessions;
mod state;
mod tokens;

pub(crate) use example::impl_example;

pub use error::MockError;
pub use fault::Fault;
pub use request::MockRequest;
pub use server::{MockServer, MockServerBuilder};

use contract::{Contract, Operation};
use delivery::Delivery;
use error_response::{ErrorResponse, Problem, Result};
use parsed_request::ParsedRequest;
use resource::{Resource, object, to_json};
use response::MockResponse;
use state::State;
