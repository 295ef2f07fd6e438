//! What the server answers.

use std::convert::Infallible;
use std::io;

use futures_util::stream::{self, Stream, StreamExt};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::Response;
use hyper::body::{Bytes, Frame};

/// One scripted answer.
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Body,
}

enum Body {
    Whole(Bytes),
    /// The first part of a body that goes on and breaks off.
    Cut(Bytes),
    /// A body that never comes.
    Stalled,
    /// Not even a status comes.
    Never,
}

impl Answer {
    /// An answer with a JSON body, given as text.
    pub(crate) fn json(status: u16, body: impl Into<String>) -> Self {
        Self::new(status, Body::Whole(Bytes::from(body.into())))
            .header("content-type", "application/json")
    }

    /// An answer with any body.
    pub(crate) fn bytes(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(status, Body::Whole(body.into()))
    }

    /// An answer whose body breaks off.
    pub(crate) fn cut(status: u16) -> Self {
        Self::new(status, Body::Cut(Bytes::from_static(b"{\"data\":")))
    }

    /// An answer whose body never comes.
    pub(crate) fn stalled(status: u16) -> Self {
        Self::new(status, Body::Stalled)
    }

    /// No answer, on a connection that stays open.
    pub(crate) fn never() -> Self {
        Self::new(200, Body::Never)
    }

    fn new(status: u16, body: Body) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body,
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// `None` if there is to be no answer.
    pub(super) fn into_response(self) -> Option<Response<BoxBody<Bytes, io::Error>>> {
        let body = match self.body {
            Body::Never => return None,
            Body::Whole(bytes) => Full::new(bytes)
                .map_err(|never: Infallible| match never {})
                .boxed(),
            Body::Stalled => BodyExt::boxed(StreamBody::new(stream::pending())),
            Body::Cut(bytes) => BodyExt::boxed(StreamBody::new(cut_after(bytes))),
        };
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        Some(response.body(body).unwrap())
    }
}

fn cut_after(bytes: Bytes) -> impl Stream<Item = io::Result<Frame<Bytes>>> {
    stream::iter([Ok(Frame::data(bytes))]).chain(stream::once(async {
        // Without a pause the server drops the connection before it has written anything.
        tokio::task::yield_now().await;
        Err(io::Error::other("cut, as scripted"))
    }))
}
