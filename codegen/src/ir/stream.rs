//! Responses that are streams of items.

use super::Type;

/// A response body that consists of items, which the SDK returns one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemStream {
    /// How the body separates the items.
    pub format: StreamFormat,
    /// The media type of the body.
    pub media_type: String,
    /// The type of an item, or of the data of an event. `None` for text.
    pub item: Option<Type>,
}

/// How a body separates its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamFormat {
    /// Server-sent events: `text/event-stream`.
    Events,
    /// A JSON value in each line: `application/jsonl` and other names.
    JsonLines,
}

impl StreamFormat {
    /// Returns the names of the SDK's runtime types for a stream, and for an event if the SDK has such a type.
    pub fn runtime_types(self) -> &'static [&'static str] {
        match self {
            Self::Events => &["EventStream", "ServerSentEvent"],
            Self::JsonLines => &["JsonLines"],
        }
    }
}

/// A stream that the server sends instead of the output of an operation, if the request asks for a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamAlternative {
    /// The stream.
    pub stream: ItemStream,
    /// The property of the request body that is true for the stream, and false for the output. `None` if only the
    /// header `Accept` selects the stream.
    pub property: Option<String>,
}
