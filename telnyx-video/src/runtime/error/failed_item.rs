use std::fmt;

use super::Error;

/// An item of a list that could not be decoded, returned by [`Error::item`].
#[derive(Clone, PartialEq, Eq)]
pub struct FailedItem {
    pub(crate) page_number: i64,
    pub(crate) index: usize,
    pub(crate) json: String,
}

impl FailedItem {
    /// Returns the number of the page that contains the item.
    pub fn page_number(&self) -> i64 {
        self.page_number
    }

    /// Returns the index of the item in its page, starting at 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the item as JSON.
    ///
    /// Like [`Error::body`], the JSON is not redacted: it may contain secrets of the request that the server echoed.
    pub fn json(&self) -> &str {
        &self.json
    }
}

/// Omits the JSON, which may contain secrets.
impl fmt::Debug for FailedItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedItem")
            .field("page_number", &self.page_number)
            .field("index", &self.index)
            .field("json_length", &self.json.len())
            .finish()
    }
}

impl Error {
    /// Returns the item that could not be decoded, if a stream of a list returned this error.
    ///
    /// The stream continues after the error, without [`resume`](crate::Items::resume).
    ///
    /// ```no_run
    /// use futures_util::StreamExt;
    ///
    /// # async fn example<T>(mut items: telnyx_video::Items<T>) -> Result<(), telnyx_video::Error>
    /// # where
    /// #     T: serde::de::DeserializeOwned + Clone + PartialEq + Send + 'static,
    /// # {
    /// // `items` is the result of the method `stream`.
    /// let mut count = 0;
    /// while let Some(item) = items.next().await {
    ///     match item {
    ///         Ok(_) => count += 1,
    ///         Err(error) if error.item().is_some() => {
    ///             eprintln!("skipped an item: {error}")
    ///         }
    ///         Err(error) => return Err(error),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn item(&self) -> Option<&FailedItem> {
        self.0.item.as_ref()
    }

    pub(crate) fn with_item(mut self, item: FailedItem) -> Self {
        self.0.item = Some(item);
        self
    }
}
