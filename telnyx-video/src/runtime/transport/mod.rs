//! The one place that talks to the network.

pub(crate) mod attempts;
pub(crate) mod telemetry;

use std::mem;

use bytes::{Bytes, BytesMut};
use reqwest::{Request, Response};

use crate::runtime::client::Settings;
use crate::runtime::error::redaction::Redaction;
use crate::runtime::error::{CallInfo, Error, RawResponse};
use crate::runtime::retry::requested_wait;

/// One attempt of a call, and how much of its answer it waits for.
pub(crate) trait SendAttempt: Copy {
    /// What there is of an answer of success, with its status and headers.
    type Outcome: AsRef<RawResponse>;

    /// Sends a request once.
    ///
    /// # Errors
    ///
    /// Everything but an answer of success.
    fn carry_out(
        self,
        settings: &Settings,
        call: &CallInfo,
        request: Request,
        redaction: &Redaction<'_>,
    ) -> impl Future<Output = Result<Self::Outcome, Error>> + Send;
}

/// Reads the whole answer, whose body has to come to its end.
#[derive(Clone, Copy)]
pub(crate) struct BufferedBody;

impl SendAttempt for BufferedBody {
    type Outcome = RawResponse;

    fn carry_out(
        self,
        settings: &Settings,
        call: &CallInfo,
        request: Request,
        redaction: &Redaction<'_>,
    ) -> impl Future<Output = Result<RawResponse, Error>> + Send {
        // Before the future, which would keep the space of the request until its end.
        let response = settings.http.execute(request);
        async move {
            let mut response = response
                .await
                .map_err(|cause| Error::transport(call.clone(), None, cause))?;
            // A date in `Retry-After` counts from here, however long the body takes.
            let received = settings.timer.now();
            let (body, fault) = match read(&mut response, settings.longest_body).await {
                Ok(body) => (body, None),
                Err(fault) => (Bytes::new(), Some(fault)),
            };
            let status = response.status();
            let headers = mem::take(response.headers_mut());
            let requested_wait = if status.is_success() {
                None
            } else {
                requested_wait(&headers, received)
            };
            let answer = RawResponse {
                status,
                headers,
                body,
                requested_wait,
            };
            judge(settings, call, answer, fault, redaction)
        }
    }
}

/// Tells success from failure; `fault` is what kept the body from being read.
fn judge(
    settings: &Settings,
    call: &CallInfo,
    answer: RawResponse,
    fault: Option<Fault>,
    redaction: &Redaction<'_>,
) -> Result<RawResponse, Error> {
    match (answer.status.is_success(), fault) {
        (true, None) => Ok(answer),
        (true, Some(Fault::Broken(cause))) => {
            Err(Error::transport(call.clone(), Some(answer), cause))
        }
        (true, Some(Fault::TooLong)) => {
            Err(Error::too_long(call.clone(), answer, settings.longest_body))
        }
        // Of a failure, the status is the news, whatever became of the body.
        (false, Some(Fault::Broken(cause))) => Err(Error::unsuccessful_without_body(
            call.clone(),
            answer,
            cause,
        )),
        (false, None | Some(Fault::TooLong)) => {
            Err(Error::unsuccessful(call.clone(), answer, *redaction))
        }
    }
}

/// Why a body has not been read to its end.
pub(crate) enum Fault {
    Broken(reqwest::Error),
    TooLong,
}

/// Reads the body, and stops as soon as it is longer than `longest`.
pub(crate) async fn read(response: &mut Response, longest: usize) -> Result<Bytes, Fault> {
    let announced = response.content_length().map(usize::try_from);
    if announced
        .is_some_and(|length| length.is_err() || length.is_ok_and(|length| length > longest))
    {
        return Err(Fault::TooLong);
    }
    let mut pieces: Vec<Bytes> = Vec::new();
    let mut length = 0_usize;
    while let Some(piece) = response.chunk().await.map_err(Fault::Broken)? {
        length = length.saturating_add(piece.len());
        if length > longest {
            return Err(Fault::TooLong);
        }
        pieces.push(piece);
    }
    // Most bodies come in one piece, which is then taken as it is.
    if pieces.len() > 1 {
        let mut whole = BytesMut::with_capacity(length);
        pieces
            .drain(..)
            .for_each(|piece| whole.extend_from_slice(&piece));
        return Ok(whole.freeze());
    }
    Ok(pieces.pop().unwrap_or_default())
}
