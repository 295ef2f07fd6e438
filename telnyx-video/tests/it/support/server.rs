//! A server on raw TCP that runs scripted replies.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use telnyx_video::reqwest::{self, redirect};
use telnyx_video::{Client, ClientBuilder, Retries};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;

use super::reply::{Reply, Step};
use super::timeout::within_timeout;
use super::timer::RecordingTimer;

/// The API key of the server's clients.
pub(crate) const API_KEY: &str = "KEY0123456789";

/// A server that stops with the runtime of its test.
pub(crate) struct Server {
    address: SocketAddr,
    /// Bound but not listening: reserves the port, and connections are refused.
    socket: Mutex<Option<TcpSocket>>,
    state: Arc<State>,
}

struct State {
    handler: Mutex<Handler>,
    log: watch::Sender<Log>,
}

type Handler = Box<dyn FnMut(&Request) -> Reply + Send>;

#[derive(Default)]
struct Log {
    connections: usize,
    /// The complete requests.
    requests: Vec<Request>,
    /// How often the server has started to stall, drip or flood.
    stalls: usize,
    /// How often a client has disconnected during a stall, drip or flood.
    disconnects: usize,
}

/// A complete request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The request line and the headers, unchanged.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn method(&self) -> &str {
        self.head.split(' ').next().unwrap()
    }

    /// Returns the encoded path and query.
    pub(crate) fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    /// Returns the value of a header, and panics if the header is repeated.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().skip(1);
        let mut values = fields
            .filter_map(|field| field.split_once(':'))
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim());
        let value = values.next();
        assert_eq!(values.next(), None, "{name} is repeated");
        value
    }

    fn body_length(&self) -> usize {
        self.header("content-length")
            .map_or(0, |length| length.parse().unwrap())
    }
}

impl Server {
    /// Starts a server that always sends this reply.
    pub(crate) fn always(reply: Reply) -> Self {
        Self::with_handler(move |_| reply.clone())
    }

    /// Starts a server that sends these replies in this order.
    pub(crate) fn sequence(replies: impl IntoIterator<Item = Reply>) -> Self {
        let mut replies: VecDeque<Reply> = replies.into_iter().collect();
        Self::with_handler(move |_| {
            let next = replies.pop_front();
            next.unwrap_or_else(|| Reply::new(500, &[], "unexpected request"))
        })
    }

    /// Starts a server that computes its replies.
    pub(crate) fn with_handler(handler: impl FnMut(&Request) -> Reply + Send + 'static) -> Self {
        let server = Self::not_listening(handler);
        server.listen();
        server
    }

    /// Creates a server that refuses connections until [`listen`](Self::listen) is called.
    pub(crate) fn not_listening(handler: impl FnMut(&Request) -> Reply + Send + 'static) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        Self {
            address: socket.local_addr().unwrap(),
            socket: Mutex::new(Some(socket)),
            state: Arc::new(State {
                handler: Mutex::new(Box::new(handler)),
                log: watch::Sender::new(Log::default()),
            }),
        }
    }

    /// Starts accepting connections.
    pub(crate) fn listen(&self) {
        let socket = self.socket.lock().unwrap().take();
        let listener = socket.unwrap().listen(1024).unwrap();
        tokio::spawn(accept(listener, Arc::clone(&self.state)));
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/v2", self.address)
    }

    /// Returns the URL of a path outside the base URL.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns a builder with the default settings, except that it ignores proxies in the
    /// environment.
    pub(crate) fn client_builder(&self) -> ClientBuilder {
        let http = http_without_tls().redirect(redirect::Policy::none());
        Client::builder()
            .api_key(API_KEY)
            .base_url(self.base_url())
            .http_client(http.build().unwrap())
    }

    /// Returns a client that never retries.
    pub(crate) fn client(&self) -> Client {
        let builder = self.client_builder().retry_policy(Retries::none());
        builder.build().unwrap()
    }

    /// Returns a client that retries as this timer says.
    pub(crate) fn client_with_timer(&self, timer: &RecordingTimer) -> Client {
        self.client_builder().timer(timer.clone()).build().unwrap()
    }

    /// Returns the complete requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.state.log.borrow().requests.clone()
    }

    /// Returns the number of connections so far.
    pub(crate) fn connections(&self) -> usize {
        self.state.log.borrow().connections
    }

    /// Returns the only request so far.
    pub(crate) fn only_request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests[0].clone()
    }

    /// Returns the `x-attempt` header of each request.
    pub(crate) fn attempts(&self) -> Vec<String> {
        let attempt = |request: &Request| request.header("x-attempt").unwrap().to_owned();
        self.requests().iter().map(attempt).collect()
    }

    /// Returns the path and query of each request, without the `/v2` of the base URL.
    pub(crate) fn targets(&self) -> Vec<String> {
        let target = |request: &Request| request.target().strip_prefix("/v2").unwrap().to_owned();
        self.requests().iter().map(target).collect()
    }

    /// Waits for this many requests.
    pub(crate) async fn wait_for_requests(&self, count: usize) {
        self.state.wait_for(|log| log.requests.len() >= count).await;
    }

    /// Waits until the server has started this many stalls, drips or floods.
    pub(crate) async fn wait_for_stalls(&self, count: usize) {
        self.state.wait_for(|log| log.stalls >= count).await;
    }

    /// Waits until clients have disconnected from this many stalls, drips or floods.
    pub(crate) async fn wait_for_disconnects(&self, count: usize) {
        self.state.wait_for(|log| log.disconnects >= count).await;
    }
}

