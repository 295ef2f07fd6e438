//! Downloads of files by their URL, such as recordings and compositions.

mod body;
mod file_url;
mod range;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue, IF_RANGE, LOCATION, RANGE, USER_AGENT,
};
use reqwest::{Method, Response, StatusCode, Url};

pub use self::body::Download;

use self::file_url::FileUrl;
use self::range::ByteRange;
use crate::runtime::client::{Client, Settings};
use crate::runtime::error::invalid_argument::{FirstError, InvalidArgument};
use crate::runtime::error::redaction::Redaction;
use crate::runtime::error::{CallInfo, Error, RawResponse};
use crate::runtime::retry::requested_wait;
use crate::runtime::transport::buffered_body;
use crate::runtime::transport::telemetry::CallSpan;
use crate::runtime::values::secret::Secret;

/// The name of downloads in spans and errors; the API description has no such operation.
const OPERATION: &str = "download";
/// The default of the idle timeout.
pub const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_secs(30);
const MAX_REDIRECTS: usize = 5;
/// The maximum length of an error response. Those of storage services are short.
const LONGEST_ERROR_BODY: usize = 64 * 1024;

impl Client {
    /// Downloads a file by its URL, such as the `download_url` of a recording, chunk by chunk.
    ///
    /// The URL belongs to another host, and its query contains the permission. The request
    /// therefore has neither the API key nor other headers of this client except `User-Agent`, and
    /// errors don't show the query.
    ///
    /// ```no_run
    /// use std::io::Write;
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(client: telnyx_video::Client, url: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut download = client.download(url).send().await?;
    /// let mut file = std::fs::File::create("recording.mp4")?;
    /// while let Some(chunk) = download.try_next().await? {
    ///     file.write_all(&chunk)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Up to five redirects are followed, but never from `https` to `http`. Downloads are not
    /// retried; to continue after an error, use [`starting_at`](DownloadRequest::starting_at). A
    /// status of 403 usually means that the URL has expired; request the recording again to get a
    /// new one.
    ///
    /// Neither the length nor the duration is limited;
    /// [`idle_timeout`](DownloadRequest::idle_timeout) limits the time without data. A custom
    /// [`http_client`](crate::ClientBuilder::http_client) should have no timeout for whole
    /// requests, no credentials in default headers, and follow no redirects.
    pub fn download(&self, url: impl AsRef<str>) -> DownloadRequest {
        DownloadRequest {
            client: self.clone(),
            url: FileUrl::parse(url.as_ref()),
            offset: 0,
            etag: None,
            idle_timeout: DEFAULT_IDLE_TIMEOUT,
            first_error: FirstError::default(),
        }
    }
}

/// Request builder returned by [`Client::download`].
#[derive(Clone)]
#[must_use = "nothing is sent before `send` is awaited"]
pub struct DownloadRequest {
    client: Client,
    url: Result<FileUrl, InvalidArgument>,
    offset: u64,
    etag: Option<HeaderValue>,
    idle_timeout: Duration,
    first_error: FirstError,
}

impl DownloadRequest {
    /// Skips the first `offset` bytes, which an earlier download has received. Default: 0.
    ///
    /// Some servers send the whole file nevertheless, so check [`Download::offset`], which is 0 in
    /// this case.
    ///
    /// ```no_run
    /// use std::fs::File;
    /// use std::io::{Seek, SeekFrom, Write};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(client: telnyx_video::Client, url: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut file = File::options().append(true).open("recording.mp4.part")?;
    /// let mut download = client.download(url).starting_at(file.metadata()?.len()).send().await?;
    /// file.set_len(download.offset())?;
    /// file.seek(SeekFrom::Start(download.offset()))?;
    /// while let Some(chunk) = download.try_next().await? {
    ///     file.write_all(&chunk)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn starting_at(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    /// Requests the whole file if its [`etag`](Download::etag) has changed, so that parts of two
    /// versions are never combined. Has no effect without [`starting_at`](Self::starting_at).
    pub fn if_still(mut self, etag: impl AsRef<str>) -> Self {
        let parsed = range::strong_etag(etag.as_ref());
        if let Some(etag) = self.first_error.keep(parsed) {
            self.etag = Some(etag);
        }
        self
    }

    /// Sets the time to wait for the response and for each chunk. Default: 30 seconds.
    ///
    /// The time that the caller takes between two chunks is not included.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Sends the request and returns the download when the response has started.
    ///
    /// # Errors
    ///
    /// The kinds [`InvalidRequest`](crate::ErrorKind::InvalidRequest),
    /// [`Connect`](crate::ErrorKind::Connect), [`Timeout`](crate::ErrorKind::Timeout),
    /// [`Transport`](crate::ErrorKind::Transport), [`Redirect`](crate::ErrorKind::Redirect),
    /// [`Status`](crate::ErrorKind::Status), and [`Decode`](crate::ErrorKind::Decode) if the
    /// response contains another part of the file than requested.
    pub async fn send(self) -> Result<Download, Error> {
        let mut call = CallInfo::new(OPERATION, Method::GET);
        let url = match self
            .url
            .clone()
            .and_then(|url| self.first_error.check().map(|()| url))
        {
            Ok(url) => url,
            Err(error) => return Err(Error::invalid_request(call, error)),
        };
        call.attempts = 1;
        let span = CallSpan::begin(&call);
        // Boxed, because the future is large and several futures move it.
        let result = span.run(Box::pin(self.follow(call, url))).await;
        span.end(1, result.as_ref().map(AsRef::as_ref));
        result
    }

