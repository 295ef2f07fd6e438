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
        Err(failure) => {
            let lacks_data = failure.lacks_data;
            let error = decode_error(parts, call, raw, "the body", failure);
            Err(match lacks_data {
                // Instead of `data`, the body may have the problems that the server reports.
                true => error.with_reported_problems(parts.redaction()),
                false => error,
            })
        }
    }
}

/// Creates the error of a body, or of an item of a streamed body, such as a server-sent event. For an item, the body of
/// `response` is the item. `subject` names the body or the item.
pub fn decode_error(
    parts: &RequestParts,
    call: CallInfo,
    response: RawResponse,
    subject: &str,
    failure: DecodeFailure,
) -> Error {
    let redaction = parts.redaction();
    let path = failure.path.as_deref();
    let path = path.map(|path| redaction.redact(path).into_owned());
    let body = response.body.clone();
    let json = (!parts.must_not_quote(&body)).then_some(&*body);
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
        if failures.is_empty() {
            return Vec::new();
        }
        let must_not_quote = self.parts.must_not_quote(&response.body);
        let redaction = self.parts.redaction();
        let error = |failure: ItemFailure| {
            let (call, response) = (call.clone(), response.clone());
            let subject = format!("item {} of page {page_number}", failure.index);
            let path = redaction.redact(&failure.path).into_owned();
            let json = (!must_not_quote).then_some(failure.json.as_bytes());
            let error = Error::decode(call, response, &subject, Some(path), json, failure.cause);
            error.with_item(FailedItem {
                page_number,
                index: failure.index,
                json: failure.json,
            })
        };
        failures.into_iter().map(error).collect()
    }
}
