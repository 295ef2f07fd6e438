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
    let mut chunks: Vec<Bytes> = Vec::new();
    let mut length = 0_usize;
    while let Some(chunk) = response.chunk().await? {
        length = length.saturating_add(chunk.len());
        if length > limit {
            return Ok(None);
        }
        chunks.push(chunk);
    }
    Ok(Some(match chunks.as_slice() {
        // Most bodies arrive in one chunk, which needn't be copied.
        [body] => body.clone(),
        chunks => chunks.concat().into(),
    }))
}
