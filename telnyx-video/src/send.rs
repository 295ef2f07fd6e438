//! A request, sent, and what is made of its answer.

use crate::envelope::ResponseBody;
use crate::error::Error;
use crate::exchange::Call;
use crate::observe::CallSpan;
use crate::request::{Parts, Request};
use crate::response::Response;

impl<R: ResponseBody> Request<R> {
    /// Sends the request and gives the value of the answer.
    pub(crate) async fn send(self) -> Result<R::Value, Error> {
        self.send_with_response().await.map(Response::into_value)
    }

    /// Sends the request and gives the value together with the answer.
    pub(crate) async fn send_with_response(self) -> Result<Response<R::Value>, Error> {
        let parts = self.into_parts();
        let (mut call, first) = parts.prepare()?;
        let span = CallSpan::begin(&call);
        // In a box, since it is large and handed on from future to future.
        let exchange = Box::pin(carry_out::<R>(&parts, &mut call, first));
        let outcome = span.run(exchange).await;
        span.end(call.attempts, outcome.as_ref().map(Response::answer));
        outcome
    }
}

async fn carry_out<R: ResponseBody>(
    parts: &Parts,
    call: &mut Call,
    first: reqwest::Request,
) -> Result<Response<R::Value>, Error> {
    let build = || parts.build();
    let answer = parts.plan().carry_out(call, first, &build).await?;
    let call = call.clone();
    match R::decode(&answer.body) {
        Ok(value) => Ok(Response::new(value, call, answer)),
        Err(failure) if parts.is_confidential() => {
            Err(Error::undecodable_secret(call, answer, failure.path))
        }
        Err(failure) => Err(Error::undecodable(call, answer, failure)),
    }
}
