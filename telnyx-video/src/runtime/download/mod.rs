//! Downloads files, such as recordings and compositions, by their URL.

mod file_url;
mod range;
mod stream;

use std::fmt;
use std::time::Duration;

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue, IF_RANGE, LOCATION, RANGE, USER_AGENT,
};
use reqwest::{Method, Response, StatusCode, Url};

pub use self::stream::Download;

use self::file_url::FileUrl;
use self::range::ByteRange;
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::client::Client;
use crate::runtime::error::{ArgumentResult, Error, ErrorKind, FirstError, Redaction, redirect};
use crate::runtime::request::send_on_await;
use crate::runtime::telemetry;
use crate::runtime::transport::StreamTransport;

const OPERATION: &str = "download";
const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_secs(30);
const MAX_REDIRECTS: usize = 5;

impl Client {
    /// Downloads a file by its URL, such as the `download_url` of a recording, chunk by chunk.
    ///
    /// The URL usually belongs to a storage service, and its query authorizes the request. The request therefore has no
    /// API key and no other header of this client except `User-Agent`, and errors don't show the query. If the URL is a
    /// [`Secret`](crate::Secret), pass [`url.expose()`](crate::Secret::expose).
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
    /// Up to five redirects are followed, but never from `https` to `http`. Downloads are not retried; to continue
    /// after an error, use [`starting_at`](DownloadRequest::starting_at). A status of 403 usually means that the URL
    /// has expired; retrieve the recording again to get a new URL.
    ///
    /// Neither the length nor the duration is limited, only the time without data; see
    /// [`idle_timeout`](DownloadRequest::idle_timeout). A custom
    /// [`http_client`](crate::ClientBuilder::http_client) should have no timeout for whole requests and
    /// no credentials in its default headers, and should not follow redirects.
    pub fn download(&self, url: impl AsRef<str>) -> DownloadRequest {
        DownloadRequest {
            client: self.clone(),
            url: FileUrl::parse(url.as_ref()),
            offset: 0,
            validator: None,
            idle_timeout: DEFAULT_IDLE_TIMEOUT,
            first_error: FirstError::default(),
        }
    }
}

/// Request builder returned by [`Client::download`].
#[derive(Clone)]
#[must_use = "request builders do nothing until awaited or sent with `.send()`"]
pub struct DownloadRequest {
    client: Client,
    url: ArgumentResult<FileUrl>,
    offset: u64,
    validator: Option<HeaderValue>,
    idle_timeout: Duration,
    first_error: FirstError,
}

send_on_await!(DownloadRequest -> Download);

