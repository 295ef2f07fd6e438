//! Converts descriptions to doc comments.
//!
//! A description is CommonMark that isn't written for rustdoc, which would run code blocks as tests, resolve brackets
//! as links to items, render angle brackets as HTML, and warn about bare URLs.

use std::cell::Cell;
use std::iter;
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeStream,
    TextMergeWithOffset,
};

use super::markdown::backticks_around;
use crate::diagnostics::terminal::{is_invisible, is_unprintable};
use crate::render::wrap::{fence, strip_container_marker, wrap_lines};

/// Returns a doc comment that renders like the description or, if that isn't possible, shows its source.
pub(crate) fn doc_lines(description: &str) -> Vec<String> {
    if is_plain(description) {
        return wrap_lines(description);
    }
    let description = description
        .trim()
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', "    ")
        // Invisible characters are removed before parsing, because the characters around an invisible character could
        // become Markdown.
        .replace(is_invisible, "")
        .replace(|it| it != '\n' && is_unprintable(it), "\u{fffd}");
    if is_deeply_nested(&description) {
        return as_code_block(&description);
    }
    // The parser finds Markdown inside HTML only after the HTML is escaped.
    let escaped = apply_edits(&description, html_edits(&description));
    let lines = wrap_lines(&apply_edits(&escaped, rustdoc_edits(&escaped)));
    match is_safe(&lines) {
        true => lines,
        false => as_code_block(&description),
    }
}

/// Whether a sentence can follow a description on the same line: the description is one line, without list, heading,
/// code block, HTML block or unpaired backtick.
pub(crate) fn is_line_of_prose(description: &str) -> bool {
    if is_plain(description) {
        return true;
    }
    if description.trim().contains('\n') {
        return false;
    }
    let events: Vec<Event<'_>> = Parser::new_ext(description, Options::ENABLE_TABLES).collect();
    let is_paragraph = events.first() == Some(&Event::Start(Tag::Paragraph))
        && events.last() == Some(&Event::End(TagEnd::Paragraph));
    let is_open = |event: &Event<'_>| matches!(event, Event::Text(text) if text.contains('`'));
    is_paragraph && !events.iter().any(is_open)
}

/// Whether a description is certainly one line without Markdown, which most are. Parsing takes time.
fn is_plain(description: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || " ,.:;?!()/'\"%-".contains(it);
    description.starts_with(|first: char| first.is_ascii_alphabetic())
        && description.chars().all(is_plain)
        && !contains_url(description)
}

/// Whether a line starts many nested quotes and lists. The parser compares each later line with all of them.
fn is_deeply_nested(description: &str) -> bool {
    const MAX_NESTING: usize = 20;
    description.lines().any(|line| {
        let contents = iter::successors(Some(line), |line| strip_container_marker(line));
        contents.take(MAX_NESTING + 2).count() > MAX_NESTING + 1
    })
}

/// Returns a code block with the source of the description.
fn as_code_block(description: &str) -> Vec<String> {
    let fence = backticks_around(description, 3);
    let lines = description.lines().map(|line| line.trim_end().to_owned());
    let opening = iter::once(format!("{fence}text"));
    opening.chain(lines).chain([fence]).collect()
}

/// Whether Markdown closes all its blocks, and has nothing that rustdoc runs, renders as HTML, resolves or warns about.
fn is_safe(lines: &[String]) -> bool {
    // An open block would contain the next paragraph.
    const NEXT_PARAGRAPH: &str = "next";
    let text = format!("{}\n\n{NEXT_PARAGRAPH}", lines.join("\n"));
    let has_broken_link = Cell::new(false);
    let on_broken_link = |_: BrokenLink<'_>| {
        has_broken_link.set(true);
        None
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let parser = Parser::new_with_broken_link_callback(&text, options, Some(on_broken_link));
    let definitions = parser.reference_definitions();
    // A link definition for code could change a link to a Rust item in another paragraph.
    let are_definitions_safe = definitions
        .iter()
        .all(|(label, it)| is_url(&it.dest) && !label.contains('`'));
    let events: Vec<Event<'_>> = TextMergeStream::new(parser).collect();
    let is_closed = matches!(
        events.as_slice(),
        [.., Event::Start(Tag::Paragraph), Event::Text(text), Event::End(TagEnd::Paragraph)]
            if **text == *NEXT_PARAGRAPH
    );
    is_closed && are_definitions_safe && are_safe_events(&events) && !has_broken_link.get()
}

fn are_safe_events(events: &[Event<'_>]) -> bool {
    // rustdoc warns about bare URLs outside of links and code blocks.
    let mut may_contain_url = false;
    events.iter().all(|event| match event {
        Event::Html(_) | Event::InlineHtml(_) => false,
        Event::Start(Tag::HtmlBlock | Tag::FootnoteDefinition(_)) => false,
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => false,
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
            may_contain_url = true;
            **language == *"text"
        }
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            may_contain_url = true;
            is_url(dest_url)
        }
        Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
            may_contain_url = false;
            true
        }
        Event::Text(text) => may_contain_url || !contains_url(text),
        _ => true,
    })
}

