//! Responses that are streams of items: server-sent events and JSON Lines.

mod body;
mod event_decoder;
mod event_stream;
mod json_lines;
mod lines;
#[cfg(test)]
mod tests;

pub use self::event_decoder::ServerSentEvent;
pub use self::event_stream::EventStream;
pub use self::json_lines::JsonLines;
