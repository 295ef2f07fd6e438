//! A server that writes down what it is sent. It answers with what a case gives it, or with nothing; or, if that is asked
//! for, with what it was sent.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::{Debug, Display};
use std::io::{BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use serde::Serialize;
use serde_json::{Value, json};

use super::incoming::Incoming;

/// The key that clients are made with; a pair, so that HTTP basic authentication takes it as well.
pub(crate) const KEY: &str = "KEY:0123";

struct Answer {
    status: u16,
    media_type: String,
    body: Vec<u8>,
}

#[derive(Default)]
struct State {
    /// Requests, and what became of their answers.
    traffic: String,
    /// Requests and answers to the letter, for those who judge them.
    exchanges: Vec<Value>,
    answers: VecDeque<Answer>,
}

pub(crate) struct Server {
    url: String,
    state: Arc<Mutex<State>>,
    /// The examples of the document, by operation, status and name.
    examples: Value,
    /// The examples that nobody has asked for, and the one that was answered last.
    unused: Mutex<BTreeSet<String>>,
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

    /// What was sent and read; an example that was not read is spoken of as well.
    pub(crate) fn traffic(&self) -> String {
        let mut traffic = self.state().traffic.clone();
        for example in self.unused.lock().unwrap().iter() {
            traffic.push_str(&format!("! the example `{example}` was not answered\n"));
        }
        traffic
    }

    pub(crate) fn exchanges(&self) -> Value {
        json!(self.state().exchanges)
    }
}

/// What cases do beside calling their operations.
#[allow(dead_code, reason = "the cases that are run need not do all of it")]
impl Server {
    /// Gives the answer to the next request for which there is none yet. Without a media type, there is no header for it.
    pub(crate) fn answer(&self, status: u16, media_type: &str, body: impl AsRef<[u8]>) {
        self.state().answers.push_back(Answer {
            status,
            media_type: media_type.to_owned(),
            body: body.as_ref().to_vec(),
        });
    }

    pub(crate) fn answer_json(&self, body: &str) {
        self.answer(200, "application/json", body);
    }

    /// Answers the next request with an example of the document: `operationId status`, and its name if it has one.
    pub(crate) fn example(&self, name: &str) {
        let example = self.examples.get(name);
        let example = example.unwrap_or_else(|| panic!("there is no example `{name}`"));
        self.unused.lock().unwrap().remove(name);
        let status = name
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let media_type = example["media_type"].as_str().unwrap();
        let body = &example["body"];
        self.answer(status.unwrap_or(200), media_type, body.to_string());
        *self.last.lock().unwrap() = Some(body.clone());
    }

    /// Writes down what was read, encoded again.
    pub(crate) fn read(&self, value: impl Serialize) {
        let example = self.last.lock().unwrap().take();
        let line = if example.is_some_and(|example| example == json!(value)) {
            "the example".to_owned()
        } else {
            serde_json::to_string(&value).unwrap()
        };
        self.state().traffic.push_str(&format!("= {line}\n"));
    }

    /// Writes down what was read and has no encoding.
    pub(crate) fn show(&self, value: impl Debug) {
        self.state().traffic.push_str(&format!("= {value:?}\n"));
    }

    /// Writes down an error, whatever the address of the server is.
    pub(crate) fn note(&self, error: impl Display) {
        let line = error.to_string().replace(&self.url, "http://server");
        self.state().traffic.push_str(&format!("! {line}\n"));
    }
}

fn serve(mut connection: &TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(connection);
    while let Some(request) = Incoming::read(&mut reader) {
        let mut state = state.lock().unwrap();
        state.traffic.push_str(&request.written());
        let answer = if request.line.contains("/echo") {
            Answer {
                status: 401,
                media_type: "text/plain".to_owned(),
                body: format!("{} {:?}", request.line, request.headers).into_bytes(),
            }
        } else {
            state.answers.pop_front().unwrap_or(Answer {
                status: 204,
                media_type: String::new(),
                body: Vec::new(),
            })
        };
        state.exchanges.push(json!({
            "request": request.line,
            "headers": request.headers,
            "body": letters(&request.body),
            "status": answer.status,
            "media_type": answer.media_type,
            "answer": letters(&answer.body),
        }));
        drop(state);
        let mut head = format!("HTTP/1.1 {} Answer\r\n", answer.status);
        if !answer.media_type.is_empty() {
            head.push_str(&format!("content-type: {}\r\n", answer.media_type));
        }
        if answer.status != 204 {
            head.push_str(&format!("content-length: {}\r\n", answer.body.len()));
        }
        connection
            .write_all(format!("{head}\r\n").as_bytes())
            .unwrap();
        if !request.line.starts_with("HEAD ") {
            connection.write_all(&answer.body).unwrap();
        }
    }
}

/// A character for each byte, since JSON has no bytes.
fn letters(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
