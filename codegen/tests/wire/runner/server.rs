//! A server that writes down what it is sent, and answers with nothing, or with what it was sent if that is asked for.

use std::fmt::Display;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// The key that clients are made with; a pair, so that HTTP basic authentication takes it as well.
pub(crate) const KEY: &str = "KEY:0123";

/// What says nothing about a case.
const USUAL: [&str; 6] = [
    "accept: application/json",
    "content-length: ",
    "host: ",
    "proxy-",
    "user-agent: ",
    "x-attempt: 1",
];

pub(crate) struct Server {
    url: String,
    traffic: Arc<Mutex<String>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let traffic = Arc::new(Mutex::new(String::new()));
        let written = Arc::clone(&traffic);
        thread::spawn(move || {
            for connection in listener.incoming() {
                let written = Arc::clone(&written);
                thread::spawn(move || serve(&connection.unwrap(), &written));
            }
        });
        Self { url, traffic }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn traffic(&self) -> String {
        self.traffic.lock().unwrap().clone()
    }

    /// Writes down an error, whatever the address of the server is.
    #[allow(dead_code)]
    pub(crate) fn note(&self, error: impl Display) {
        let line = error.to_string().replace(&self.url, "http://server");
        self.traffic.lock().unwrap().push_str(&format!("! {line}\n"));
    }
}

fn serve(mut connection: &TcpStream, traffic: &Mutex<String>) {
    let mut reader = BufReader::new(connection);
    loop {
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            match reader.read_line(&mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
            match line.trim_end_matches(['\r', '\n']) {
                "" => break,
                line => head.push(line.to_owned()),
            }
        }
        let length = head.iter().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        reader.read_exact(&mut body).unwrap();
        let line = head.remove(0);
        let line = line.trim_end_matches(" HTTP/1.1").to_owned();
        head.sort();
        let echo = format!("{line} {head:?}");
        let mut written = line.clone() + "\n";
        for line in head {
            if !USUAL.iter().any(|usual| line.starts_with(usual)) {
                written.push_str(&format!("  {line}\n"));
            }
        }
        for line in String::from_utf8_lossy(&body).lines() {
            written.push_str(&format!("  | {line}\n"));
        }
        traffic.lock().unwrap().push_str(&written);
        let answer = if line.contains("/echo") {
            format!(
                "HTTP/1.1 401 Unauthorized\r\ncontent-type: text/plain\r\ncontent-length: {}\r\n\r\n{echo}",
                echo.len()
            )
        } else {
            "HTTP/1.1 204 No Content\r\n\r\n".to_owned()
        };
        connection.write_all(answer.as_bytes()).unwrap();
    }
}
