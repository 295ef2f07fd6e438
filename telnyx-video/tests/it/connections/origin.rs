//! A server that speaks TLS, in whichever version of HTTP was agreed on.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::HeaderMap;
use hyper::service::service_fn;
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use telnyx_video::reqwest;
use telnyx_video::{Client, ClientBuilder, Retries};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::support::API_KEY;

/// A body that every call of these tests can read.
pub(crate) const SUCCESS: &str = r#"{"data":{"id":"3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4"}}"#;

/// A server of one test. It ends with the runtime of the test.
pub(crate) struct Origin {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    acceptor: TlsAcceptor,
    reply: Reply,
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    received: Vec<Received>,
    connections: usize,
}

/// A request that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) version: Version,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// The same answer to every request.
pub(crate) enum Reply {
    Success,
    Redirect { status: u16, location: String },
}

impl Origin {
    pub(crate) async fn answering(reply: Reply, acceptor: TlsAcceptor) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            acceptor,
            reply,
            log: Mutex::default(),
        });
        tokio::spawn(accept(listener, Arc::clone(&state)));
        Self { address, state }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn base_url(&self) -> String {
        format!("https://{}/v2", self.address)
    }

    /// A client of this server that repeats nothing.
    pub(crate) fn client(&self, http: reqwest::ClientBuilder) -> Client {
        self.builder(http).build().unwrap()
    }

    fn builder(&self, http: reqwest::ClientBuilder) -> ClientBuilder {
        Client::builder()
            .api_key(API_KEY)
            .base_url(self.base_url())
            .http_client(http.build().unwrap())
            .retry_policy(Retries::none())
    }

    /// All requests so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.state.log.lock().unwrap().received.clone()
    }

    /// The only request so far.
    pub(crate) fn only_request(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1, "{received:?}");
        received[0].clone()
    }

    /// How many connections came as far as HTTP.
    pub(crate) fn connections(&self) -> usize {
        self.state.log.lock().unwrap().connections
    }
}

impl Received {
    pub(crate) fn authorization(&self) -> Option<&str> {
        let value = self.headers.get("authorization")?;
        Some(value.to_str().unwrap())
    }
}

impl Reply {
    fn response(&self) -> Response<Full<Bytes>> {
        match self {
            Self::Success => Response::new(Full::from(SUCCESS)),
            Self::Redirect { status, location } => Response::builder()
                .status(*status)
                .header("location", location)
                .body(Full::default())
                .unwrap(),
        }
    }
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        tokio::spawn(serve(stream, Arc::clone(&state)));
    }
}

/// A connection that breaks is the client's to report.
async fn serve(stream: TcpStream, state: Arc<State>) {
    let Ok(stream) = state.acceptor.accept(stream).await else {
        return;
    };
    state.log.lock().unwrap().connections += 1;
    let service = service_fn(move |request| answer(request, Arc::clone(&state)));
    let server = auto::Builder::new(TokioExecutor::new());
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(
    request: Request<Incoming>,
    state: Arc<State>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let received = receive(request).await;
    state.log.lock().unwrap().received.push(received);
    Ok(state.reply.response())
}

async fn receive(request: Request<Incoming>) -> Received {
    let (head, body) = request.into_parts();
    Received {
        version: head.version,
        path: head.uri.path().to_owned(),
        headers: head.headers,
        body: body.collect().await.unwrap().to_bytes(),
    }
}
