//! Files that the API only points at: recordings and compositions, by their download addresses.

mod answer;
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

pub use body::Download;
use file_url::FileUrl;
use range::ByteRange;

use crate::runtime::client::{Client, Settings};
use crate::runtime::error::Error;
use crate::runtime::error::invalid_argument::{FirstError, InvalidArgument};
use crate::runtime::error::redaction::Redaction;
use crate::runtime::error::{CallInfo, RawResponse};
use crate::runtime::retry::requested_wait;
use crate::runtime::transport;
use crate::runtime::transport::telemetry::CallSpan;
use crate::runtime::values::secret::Secret;

/// As the spans and errors of downloads call them; the contract has no such operation.
const OPERATION: &str = "Download";
const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_secs(30);
const MOST_REDIRECTS: usize = 5;
/// How much of the body of a failure is read. Those of storage services are short.
const LONGEST_FAILURE: usize = 64 * 1024;

impl Client {
    /// Starts the download of a file by its address, such as the `download_url` of an answer, piece
    /// by piece.
    ///
    /// The address leads to another host and carries its own permission in its query. So neither
    /// the API key nor any other header of this client goes there but `User-Agent`, and no error
    /// shows the query.
    ///
    /// ```no_run
    /// use std::io::Write;
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(client: telnyx_video::Client, url: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut download = client.download(url).send().await?;
    /// let mut file = std::fs::File::create("recording.mp4")?;
    /// while let Some(piece) = download.try_next().await? {
    ///     file.write_all(&piece)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Redirects are followed, five at most, but never from `https` to `http`. Nothing is repeated:
    /// what to do about half a file is the caller's to say, with
    /// [`starting_at`](DownloadRequest::starting_at). An answer of 403 mostly means that the
    /// address has expired; asking for it again gives a new one.
    ///
    /// There is no bound on the length, nor on the time as long as pieces come;
    /// [`idle_timeout`](DownloadRequest::idle_timeout) bounds the time without any. An
    /// [`http_client`](crate::ClientBuilder::http_client) of your own should have no timeout for
    /// whole exchanges, no default header that is a credential, and no redirects.
    pub fn download(&self, url: impl AsRef<str>) -> DownloadRequest {
        DownloadRequest {
            client: self.clone(),
            address: FileUrl::parse(url.as_ref()),
            offset: 0,
            version: None,
            idle_timeout: DEFAULT_IDLE_TIMEOUT,
            first_error: FirstError::default(),
        }
    }
}

/// A download that has not begun, made by [`Client::download`].
#[derive(Clone)]
#[must_use = "nothing is sent before `send` is awaited"]
pub struct DownloadRequest {
    client: Client,
    address: Result<FileUrl, InvalidArgument>,
    offset: u64,
    version: Option<HeaderValue>,
    idle_timeout: Duration,
    first_error: FirstError,
}

impl DownloadRequest {
    /// Leaves out the first so many bytes, which are there from an earlier download.
    ///
    /// Not every server can do that. [`Download::offset`] says where the pieces really begin, and
    /// it has to be looked at: it is 0 if the whole file comes.
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
    /// while let Some(piece) = download.try_next().await? {
    ///     file.write_all(&piece)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn starting_at(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    /// Asks for the whole file if it is not the one of this [`etag`](Download::etag) any more, so
    /// that two files are never put together. It says nothing without
    /// [`starting_at`](Self::starting_at).
    pub fn if_still(mut self, etag: impl AsRef<str>) -> Self {
        let parsed = range::strong_etag(etag.as_ref());
        if let Some(version) = self.first_error.keep(parsed) {
            self.version = Some(version);
        }
        self
    }

    /// How long to wait for the answer to begin, and then for each piece. The default is 30
    /// seconds. The time that the caller takes between two pieces does not count.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Sends the request, and gives the download as soon as the answer has begun.
    ///
    /// # Errors
    ///
    /// The kinds [`InvalidRequest`](crate::ErrorKind::InvalidRequest),
    /// [`Connect`](crate::ErrorKind::Connect), [`Timeout`](crate::ErrorKind::Timeout),
    /// [`Transport`](crate::ErrorKind::Transport), [`Redirect`](crate::ErrorKind::Redirect),
    /// [`Status`](crate::ErrorKind::Status), and [`Decode`](crate::ErrorKind::Decode) for a part of
    /// the file that was not asked for.
    pub async fn send(self) -> Result<Download, Error> {
        let mut call = CallInfo::new(OPERATION.into(), Method::GET);
        let accepted = self.address.clone();
        let accepted = accepted.and_then(|address| self.first_error.check().map(|()| address));
        let address = match accepted {
            Ok(address) => address,
            Err(error) => return Err(Error::invalid_request(call, error)),
        };
        call.attempts = 1;
        let span = CallSpan::begin(&call);
        // In a box, since it is large and handed on from future to future.
        let outcome = span.run(Box::pin(self.begin(call, address))).await;
        span.end(1, outcome.as_ref().map(AsRef::as_ref));
        outcome
    }

