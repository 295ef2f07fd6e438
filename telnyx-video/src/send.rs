//! A request, sent, and what is made of its answer.

use crate::envelope::ResponseBody;
use crate::error::Error;
use crate::exchange::Call;
use crate::observe::CallSpan;
use crate::request::Request;
use crate::response::Response;

impl<R: ResponseBody> Request<R> {
    /// Sends the request and gives the value of the answer.
    pub(crate) async fn send(self) -> Result<R::Value, Error> {
        self.send_with_response().await.map(Response::into_value)
    }

    /// Sends the request and gives the value together with the answer.
    pub(crate) async fn send_with_response(self) -> Result<Response<R::Value>, Error> {
        let first = self.build()?;
        let mut call = self.call().to(first.url());
        let span = CallSpan::begin(&call);
        // In a box, since it is large and handed on from future to future.
        let outcome = span.run(Box::pin(self.carry_out(&mut call, first))).await;
        span.end(call.attempts, outcome.as_ref().map(Response::answer));
        outcome
    }

    async fn carry_out(
        &self,
        call: &mut Call,
        first: reqwest::Request,
    ) -> Result<Response<R::Value>, Error> {
        let build = || self.build();
        let answer = self.plan().carry_out(call, first, &build).await?;
        let call = call.clone();
        match R::decode(&answer.body) {
            Ok(value) => Ok(Response::new(value, call, answer)),
            Err(failure) if self.is_confidential() => {
                Err(Error::undecodable_secret(call, answer, failure.path))
            }
            Err(failure) => Err(Error::undecodable(call, answer, failure)),
        }
    }
}
