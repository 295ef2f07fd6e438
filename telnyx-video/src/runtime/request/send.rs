//! A request, sent, and what is made of its answer.

use crate::runtime::error::{CallInfo, Error, RawResponse};
use crate::runtime::request::{Request, RequestParts};
use crate::runtime::response::Response;
use crate::runtime::response::body::ResponseBody;
use crate::runtime::transport::BufferedBody;
use crate::runtime::transport::telemetry::CallSpan;

impl<R: ResponseBody> Request<R> {
    /// Sends the request and gives the value of the answer.
    pub(crate) async fn send(self) -> Result<R::Value, Error> {
        self.send_with_response().await.map(Response::into_value)
    }

    /// Sends the request and gives the value together with the answer.
    pub(crate) async fn send_with_response(self) -> Result<Response<R::Value>, Error> {
        let parts = self.into_parts();
        let (mut call, mut next_request) = parts.prepare()?;
        let span = CallSpan::begin(&call);
        // In a box, since it is large and handed on from future to future.
        let exchange = parts
            .plan()
            .carry_out(BufferedBody, &mut call, &mut next_request);
        let exchange = Box::pin(exchange);
        let answer = span.run(exchange).await;
        let attempts = call.attempts;
        let outcome = span.within(|| decode::<R>(&parts, call, answer?));
        span.end(attempts, outcome.as_ref().map(Response::answer));
        outcome
    }
}

fn decode<R: ResponseBody>(
    parts: &RequestParts,
    call: CallInfo,
    answer: RawResponse,
) -> Result<Response<R::Value>, Error> {
    match R::decode(answer.status, &answer.body) {
        Ok(value) => Ok(Response::new(value, call, answer)),
        Err(failure) if parts.may_not_be_quoted(&answer) => {
            let path = failure.path.map(|path| parts.redaction().text(path));
            Err(Error::undecodable_secret(call, answer, path))
        }
        Err(failure) => Err(Error::undecodable(
            call,
            answer,
            failure.path,
            failure.cause,
        )),
    }
}
