//! Request bodies that are sent unchanged.

use reqwest::header::HeaderValue;

use super::ByteSource;
use super::payload::Payload;
use crate::runtime::error::ArgumentResult;
use crate::runtime::transport::{EncodedBody, RequestBody};

#[derive(Clone)]
pub(super) struct BytesBody {
    pub(super) media_type: &'static str,
    pub(super) source: ByteSource,
}

impl RequestBody for BytesBody {
    fn encode(&self) -> ArgumentResult<EncodedBody> {
        let content = Payload(vec![self.source.clone()]).into_body()?;
        Ok((HeaderValue::from_static(self.media_type), content))
    }

    fn is_consumed(&self) -> bool {
        self.source.is_consumed()
    }

    fn clone_box(&self) -> Box<dyn RequestBody> {
        Box::new(self.clone())
    }
}
