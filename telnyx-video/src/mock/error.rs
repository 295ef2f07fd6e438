use std::error::Error as StdError;
use std::{fmt, io};

use uuid::Uuid;

/// An error of a method of [`MockServer`](super::MockServer).
#[derive(Debug)]
#[non_exhaustive]
pub enum MockError {
    /// The server cannot listen on the port.
    Listen {
        /// The port, or 0 for a free one.
        port: u16,
        /// The reason.
        cause: io::Error,
    },
    /// The server's [`Client`](crate::Client) cannot be built.
    Client(crate::Error),
    /// The HTTP client for webhooks cannot be built, or a webhook was not delivered.
    Delivery(reqwest::Error),
    /// No resource has this ID.
    NotFound {
        /// The kind of resource, such as `room`.
        resource: &'static str,
        /// The ID.
        id: Uuid,
    },
    /// The state of a resource does not allow the action.
    InvalidState {
        /// The ID of the resource.
        id: Uuid,
        /// The state of the resource, such as `full`.
        state: &'static str,
    },
    /// A client token is not valid. Contains the reason.
    InvalidToken(&'static str),
    /// The API has no operation with this name.
    UnknownOperation(String),
    /// A part of the seed is invalid: for example, it violates the contract, refers to an item that doesn't exist, or
    /// repeats an ID.
    Seed {
        /// The location of the invalid value, as a JSON pointer.
        pointer: String,
        /// The reason why the value is invalid.
        cause: String,
    },
    /// The contract in this crate cannot be read, or it allows a value that the model in this crate cannot represent.
    Contract(String),
}

pub(super) type Result<T, E = MockError> = std::result::Result<T, E>;

impl MockError {
    pub(super) fn contract(error: impl fmt::Display) -> Self {
        Self::Contract(error.to_string())
    }

    pub(super) fn seed(pointer: impl Into<String>, cause: impl Into<String>) -> Self {
        Self::Seed {
            pointer: pointer.into(),
            cause: cause.into(),
        }
    }
}

impl fmt::Display for MockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen { port, cause } => write!(
                f,
                "cannot listen on 127.0.0.1:{port}: {cause}\n  help: choose another port, or 0 for a free one"
            ),
            Self::Client(error) => error.fmt(f),
            Self::Delivery(error) => write!(f, "cannot send webhooks: {error}"),
            Self::NotFound { resource, id } => write!(f, "no {resource} has the id {id}"),
            Self::InvalidState { id, state } => write!(f, "{id} is {state}"),
            Self::InvalidToken(reason) => write!(f, "invalid client token: {reason}"),
            Self::UnknownOperation(name) => write!(
                f,
                "unknown operation `{name}`; an example of a name is `rooms.create`"
            ),
            Self::Seed { pointer, cause } => write!(f, "invalid seed: #{pointer}: {cause}"),
            Self::Contract(cause) => write!(
                f,
                "the contract can't be read, or it allows a value that the model can't represent: {cause}"
            ),
        }
    }
}

impl StdError for MockError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Listen { cause, .. } => Some(cause),
            Self::Client(error) => Some(error),
            Self::Delivery(error) => Some(error),
            _ => None,
        }
    }
}
