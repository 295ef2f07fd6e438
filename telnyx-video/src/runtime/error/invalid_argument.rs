use std::error::Error as StdError;
use std::fmt::Display;
use std::iter;
use std::sync::Arc;

/// The cause of an error. Shared, because builders that hold an error are `Clone`.
pub(crate) type Cause = Arc<dyn StdError + Send + Sync>;

/// The reason why a client can't be built or a request can't be sent: an invalid argument, or a failed
/// [`ApiKeyProvider`](crate::ApiKeyProvider). [`Error`](crate::Error) adds the operation.
#[derive(Clone, Debug)]
pub struct InvalidArgument {
    pub(crate) reason: String,
    pub(crate) cause: Option<Cause>,
}

/// A [`Result`] whose error is an [`InvalidArgument`].
pub type ArgumentResult<T> = Result<T, InvalidArgument>;

impl InvalidArgument {
    /// Creates an error with this message.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            cause: None,
        }
    }

    /// Creates an error with a cause. The message is `reason`, followed by the message of the innermost source.
    pub fn caused_by(reason: impl Display, cause: impl StdError + Send + Sync + 'static) -> Self {
        Self {
            reason: format!("{reason}: {}", root_cause(&cause)),
            cause: Some(Arc::new(cause)),
        }
    }

    /// Prefixes the message with a context, such as `the environment variable TELNYX_API_KEY`.
    pub(crate) fn in_context(mut self, context: impl Display) -> Self {
        self.reason = format!("{context}: {}", self.reason);
        self
    }
}

/// Returns the message of the innermost source. The outer messages of reqwest's errors say what failed, but not why.
pub(super) fn root_cause(error: &(dyn StdError + 'static)) -> String {
    let sources = iter::successors(error.source(), |error| (*error).source());
    sources.last().unwrap_or(error).to_string()
}
