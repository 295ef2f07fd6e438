//! The lists and quotes around a part of a description.
//!
//! In Markdown, further lines of a list item or quote may lack the indentation or `>`. clippy warns about such lines.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

const MAX_DEPTH: usize = 16;

/// The open list items and quotes, the outermost first.
#[derive(Default)]
pub(super) struct Containers {
    /// The start of the lines of each container.
    prefixes: Vec<String>,
    /// The offset of a list item whose content hasn't started. The distance to the content is the width of the
    /// indentation.
    item_start: Option<usize>,
}

impl Containers {
    /// Reads an event at the offset `start`. If the event is a line break, returns the edit that gives the next line
    /// the prefix of the open containers.
    pub(super) fn edit(
        &mut self,
        text: &str,
        event: &Event<'_>,
        start: usize,
    ) -> Option<(Range<usize>, String)> {
        if let Some(item_start) = self.item_start.take() {
            let width = start.saturating_sub(item_start);
            self.prefixes.push(" ".repeat(width));
        }
        match event {
            Event::Start(Tag::BlockQuote(_)) => self.prefixes.push("> ".to_owned()),
            Event::Start(Tag::Item) => self.item_start = Some(start),
            Event::End(TagEnd::BlockQuote(_) | TagEnd::Item) => {
                self.prefixes.pop();
            }
            Event::SoftBreak | Event::HardBreak if !self.prefixes.is_empty() => {
                let line_start = start + text.get(start..)?.find('\n')? + 1;
                let line = text.get(line_start..)?;
                let content = self.content(line);
                let end = line_start + line.len() - content.len();
                return Some((line_start..end, self.prefixes.concat()));
            }
            _ => {}
        }
        None
    }

    /// Whether containers are nested deeper than [`MAX_DEPTH`]. Each line repeats their prefixes, which could make the
    /// text much longer.
    pub(super) fn is_too_deep(&self) -> bool {
        self.prefixes.len() > MAX_DEPTH
    }

    /// Removes spaces and the markers of open quotes from the start of a line.
    fn content<'a>(&self, line: &'a str) -> &'a str {
        let is_quote = |prefix: &&String| prefix.starts_with('>');
        let quotes = self.prefixes.iter().filter(is_quote);
        quotes.fold(line.trim_start_matches(' '), |line, _| {
            let content = line.strip_prefix('>').unwrap_or(line);
            content.trim_start_matches(' ')
        })
    }
}
