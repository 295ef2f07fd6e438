//! Wraps the lines of doc comments.

use std::collections::HashMap;
use std::mem;
use std::ops::Range;

/// The maximum length of a line, so that a comment of a method fits into 100 columns.
const WIDTH: usize = 92;

/// Returns the lines of a paragraph that is Markdown for rustdoc already.
pub(crate) fn wrapped_paragraph(text: &str) -> Vec<String> {
    if text.chars().count() <= WIDTH {
        return vec![text.to_owned()];
    }
    wrap_line(text)
}

/// Wraps long lines, except in code blocks, tables and headings.
pub(super) fn wrap_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open_fence = None;
    for line in text.lines() {
        let line = line.trim_end();
        let fence = fence(line);
        match (open_fence, fence) {
            (Some(open), Some(fence)) if fence.starts_with(open) => open_fence = None,
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

/// Returns the backticks or tildes at the start of a line that opens or closes a code block.
pub(super) fn fence(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let end = line
        .find(|character| character != '`' && character != '~')
        .unwrap_or(line.len());
    line.get(..end).filter(|fence| fence.len() >= 3)
}

/// Whether a line can be wrapped: it isn't a table row, heading or code.
fn is_prose(line: &str) -> bool {
    !line.starts_with("    ") && !line.trim_start().starts_with(['|', '#'])
}

/// Wraps a line between words. The other lines belong to the same list item or quote as the first.
fn wrap_line(line: &str) -> Vec<String> {
    let (prefix, text) = line.split_at(prefix_length(line));
    let next_prefix = continued(prefix);
    let mut lines = Vec::new();
    let mut current = prefix.to_owned();
    let mut is_start = true;
    let mut words = words(text).into_iter().peekable();
    while let Some(word) = words.next() {
        let mut unit = word.to_owned();
        // A line must not start with such a word.
        while let Some(word) = words.next_if(|word| begins_block(word)) {
            unit.push(' ');
            unit.push_str(word);
        }
        if mem::take(&mut is_start) {
            current += &unit;
        } else if current.chars().count() + 1 + unit.chars().count() <= WIDTH {
            current = format!("{current} {unit}");
        } else {
            lines.push(mem::replace(&mut current, format!("{next_prefix}{unit}")));
        }
    }
    lines.push(current);
    lines
}

/// Returns the words of a line. A code span is part of one word: its parts could be Markdown at the start of a line.
fn words(line: &str) -> Vec<&str> {
    let mut spans = code_spans(line).into_iter().peekable();
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

/// Returns the code spans of a line: each from a run of backticks to the next one of the same length.
fn code_spans(line: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in line.match_indices('`') {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    let mut next_runs = HashMap::new();
    let mut spans: Vec<Range<usize>> = Vec::new();
    for run in runs.into_iter().rev() {
        if let Some(end) = next_runs.insert(run.len(), run.end) {
            spans.push(run.start..end);
        }
    }
    let mut code_end = 0;
    let mut code = Vec::new();
    for span in spans.into_iter().rev() {
        if span.start >= code_end {
            code_end = span.end;
            code.push(span);
        }
    }
    code
}

/// Returns the prefix of the next line of a list item or quote: markers of lists become spaces.
fn continued(prefix: &str) -> String {
    let is_kept = |character| character == '>';
    let characters = prefix.chars();
    characters
        .map(|character| if is_kept(character) { character } else { ' ' })
        .collect()
}

/// Returns the length of the spaces and the markers of quotes and list items at the start of a line.
fn prefix_length(line: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = line.get(length..).unwrap_or_default();
        let digits = rest.len()
            - rest
                .trim_start_matches(|it: char| it.is_ascii_digit())
                .len();
        let marker = match rest.as_bytes() {
            [b'>', ..] | [b' ', ..] => 1,
            [b'-' | b'*' | b'+', b' ', ..] => 2,
            _ if (1..=9).contains(&digits) => {
                let end = rest.get(digits..).unwrap_or_default();
                match end.starts_with(". ") || end.starts_with(") ") {
                    true => digits + 2,
                    false => return length,
                }
            }
            _ => return length,
        };
        length += marker;
    }
}

/// Whether a line that starts with the word would start a list, heading, quote, table or code block.
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
    fn wrapped_paragraph_keeps_code_spans_on_one_line() {
        let code = format!("`` {}\n ` <script> ``", "word ".repeat(30)).replace('\n', " ");
        assert_eq!(
            wrapped_paragraph(&format!("Returns the value of {code}, or nothing.")),
            [
                "Returns the value of".to_owned(),
                format!("{code},"),
                "or nothing.".to_owned()
            ]
        );
        assert_eq!(code_spans("`a` ` `` c ` `` d"), [0..3, 4..12]);
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
