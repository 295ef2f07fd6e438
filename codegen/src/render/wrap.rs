//! Wraps the lines of doc comments.

use std::ops::Range;
use std::{iter, mem};

use pulldown_cmark::{Event, Parser};

/// The maximum length of a line. The comment of a method has at most 100 columns.
const WIDTH: usize = 92;

/// Wraps long lines, except in code blocks, tables and headings.
pub(super) fn wrap_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open_fence = None;
    for line in text.lines() {
        let line = line.trim_end();
        let fence = fence(line);
        match (open_fence, fence) {
            // The end of a code block has no language.
            (Some(open), Some(fence)) if fence.starts_with(open) && line.trim_start() == fence => {
                open_fence = None;
            }
            (None, fence) => open_fence = fence,
            _ => {}
        }
        if open_fence.is_some() || fence.is_some() || !is_prose(line) {
            lines.push(line.to_owned());
        } else {
            lines.extend(wrap_line(line));
        }
    }
    lines
}

/// Returns the backticks or tildes of a line that opens or closes a code block.
pub(super) fn fence(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let character = if line.starts_with('~') { '~' } else { '`' };
    let rest = line.trim_start_matches(character);
    line.strip_suffix(rest).filter(|fence| fence.len() >= 3)
}

/// Whether a line can be wrapped, because it isn't a table row, heading or code.
fn is_prose(line: &str) -> bool {
    !line.starts_with("    ") && !line.trim_start().starts_with(['|', '#'])
}

/// Wraps a line of Markdown between words. Further lines stay in the list item or quote of the first line. A word that
/// must not start a line stays on the line before, even if that becomes too long.
pub(crate) fn wrap_line(line: &str) -> Vec<String> {
    if line.chars().count() <= WIDTH {
        return vec![line.to_owned()];
    }
    let contents = iter::successors(Some(line), |line| strip_container_marker(line));
    let text = contents.last().unwrap_or(line).trim_start_matches(' ');
    let prefix = line.strip_suffix(text).unwrap_or_default();
    let mut words = words(text).into_iter();
    // Only the first line has the markers of list items.
    let next_prefix = prefix.replace(|character| character != '>', " ");
    let mut current = format!("{prefix}{}", words.next().unwrap_or_default());
    let mut lines = Vec::new();
    for word in words {
        if begins_block(word) || current.chars().count() + 1 + word.chars().count() <= WIDTH {
            current += " ";
            current += word;
        } else {
            lines.push(mem::replace(&mut current, format!("{next_prefix}{word}")));
        }
    }
    lines.push(current);
    lines
}

/// Returns the words of a line. A code span isn't split, because its parts could be Markdown at the start of a line.
fn words(line: &str) -> Vec<&str> {
    let mut spans = code_spans(line).peekable();
    let mut words = Vec::new();
    let mut start = 0;
    for (at, character) in line.char_indices() {
        while spans.next_if(|span| span.end <= at).is_some() {}
        let in_code = spans.peek().is_some_and(|span| span.contains(&at));
        if character.is_whitespace() && !in_code {
            words.extend(line.get(start..at));
            start = at + character.len_utf8();
        }
    }
    words.extend(line.get(start..));
    words.retain(|word| !word.is_empty());
    words
}

fn code_spans(line: &str) -> impl Iterator<Item = Range<usize>> {
    // Parsing takes time, and most lines have no code.
    let markdown = if line.contains('`') { line } else { "" };
    let events = Parser::new(markdown).into_offset_iter();
    events.filter_map(|(event, range)| matches!(event, Event::Code(_)).then_some(range))
}

/// Returns the content of the quote or list item that starts in this line.
pub(super) fn strip_container_marker(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(' ');
    let after_number = line.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let marker: &[char] = match line.len() - after_number.len() {
        0 => &['-', '*', '+'],
        1..=9 => &['.', ')'],
        // Longer numbers don't start a list item.
        _ => return None,
    };
    line.strip_prefix('>')
        .or_else(|| after_number.strip_prefix(marker)?.strip_prefix(' '))
}

/// Whether a line that starts with the word starts a list, heading, quote, table or code block.
fn begins_block(word: &str) -> bool {
    word.starts_with(['-', '*', '+', '>', '#', '=', '|', '~'])
        || word.starts_with("```")
        || word
            .trim_start_matches(|character: char| character.is_ascii_digit())
            .starts_with(['.', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrap_lines_of_list_item_indents_them() {
        let words = "word ".repeat(30);
        assert!(wrap_lines(&words).iter().all(|line| line.len() <= WIDTH));
        let lines = wrap_lines(&format!("- {words}"));
        assert!(
            lines.len() == 2 && lines[1].starts_with("  word"),
            "{lines:?}"
        );
    }

    #[test]
    fn wrap_lines_repeats_prefixes_of_quotes() {
        let words = "word ".repeat(30);
        for (prefix, next) in [("12. ", "    "), ("> ", "> "), ("> 1) ", ">    ")] {
            let lines = wrap_lines(&format!("{prefix}{words}"));
            let starts = [format!("{prefix}word"), format!("{next}word")];
            assert_eq!(lines.len(), 2);
            assert!(
                lines[0].starts_with(&starts[0]) && lines[1].starts_with(&starts[1]),
                "{lines:?}"
            );
        }
    }

    #[test]
    fn wrap_lines_keeps_lines_of_code_after_a_fence_with_language() {
        let code = "word ".repeat(30);
        let text = format!("```text\n```json\n{}\n```", code.trim_end());
        assert_eq!(wrap_lines(&text).join("\n"), text);
        assert_eq!(wrap_lines(&format!("`~` is home\n{code}")).len(), 3);
    }

    #[test]
    fn wrap_line_keeps_code_spans_on_one_line() {
        let code = format!("`` {}\n ` <script> ``", "word ".repeat(30)).replace('\n', " ");
        assert_eq!(
            wrap_line(&format!("Returns the value of {code}, or nothing.")),
            [
                "Returns the value of".to_owned(),
                format!("{code},"),
                "or nothing.".to_owned()
            ]
        );
        let spans: Vec<Range<usize>> = code_spans("`a` ` `` c ` `` d").collect();
        assert_eq!(spans, [0..3, 4..12]);
    }

    #[test]
    fn wrap_lines_never_starts_with_a_list_marker() {
        for word in ["-", "+", "1.", "#"] {
            let lines = wrap_lines(&format!("{} {word} end", "a".repeat(WIDTH - 1)));
            assert_eq!(
                lines,
                [
                    format!("{} {word}", "a".repeat(WIDTH - 1)),
                    "end".to_owned()
                ]
            );
        }
    }
}