    /// Follows redirects to where the file is.
    async fn begin(&self, mut call: CallInfo, mut address: FileUrl) -> Result<Download, Error> {
        let mut secrets = Vec::new();
        for _ in 0..=MOST_REDIRECTS {
            call = call.to(address.url());
            secrets.extend(address.secrets());
            let response = self.ask(&call, address.url()).await?;
            if let Err(error) = address.check_arrival(response.url()) {
                return Err(Error::redirect_refused(call, Some(head(&response)), error));
            }
            let Some(location) = location(&response) else {
                return self.judge(call, response, &secrets).await;
            };
            address = match address.led_to(location) {
                Ok(next) => next,
                Err(error) => {
                    return Err(Error::redirect_refused(call, Some(head(&response)), error));
                }
            };
        }
        let error = InvalidArgument::new(format!("there were more than {MOST_REDIRECTS} in a row"));
        Err(Error::redirect_refused(call, None, error))
    }

    /// Sends one request, and waits for the head of the answer.
    async fn ask(&self, call: &CallInfo, url: &Url) -> Result<Response, Error> {
        let settings = self.client.settings();
        let mut request = reqwest::Request::new(Method::GET, url.clone());
        *request.headers_mut() = self.headers(settings);
        begin(settings, call, request, self.idle_timeout).await
    }

    /// None of the client's own but its name: they are for the API, and may be credentials.
    fn headers(&self, settings: &Settings) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Some(name) = settings.keys.headers().get(USER_AGENT) {
            headers.insert(USER_AGENT, name.clone());
        }
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        // Offsets and lengths are those of the file, so it has to come as it is.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if self.offset > 0 {
            headers.insert(RANGE, range::from(self.offset));
            if let Some(version) = &self.version {
                headers.insert(IF_RANGE, version.clone());
            }
        }
        headers
    }

    async fn failure(&self, call: CallInfo, response: Response, secrets: &[Secret]) -> Error {
        let settings = self.client.settings();
        let redaction = Redaction {
            client: settings.keys.secrets(),
            written: [secrets, &[]],
        };
        failure(settings, call, response, self.idle_timeout, redaction).await
    }

    /// Tells success from failure, by the head of the answer.
    async fn judge(
        &self,
        call: CallInfo,
        response: Response,
        secrets: &[Secret],
    ) -> Result<Download, Error> {
        let answer = head(&response);
        let range = match response.status() {
            StatusCode::PARTIAL_CONTENT => ByteRange::of_part(&answer.headers, self.offset),
            StatusCode::RANGE_NOT_SATISFIABLE => {
                match ByteRange::of_nothing(&answer.headers, self.offset) {
                    Some(range) => Ok(range),
                    None => return Err(self.failure(call, response, secrets).await),
                }
            }
            status if status.is_success() => Ok(ByteRange::of_whole(response.content_length())),
            _ => return Err(self.failure(call, response, secrets).await),
        };
        match range {
            Ok(range) => Ok(Download::new(
                call,
                answer,
                response,
                range,
                self.idle_timeout,
            )),
            Err(error) => Err(Error::other_part(call, answer, error)),
        }
    }
}

/// Sends one request, and waits for the head of the answer.
async fn begin(
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

/// A status that is not success, with what the server says about it if that comes in time.
async fn failure(
    settings: &Settings,
    call: CallInfo,
    mut response: Response,
    idle_timeout: Duration,
    redaction: Redaction<'_>,
) -> Error {
    let mut answer = head(&response);
    let received = settings.timer.now();
    answer.requested_wait = requested_wait(&answer.headers, received);
    let reading = transport::read(&mut response, LONGEST_FAILURE);
    if let Ok(Ok(body)) = tokio::time::timeout(idle_timeout, reading).await {
        answer.body = body;
    }
    Error::unsuccessful(call, answer, redaction)
}

/// Shows where the file is without the query, which is the permission to have it.
impl fmt::Debug for DownloadRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.address.as_ref().ok().map(FileUrl::without_query);
        f.debug_struct("DownloadRequest")
            .field("url", &url.as_ref().map(Url::as_str))
            .field("offset", &self.offset)
            .field("idle_timeout", &self.idle_timeout)
            .finish_non_exhaustive()
    }
}

fn head(response: &Response) -> RawResponse {
    RawResponse {
        status: response.status(),
        headers: response.headers().clone(),
        body: Bytes::new(),
        requested_wait: None,
    }
}

/// Where a redirect leads. Without a place to go, it is a status like any other.
fn location(response: &Response) -> Option<&HeaderValue> {
    match response.status().as_u16() {
        301 | 302 | 303 | 307 | 308 => response.headers().get(LOCATION),
        _ => None,
    }
}
