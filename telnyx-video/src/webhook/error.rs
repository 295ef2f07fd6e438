use std::error::Error;
use std::fmt;
use std::time::Duration;

/// The reason why a public key or a delivery was rejected.
///
/// Errors show no key and no signature. Respond to a rejected delivery with 400, without the reason.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// The environment variable with the public key is not set.
    PublicKeyNotSet,
    /// The public key is `""`, or only white space.
    PublicKeyEmpty,
    /// The public key is in PEM format.
    PublicKeyInPem,
    /// The public key is not base64.
    PublicKeyNotBase64,
    /// The public key does not have 32 bytes.
    PublicKeyLength {
        /// The number of bytes.
        bytes: usize,
    },
    /// The public key has 32 bytes, but is not the encoding of a point on the curve Ed25519.
    PublicKeyNotOnCurve,
    /// The public key is a point of small order, so anybody can create valid signatures.
    PublicKeyWeak,
    /// A header is missing.
    MissingHeader {
        /// The name of the header.
        name: &'static str,
    },
    /// A header is repeated, so its value is ambiguous.
    RepeatedHeader {
        /// The name of the header.
        name: &'static str,
    },
    /// The signature is not base64.
    SignatureNotBase64,
    /// The signature does not have 64 bytes.
    SignatureLength {
        /// The number of bytes.
        bytes: usize,
    },
    /// The timestamp is not a whole number of seconds in decimal digits.
    TimestampMalformed,
    /// The delivery was signed too long ago; see [`Verifier::tolerance`](super::Verifier::tolerance).
    TimestampTooOld {
        /// The time since the delivery was signed.
        age: Duration,
    },
    /// The timestamp is too far in the future; see [`Verifier::tolerance`](super::Verifier::tolerance). The clock of
    /// this machine may be slow.
    TimestampTooNew {
        /// The time until the timestamp.
        ahead: Duration,
    },
    /// The signature does not match the timestamp, the body and the public key.
    SignatureMismatch,
    /// The signature is valid, but the body is not JSON, or contains a number that is too large, or is nested too
    /// deeply.
    BodyNotJson(serde_json::Error),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::PublicKeyNotSet => "the environment variable `TELNYX_PUBLIC_KEY` is not set",
            Self::PublicKeyEmpty => "the public key is empty",
            Self::PublicKeyInPem => "the public key is in PEM format; expected base64 of 32 bytes",
            Self::PublicKeyNotBase64 => "the public key is not base64",
            Self::PublicKeyLength { bytes } => {
                return write!(f, "the public key has {bytes} bytes instead of 32");
            }
            Self::PublicKeyNotOnCurve => "the public key is not a point on the curve Ed25519",
            Self::PublicKeyWeak => {
                "the public key has small order, so anybody can create valid signatures"
            }
            Self::MissingHeader { name } => return write!(f, "the header `{name}` is missing"),
            Self::RepeatedHeader { name } => return write!(f, "the header `{name}` is repeated"),
            Self::SignatureNotBase64 => "the signature is not base64",
            Self::SignatureLength { bytes } => {
                return write!(f, "the signature has {bytes} bytes instead of 64");
            }
            Self::TimestampMalformed => "the timestamp is not a number of seconds",
            Self::TimestampTooOld { age } => {
                return write!(f, "the timestamp is too old: {} s ago", age.as_secs());
            }
            Self::TimestampTooNew { ahead } => {
                let seconds = ahead.as_secs();
                return write!(f, "the timestamp is too far in the future: {seconds} s");
            }
            Self::SignatureMismatch => {
                "the signature does not match the timestamp, the body and the public key"
            }
            Self::BodyNotJson(cause) => return write!(f, "the body is not JSON: {cause}"),
        };
        f.write_str(text)
    }
}

impl Error for WebhookError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::BodyNotJson(cause) => Some(cause),
            _ => None,
        }
    }
}
