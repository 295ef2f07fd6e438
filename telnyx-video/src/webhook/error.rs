//! Why a delivery, or a key, was refused.

use std::error::Error;
use std::fmt;
use std::time::Duration;

/// Why a delivery, or a public key, was refused.
///
/// Nothing here shows a signature or a key. Those who sent the delivery need not be told the
/// reason: the status 400 says enough.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// The environment variable with the public key is not set.
    PublicKeyNotSet,
    /// The public key is not base64.
    PublicKeyNotBase64,
    /// The public key has another length than 32 bytes.
    PublicKeyLength {
        /// How many bytes it has.
        bytes: usize,
    },
    /// The public key has the right length, but is not a key of Ed25519.
    PublicKeyInvalid,
    /// The public key is one of the few for which anybody can make signatures.
    PublicKeyWeak,
    /// A header is not there.
    MissingHeader {
        /// Its name.
        name: &'static str,
    },
    /// A header is there more than once, so that it is open which one counts.
    RepeatedHeader {
        /// Its name.
        name: &'static str,
    },
    /// The signature is not base64.
    SignatureNotBase64,
    /// The signature has another length than 64 bytes.
    SignatureLength {
        /// How many bytes it has.
        bytes: usize,
    },
    /// The timestamp is not a whole number of seconds, written in digits.
    TimestampMalformed,
    /// The delivery was signed too long ago.
    TimestampTooOld {
        /// How long ago.
        age: Duration,
    },
    /// The delivery was signed too far in the future. The clock of this machine may be slow.
    TimestampTooNew {
        /// How far in the future.
        ahead: Duration,
    },
    /// The signature is not that of this timestamp and body under this key.
    SignatureMismatch,
    /// The delivery is genuine, but its body is not JSON.
    BodyNotJson(
        /// What is wrong with it.
        serde_json::Error,
    ),
    /// The delivery is genuine and its event of a known type, but some of it does not fit that type.
    EventUnreadable {
        /// The type.
        event_type: String,
        /// What does not fit.
        cause: serde_json::Error,
    },
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PublicKeyNotSet => {
                f.write_str("the environment variable TELNYX_PUBLIC_KEY is not set")
            }
            Self::PublicKeyNotBase64 => f.write_str("the public key is not base64"),
            Self::PublicKeyLength { bytes } => {
                write!(f, "the public key has {bytes} bytes instead of 32")
            }
            Self::PublicKeyInvalid => f.write_str("the public key is not a key of Ed25519"),
            Self::PublicKeyWeak => {
                f.write_str("the public key is one for which anybody can make signatures")
            }
            Self::MissingHeader { name } => write!(f, "there is no header `{name}`"),
            Self::RepeatedHeader { name } => write!(f, "there is more than one header `{name}`"),
            Self::SignatureNotBase64 => f.write_str("the signature is not base64"),
            Self::SignatureLength { bytes } => {
                write!(f, "the signature has {bytes} bytes instead of 64")
            }
            Self::TimestampMalformed => f.write_str("the timestamp is not a number of seconds"),
            Self::TimestampTooOld { age } => write!(
                f,
                "the delivery was signed {} s ago, which is too old",
                age.as_secs()
            ),
            Self::TimestampTooNew { ahead } => write!(
                f,
                "the delivery was signed {} s in the future",
                ahead.as_secs()
            ),
            Self::SignatureMismatch => {
                f.write_str("the signature does not fit the timestamp, the body and the public key")
            }
            Self::BodyNotJson(cause) => write!(f, "the body is not JSON: {cause}"),
            Self::EventUnreadable { event_type, cause } => {
                write!(f, "the event `{event_type}` can't be read: {cause}")
            }
        }
    }
}

impl Error for WebhookError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::BodyNotJson(cause) | Self::EventUnreadable { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
