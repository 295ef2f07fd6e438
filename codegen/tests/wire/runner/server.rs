//! A server that records requests. It responds with the queued responses, or else with status 204. Requests to `/echo`
//! get an error response with their own line and headers.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::{Debug, Display};
use std::future::{Future, ready};
use std::io::{BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, SystemTime};

use generated_code::Timer;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::recorded_request::RecordedRequest;

/// The API key of the clients. It has a colon, so that it is valid for HTTP basic authentication, too.
pub(crate) const KEY: &str = "KEY:0123";

#[derive(Debug)]
struct Response {
    status: u16,
    media_type: String,
    /// The header `link`, unless empty.
    link: String,
    body: Vec<u8>,
}

#[derive(Debug, Default)]
struct State {
    /// Requests, and the values and errors that cases record.
    traffic: String,
    /// Complete requests and responses, for the validator.
    exchanges: Vec<Value>,
    responses: VecDeque<Response>,
    /// The random UUIDs in headers, in the order of their first use.
    random_keys: Vec<Uuid>,
}

pub(crate) struct Server {
    url: String,
    state: Arc<Mutex<State>>,
    /// The examples of the document, by operation, status and name.
    examples: Value,
    /// The names of the examples that no response had.
    unused: Mutex<BTreeSet<String>>,
    /// The example in the last response, until a value is recorded.
    last: Mutex<Option<Value>>,
}

impl Server {
    pub(crate) fn start(examples: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for connection in listener.incoming() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(&connection.unwrap(), &shared));
            }
        });
        let examples: Value = serde_json::from_str(examples).unwrap();
        let unused = examples.as_object().unwrap().keys().cloned().collect();
        Self {
            url,
            state,
            examples,
            unused: Mutex::new(unused),
            last: Mutex::new(None),
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Returns the recorded traffic and the names of unused examples.
    pub(crate) fn traffic(&self) -> String {
        let mut traffic = self.state().traffic.clone();
        for example in self.unused.lock().unwrap().iter() {
            traffic.push_str(&format!("! unused example `{example}`\n"));
        }
        traffic
    }

    /// Returns a timer that records waits instead of waiting.
    pub(crate) fn timer(&self) -> RecordingTimer {
        RecordingTimer(Arc::clone(&self.state))
    }

    pub(crate) fn exchanges(&self) -> Value {
        json!(self.state().exchanges)
    }
}

/// A timer without randomness: the wait before a retry is the maximum.
#[derive(Debug)]
pub(crate) struct RecordingTimer(Arc<Mutex<State>>);

impl Timer for RecordingTimer {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let line = format!("(waits {} ms)\n", wait.as_millis());
        self.0.lock().unwrap().traffic.push_str(&line);
        Box::pin(ready(()))
    }

    fn jitter(&self) -> f64 {
        1.0
    }
}

/// Methods for cases.
#[allow(dead_code, reason = "the cases may not use all of them")]
impl Server {
    /// Queues a response. If the media type is empty, the response has no `content-type`.
    pub(crate) fn respond(&self, status: u16, media_type: &str, body: impl AsRef<[u8]>) {
        self.state().responses.push_back(Response {
            status,
            media_type: media_type.to_owned(),
            link: String::new(),
            body: body.as_ref().to_vec(),
        });
    }

    /// Queues a JSON response with a header `link`.
    pub(crate) fn respond_link(&self, link: &str, body: &str) {
        self.respond_json(body);
        if let Some(response) = self.state().responses.back_mut() {
            response.link = link.to_owned();
        }
    }

    pub(crate) fn respond_json(&self, body: &str) {
        self.respond(200, "application/json", body);
    }

    /// Queues an example of the document: `operationId status`, followed by the name of the example if it has one.
    pub(crate) fn respond_example(&self, name: &str) {
        let example = self.examples.get(name);
        let example = example.unwrap_or_else(|| panic!("no example `{name}`"));
        self.unused.lock().unwrap().remove(name);
        let status = name.split(' ').nth(1).and_then(|it| it.parse().ok());
        let media_type = example["media_type"].as_str().unwrap();
        let body = &example["body"];
        self.respond(status.unwrap_or(200), media_type, body.to_string());
        *self.last.lock().unwrap() = Some(body.clone());
    }

    /// Records a value that was read, serialized again.
    pub(crate) fn record(&self, value: impl Serialize) {
        let example = self.last.lock().unwrap().take();
        let line = if example.is_some_and(|example| example == json!(value)) {
            "the example".to_owned()
        } else {
            serde_json::to_string(&value).unwrap()
        };
        self.state().traffic.push_str(&format!("= {line}\n"));
    }

    /// Records a value that was read and can't be serialized.
    pub(crate) fn record_debug(&self, value: impl Debug) {
        self.state().traffic.push_str(&format!("= {value:?}\n"));
    }

    /// Records an error, without the address of the server.
    pub(crate) fn record_error(&self, error: impl Display) {
        let line = error.to_string().replace(&self.url, "http://server");
        self.state().traffic.push_str(&format!("! {line}\n"));
    }
}

fn serve(mut connection: &TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(connection);
    while let Some(request) = RecordedRequest::read(&mut reader) {
        let mut state = state.lock().unwrap();
        let text = request.to_text(&mut state.random_keys);
        state.traffic.push_str(&text);
        let response = if request.line.contains("/echo") {
            // The port of the server differs in each run.
            let headers = request.headers.iter().filter(|it| !it.starts_with("host:"));
            let headers: Vec<_> = headers.collect();
            Response {
                status: 401,
                media_type: "text/plain".to_owned(),
                link: String::new(),
                body: format!("{} {headers:?}", request.line).into_bytes(),
            }
        } else {
            state.responses.pop_front().unwrap_or(Response {
                status: 204,
                media_type: String::new(),
                link: String::new(),
                body: Vec::new(),
            })
        };
        state.exchanges.push(json!({
            "request": request.line,
            "headers": request.headers,
            "body": latin_1(&request.body),
            "status": response.status,
            "media_type": response.media_type,
            "response": latin_1(&response.body),
        }));
        drop(state);
        let mut head = format!("HTTP/1.1 {} Status\r\n", response.status);
        if !response.media_type.is_empty() {
            head.push_str(&format!("content-type: {}\r\n", response.media_type));
        }
        if !response.link.is_empty() {
            head.push_str(&format!("link: {}\r\n", response.link));
        }
        if response.status != 204 {
            head.push_str(&format!("content-length: {}\r\n", response.body.len()));
        }
        connection
            .write_all(format!("{head}\r\n").as_bytes())
            .unwrap();
        if !request.line.starts_with("HEAD ") {
            connection.write_all(&response.body).unwrap();
        }
    }
}

/// Returns a string with one character for each byte, since JSON has no bytes.
fn latin_1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
