use bytes::Bytes;

use super::{Request, RequestParts};
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::error::{Error, FailedItem};
use crate::runtime::response::{DecodeFailure, ItemFailure, Response, ResponseBody};

pub(super) fn decode<R: ResponseBody>(
    parts: &RequestParts,
    call: CallInfo,
    raw: RawResponse,
) -> Result<Response<R::Value>, Error> {
    if !R::IS_IGNORED
        && let Some(encoding) = raw.content_encoding()
    {
        return Err(Error::content_encoding(call, raw, &encoding));
    }
    match R::decode(raw.status, &raw.body) {
        Ok(value) => Ok(Response { value, call, raw }),
        Err(mut failure) => {
            let part = failure.part.take().map(Bytes::from);
            let (lacks_data, json) = (failure.lacks_data, part.unwrap_or_else(|| raw.body.clone()));
            let error = decode_error(parts, call, raw, "the body", &json, failure);
            Err(match lacks_data {
                // Instead of `data`, the body may have the problems that the server reports.
                true => error.with_reported_problems(parts.redaction()),
                false => error,
            })
        }
    }
}

/// Creates the error of a body or of an item in it, such as an item of a page or a server-sent event. `subject` names
/// the body or the item, and `json` is its content.
pub fn decode_error(
    parts: &RequestParts,
    call: CallInfo,
    response: RawResponse,
    subject: &str,
    json: &[u8],
    failure: DecodeFailure,
) -> Error {
    let redaction = parts.redaction();
    let path = failure
        .path
        .map(|path| redaction.redact(&path).into_owned());
    let must_not_quote = parts.response_has_secrets || redaction.finds_secret_in(json);
    let json = (!must_not_quote).then_some(json);
    Error::decode(call, response, subject, path, json, failure.cause)
}

impl<R> Request<R> {
    pub(crate) fn item_errors(
        &self,
        call: &CallInfo,
        response: &RawResponse,
        page_number: i64,
        failures: Vec<ItemFailure>,
    ) -> Vec<Error> {
        let error = |item: ItemFailure| {
            let (call, response) = (call.clone(), response.clone());
            let subject = format!("item {} of page {page_number}", item.index);
            let json = item.json.as_bytes();
            let error = decode_error(&self.parts, call, response, &subject, json, item.failure);
            error.with_item(FailedItem {
                page_number,
                index: item.index,
                json: item.json,
            })
        };
        failures.into_iter().map(error).collect()
    }
}
