//! Splits an event stream into events, as the HTML standard defines in the section "Interpreting an event stream".

use std::mem;
use std::time::Duration;

use super::lines::{Lines, TooLong};

/// If a body isn't an event stream, the error contains at most this many bytes of it.
const MAX_NON_EVENT_SIZE: usize = 64 * 1024;

/// A server-sent event.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ServerSentEvent<T> {
    /// The type of the event. Default: `message`.
    pub event: String,
    /// The ID of the event. An event without an ID has that of the event before it.
    pub id: Option<String>,
    /// The wait before reconnecting, if this event asks for one.
    pub retry: Option<Duration>,
    /// The data.
    pub data: T,
}

/// Splits chunks into events.
#[derive(Default)]
pub(super) struct EventDecoder {
    pub(super) lines: Lines,
    /// The data of the next event, with LF after each line.
    data: Vec<u8>,
    /// The type of the next event.
    event: String,
    /// The `retry` of the next event.
    retry: Option<Duration>,
    /// The ID of the next event, from the most recent `id` line, even of an earlier event.
    next_id: String,
    /// The ID of the last complete event, even if that event has no data.
    last_event_id: String,
    /// The last `retry` of the stream.
    pub(super) reconnection_time: Option<Duration>,
    /// The lines before the first one with a known field.
    unknown_lines: Vec<u8>,
    has_known_field: bool,
}

