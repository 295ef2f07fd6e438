use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Request;
use super::options::RequestOptions;
use crate::runtime::client::Client;
use crate::runtime::error::Error;
use crate::runtime::response::{Json, NoContent, Response};

impl Client {
    /// Creates a request to an endpoint that this crate has no method for, with the same
    /// authentication, timeout and retries as other requests.
    ///
    /// The path is appended to the base URL. Sending the request fails unless the path starts with `/`, is
    /// percent-encoded, and has no segment `.` or `..`. The path may have a query, such as `/rooms?page[number]=2`;
    /// [`CustomRequest::query`] replaces a parameter of the same name. For URLs that the server returned, use
    /// [`get_link`](Self::get_link).
    ///
    /// GET, PUT and DELETE count as idempotent, so they are also retried if the server may have processed them. If
    /// sending the request again could affect other objects, set [`Retries::none`](crate::Retries::none).
    ///
    /// ```no_run
    /// # async fn example(client: telnyx_video::Client) -> Result<(), telnyx_video::Error> {
    /// use telnyx_video::reqwest::Method;
    ///
    /// let balance: serde_json::Value =
    ///     client.request(Method::GET, "/balance").send().await?;
    /// println!("{}", balance["data"]["balance"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> CustomRequest {
        let request = Request::with_literal_path(self, method, &path.into());
        CustomRequest { request }
    }

    /// Creates a GET request to a URL that the server returned, such as the link to the next page of a list.
    ///
    /// A relative URL is resolved against the base URL as in a web page: with the base URL
    /// `https://api.example.com/v2`, `/rooms` is `https://api.example.com/rooms`. Sending the request fails if the URL
    /// has another origin than the base URL, because the request carries the API key.
    pub fn get_link(&self, url: impl Into<String>) -> CustomRequest {
        let request = Request::with_link(self, url.into());
        CustomRequest { request }
    }
}

/// Request builder returned by [`Client::request`] and [`Client::get_link`].
#[derive(Clone, Debug)]
#[must_use = "request builders do nothing until `.send()` is awaited"]
pub struct CustomRequest {
    /// `send` replaces `NoContent` by the type that the caller asks for.
    request: Request<NoContent>,
}

impl CustomRequest {
    /// Sets a query parameter, replacing an earlier value. A list is sent as one pair for each item,
    /// and `None` as an empty value.
    ///
    /// Sending the request fails if the value is an object or an empty list. Set the members of an
    /// object one by one: `query("filter[active]", true)`.
    pub fn query(mut self, name: impl AsRef<str>, value: impl Serialize) -> Self {
        self.request = self.request.query(name.as_ref(), value);
        self
    }

    /// Sets a JSON body. Default: no body.
    pub fn json(mut self, body: impl Serialize) -> Self {
        self.request = self.request.json(body);
        self
    }

    /// Sets the options, replacing earlier ones.
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.request = self.request.options(options);
        self
    }

    /// Sends the request and decodes the whole body of the response. If the body is `{"data": …}`, `T` must
    /// be a type with a field `data`; the methods of resources return only the value of that member.
    ///
    /// An empty body decodes as `null`, so `T` can be `()`. [`serde::de::IgnoredAny`] accepts any JSON, but no other
    /// text.
    ///
    /// # Errors
    ///
    /// Every [`ErrorKind`](crate::ErrorKind) except `Configuration` and `Pagination`. The error doesn't quote the JSON
    /// of the response, which may contain secrets; [`Error::body`] returns it.
    pub async fn send<T: DeserializeOwned>(self) -> Result<T, Error> {
        self.request.decode_as::<Json<T>>().send().await
    }

    /// Like [`send`](Self::send), but also returns the status, the headers, the request ID and the raw body.
    ///
    /// # Errors
    ///
    /// The same as [`send`](Self::send).
    pub async fn send_with_response<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let request = self.request.decode_as::<Json<T>>();
        request.send_with_response().await
    }
}
