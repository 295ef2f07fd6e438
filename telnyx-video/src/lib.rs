//! An SDK for the [Telnyx Video API](https://developers.telnyx.com): rooms, sessions,
//! participants, recordings, compositions and client tokens.
//!
//! ```no_run
//! use futures_util::TryStreamExt;
//! use telnyx_video::Client;
//!
//! # async fn example() -> Result<(), telnyx_video::Error> {
//! let client = Client::from_env()?; // TELNYX_API_KEY, TELNYX_BASE_URL
//!
//! let room = client
//!     .rooms()
//!     .create()
//!     .unique_name("my-meeting-room")
//!     .max_participants(10)
//!     .send()
//!     .await?;
//! println!("made room {}", room.id);
//!
//! let mut rooms = client.rooms().list().page_size(250).stream();
//! while let Some(room) = rooms.try_next().await? {
//!     println!("{}", room.id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # How it reads
//!
//! What an operation requires is an argument, what is optional is a setter, and nothing is sent
//! before `send` is awaited. A setter that was called reaches the server, also with an empty text
//! or an explicit null; one that was not called says nothing.
//!
//! | To | call |
//! |---|---|
//! | make a client | [`Client::from_env`], [`Client::new`], [`Client::builder`] |
//! | get the value of an operation | `.send()` |
//! | get status, headers and raw bytes as well | `.send_with_response()`, a [`Response`] |
//! | read a list whole | `.stream()`, its [`Items`], or `.pages()`, its [`Pages`] |
//! | clear a field | a setter with `None` or [`Nullable::Null`] |
//! | set a timeout or a header for one request | `.options(`[`RequestOptions`]`)` |
//! | download a recording or a composition | [`Client::download`], a [`Download`] |
//! | reach an endpoint this crate doesn't know | [`Client::request`] |
//! | find out what went wrong | [`Error`] and its [`kind`](Error::kind) |
//!
//! # What there is
//!
//! | Below `client` | operations |
//! |---|---|
//! | [`rooms()`](resources::Rooms) | `list`, `create`, `retrieve`, `update`, `delete` |
//! | [`rooms().actions()`](resources::RoomsActions) | `generate_join_client_token`, `refresh_client_token` |
//! | [`rooms().sessions()`](resources::RoomsSessions) | `list`, `list_for_room`, `retrieve`, `list_participants` |
//! | [`rooms().sessions().actions()`](resources::RoomsSessionsActions) | `end`, `kick`, `mute`, `unmute` |
//! | [`room_participants()`](resources::RoomParticipants) | `list`, `retrieve` |
//! | [`room_recordings()`](resources::RoomRecordings) | `list`, `retrieve`, `delete`, `delete_bulk` |
//! | [`room_compositions()`](resources::RoomCompositions) | `list`, `create`, `retrieve`, `delete` |
//!
//! The operations are in [`resources`], what they take and give in [`models`]. Both are generated
//! from the OpenAPI description of the API; values it doesn't know yet are kept or ignored, never
//! an error.
//!
//! # Where to read on
//!
//! - [Errors](guide::errors): what went wrong, and what to do about it
//! - [Retries](guide::retries): what is repeated, and how long a call takes
//! - [Paging](guide::paging): lists, whole or page by page
//! - [Downloads](guide::downloads): recordings and compositions as files
//! - Webhooks: the module `guide::webhooks`, with the feature `webhook`
//! - [Testing](guide::testing): what is built on this crate, without the network
//!
//! # When something fails
//!
//! Every failure is one [`Error`]: its [`kind`](Error::kind) and predicates such as
//! [`is_not_found`](Error::is_not_found) say what happened, its accessors what the server said, and
//! its display is one line for a log.
//!
//! Before a failure reaches the caller, what can be repeated without doing the thing twice has been
//! repeated; [`Retries`] has the table, [`ClientBuilder::retry_policy`] and
//! [`RequestOptions::retry_policy`] change it. Each attempt has 60 seconds
//! ([`ClientBuilder::timeout`]), a whole call has as long as it takes unless it is given a
//! [`total_timeout`](ClientBuilder::total_timeout). Dropping a future cancels its call at once.
//!
//! ```
//! use std::time::Duration;
//! use telnyx_video::{Client, Retries};
//!
//! let client = Client::builder()
//!     .api_key("KEY0123")
//!     .timeout(Duration::from_secs(10))
//!     .total_timeout(Duration::from_secs(30))
//!     .retry_policy(Retries::new().max_retries(4))
//!     .build()?;
//! # Ok::<(), telnyx_video::Error>(())
//! ```
//!
//! # Features
//!
//! - `rustls` (default): TLS by rustls, with the platform's certificate store.
//! - `native-tls`: TLS by the platform's own library.
//! - `tracing` (default): spans for a [`tracing`](https://docs.rs/tracing) subscriber, one for each call and attempt;
//!   free when nobody listens.
//! - `mock`: the module `mock`, a server that behaves like the API, to test against; brings `webhook` along.
//! - `webhook`: the module `webhook`, which verifies webhook deliveries and reads the events in them.

//!
//! # Where it runs
//!
//! Wherever Tokio and reqwest make connections. That is not `wasm32-unknown-unknown`: there, reqwest
//! has neither timeouts for connections nor a say in redirects, and Tokio's timer has no clock. A
//! browser is no place for an API key either; what it needs is a client token.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

// This API needs none of these. They are compiled here only to be tested;
// `cargo xtask generate --crate-name` adds them to crates that need them.
#[cfg(test)]
#[doc(hidden)]
pub mod extensions;
#[rustfmt::skip]
mod generated;
#[cfg(any(doc, doctest))]
pub mod guide;
#[cfg(feature = "mock")]
pub mod mock;
#[doc(hidden)]
pub mod runtime;
#[cfg(feature = "webhook")]
pub mod webhook;

pub use generated::{models, resources};
pub use runtime::public::*;

// Crates whose types are part of the API.
pub use {bytes, chrono, reqwest, serde_json, uuid};

/// Compiles the examples of the README as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
