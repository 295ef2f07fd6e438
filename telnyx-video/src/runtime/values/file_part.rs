//! Files that are sent as parts of a body.

use crate::runtime::values::byte_source::ByteSource;

/// A file that is sent as one part of a body: its bytes, and what the server is told about them.
///
/// Whatever becomes a [`ByteSource`] becomes a file as well. Without a [`file_name`](Self::file_name), it is sent under the
/// name of its field, since many servers take a part without one for text; without a
/// [`media_type`](Self::media_type), under the one that the API asks for, or as `application/octet-stream`.
#[derive(Clone, Debug)]
pub struct FilePart {
    pub(crate) source: ByteSource,
    pub(crate) file_name: Option<String>,
    pub(crate) media_type: Option<String>,
}

impl FilePart {
    /// A file of these bytes.
    pub fn new(source: impl Into<ByteSource>) -> Self {
        Self {
            source: source.into(),
            file_name: None,
            media_type: None,
        }
    }

    /// What the file is called, without its directories.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// What the bytes are, such as `image/png`. One that cannot stand in a header is refused when the request is sent.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

impl<S: Into<ByteSource>> From<S> for FilePart {
    fn from(source: S) -> Self {
        Self::new(source)
    }
}
