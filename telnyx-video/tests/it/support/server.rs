//! The server itself.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use http_body_util::BodyExt;
use hyper::body::{Bytes, Incoming};
use hyper::header::HeaderMap;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use telnyx_video::{Client, ClientBuilder, Retries, reqwest};
use tokio::net::TcpListener;

use super::Answer;

/// The API key the clients of the server use.
pub(crate) const API_KEY: &str = "KEY0123456789";

/// A server of one test. It ends with the runtime of the test.
pub(crate) struct Server {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
}

#[derive(Default)]
struct Log {
    script: VecDeque<Answer>,
    recorded: Vec<Recorded>,
}

impl Log {
    fn answer(&mut self, request: Recorded) -> Answer {
        self.recorded.push(request);
        self.script
            .pop_front()
            .unwrap_or_else(|| Answer::bytes(500, "nothing left in the script"))
    }
}

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) method: Method,
    /// Path and query, still encoded.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Recorded {
    /// The value of a header that must not come twice.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?;
        assert_eq!(values.next(), None, "{name} came twice");
        Some(value.to_str().unwrap())
    }
}

impl Server {
    /// A server that gives these answers, in this order.
    pub(crate) async fn answering(script: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Log {
            script: script.into_iter().collect(),
            recorded: Vec::new(),
        }));
        tokio::spawn(serve(listener, Arc::clone(&log)));
        Self { address, log }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/v2", self.address)
    }

    /// A client of this server that ignores the proxies of the environment, and repeats nothing.
    pub(crate) fn builder(&self) -> ClientBuilder {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Client::builder()
            .api_key(API_KEY)
            .base_url(self.base_url())
            .http_client(http)
            .retry_policy(Retries::none())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// All requests so far.
    pub(crate) fn recorded(&self) -> Vec<Recorded> {
        self.log.lock().unwrap().recorded.clone()
    }

    /// The only request so far.
    pub(crate) fn only_request(&self) -> Recorded {
        let recorded = self.recorded();
        assert_eq!(recorded.len(), 1, "{recorded:?}");
        recorded[0].clone()
    }

    /// Path and query of all requests so far, without the `/v2` of the base URL.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.recorded()
            .iter()
            .map(|request| request.target.strip_prefix("/v2").unwrap().to_owned())
            .collect()
    }
}

async fn serve(listener: TcpListener, log: Arc<Mutex<Log>>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let log = Arc::clone(&log);
        let service = service_fn(move |request| {
            let log = Arc::clone(&log);
            async move {
                let recorded = record(request).await;
                let answer = log.lock().unwrap().answer(recorded);
                match answer.into_response() {
                    Some(response) => Ok::<_, Infallible>(response),
                    None => future::pending().await,
                }
            }
        });
        // A connection that breaks is the client's to report.
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn record(request: Request<Incoming>) -> Recorded {
    let (head, body) = request.into_parts();
    Recorded {
        method: head.method,
        target: head.uri.to_string(),
        headers: head.headers,
        body: body.collect().await.unwrap().to_bytes(),
    }
}
