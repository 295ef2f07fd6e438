//! Webhook deliveries: verified, then read.
//!
//! Telnyx signs what it delivers, so that a receiver can tell it from what anybody else sends to
//! the same address. A [`Verifier`] holds the public key of the account, which the portal shows,
//! and checks a delivery before it reads the event in it:
//!
//! ```
//! use telnyx_video::models::WebhookEvent;
//! use telnyx_video::webhook::{Verifier, WebhookError};
//!
//! /// Called by the web server with the headers and the body as they came in.
//! fn receive(
//!     verifier: &Verifier,
//!     headers: &telnyx_video::reqwest::header::HeaderMap,
//!     body: &[u8],
//! ) -> Result<(), WebhookError> {
//!     match verifier.event(headers, body)? {
//!         WebhookEvent::SessionStarted(event) => println!("begun: {:?}", event.payload),
//!         WebhookEvent::SessionEnded(event) => println!("over: {:?}", event.payload),
//!         event => println!("something else: {:?}", event.event_type()),
//!     }
//!     Ok(())
//! }
//! # let verifier = Verifier::new("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")?;
//! # let refused = receive(&verifier, &Default::default(), b"{}").unwrap_err();
//! # assert!(matches!(refused, WebhookError::MissingHeader { .. }));
//! # Ok::<(), WebhookError>(())
//! ```
//!
//! # What is checked
//!
//! The header `telnyx-signature-ed25519` carries an Ed25519 signature of the timestamp in
//! `telnyx-timestamp`, a `|`, and the body. All of it is checked to the byte, so give the body as
//! it came in: one that was parsed and written again has another signature. Signatures that are
//! valid in more than one way, or under more than one key, are refused.
//!
//! A genuine delivery could be recorded and sent once more later. One whose timestamp is more than
//! five minutes away from the clock is therefore refused; see [`Verifier::tolerance`]. Within that
//! time, and whenever Telnyx repeats a delivery, an event can come twice: its `id` tells.
//!
//! # What is read
//!
//! An event stands under `data`, with data about the delivery beside it, or alone; both are taken.
//! An event of a type that this version of the crate does not know becomes
//! [`WebhookEvent::Unknown`] with all that it says, and is no error. The contract promises no
//! property of an event, so each is optional.
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