impl DownloadRequest {
    /// Skips the first `offset` bytes, which an earlier download has received. Default: 0.
    ///
    /// Some servers send the whole file nevertheless; [`Download::offset`] then returns 0. If the offset is beyond the
    /// end of the file, or is the end and the server doesn't report the length, the error has the status 416; download
    /// the whole file.
    ///
    /// ```no_run
    /// use std::fs::File;
    /// use std::io::{Seek, SeekFrom, Write};
    ///
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(client: telnyx_video::Client, url: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut file = File::options().write(true).open("recording.mp4.part")?;
    /// let length = file.metadata()?.len();
    /// let mut download = client.download(url).starting_at(length).send().await?;
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

    /// Requests the whole file if its [`validator`](Download::validator) has changed. Has no effect
    /// without [`starting_at`](Self::starting_at).
    ///
    /// A server that ignores this condition may send a part of the changed file. If that response has another
    /// validator, [`send`](Self::send) returns an error of the kind [`Decode`](crate::ErrorKind::Decode); to continue,
    /// download the whole file. If the response has no validator, the change isn't detected.
    pub fn if_unchanged(mut self, validator: impl AsRef<str>) -> Self {
        let parsed = range::parse_validator(validator.as_ref());
        self.validator = self.first_error.keep(parsed);
        self
    }

    /// Sets the time to wait for the response and for each chunk. Default: 30 seconds.
    ///
    /// The time that the caller takes to handle a chunk is not included.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.first_error.reject_zero("the idle timeout", timeout);
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
    /// response contains another part or another version of the file than requested.
    pub async fn send(self) -> Result<Download, Error> {
        let mut call = CallInfo::new(OPERATION, Method::GET);
        let url = self.url.clone();
        let url = url
            .and_then(|url| self.first_error.check().map(|()| url))
            .map_err(|error| Error::invalid_request(call.clone(), error))?;
        call.attempts = 1;
        let span = telemetry::call_span(&call);
        // Boxed, because the future is large and several futures move it.
        let sent = Box::pin(async { (1, self.follow(call, url).await) });
        span.record(sent).await
    }

    async fn follow(&self, mut call: CallInfo, mut url: FileUrl) -> Result<Download, Error> {
        let transport = StreamTransport::new(&self.client.settings, self.idle_timeout);
        let mut secrets = Vec::new();
        for _ in 0..=MAX_REDIRECTS {
            call.set_url(url.url());
            secrets.extend(url.secrets());
            let mut request = reqwest::Request::new(Method::GET, url.url().clone());
            *request.headers_mut() = self.headers();
            let redaction = Redaction {
                request: [&secrets, &[]],
                ..self.client.settings.redaction()
            };
            let response = transport.send(&call, request, redaction).await?;
            // A custom HTTP client may have followed redirects.
            let next = url.reject_downgrade(response.url()).and_then(|()| {
                let location = response.headers().get(LOCATION);
                let location = location.filter(|_| response.status().is_redirection());
                location.map(|it| url.redirect_to(it)).transpose()
            });
            url = match next {
                Ok(Some(next)) => next,
                Ok(None) => return self.classify(call, response, transport, redaction).await,
                Err(error) => {
                    let response = RawResponse::without_body(&response);
                    return Err(Error::redirect(call, response, error.reason));
                }
            };
        }
        let last = redirect::without_secrets(url.url().clone());
        let reason =
            format!("there were more than {MAX_REDIRECTS} redirects, the last one to {last}");
        Err(Error::redirect(call, None, reason))
    }

    /// Omits the other headers of the client, which are for the API and may be credentials.
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Some(user_agent) = self.client.settings.default_headers.get(USER_AGENT) {
            headers.insert(USER_AGENT, user_agent.clone());
        }
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        // Offsets and lengths refer to the file itself, not to a compressed form.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if self.offset > 0 {
            // Never fails, because digits are valid in a header.
            if let Ok(range) = HeaderValue::try_from(format!("bytes={}-", self.offset)) {
                headers.insert(RANGE, range);
            }
            if let Some(validator) = &self.validator {
                headers.insert(IF_RANGE, validator.clone());
            }
        }
        headers
    }

    async fn classify(
        &self,
        call: CallInfo,
        response: Response,
        transport: StreamTransport,
        redaction: Redaction<'_>,
    ) -> Result<Download, Error> {
        let headers = response.headers();
        let check_version = |range| match &self.validator {
            Some(validator) => range::check_validator(headers, validator).map(|()| range),
            None => Ok(range),
        };
        let range = match response.status() {
            StatusCode::PARTIAL_CONTENT => {
                Some(ByteRange::from_headers(headers, self.offset).and_then(check_version))
            }
            StatusCode::RANGE_NOT_SATISFIABLE => {
                ByteRange::at_end_of_file(headers, self.offset).map(check_version)
            }
            status if status.is_success() => {
                Some(Ok(ByteRange::whole_file(response.content_length())))
            }
            _ => None,
        };
        match range {
            Some(Ok(range)) => Ok(Download::new(call, response, range, transport)),
            Some(Err(reason)) => {
                let response = RawResponse::without_body(&response);
                Err(Error::new(ErrorKind::Decode, call, response, reason))
            }
            None => Err(transport.read_status_error(call, response, redaction).await),
        }
    }
}

/// Omits the query of the URL, which authorizes the request.
impl fmt::Debug for DownloadRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.as_ref().ok();
        let url = url.map(|url| redirect::without_secrets(url.url().clone()));
        f.debug_struct("DownloadRequest")
            .field("url", &url.as_ref().map(Url::as_str))
            .field("offset", &self.offset)
            .field("idle_timeout", &self.idle_timeout)
            .finish_non_exhaustive()
    }
}
