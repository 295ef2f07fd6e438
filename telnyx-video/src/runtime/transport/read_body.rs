use bytes::Bytes;
use reqwest::Response;

pub(super) enum ReadError {
    Transport(reqwest::Error),
    TooLong,
}

pub(super) async fn read_body(response: &mut Response, limit: usize) -> Result<Bytes, ReadError> {
    let is_too_long = |length: u64| usize::try_from(length).map_or(true, |length| length > limit);
    if response.content_length().is_some_and(is_too_long) {
        return Err(ReadError::TooLong);
    }
    let mut chunks: Vec<Bytes> = Vec::new();
    let mut length = 0_usize;
    while let Some(chunk) = response.chunk().await.map_err(ReadError::Transport)? {
        length = length.saturating_add(chunk.len());
        if length > limit {
            return Err(ReadError::TooLong);
        }
        chunks.push(chunk);
    }
    Ok(match chunks.as_slice() {
        // Most bodies arrive in one chunk, which needn't be copied.
        [body] => body.clone(),
        chunks => chunks.concat().into(),
    })
}