fn contains_url(text: &str) -> bool {
    text.contains("http://") || text.contains("https://")
}

/// A range of a text and its replacement.
type Edit = (Range<usize>, String);

fn html_edits(text: &str) -> Vec<Edit> {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    let html = events.filter(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let edits = html.map(|(_, range)| {
        let html = text.get(range.clone()).unwrap_or_default();
        (range, html.replace('<', "\\<"))
    });
    edits.collect()
}

/// Returns the edits that make a text without HTML safe for rustdoc.
fn rustdoc_edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut in_code, mut in_link) = (false, false);
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    for (event, range) in TextMergeWithOffset::new(events) {
        let part = text.get(range.clone()).unwrap_or_default();
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                edits.push(code_block_edit(text, part, &kind, range));
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                in_link = true;
                // rustdoc would resolve other destinations as items.
                if !is_url(&dest_url) && part.starts_with('[') {
                    edits.push((range.start..range.start, "\\".to_owned()));
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) => in_link = false,
            // Wrapping removes spaces at the end of a line, so this line break needs a backslash.
            Event::HardBreak if part.starts_with(' ') => {
                let spaces = part.trim_end_matches('\n').len();
                edits.push((range.start..range.start + spaces, "\\".to_owned()));
            }
            Event::Text(_) if !in_code && !in_link => {
                edits.extend(text_edits(text, part, range.start));
            }
            _ => {}
        }
    }
    edits
}

/// Whether rustdoc leaves the destination of a link unchanged.
fn is_url(destination: &str) -> bool {
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| destination.starts_with(scheme))
}

/// Returns the edit that marks a code block as text, which rustdoc doesn't run as a test.
fn code_block_edit(text: &str, block: &str, kind: &CodeBlockKind<'_>, range: Range<usize>) -> Edit {
    if let CodeBlockKind::Fenced(_) = kind {
        let first_line = block.lines().next().unwrap_or_default();
        let fence = fence(first_line).unwrap_or("```");
        let end = range.start + first_line.len();
        return (range.start..end, format!("{fence}text"));
    }
    let lines = block.lines();
    let code = lines.map(|line| line.strip_prefix("    ").unwrap_or(line));
    let code = code.collect::<Vec<_>>().join("\n");
    // The range starts after the indentation of the first line.
    let before = text.get(..range.start).unwrap_or_default();
    let start = before.trim_end_matches(' ').len();
    let fenced = format!("```text\n{}\n```\n", code.trim_end());
    (start..range.end, fenced)
}

/// Returns the edits that escape brackets and turn bare URLs into links. `part` is the text from `start`.
fn text_edits(text: &str, part: &str, start: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut url_end = 0;
    for (offset, character) in part.char_indices() {
        let at = start + offset;
        if at < url_end {
            continue;
        }
        let rest = part.get(offset..).unwrap_or_default();
        if rest.starts_with("http://") || rest.starts_with("https://") {
            url_end = at + url_length(rest);
            edits.push((at..at, "<".to_owned()));
            edits.push((url_end..url_end, ">".to_owned()));
        } else if matches!(character, '[' | ']' | '<') && !is_escaped(text, at) {
            edits.push((at..at, "\\".to_owned()));
        }
    }
    edits
}

/// Returns the length of the URL at the start of a text, without the punctuation of the sentence.
fn url_length(text: &str) -> usize {
    let end = text
        .find(|character: char| character.is_whitespace() || "<>[]`\"'|".contains(character))
        .unwrap_or(text.len());
    let url = text.get(..end).unwrap_or(text);
    let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    // A closing parenthesis belongs to the URL only if the URL contains the opening parenthesis.
    match url.find(')') {
        Some(end) if !url.contains('(') => end,
        _ => url.len(),
    }
}

