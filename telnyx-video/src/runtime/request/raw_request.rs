//! Requests to endpoints this crate doesn't know.

use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::runtime::client::Client;
use crate::runtime::error::Error;
use crate::runtime::request::Request;
use crate::runtime::request::options::RequestOptions;
use crate::runtime::response::Response;
use crate::runtime::response::body::{Json, NoContent};

impl Client {
    /// Starts a request to an endpoint this crate doesn't know, with the same authentication,
    /// timeout and errors as every other.
    ///
    /// The path is appended to the base URL as it is. It has to start with `/`, to be
    /// percent-encoded where needed, and to have no `.` or `..` segment; otherwise sending it is
    /// refused. Query parameters go through [`RawRequest::query`].
    ///
    /// ```no_run
    /// # async fn example(client: telnyx_video::Client) -> Result<(), telnyx_video::Error> {
    /// use telnyx_video::reqwest::Method;
    ///
    /// let balance: serde_json::Value = client.request(Method::GET, "/balance").send().await?;
    /// println!("{}", balance["data"]["balance"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest {
        RawRequest {
            request: Request::to_literal_path(self, method, path.into()),
        }
    }
}

/// A request to an endpoint this crate doesn't know, made by [`Client::request`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send` is awaited"]
pub struct RawRequest {
    request: Request<NoContent>,
}

impl RawRequest {
    /// Sets a query parameter: a scalar is sent as it is, a list once for each item.
    ///
    /// Objects and empty lists can't be sent; a filter goes by its full name, such as
    /// `query("filter[active]", true)`. Calling it again with the same name replaces.
    pub fn query(mut self, name: impl AsRef<str>, value: impl Serialize) -> Self {
        self.request = self.request.query(name.as_ref(), value);
        self
    }

    /// Sends this value as JSON. Without it the request has no body.
    pub fn json(mut self, body: impl Serialize) -> Self {
        self.request = self.request.json(body);
        self
    }

    /// Options for this request. Calling it again replaces them.
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.request = self.request.options(options);
        self
    }

    /// Sends the request and decodes the body of the answer, whole: a `data` envelope is not
    /// opened.
    ///
    /// An empty body reads as `null`, so `()` stands for no body; to ignore whatever comes, ask
    /// for [`serde::de::IgnoredAny`].
    ///
    /// # Errors
    ///
    /// Every [`ErrorKind`](crate::ErrorKind) but `Configuration` and `Pagination`.
    pub async fn send<T: DeserializeOwned>(self) -> Result<T, Error> {
        self.request.expecting::<Json<T>>().send().await
    }

    /// Like [`send`](Self::send), with status, header fields, request id and raw bytes beside the
    /// value.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub async fn send_with_response<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        self.request
            .expecting::<Json<T>>()
            .send_with_response()
            .await
    }
}
