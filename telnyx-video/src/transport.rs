//! The one place that talks to the network.

use bytes::{Bytes, BytesMut};
use reqwest::Request;

use crate::client::Settings;
use crate::error::Error;
use crate::exchange::{Answer, Call};
use crate::retry::requested_wait;

/// Sends a request once and reads the whole answer.
///
/// # Errors
///
/// Everything but an answer of success whose body came to its end.
pub(crate) async fn exchange(
    settings: &Settings,
    call: &Call,
    request: Request,
) -> Result<Answer, Error> {
    let mut response = settings
        .http
        .execute(request)
        .await
        .map_err(|cause| Error::broken_exchange(call.clone(), None, cause))?;
    let mut answer = Answer {
        status: response.status(),
        headers: response.headers().clone(),
        body: Bytes::new(),
        requested_wait: requested_wait(response.headers(), settings.timer.now()),
    };
    let body = read(&mut response, settings.longest_body).await;
    let is_success = answer.status.is_success();
    match body {
        Ok(body) => answer.body = body,
        // Of a failure, the status is the news, whatever became of the body.
        Err(fault) if is_success => {
            return Err(match fault {
                Fault::Broken(cause) => Error::broken_exchange(call.clone(), Some(answer), cause),
                Fault::TooLong => Error::too_long(call.clone(), answer, settings.longest_body),
            });
        }
        Err(Fault::Broken(cause)) => {
            return Err(Error::unsuccessful_without_body(
                call.clone(),
                answer,
                cause,
            ));
        }
        Err(Fault::TooLong) => {}
    }
    if is_success {
        Ok(answer)
    } else {
        Err(Error::unsuccessful(call.clone(), answer))
    }
}

/// Why a body has not been read to its end.
enum Fault {
    Broken(reqwest::Error),
    TooLong,
}

/// Reads the body, and stops as soon as it is longer than `longest`.
async fn read(response: &mut reqwest::Response, longest: usize) -> Result<Bytes, Fault> {
    let announced = response.content_length().map(usize::try_from);
    if announced
        .is_some_and(|length| length.is_err() || length.is_ok_and(|length| length > longest))
    {
        return Err(Fault::TooLong);
    }
    // Most bodies come in one piece, which is then taken as it is.
    let Some(first) = response.chunk().await.map_err(Fault::Broken)? else {
        return Ok(Bytes::new());
    };
    let mut body = Body::One(first);
    loop {
        if body.length() > longest {
            return Err(Fault::TooLong);
        }
        match response.chunk().await.map_err(Fault::Broken)? {
            Some(chunk) => body = body.followed_by(&chunk),
            None => return Ok(body.into_bytes()),
        }
    }
}

/// The pieces of a body so far.
enum Body {
    One(Bytes),
    Many(BytesMut),
}

impl Body {
    fn length(&self) -> usize {
        match self {
            Self::One(bytes) => bytes.len(),
            Self::Many(bytes) => bytes.len(),
        }
    }

    fn followed_by(self, chunk: &[u8]) -> Self {
        let mut bytes = match self {
            Self::One(bytes) => BytesMut::from(bytes),
            Self::Many(bytes) => bytes,
        };
        bytes.extend_from_slice(chunk);
        Self::Many(bytes)
    }

    fn into_bytes(self) -> Bytes {
        match self {
            Self::One(bytes) => bytes,
            Self::Many(bytes) => bytes.freeze(),
        }
    }
}