impl State {
    async fn wait_for(&self, condition: impl FnMut(&Log) -> bool) {
        let mut log = self.log.subscribe();
        let condition_met = log.wait_for(condition);
        within_timeout(condition_met).await.map(drop).unwrap();
    }
}

/// Returns an HTTP client for servers without TLS that ignores proxies in the environment.
///
/// It trusts no certificates, because loading those of the platform takes longer than a test.
pub(crate) fn http_without_tls() -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder().no_proxy();
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    let builder = builder.tls_certs_only([]);
    builder
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        state.log.send_modify(|log| log.connections += 1);
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            // Errors are left for the client to report.
            let _ = serve(stream, &state).await;
        });
    }
}

async fn serve(mut stream: TcpStream, state: &State) -> io::Result<()> {
    stream.set_nodelay(true)?;
    while let Some(request) = read_request(&mut stream).await? {
        // Logged before the reply, so that tests see the request after a call.
        state
            .log
            .send_modify(|log| log.requests.push(request.clone()));
        let reply = (state.handler.lock().unwrap())(&request);
        for step in reply.steps {
            if run(step, &mut stream, state).await?.is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Reads a request, or returns `None` if the client closes the connection.
async fn read_request(stream: &mut TcpStream) -> io::Result<Option<Request>> {
    let mut bytes = Vec::new();
    let end_of_head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let body = bytes.split_off(end_of_head + 4);
    let mut request = Request {
        head: String::from_utf8(bytes).unwrap(),
        body,
    };
    while request.body.len() < request.body_length() {
        if stream.read_buf(&mut request.body).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(request))
}

async fn run(step: Step, stream: &mut TcpStream, state: &State) -> io::Result<ControlFlow<()>> {
    let log_stall = || state.log.send_modify(|log| log.stalls += 1);
    match step {
        Step::Write(bytes) => {
            stream.write_all(&bytes).await?;
            return Ok(ControlFlow::Continue(()));
        }
        Step::Drip(bytes) => {
            drip(stream, &bytes).await?;
            return Ok(ControlFlow::Continue(()));
        }
        Step::WaitForRequest(target) => {
            let is_logged = |log: &Log| log.requests.iter().any(|it| it.target().contains(target));
            state.wait_for(is_logged).await;
            return Ok(ControlFlow::Continue(()));
        }
        Step::WaitForSignal(signal) => {
            signal.notified().await;
            return Ok(ControlFlow::Continue(()));
        }
        Step::Close => return Ok(ControlFlow::Break(())),
        Step::Reset => {
            stream.set_zero_linger()?;
            return Ok(ControlFlow::Break(()));
        }
        Step::DripForever(bytes) => {
            drip(stream, &bytes).await?;
            log_stall();
            while drip(stream, &bytes).await.is_ok() {}
        }
        Step::Flood(bytes) => {
            log_stall();
            while stream.write_all(&bytes).await.is_ok() {}
        }
        Step::Stall => {
            log_stall();
            let mut byte = [0];
            while stream.read(&mut byte).await.is_ok_and(|read| read > 0) {}
        }
    }
    state.log.send_modify(|log| log.disconnects += 1);
    Ok(ControlFlow::Break(()))
}

async fn drip(stream: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    for byte in bytes {
        stream.write_all(&[*byte]).await?;
        tokio::task::yield_now().await;
    }
    Ok(())
}
