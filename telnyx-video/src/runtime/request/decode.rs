//! Decodes responses, and creates the errors of responses that can't be decoded.

use super::{Request, RequestParts};
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::error::{Error, FailedItem};
use crate::runtime::response::Response;
use crate::runtime::response::body::ResponseBody;
use crate::runtime::response::decode::DecodeFailure;
use crate::runtime::response::partial_page::ItemFailure;

/// Decodes a response that has a success status.
pub(super) fn decode<R: ResponseBody>(
    parts: &RequestParts,
    call: CallInfo,
    response: RawResponse,
) -> Result<Response<R::Value>, Error> {
    if !R::IS_IGNORED
        && let Some(encoding) = response.content_encoding()
    {
        return Err(Error::content_encoding(call, response, &encoding));
    }
    match R::decode(response.status, &response.body) {
        Ok(value) => Ok(Response::new(value, call, response)),
        Err(failure) => Err(decode_error(parts, call, response, failure)),
    }
}

fn decode_error(
    parts: &RequestParts,
    call: CallInfo,
    response: RawResponse,
    failure: DecodeFailure,
) -> Error {
    let redaction = parts.redaction();
    let path = failure
        .path
        .map(|path| redaction.redact(&path).into_owned());
    let is_confidential = parts.is_confidential(&response);
    let error = Error::decode(call, response, path, failure.cause, is_confidential);
    // Without `data`, the body of a successful response may report errors.
    if failure.lacks_data {
        error.with_reported_problems(redaction)
    } else {
        error
    }
}

impl<R> Request<R> {
    /// Creates the errors of the items of a page that can't be decoded.
    pub(crate) fn item_errors(
        &self,
        call: &CallInfo,
        response: &RawResponse,
        page_number: i64,
        failures: Vec<ItemFailure>,
    ) -> Vec<Error> {
        if failures.is_empty() {
            return Vec::new();
        }
        let is_confidential = self.parts.is_confidential(response);
        let redaction = self.parts.redaction();
        let error = |failure: ItemFailure| {
            let item = FailedItem {
                page_number,
                index: failure.index,
                json: failure.json,
            };
            let path = redaction.redact(&failure.path).into_owned();
            let (call, response) = (call.clone(), response.clone());
            Error::failed_item(call, response, item, path, failure.cause, is_confidential)
        };
        failures.into_iter().map(error).collect()
    }
}
