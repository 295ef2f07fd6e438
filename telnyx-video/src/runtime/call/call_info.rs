use std::borrow::Cow;

use reqwest::{Method, Url};

/// The data about a call and its request that errors, responses and spans report.
#[derive(Clone, Debug)]
pub struct CallInfo {
    /// The name of the operation, such as `rooms.retrieve`.
    pub(crate) operation: &'static str,
    /// The operationId in the API description.
    pub(crate) operation_id: Option<&'static str>,
    pub(crate) method: Method,
    /// The path with its placeholders, such as `/rooms/{room_id}`. `None` for a download, which has only a URL.
    pub(crate) path_template: Option<Cow<'static, str>>,
    /// The URL without its query, which may contain personal data. `None` if no request was built.
    pub(crate) url: Option<Url>,
    /// The number of attempts so far.
    pub(crate) attempts: u32,
}

impl CallInfo {
    pub(crate) fn new(operation: &'static str, method: Method) -> Self {
        Self {
            operation,
            operation_id: None,
            method,
            path_template: None,
            url: None,
            attempts: 0,
        }
    }

    pub(crate) fn set_url(&mut self, url: &Url) {
        let mut url = url.clone();
        url.set_query(None);
        self.url = Some(url);
    }
}
