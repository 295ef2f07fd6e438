//! Verifies webhook deliveries and decodes their events.
//!
//! A *delivery* is a request that Telnyx sends to report an event. Telnyx signs it, so receivers can
//! reject requests from anybody else. A [`Verifier`] has the public key of the account, which the
//! Telnyx portal shows, and verifies the signature before it decodes the event:
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
//!         WebhookEvent::SessionStarted(event) => {
//!             println!("started: {:?}", event.payload)
//!         }
//!         WebhookEvent::SessionEnded(event) => {
//!             println!("ended: {:?}", event.payload)
//!         }
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
//! The header `telnyx-signature-ed25519` contains an Ed25519 signature of the timestamp in `telnyx-timestamp`, a `|`,
//! and the body. Pass the body exactly as received: JSON that was parsed and serialized again has another signature.
//! RFC 8032 lets implementations choose whether to accept some keys and signatures; this crate rejects them.
//!
//! To prevent replay attacks, timestamps that differ from the clock by more than five minutes are
//! rejected; see [`Verifier::tolerance`]. An event can still arrive twice: an attacker may replay it
//! within that time, and Telnyx repeats deliveries that fail. Compare the `id` with earlier ones.
//!
//! # Decoding
//!
//! The body is either the event itself or `{"data": event, "meta": …}`. An event that this version of the crate can't
//! decode isn't an error: a receiver that responds to errors with 400 would reject a genuine delivery. It becomes
//! [`WebhookEvent::Unknown`] with its JSON and, if its type is known, the reason. All fields of events are optional,
//! because the API description requires none.
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
