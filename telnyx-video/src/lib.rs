//! The Rust SDK for the [Telnyx Video API](https://developers.telnyx.com): rooms, sessions,
//! participants, recordings, compositions and client tokens.
//!
//! ```no_run
//! use futures_util::TryStreamExt;
//! use telnyx_video::Client;
//!
//! # async fn example() -> Result<(), telnyx_video::Error> {
//! // Reads TELNYX_API_KEY and, if set, TELNYX_BASE_URL. The default base URL is
//! // https://api.telnyx.com/v2.
//! let client = Client::from_env()?;
//!
//! let room = client
//!     .rooms()
//!     .create()
//!     .unique_name("my-meeting-room")
//!     .max_participants(10)
//!     .send()
//!     .await?;
//! println!("created room {}", room.id);
//!
//! let mut rooms = client.rooms().list().page_size(250).stream();
//! while let Some(room) = rooms.try_next().await? {
//!     println!("{}", room.id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # How to call an operation
//!
//! Required values are arguments; optional values are setters. Nothing is sent before you await `send`, or the request
//! builder itself, which does the same. A field whose setter you call is sent, even if its value is `""` or null. A
//! field whose setter you don't call is omitted.
//!
//! | to | call |
//! |---|---|
//! | create a client | [`Client::from_env`], [`Client::new`], [`Client::builder`] |
//! | send a request and get its result | `.send().await`, or just `.await` (except for [`Client::request`] and [`Client::get_link`]) |
//! | get the status, headers and raw body as well | `.send_with_response()`, which returns a [`Response`] |
//! | read a whole list | `.stream()` for [`Items`], `.pages()` for [`Pages`] |
//! | clear a field | a setter with `None` or [`Nullable::Null`] |
//! | set a timeout or a header for one request | `.options(…)` with [`RequestOptions`] |
//! | download a recording or a composition | [`Client::download`] |
//! | call an endpoint that this crate doesn't know | [`Client::request`] |
//! | find out why a call failed | [`Error::kind`] |
//!
//! # Operations
//!
//! | resource | operations |
//! |---|---|
//! | [`client.rooms()`](resources::Rooms) | `list`, `create`, `retrieve`, `update`, `delete` |
//! | [`client.rooms().actions()`](resources::RoomsActions) | `generate_join_client_token`, `refresh_client_token` |
//! | [`client.rooms().sessions()`](resources::RoomsSessions) | `list`, `list_for_room`, `retrieve`, `list_participants` |
//! | [`client.rooms().sessions().actions()`](resources::RoomsSessionsActions) | `end`, `kick`, `mute`, `unmute` |
//! | [`client.room_participants()`](resources::RoomParticipants) | `list`, `retrieve` |
//! | [`client.room_recordings()`](resources::RoomRecordings) | `list`, `retrieve`, `delete`, `delete_bulk` |
//! | [`client.room_compositions()`](resources::RoomCompositions) | `list`, `create`, `retrieve`, `delete` |
//!
//! The module [`resources`] documents the operations, the module [`models`] their parameters and
//! results. Both are generated from the OpenAPI description of the API. When the API adds a field
//! or an enum value, existing code continues to work: unknown enum values are kept, and unknown
//! fields are ignored.
//!
//! # Guides
//!
//! - [Errors](guide::errors): find out what failed, and what to do about it
//! - [Retries](guide::retries): control retries, timeouts and deadlines
//! - [Paging](guide::paging): read lists
//! - [Responses](guide::responses): what happens to values that this crate doesn't expect
//! - [Downloads](guide::downloads): save recordings and compositions as files
//! - [Webhooks](guide::webhooks): receive events (with the feature `webhook`)
//! - [Testing](guide::testing): test your code without an account or a network (with the feature `mock`)
//! - [Stability](guide::stability): know what a new version may change
//!
//! # Errors, retries and timeouts
//!
//! A failed call returns an [`Error`], and so does building a client with invalid settings. Its [`kind`](Error::kind)
//! and predicates such as [`is_not_found`](Error::is_not_found) classify the failure, and its accessors return what the
//! server reported. It prints as one line, suitable for a log.
//!
//! A failed request is retried if that is safe, by default up to twice. [`Retries`] documents the rules;
//! [`ClientBuilder::retry_policy`] and [`RequestOptions::retry_policy`] replace them. Downloads are
//! not retried; the guide to [downloads](guide::downloads) describes their timeouts.
//!
//! By default, a call takes at most about five minutes: three attempts of 60 seconds
//! ([`ClientBuilder::timeout`]) and two waits of at most 60 seconds. Set a
//! [`total_timeout`](ClientBuilder::total_timeout) to limit it further. Dropping the future of a call
//! cancels it.
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
//! - `rustls` (default): TLS with rustls and the certificate store of the platform.
//! - `native-tls`: TLS with the library of the platform.
//! - `tracing` (default): spans for [`tracing`](https://docs.rs/tracing), one per call (level
//!   INFO) and, except for downloads, one per attempt (level DEBUG). They cost nothing without a
//!   subscriber.
//! - `mock`: the module `mock`, a server for tests that behaves like the API. Enables `webhook`.
//! - `webhook`: the module `webhook`, which verifies webhook deliveries and reads their events.
//!
//! # Platforms
//!
//! The crate works on every platform on which Tokio and reqwest can open connections. That excludes
//! `wasm32-unknown-unknown`, where reqwest can set neither connection timeouts nor a redirect policy,
//! and Tokio has no clock. A web page must not contain an API key anyway; give it a client token.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

// The generator copies this module into crates for other APIs. This crate compiles it only to test it.
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
#[doc = include_str!("../README.md")]
struct Readme;
