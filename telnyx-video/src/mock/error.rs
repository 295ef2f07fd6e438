//! What a test can ask of the server in vain.

use std::error::Error as StdError;
use std::{fmt, io};

use uuid::Uuid;

/// Why the server did not do what a test asked of it.
#[derive(Debug)]
#[non_exhaustive]
pub enum MockError {
    /// The port cannot be listened on.
    Listen(io::Error),
    /// The client for the server cannot be set up.
    Client(crate::Error),
    /// The client that sends webhooks cannot be set up, or a webhook did not arrive.
    Delivery(reqwest::Error),
    /// There is nothing with this id.
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its id.
        id: Uuid,
    },
    /// What has this id is in no state for it.
    NotNow {
        /// What it is about.
        id: Uuid,
        /// Its state.
        state: &'static str,
    },
    /// A client token is of no use, and why.
    Token(&'static str),
    /// The API has no call of this name.
    UnknownOperation(String),
    /// What the server is to begin with is not as the contract has it.
    Seed {
        /// Where, as a JSON pointer.
        pointer: String,
        /// What is wrong there.
        cause: String,
    },
    /// The contract in this crate cannot be read, which is a fault of this crate.
    Contract(String),
}

impl MockError {
    pub(super) fn contract(error: serde_json::Error) -> Self {
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
            Self::Listen(error) => write!(f, "the mock server can't listen: {error}"),
            Self::Client(error) => error.fmt(f),
            Self::Delivery(error) => write!(f, "the webhook was not delivered: {error}"),
            Self::NotFound { what, id } => write!(f, "there is no {what} with the id {id}"),
            Self::NotNow { id, state } => write!(f, "{id} is {state}"),
            Self::Token(cause) => write!(f, "the client token is of no use: {cause}"),
            Self::UnknownOperation(name) => {
                write!(
                    f,
                    "unknown call `{name}`; an example of a call is `rooms.create`"
                )
            }
            Self::Seed { pointer, cause } => write!(f, "the seed is faulty at #{pointer}: {cause}"),
            Self::Contract(cause) => write!(f, "the contract can't be read: {cause}"),
        }
    }
}

impl StdError for MockError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Listen(error) => Some(error),
            Self::Client(error) => Some(error),
            Self::Delivery(error) => Some(error),
            _ => None,
        }
    }
}