/// Whether an odd number of backslashes precedes a character.
fn is_escaped(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

/// Applies the edits. Ignores an edit inside the range of an earlier edit.
fn apply_edits(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut result = String::new();
    let mut position = 0;
    for (range, replacement) in edits {
        if let Some(before) = text.get(position..range.start) {
            result.push_str(before);
            result.push_str(&replacement);
            position = range.end;
        }
    }
    result.push_str(text.get(position..).unwrap_or_default());
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(description: &str) -> String {
        doc_lines(description).join("\n")
    }

    #[test]
    fn doc_lines_keeps_prose_and_code_spans() {
        let text = "Sent as `filter[name]=value` pairs, with `<b>` in a *span*.";
        assert_eq!(doc(text), text);
    }

    #[test]
    fn doc_lines_links_bare_urls_without_punctuation() {
        assert_eq!(
            doc("See https://example.com/a_b?c=1."),
            "See <https://example.com/a_b?c=1>."
        );
        assert_eq!(
            doc("See <https://example.com>."),
            "See <https://example.com>."
        );
        assert_eq!(
            doc("(See https://example.com)"),
            "(See <https://example.com>)"
        );
        assert_eq!(
            doc("https://example.com/a_(b)"),
            "<https://example.com/a_(b)>"
        );
        assert_eq!(
            doc("See [the page](https://example.com)."),
            "See [the page](https://example.com)."
        );
    }

    #[test]
    fn doc_lines_escapes_brackets_outside_links() {
        assert_eq!(
            doc("A list[0] of <T> things"),
            "A list\\[0\\] of \\<T> things"
        );
        assert_eq!(doc("Already \\[escaped\\]"), "Already \\[escaped\\]");
        assert_eq!(
            doc("See [Room](#room) or [x][y]"),
            "See \\[Room](#room) or \\[x\\]\\[y\\]"
        );
    }

    #[test]
    fn doc_lines_of_deeply_nested_containers_shows_their_source() {
        for marker in [">", "> ", "- ", "1. "] {
            let nested = |depth| marker.repeat(depth) + "a\nb";
            assert!(!doc(&nested(3)).starts_with("```"), "{marker:?}");
            let source = nested(21);
            assert_eq!(doc(&source), format!("```text\n{source}\n```"));
        }
        assert_eq!(doc(&"-".repeat(80)), "-".repeat(80));
    }

    #[test]
    fn doc_lines_keeps_line_breaks() {
        for (text, expected) in [
            ("One.  \nTwo.\n", "One.\\\nTwo."),
            ("One.\\\nTwo.", "One.\\\nTwo."),
            (
                "- One.    \n\n  Two.   \nThree.",
                "- One.\n\n  Two.\\\nThree.",
            ),
        ] {
            assert_eq!(doc(text), expected);
        }
    }

    #[test]
    fn doc_lines_escapes_html() {
        assert_eq!(doc("one<br>two"), "one\\<br>two");
        assert_eq!(doc("<div>\nx\n</div>"), "\\<div>\nx\n\\</div>");
    }

    #[test]
    fn doc_lines_with_invisible_characters_escapes_what_remains() {
        for (text, expected) in [
            (
                "[<\u{200b}img src=x onerror=y>](https://example.com)",
                "[\\<img src=x onerror=y>](https://example.com)",
            ),
            ("`\u{200b}`\u{2060}`fn", "````text\n```fn\n````"),
            ("a\u{1b}[0m\u{2028}b", "a\u{fffd}\\[0m\u{fffd}b"),
        ] {
            assert_eq!(doc(text), expected, "{text:?}");
        }
    }

    #[test]
    fn doc_lines_of_links_that_change_other_links_shows_its_source() {
        let text = "[`send`]: https://example.com";
        assert_eq!(doc(text), format!("```text\n{text}\n```"));
        let safe = "[page]\n\n[page]: https://example.com";
        assert_eq!(doc(safe), safe);
    }

    #[test]
    fn doc_lines_marks_code_blocks_as_text() {
        assert_eq!(
            doc("```json\n{\"a\": [1]}\n```"),
            "```text\n{\"a\": [1]}\n```"
        );
        assert_eq!(doc("```\nfn main() {}\n```"), "```text\nfn main() {}\n```");
        assert_eq!(
            doc("So:\n\n    let x = 1;\n    x + 1\n\nDone."),
            "So:\n\n```text\nlet x = 1;\nx + 1\n```\n\nDone."
        );
    }

    #[test]
    fn doc_lines_of_unsafe_markdown_shows_its_source() {
        for text in [
            "```\nunclosed(",
            ">     quoted(\n>     code",
            "[a]: nowhere",
            "[^1]\n\n[^1]: note",
        ] {
            let lines = doc_lines(text);
            assert!(
                lines.len() > 2 && lines[0].ends_with("```text"),
                "{lines:?}"
            );
            assert_eq!(lines[1..lines.len() - 1].join("\n"), text);
        }
    }

    #[test]
    fn doc_lines_finds_code_blocks_inside_html() {
        assert_eq!(
            doc("<pre>\n\n    run(\n</pre>"),
            "\\<pre>\n\n```text\nrun(\n```\n\\</pre>"
        );
        assert_eq!(
            doc("<a href=\"https://example.com\">"),
            "\\<a href=\"<https://example.com>\">"
        );
    }

    #[test]
    fn doc_lines_of_deeply_nested_quotes_are_not_longer_than_their_source() {
        let text = format!("{}a\n{}", ">".repeat(1_000), "b c\n".repeat(1_000));
        assert!(doc(&text).len() < text.len() + 20);
    }
}
