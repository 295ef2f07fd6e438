//! Verifies webhook deliveries and decodes their events.
//!
//! Telnyx signs its deliveries, so receivers can reject requests from anybody else. A [`Verifier`]
//! has the public key of the account, which the portal shows, and verifies the signature before it
//! decodes the event:
//!
//! ```
//! use telnyx_video::models::WebhookEvent;
//! use telnyx_video::webhook::{Verifier, WebhookError};
//!
//! /// Called by the web server with the headers and the unchanged body.
//! fn receive(
//!     verifier: &Verifier,
//!     headers: &telnyx_video::reqwest::header::HeaderMap,
//!     body: &[u8],
//! ) -> Result<(), WebhookError> {
//!     match verifier.event(headers, body)? {
//!         WebhookEvent::SessionStarted(event) => println!("started: {:?}", event.payload),
//!         WebhookEvent::SessionEnded(event) => println!("ended: {:?}", event.payload),
//!         event => println!("ignored: {:?}", event.event_type()),
//!     }
//!     Ok(())
//! }
//! # let verifier = Verifier::new("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")?;
//! # let error = receive(&verifier, &Default::default(), b"{}").unwrap_err();
//! # assert!(matches!(error, WebhookError::MissingHeader { .. }));
//! # Ok::<(), WebhookError>(())
//! ```
//!
//! # Verification
//!
//! The header `telnyx-signature-ed25519` contains an Ed25519 signature of the timestamp in
//! `telnyx-timestamp`, a `|`, and the body. Pass the body exactly as received: JSON that was parsed
//! and serialized again has another signature. Verification is strict: it rejects keys and signatures
//! for which RFC 8032 allows several outcomes.
//!
//! Against replay attacks, timestamps more than five minutes away from the clock are rejected; see
//! [`Verifier::tolerance`]. Within that time, and whenever Telnyx repeats a delivery, an event can
//! arrive twice: compare the `id`.
//!
//! # Decoding
//!
//! The event is either the whole body, or its `data` with information about the delivery in `meta`.
//! An event that this version of the crate can't decode is not an error, so that receivers acknowledge it:
//! it becomes [`WebhookEvent::Unknown`] with its JSON and, if its type is known, the reason. All fields of
//! events are optional, because the contract requires none.
//!
//! [`WebhookEvent::Unknown`]: crate::models::WebhookEvent::Unknown

mod error;
mod event;
mod headers;
mod public_key;
mod timestamp;
mod verifier;

pub use error::WebhookError;
pub use verifier::Verifier;