    /// Follows redirects to the file.
    async fn follow(&self, mut call: CallInfo, mut url: FileUrl) -> Result<Download, Error> {
        let mut secrets = Vec::new();
        for _ in 0..=MAX_REDIRECTS {
            call = call.to(url.url());
            secrets.extend(url.secrets());
            let response = self.request(&call, url.url()).await?;
            if let Err(error) = url.check_target(response.url()) {
                return Err(Error::redirect(call, Some(head(&response)), error));
            }
            let Some(location) = location(&response) else {
                return self.classify(call, response, &secrets).await;
            };
            url = match url.redirect_to(location) {
                Ok(next) => next,
                Err(error) => return Err(Error::redirect(call, Some(head(&response)), error)),
            };
        }
        let error = InvalidArgument::new(format!("there were more than {MAX_REDIRECTS}"));
        Err(Error::redirect(call, None, error))
    }

    /// Sends one request and waits for the status and the headers of the response.
    async fn request(&self, call: &CallInfo, url: &Url) -> Result<Response, Error> {
        let settings = self.client.settings();
        let mut request = reqwest::Request::new(Method::GET, url.clone());
        *request.headers_mut() = self.headers(settings);
        begin(settings, call, request, self.idle_timeout).await
    }

    /// Returns the headers. Other headers of the client are for the API and may be credentials.
    fn headers(&self, settings: &Settings) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Some(name) = settings.credentials.headers().get(USER_AGENT) {
            headers.insert(USER_AGENT, name.clone());
        }
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        // Offsets and lengths refer to the file itself, not to a compressed form.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if self.offset > 0 {
            headers.insert(RANGE, range::starting_at(self.offset));
            if let Some(etag) = &self.etag {
                headers.insert(IF_RANGE, etag.clone());
            }
        }
        headers
    }

    /// Returns the download if the status is a success.
    async fn classify(
        &self,
        call: CallInfo,
        response: Response,
        secrets: &[Secret],
    ) -> Result<Download, Error> {
        let headers = response.headers();
        let range = match response.status() {
            StatusCode::PARTIAL_CONTENT => Some(ByteRange::of_part(headers, self.offset)),
            StatusCode::RANGE_NOT_SATISFIABLE => {
                ByteRange::of_empty_rest(headers, self.offset).map(Ok)
            }
            status if status.is_success() => {
                Some(Ok(ByteRange::of_whole(response.content_length())))
            }
            _ => None,
        };
        match range {
            Some(Ok(range)) => Ok(Download::new(call, response, range, self.idle_timeout)),
            Some(Err(error)) => Err(Error::wrong_range(call, head(&response), error)),
            None => {
                let settings = self.client.settings();
                let redaction = Redaction {
                    client: settings.credentials.secrets(),
                    request: [secrets, &[]],
                };
                Err(status_error(settings, call, response, self.idle_timeout, redaction).await)
            }
        }
    }
}

/// Sends one request and waits for the status and the headers of the response.
pub async fn begin(
    settings: &Settings,
    call: &CallInfo,
    request: reqwest::Request,
    idle_timeout: Duration,
) -> Result<Response, Error> {
    match tokio::time::timeout(idle_timeout, settings.http.execute(request)).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(cause)) => Err(Error::transport(call.clone(), None, cause)),
        Err(_) => Err(Error::idle(call.clone(), None, idle_timeout)),
    }
}

/// Creates the error of a status other than success, with the body if it arrives in time.
pub async fn status_error(
    settings: &Settings,
    call: CallInfo,
    mut response: Response,
    idle_timeout: Duration,
    redaction: Redaction<'_>,
) -> Error {
    let mut raw = head(&response);
    raw.requested_wait = requested_wait(&raw.headers, settings.timer.now());
    let reading = buffered_body::read(&mut response, LONGEST_ERROR_BODY);
    if let Ok(Ok(body)) = tokio::time::timeout(idle_timeout, reading).await {
        raw.body = body;
    }
    Error::unsuccessful(call, raw, redaction)
}

/// Omits the query of the URL, which contains the permission.
impl fmt::Debug for DownloadRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.as_ref().ok().map(FileUrl::without_query);
        f.debug_struct("DownloadRequest")
            .field("url", &url.as_ref().map(Url::as_str))
            .field("offset", &self.offset)
            .field("idle_timeout", &self.idle_timeout)
            .finish_non_exhaustive()
    }
}

/// Returns the status and the headers of a response.
fn head(response: &Response) -> RawResponse {
    RawResponse {
        status: response.status(),
        headers: response.headers().clone(),
        body: Bytes::new(),
        requested_wait: None,
    }
}

/// Returns the target of a redirect.
fn location(response: &Response) -> Option<&HeaderValue> {
    match response.status().as_u16() {
        301 | 302 | 303 | 307 | 308 => response.headers().get(LOCATION),
        _ => None,
    }
}
