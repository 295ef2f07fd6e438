//! A request as it comes, and as it is written down.

use std::io::{BufRead, BufReader, Read};

/// What says nothing about a case.
const USUAL: [&str; 7] = [
    "accept: application/json",
    "content-length: ",
    "host: ",
    "proxy-",
    "transfer-encoding: chunked",
    "user-agent: ",
    "x-attempt: 1",
];

pub(crate) struct Incoming {
    /// Method and target.
    pub(crate) line: String,
    /// One line each, in order.
    pub(crate) headers: Vec<String>,
    pub(crate) body: Vec<u8>,
    in_chunks: bool,
}

impl Incoming {
    /// Reads the next request of a connection, if there is one.
    pub(crate) fn read(reader: &mut BufReader<impl Read>) -> Option<Self> {
        let line = line_of(reader)?.trim_end_matches(" HTTP/1.1").to_owned();
        let mut headers = Vec::new();
        loop {
            match line_of(reader)? {
                line if line.is_empty() => break,
                line => headers.push(line),
            }
        }
        headers.sort();
        let in_chunks = headers
            .iter()
            .any(|line| line == "transfer-encoding: chunked");
        let length = headers
            .iter()
            .find_map(|line| line.strip_prefix("content-length: "));
        let body = match length {
            Some(length) => bytes(reader, length.parse().unwrap()),
            None if in_chunks => chunks(reader)?,
            None => Vec::new(),
        };
        Some(Self {
            line,
            headers,
            body,
            in_chunks,
        })
    }

    /// The boundary between parts, which is another one each time.
    fn boundary(&self) -> Option<&str> {
        let prefix = "content-type: multipart/form-data; boundary=";
        self.headers
            .iter()
            .find_map(|line| line.strip_prefix(prefix))
    }

    /// What the expected traffic has of it.
    pub(crate) fn written(&self) -> String {
        let mut written = self.line.clone() + "\n";
        for line in &self.headers {
            if !USUAL.iter().any(|usual| line.starts_with(usual)) {
                written.push_str(&format!("  {line}\n"));
            }
        }
        if self.in_chunks {
            written.push_str("  (of unknown length)\n");
        }
        for line in String::from_utf8_lossy(&self.body).lines() {
            let space = if line.is_empty() { "" } else { " " };
            written.push_str(&format!("  |{space}{line}\n"));
        }
        match self.boundary() {
            Some(boundary) => written.replace(boundary, "boundary"),
            None => written,
        }
    }
}

/// One line without its end; `None` where the connection ends.
fn line_of(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    match reader.read_line(&mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line.trim_end_matches(['\r', '\n']).to_owned()),
    }
}

fn bytes(reader: &mut impl Read, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).unwrap();
    bytes
}

fn chunks(reader: &mut (impl BufRead + Read)) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let length = usize::from_str_radix(&line_of(reader)?, 16).unwrap();
        body.extend(bytes(reader, length));
        line_of(reader)?;
        if length == 0 {
            return Some(body);
        }
    }
}
