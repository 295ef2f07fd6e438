//! A TLS server for HTTP/1.1 and HTTP/2.

use std::convert::Infallible;
use std::future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::HeaderMap;
use hyper::service::service_fn;
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use telnyx_video::reqwest;
use telnyx_video::{Client, Retries};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;

use crate::support::API_KEY;

/// A response body that every call in these tests can decode.
pub(crate) const SUCCESS: &str = r#"{"data":{"id":"3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4"}}"#;

/// A server that stops with the runtime of its test.
pub(crate) struct TlsServer {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    tls_acceptor: TlsAcceptor,
    behavior: Behavior,
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    requests: Vec<ReceivedRequest>,
    connections: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct ReceivedRequest {
    /// The number of the connection, starting at 1.
    pub(crate) connection: usize,
    pub(crate) version: Version,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// The response to every request.
pub(crate) enum Behavior {
    Success,
    Redirect {
        status: u16,
        location: String,
    },
    /// Success, but the first connection stays open and sends nothing from its second request on,
    /// not even answers to pings.
    FallSilent,
}

impl TlsServer {
    pub(crate) async fn start(behavior: Behavior, tls_acceptor: TlsAcceptor) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            tls_acceptor,
            behavior,
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

    /// Returns a client of this server that never retries.
    pub(crate) fn client(&self, http: reqwest::ClientBuilder) -> Client {
        Client::builder()
            .api_key(API_KEY)
            .base_url(self.base_url())
            .http_client(http.build().unwrap())
            .retry_policy(Retries::none())
            .build()
            .unwrap()
    }

    /// Returns the requests received so far.
    pub(crate) fn requests(&self) -> Vec<ReceivedRequest> {
        self.state.log.lock().unwrap().requests.clone()
    }

    /// Returns the only request received so far.
    pub(crate) fn only_request(&self) -> ReceivedRequest {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests[0].clone()
    }

    /// Returns the number of connections that completed the TLS handshake.
    pub(crate) fn connections(&self) -> usize {
        self.state.log.lock().unwrap().connections
    }
}

impl ReceivedRequest {
    pub(crate) fn authorization(&self) -> Option<&str> {
        let value = self.headers.get("authorization")?;
        Some(value.to_str().unwrap())
    }
}

impl Behavior {
    fn response(&self) -> Response<Full<Bytes>> {
        match self {
            Self::Success | Self::FallSilent => Response::new(Full::from(SUCCESS)),
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

/// Serves a connection. Errors are left for the client to report.
async fn serve(stream: TcpStream, state: Arc<State>) {
    let Ok(stream) = state.tls_acceptor.accept(stream).await else {
        return;
    };
    let number = {
        let mut log = state.log.lock().unwrap();
        log.connections += 1;
        log.connections
    };
    let silence = Arc::new(Notify::new());
    let silence_sender = Arc::clone(&silence);
    let service = service_fn(move |request| {
        respond(
            request,
            number,
            Arc::clone(&state),
            Arc::clone(&silence_sender),
        )
    });
    let server = auto::Builder::new(TokioExecutor::new());
    let mut connection = pin!(server.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        _ = &mut connection => {}
        () = silence.notified() => future::pending().await,
    }
}

async fn respond(
    request: Request<Incoming>,
    connection: usize,
    state: Arc<State>,
    silence: Arc<Notify>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let request = receive(request, connection).await;
    let is_second = {
        let requests = &mut state.log.lock().unwrap().requests;
        requests.push(request);
        requests.len() == 2
    };
    if matches!(state.behavior, Behavior::FallSilent) && connection == 1 && is_second {
        silence.notify_one();
        future::pending().await
    }
    Ok(state.behavior.response())
}

async fn receive(request: Request<Incoming>, connection: usize) -> ReceivedRequest {
    let (head, body) = request.into_parts();
    ReceivedRequest {
        connection,
        version: head.version,
        path: head.uri.path().to_owned(),
        headers: head.headers,
        body: body.collect().await.unwrap().to_bytes(),
    }
}
