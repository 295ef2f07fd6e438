//! A server on raw TCP, which does to a connection whatever the script says.

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

use super::answer::{Answer, Step};
use super::patience::soon;

/// The API key that the clients of the server use.
pub(crate) const API_KEY: &str = "KEY0123456789";

/// A server of one test. It ends with the runtime of the test.
pub(crate) struct Server {
    address: SocketAddr,
    /// Bound, and not listening yet: whoever connects is refused, and nobody else gets the port.
    socket: Mutex<Option<TcpSocket>>,
    state: Arc<State>,
}

struct State {
    script: Mutex<Script>,
    log: watch::Sender<Log>,
}

type Script = Box<dyn FnMut(&Request) -> Answer + Send>;

/// What has happened so far.
#[derive(Default)]
struct Log {
    /// The requests that arrived whole.
    arrived: Vec<Request>,
    /// How often the server began to stall, to drip or to flood.
    stalls: usize,
    /// How often a client hung up on a server that did.
    hung_up: usize,
}

/// A request that arrived whole.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// Method, target and header fields as they came.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn method(&self) -> &str {
        self.head.split(' ').next().unwrap()
    }

    /// Path and query, still encoded.
    pub(crate) fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    /// The value of a header that must not come twice.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().skip(1);
        let mut values = fields
            .filter_map(|field| field.split_once(':'))
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim());
        let value = values.next();
        assert_eq!(values.next(), None, "{name} came twice");
        value
    }

    fn body_length(&self) -> usize {
        self.header("content-length")
            .map_or(0, |length| length.parse().unwrap())
    }
}

impl Server {
    /// A server that gives every request this answer.
    pub(crate) fn always(answer: Answer) -> Self {
        Self::by(move |_| answer.clone())
    }

    /// A server that gives these answers, in this order.
    pub(crate) fn answering(script: impl IntoIterator<Item = Answer>) -> Self {
        let mut script: VecDeque<Answer> = script.into_iter().collect();
        Self::by(move |_| {
            let next = script.pop_front();
            next.unwrap_or_else(|| Answer::new(500, &[], "nothing left in the script"))
        })
    }

    /// A server that gives the answer that is made of the request.
    pub(crate) fn by(script: impl FnMut(&Request) -> Answer + Send + 'static) -> Self {
        let server = Self::refusing(script);
        server.open();
        server
    }

    /// A server that refuses connections until it is opened.
    pub(crate) fn refusing(script: impl FnMut(&Request) -> Answer + Send + 'static) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        Self {
            address: socket.local_addr().unwrap(),
            socket: Mutex::new(Some(socket)),
            state: Arc::new(State {
                script: Mutex::new(Box::new(script)),
                log: watch::Sender::new(Log::default()),
            }),
        }
    }

    /// Accepts connections from now on.
    pub(crate) fn open(&self) {
        let socket = self.socket.lock().unwrap().take();
        let listener = socket.unwrap().listen(1024).unwrap();
        tokio::spawn(accept(listener, Arc::clone(&self.state)));
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/v2", self.address)
    }

    /// The URL of another path of this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A client of this server that is as clients are by default, but for ignoring the proxies of
    /// the environment.
    pub(crate) fn builder(&self) -> ClientBuilder {
        let http = plain_http().redirect(redirect::Policy::none());
        Client::builder()
            .api_key(API_KEY)
            .base_url(self.base_url())
            .http_client(http.build().unwrap())
    }

    /// A client of this server that repeats nothing.
    pub(crate) fn client(&self) -> Client {
        let builder = self.builder().retry_policy(Retries::none());
        builder.build().unwrap()
    }

    /// The requests that arrived whole.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.state.log.borrow().arrived.clone()
    }

    /// The only request so far.
    pub(crate) fn only_request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests[0].clone()
    }

    /// The `x-attempt` of each request.
    pub(crate) fn attempts(&self) -> Vec<String> {
        let attempt = |request: &Request| request.header("x-attempt").unwrap().to_owned();
        self.state
            .log
            .borrow()
            .arrived
            .iter()
            .map(attempt)
            .collect()
    }

    /// Path and query of each request, without the `/v2` of the base URL.
    pub(crate) fn targets(&self) -> Vec<String> {
        let target = |request: &Request| request.target().strip_prefix("/v2").unwrap().to_owned();
        self.state.log.borrow().arrived.iter().map(target).collect()
    }

    /// Waits until so many requests have arrived.
    pub(crate) async fn has_received(&self, requests: usize) {
        self.until(|log| log.arrived.len() >= requests).await;
    }

    /// Waits until the server has begun so often to stall, to drip or to flood.
    pub(crate) async fn has_stalled(&self, times: usize) {
        self.until(|log| log.stalls >= times).await;
    }

    /// Waits until the client has hung up on so many stalls.
    pub(crate) async fn was_hung_up_on(&self, times: usize) {
        self.until(|log| log.hung_up >= times).await;
    }

    async fn until(&self, condition: impl FnMut(&Log) -> bool) {
        let mut log = self.state.log.subscribe();
        soon(log.wait_for(condition)).await.map(drop).unwrap();
    }
}

