//! A request that the server received.

use std::io::{BufRead, BufReader, Read};

use uuid::Uuid;

/// Prefixes of headers that the expected traffic omits, since every request has them.
const OMITTED_HEADERS: [&str; 7] = [
    "accept: application/json",
    "content-length: ",
    "host: ",
    "proxy-",
    "transfer-encoding: chunked",
    "user-agent: ",
    "x-attempt: 1",
];

pub(crate) struct RecordedRequest {
    /// Method and target.
    pub(crate) line: String,
    /// One line for each header, ordered by name.
    pub(crate) headers: Vec<String>,
    pub(crate) body: Vec<u8>,
    is_chunked: bool,
}

impl RecordedRequest {
    /// Reads the next request, or returns `None` at the end of the connection.
    pub(crate) fn read(reader: &mut BufReader<impl Read>) -> Option<Self> {
        let line = read_line(reader)?.trim_end_matches(" HTTP/1.1").to_owned();
        let mut headers = Vec::new();
        loop {
            match read_line(reader)? {
                line if line.is_empty() => break,
                line => headers.push(line),
            }
        }
        headers.sort();
        let is_chunked = headers
            .iter()
            .any(|line| line == "transfer-encoding: chunked");
        let length = headers
            .iter()
            .find_map(|line| line.strip_prefix("content-length: "));
        let body = match length {
            Some(length) => read_bytes(reader, length.parse().unwrap()),
            None if is_chunked => read_chunks(reader)?,
            None => Vec::new(),
        };
        Some(Self {
            line,
            headers,
            body,
            is_chunked,
        })
    }

    /// Returns the random boundary of a multipart body.
    fn boundary(&self) -> Option<&str> {
        let prefix = "content-type: multipart/form-data; boundary=";
        self.headers
            .iter()
            .find_map(|line| line.strip_prefix(prefix))
    }

    /// Returns the request as the expected traffic has it. Random UUIDs in headers are replaced by their index in
    /// `random_keys`.
    pub(crate) fn to_text(&self, random_keys: &mut Vec<Uuid>) -> String {
        let mut text = self.line.clone() + "\n";
        for line in &self.headers {
            if !OMITTED_HEADERS.iter().any(|it| line.starts_with(it)) {
                text.push_str(&format!("  {}\n", without_random_key(line, random_keys)));
            }
        }
        if self.is_chunked {
            text.push_str("  (of unknown length)\n");
        }
        for line in String::from_utf8_lossy(&self.body).lines() {
            let space = if line.is_empty() { "" } else { " " };
            text.push_str(&format!("  |{space}{line}\n"));
        }
        match self.boundary() {
            Some(boundary) => text.replace(boundary, "boundary"),
            None => text,
        }
    }
}

/// Replaces the value of a header by `random key INDEX` if it is a random UUID.
fn without_random_key(line: &str, random_keys: &mut Vec<Uuid>) -> String {
    let (name, value) = line.split_once(": ").unwrap_or((line, ""));
    let key = Uuid::parse_str(value).ok();
    let Some(key) = key.filter(|key| key.get_version_num() == 4) else {
        return line.to_owned();
    };
    let index = random_keys.iter().position(|it| *it == key);
    let index = index.unwrap_or_else(|| {
        random_keys.push(key);
        random_keys.len() - 1
    });
    format!("{name}: random key {index}")
}

/// Reads a line without its end, or returns `None` at the end of the connection.
fn read_line(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    match reader.read_line(&mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line.trim_end_matches(['\r', '\n']).to_owned()),
    }
}

fn read_bytes(reader: &mut impl Read, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).unwrap();
    bytes
}

fn read_chunks(reader: &mut (impl BufRead + Read)) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let length = usize::from_str_radix(&read_line(reader)?, 16).unwrap();
        body.extend(read_bytes(reader, length));
        read_line(reader)?;
        if length == 0 {
            return Some(body);
        }
    }
}