impl EventDecoder {
    /// Creates a decoder. `limit` is the maximum length of a line, and of the data of an event, in bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            lines: Lines::new(limit),
            ..Self::default()
        }
    }

    /// Returns the next event in `lines`, or `None` if it isn't complete.
    pub(super) fn next_event(&mut self) -> Result<Option<ServerSentEvent<Vec<u8>>>, TooLong> {
        while let Some(line) = self.lines.next_line()? {
            if !line.is_empty() {
                self.read_line(&line)?;
            } else if let Some(event) = self.dispatch() {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    /// At the end of a body that isn't an event stream, returns the start of the body.
    pub(super) fn non_event_body(&mut self) -> Option<Vec<u8>> {
        if let Some(line) = self.lines.last_line() {
            // Only the start of the body is kept, so the limit doesn't matter.
            let _ = self.read_line(&line);
        }
        (!self.has_known_field && !self.unknown_lines.is_empty())
            .then(|| mem::take(&mut self.unknown_lines))
    }

    pub(super) fn last_event_id(&self) -> Option<&str> {
        (!self.last_event_id.is_empty()).then_some(&*self.last_event_id)
    }

    fn read_line(&mut self, line: &[u8]) -> Result<(), TooLong> {
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let name = parts.next().unwrap_or_default();
        let value = parts.next().unwrap_or_default();
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"data" => {
                if self.data.len().saturating_add(value.len()) > self.lines.limit {
                    return Err(TooLong);
                }
                self.data.extend_from_slice(value);
                self.data.push(b'\n');
            }
            b"event" => self.event = text(value),
            b"id" => {
                if !value.contains(&0) {
                    self.next_id = text(value);
                }
            }
            b"retry" => {
                if let Some(time) = milliseconds(value) {
                    self.retry = Some(time);
                    self.reconnection_time = Some(time);
                }
            }
            // A comment.
            b"" => {}
            _ => {
                if !self.has_known_field && self.unknown_lines.len() < MAX_NON_EVENT_SIZE {
                    self.unknown_lines.extend_from_slice(line);
                    self.unknown_lines.push(b'\n');
                    self.unknown_lines.truncate(MAX_NON_EVENT_SIZE);
                }
                return Ok(());
            }
        }
        self.has_known_field = true;
        Ok(())
    }

    /// Ends an event, and returns it if it has data.
    fn dispatch(&mut self) -> Option<ServerSentEvent<Vec<u8>>> {
        self.last_event_id.clone_from(&self.next_id);
        let mut data = mem::take(&mut self.data);
        let event = mem::take(&mut self.event);
        let retry = self.retry.take();
        // Removes the LF after the last line. Without data there is no LF, and the event is dropped.
        data.pop()?;
        Some(ServerSentEvent {
            event: match event.is_empty() {
                true => "message".to_owned(),
                false => event,
            },
            id: self.last_event_id().map(str::to_owned),
            retry,
            data,
        })
    }
}

fn text(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

/// Parses a number of milliseconds that consists of digits only.
fn milliseconds(value: &[u8]) -> Option<Duration> {
    let is_number = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    let number = is_number.then(|| str::from_utf8(value).ok())??;
    Some(Duration::from_millis(number.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn event(data: &str) -> ServerSentEvent<Vec<u8>> {
        ServerSentEvent {
            event: "message".to_owned(),
            id: None,
            retry: None,
            data: data.as_bytes().to_vec(),
        }
    }

    fn decode(chunks: &[&[u8]]) -> (Vec<ServerSentEvent<Vec<u8>>>, EventDecoder) {
        let mut decoder = EventDecoder::new(100);
        let mut events = Vec::new();
        for chunk in chunks {
            decoder.lines.push(Bytes::copy_from_slice(chunk));
            while let Some(event) = decoder.next_event().unwrap() {
                events.push(event);
            }
        }
        (events, decoder)
    }

    /// Decodes a stream whole, byte by byte, and split into two chunks at every position, with each kind of line end.
    fn assert_events(stream: &str, expected: &[ServerSentEvent<Vec<u8>>]) {
        for line_end in ["\n", "\r\n", "\r"] {
            let stream = stream.replace('\n', line_end).into_bytes();
            let shown = String::from_utf8_lossy(&stream);
            let bytes: Vec<&[u8]> = stream.chunks(1).collect();
            assert_eq!(decode(&bytes).0, expected, "{shown:?} byte by byte");
            for position in 0..=stream.len() {
                let (start, end) = stream.split_at(position);
                assert_eq!(decode(&[start, end]).0, expected, "{shown:?} at {position}");
            }
        }
    }

    #[test]
    fn next_event_reads_examples_of_standard() {
        assert_events(
            "data: YHOO\ndata: +2\ndata: 10\n\n",
            &[event("YHOO\n+2\n10")],
        );
        let with_id = |data, id: &str| ServerSentEvent {
            id: Some(id.to_owned()),
            ..event(data)
        };
        // The third event resets the ID. Of the data, only one space is removed.
        assert_events(
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            &[
                with_id("first event", "1"),
                event("second event"),
                event(" third event"),
            ],
        );
        // The last block has no blank line, so it is dropped.
        assert_events("data\n\ndata\ndata\n\ndata:\n", &[event(""), event("\n")]);
        assert_events(
            "data:test\n\ndata: test\n\n",
            &[event("test"), event("test")],
        );
        assert_events(
            "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n",
            &[
                ServerSentEvent {
                    event: "add".to_owned(),
                    ..event("73857293")
                },
                ServerSentEvent {
                    event: "remove".to_owned(),
                    ..event("2153")
                },
            ],
        );
    }

    #[test]
    fn next_event_joins_characters_across_chunks() {
        assert_events("\u{feff}data: größer 🎥\n\n", &[event("größer 🎥")]);
    }

    #[test]
    fn next_event_keeps_id_until_it_changes() {
        let with_id = |data, id: &str| ServerSentEvent {
            id: Some(id.to_owned()),
            ..event(data)
        };
        assert_events(
            "id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid: 3\n\nid: 4\n",
            &[with_id("a", "1"), with_id("b", "1"), with_id("c", "1")],
        );
        let (_, decoder) = decode(&[b"id: 3\n\nid: 4\n"]);
        assert_eq!(decoder.last_event_id(), Some("3"));
    }

    #[test]
    fn next_event_reads_retry_of_digits_only() {
        let with_retry = ServerSentEvent {
            retry: Some(Duration::from_millis(1500)),
            ..event("a")
        };
        assert_events(
            "retry: 1500\ndata: a\n\ndata: b\n\n",
            &[with_retry, event("b")],
        );
        for invalid in ["", "1.5", "-1", "+1", "1s", " 1"] {
            assert_events(&format!("retry: {invalid}\ndata: a\n\n"), &[event("a")]);
        }
        let (_, decoder) = decode(&[b"retry: 7\n\n"]);
        assert_eq!(decoder.reconnection_time, Some(Duration::from_millis(7)));
    }

    #[test]
    fn next_event_ignores_comments_unknown_fields_and_events_without_data() {
        assert_events(
            ":\n: data: x\nDATA: x\ndata : x\n data: x\nevent: ping\n\ndata: a\n\n",
            &[event("a")],
        );
    }

    #[test]
    fn next_event_longer_than_limit_is_error() {
        let result = |stream: &'static str| {
            let mut decoder = EventDecoder::new(10);
            decoder.lines.push(Bytes::from_static(stream.as_bytes()));
            decoder.next_event().map(|event| event.is_some())
        };
        assert_eq!(result("data: 1234\n\n"), Ok(true));
        assert_eq!(result("data: 12345\n\n"), Err(TooLong));
        assert_eq!(result("data: 1234\ndata: 5678\n\n"), Ok(true));
        assert_eq!(result("data: 1234\ndata: 1234\ndata: 1\n\n"), Err(TooLong));
        assert_eq!(result(": comment so long"), Err(TooLong));
    }

    #[test]
    fn non_event_body_is_returned_if_no_field_is_known() {
        let body = |stream: &str| decode(&[stream.as_bytes()]).1.non_event_body();
        assert_eq!(
            body("{\"a\": 1,\n\n\"b\": 2}").unwrap(),
            b"{\"a\": 1,\n\"b\": 2}\n"
        );
        assert_eq!(body("x: 1\n: keep-alive\n\n"), None);
        assert_eq!(body("x: 1\ndata"), None);
        assert_eq!(body("\n\n"), None);
    }
}