/// An HTTP client for servers without TLS, which ignores the proxies of the environment.
///
/// It trusts nobody: to read the certificates that the platform trusts takes longer than a whole
/// test does.
pub(crate) fn plain_http() -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder().no_proxy();
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    let builder = builder.tls_certs_only([]);
    builder
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            // A connection that breaks is the client's to report.
            let _ = serve(stream, &state).await;
        });
    }
}

async fn serve(mut stream: TcpStream, state: &State) -> io::Result<()> {
    stream.set_nodelay(true)?;
    while let Some(request) = read_request(&mut stream).await? {
        // Counted first: whoever sees the answer sees the request in the log as well.
        state
            .log
            .send_modify(|log| log.arrived.push(request.clone()));
        let answer = (state.script.lock().unwrap())(&request);
        for step in answer.steps {
            if play(step, &mut stream, state).await?.is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// `None` if the client closes the connection instead.
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

async fn play(step: Step, stream: &mut TcpStream, state: &State) -> io::Result<ControlFlow<()>> {
    match step {
        Step::Write(bytes) => stream.write_all(&bytes).await?,
        Step::Drip(bytes) => drip(stream, &bytes).await?,
        Step::DripForever(bytes) => {
            drip(stream, &bytes).await?;
            state.log.send_modify(|log| log.stalls += 1);
            while drip(stream, &bytes).await.is_ok() {}
            state.log.send_modify(|log| log.hung_up += 1);
            return Ok(ControlFlow::Break(()));
        }
        Step::Flood(bytes) => {
            state.log.send_modify(|log| log.stalls += 1);
            while stream.write_all(&bytes).await.is_ok() {}
            state.log.send_modify(|log| log.hung_up += 1);
            return Ok(ControlFlow::Break(()));
        }
        Step::Stall => {
            state.log.send_modify(|log| log.stalls += 1);
            let mut byte = [0];
            while stream.read(&mut byte).await.is_ok_and(|read| read > 0) {}
            state.log.send_modify(|log| log.hung_up += 1);
            return Ok(ControlFlow::Break(()));
        }
        Step::Await(target) => {
            let has_arrived = |log: &Log| {
                log.arrived
                    .iter()
                    .any(|request| request.target().contains(target))
            };
            let mut log = state.log.subscribe();
            soon(log.wait_for(has_arrived)).await.map(drop).unwrap();
        }
        Step::Close => return Ok(ControlFlow::Break(())),
        Step::Reset => {
            stream.set_zero_linger()?;
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

async fn drip(stream: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    for byte in bytes {
        stream.write_all(&[*byte]).await?;
        tokio::task::yield_now().await;
    }
    Ok(())
}
