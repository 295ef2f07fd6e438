use super::ByteSource;

/// A file in a multipart body: its content, file name and media type.
///
/// Every type that converts into a [`ByteSource`] converts into a `FilePart` as well.
///
/// The default [`file_name`](Self::file_name) is the name of the field, because many servers treat a part without a
/// file name as text. The default [`media_type`](Self::media_type) is that of the field in the API description, or else
/// `application/octet-stream`.
#[derive(Clone, Debug)]
pub struct FilePart {
    pub(super) source: ByteSource,
    pub(super) file_name: Option<String>,
    pub(super) media_type: Option<String>,
}

impl FilePart {
    /// Creates a file with this content.
    pub fn new(source: impl Into<ByteSource>) -> Self {
        Self {
            source: source.into(),
            file_name: None,
            media_type: None,
        }
    }

    /// Sets the file name. Directories in the name are not removed.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type, such as `image/png`.
    ///
    /// Sending the request fails if the media type has no `/`, or contains characters other than printable ASCII.
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
