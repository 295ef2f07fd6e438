use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::body::Body;
use super::event_decoder::{EventDecoder, ServerSentEvent};
use super::lines::TooLong;
use crate::runtime::error::Error;
use crate::runtime::request::Request;
use crate::runtime::response::ResponseBody;

/// The data of the event that ends a stream in many APIs.
const END: &[u8] = b"[DONE]";

/// A stream of server-sent events, whose data is decoded as `T`.
///
/// The stream ends when the server ends the response, or sends an event whose data is `[DONE]` and can't be decoded as
/// `T`. Any other event whose data can't be decoded is an error of the kind [`Decode`](crate::ErrorKind::Decode), with
/// the data in [`Error::body`]. The stream continues after such an error, and ends after any other error. Dropping the
/// stream closes the connection.
///
/// The timeout of an attempt limits each wait for data, not the duration of the stream. An event can be as long as the
/// client's `max_body_size`.
///
/// The stream doesn't reconnect. To continue after a lost connection, send the request again, with
/// [`last_event_id`](Self::last_event_id) in the header `last-event-id` if the API supports that.
#[must_use = "streams do nothing unless polled"]
pub struct EventStream<T> {
    body: Body<T>,
    decoder: EventDecoder,
}

impl<T> EventStream<T> {
    /// Sends a request, and returns the stream once the response has started.
    #[doc(hidden)]
    pub async fn open<R: ResponseBody<Value = T>>(request: Request<R>) -> Result<Self, Error> {
        let body = Body::open(request).await?;
        Ok(Self {
            decoder: EventDecoder::new(body.limit),
            body,
        })
    }

    /// Returns the ID of the last event, for the header `last-event-id` of another request.
    pub fn last_event_id(&self) -> Option<&str> {
        self.decoder.last_event_id()
    }

    /// Returns the wait before reconnecting that the server most recently asked for.
    pub fn reconnection_time(&self) -> Option<Duration> {
        self.decoder.reconnection_time
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.body.chunks.status()
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        self.body.chunks.headers()
    }

    /// Decodes the data of an event. Returns `None` if the event ends the stream.
    fn decoded(
        &mut self,
        event: ServerSentEvent<Vec<u8>>,
    ) -> Option<Result<ServerSentEvent<T>, Error>> {
        // In a stream of text, `[DONE]` is an item like any other.
        if event.data == END && self.body.try_decode(END).is_err() {
            self.body.chunks.close();
            return None;
        }
        let data = self.body.decode("the data of event", event.data);
        Some(data.map(|data| ServerSentEvent {
            event: event.event,
            id: event.id,
            retry: event.retry,
            data,
        }))
    }
}

/// No field is ever pinned.
impl<T> Unpin for EventStream<T> {}

impl<T> Stream for EventStream<T> {
    type Item = Result<ServerSentEvent<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.body.chunks.has_ended() {
            return Poll::Ready(None);
        }
        loop {
            let event = self.decoder.next_event();
            if let Some(event) = event.map_err(|TooLong| self.body.too_long("event"))? {
                return Poll::Ready(self.decoded(event));
            }
            let Some(chunk) = ready!(Pin::new(&mut self.body.chunks).poll_next(context)?) else {
                let body = self.decoder.non_event_body();
                return Poll::Ready(body.map(|it| Err(self.body.not_an_event_stream(it))));
            };
            self.decoder.lines.push(chunk);
        }
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("body", &self.body)
            .field("last_event_id", &self.last_event_id())
            .finish_non_exhaustive()
    }
}
