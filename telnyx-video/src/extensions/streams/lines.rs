use std::mem;

use bytes::Bytes;

use crate::runtime::call::without_byte_order_mark;

/// A line or an event is longer than the limit.
#[derive(Debug, PartialEq)]
pub(super) struct TooLong;

/// Splits the chunks of a body into lines, which end with LF, CR or CR LF. A CR ends the line at once, because the next
/// data may arrive much later.
#[derive(Default)]
pub(super) struct Lines {
    /// The maximum length of a line in bytes.
    pub(super) limit: usize,
    /// The part of the last chunk that isn't returned yet.
    chunk: Bytes,
    /// The start of the current line, from earlier chunks.
    start: Vec<u8>,
    /// Whether the last line ended with CR, to which an LF at the start of the chunk belongs.
    ends_with_cr: bool,
    is_first_line: bool,
}

impl Lines {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            is_first_line: true,
            ..Self::default()
        }
    }

    /// Adds a chunk. [`next_line`](Self::next_line) must have returned `None` for the previous chunk.
    pub(super) fn push(&mut self, chunk: Bytes) {
        self.chunk = chunk;
    }

    /// Returns the next line without its line ending, or `None` if the line isn't complete.
    pub(super) fn next_line(&mut self) -> Result<Option<Bytes>, TooLong> {
        if let Some(first) = self.chunk.first() {
            if self.ends_with_cr && *first == b'\n' {
                self.chunk = self.chunk.slice(1..);
            }
            self.ends_with_cr = false;
        }
        let mut bytes = self.chunk.iter();
        let end = bytes.position(|byte| matches!(byte, b'\n' | b'\r'));
        let rest_of_line = self.chunk.split_to(end.unwrap_or(self.chunk.len()));
        if self.start.len().saturating_add(rest_of_line.len()) > self.limit {
            return Err(TooLong);
        }
        if end.is_none() {
            self.start.extend_from_slice(&rest_of_line);
            return Ok(None);
        }
        self.ends_with_cr = *self.chunk.split_to(1) == *b"\r";
        Ok(Some(self.complete(rest_of_line)))
    }

    /// Returns the last line, which has no line ending, or `None` if it is empty.
    pub(super) fn last_line(&mut self) -> Option<Bytes> {
        let line = self.complete(Bytes::new());
        (!line.is_empty()).then_some(line)
    }

    fn complete(&mut self, rest_of_line: Bytes) -> Bytes {
        let line = if self.start.is_empty() {
            rest_of_line
        } else {
            self.start.extend_from_slice(&rest_of_line);
            Bytes::from(mem::take(&mut self.start))
        };
        if mem::take(&mut self.is_first_line) {
            line.slice_ref(without_byte_order_mark(&line))
        } else {
            line
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the lines of chunks, and the last line if it has no end.
    fn lines(limit: usize, chunks: &[&'static str]) -> Result<Vec<Bytes>, TooLong> {
        let mut lines = Lines::new(limit);
        let mut found = Vec::new();
        for chunk in chunks {
            lines.push(Bytes::from_static(chunk.as_bytes()));
            while let Some(line) = lines.next_line()? {
                found.push(line);
            }
        }
        found.extend(lines.last_line());
        Ok(found)
    }

    #[test]
    fn next_line_accepts_every_line_end() {
        let expected = ["a", "b", "", "c", "", "d"];
        assert_eq!(lines(9, &["a\nb\r\n\r\nc\r\rd"]).unwrap(), expected);
        assert_eq!(
            lines(9, &["a\nb\r", "\n\r", "", "\nc\r\rd"]).unwrap(),
            expected
        );
    }

    #[test]
    fn next_line_ends_with_cr_before_next_chunk() {
        let mut lines = Lines::new(9);
        lines.push(Bytes::from_static(b"a\r"));
        assert_eq!(lines.next_line().unwrap().unwrap(), "a");
    }

    #[test]
    fn next_line_longer_than_limit_is_error() {
        assert_eq!(lines(3, &["abc\nabc"]).unwrap(), ["abc", "abc"]);
        assert_eq!(lines(3, &["abcd\n"]), Err(TooLong));
        assert_eq!(lines(3, &["ab", "cd"]), Err(TooLong));
    }

    #[test]
    fn next_line_skips_byte_order_mark_of_first_line_only() {
        let expected = ["a", "\u{feff}b"];
        assert_eq!(lines(9, &["\u{feff}a\n\u{feff}b"]).unwrap(), expected);
        assert_eq!(lines(9, &["\u{feff}"]).unwrap(), [""; 0]);
    }
}
