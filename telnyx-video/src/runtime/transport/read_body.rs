use bytes::Bytes;
use reqwest::Response;

/// Reads the body of a response. Returns `None` if it is longer than `limit`, in bytes.
pub(super) async fn read_body(
    response: &mut Response,
    limit: usize,
) -> reqwest::Result<Option<Bytes>> {
    let is_too_long = |length: u64| usize::try_from(length).map_or(true, |length| length > limit);
    if response.content_length().is_some_and(is_too_long) {
        return Ok(None);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > limit {
            return Ok(None);
        }
    }
    Ok(Some(body.into()))
}
