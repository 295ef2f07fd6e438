//! Phrases that make prose hard to understand, and their replacements.

use std::collections::HashMap;

use codegen::diagnostics::Diagnostic;

use super::prose::{PARAGRAPH_END, SENTENCE_END, Token};

/// The patterns and their replacements.
///
/// A pattern is a list of words. `a/b` matches one of several words, `…` at most [`MAX_GAP`] words of the same
/// sentence, and `^` the start of a sentence.
const PHRASES: [(&str, &str); 23] = [
    (
        "^ what",
        "start with a verb or with the name of the subject",
    ),
    ("a way out", "write \"help\" or \"a fix\""),
    ("anything but", "write \"only\" or \"other than\""),
    ("as it/they came/come/comes", "write \"unchanged\""),
    ("become/becomes/became of", "write \"happens to\""),
    (
        "beside",
        "write \"next to\", \"in addition to\" or \"except\"",
    ),
    ("by hand that", "name the step that is manual"),
    (
        "come/comes/came/coming of",
        "write \"results from\" or \"is caused by\"",
    ),
    ("go/goes/going/went by", "write \"uses\" or \"depends on\""),
    ("in step", "write \"up to date\" or \"matches\""),
    (
        "is/are/was/were/be/been/being told",
        "write \"receives\", or \"is reported\"",
    ),
    (
        "lead/leads/leading/led to",
        "write \"refers to\", \"causes\" or \"results in\"",
    ),
    ("mend/mends/mended/mending", "write \"fix\" or \"correct\""),
    (
        "no/not/nothing/nobody/never/none/nor/cannot … any more",
        "write \"no longer\"",
    ),
    ("none of the", "write \"no\""),
    (
        "of its/their/one's/our own accord",
        "write \"automatically\" or \"without a request\"",
    ),
    ("of one's own", "write \"custom\" or \"your own\""),
    ("otherwise than", "write \"differently from\" or \"unlike\""),
    (
        "say/says/said/saying nothing",
        "write \"is omitted\", \"doesn't define\" or \"has no effect\"",
    ),
    ("so many", "write \"this many\", or the number"),
    (
        "stand/stands/standing above/after/alone/at/before/behind/below/between/in/on/there/where",
        "write \"is\"",
    ),
    (
        "tell/tells/telling/told of",
        "write \"reports\" or \"describes\"",
    ),
    ("the empty text", "write `\"\"`"),
];

/// The maximum number of words that `…` matches.
const MAX_GAP: usize = 6;

/// The patterns by their first word.
pub(super) struct Phrases(HashMap<&'static str, Vec<Phrase>>);

struct Phrase {
    pattern: Vec<&'static str>,
    help: &'static str,
}

impl Phrases {
    pub(super) fn new() -> Self {
        let mut phrases: HashMap<_, Vec<Phrase>> = HashMap::new();
        for (pattern, help) in PHRASES {
            let pattern: Vec<&str> = pattern.split(' ').collect();
            let first = pattern.iter().find(|it| **it != "^");
            for word in first.into_iter().flat_map(|it| it.split('/')) {
                phrases.entry(word).or_default().push(Phrase {
                    pattern: pattern.clone(),
                    help,
                });
            }
        }
        Self(phrases)
    }

    /// Returns an error for each phrase in the tokens.
    pub(super) fn find(&self, tokens: &[Token]) -> Vec<Diagnostic> {
        let mut errors = Vec::new();
        for (start, token) in tokens.iter().enumerate() {
            for Phrase { pattern, help } in self.0.get(&*token.text).into_iter().flatten() {
                if let Some(end) = match_end(pattern, tokens, start) {
                    let words: Vec<&str> = tokens
                        .iter()
                        .take(end)
                        .skip(start)
                        .map(|token| &*token.text)
                        .collect();
                    errors.push(Diagnostic::in_text(
                        token.line,
                        token.column,
                        format!("phrase \"{}\"", words.join(" ")),
                        *help,
                    ));
                }
            }
        }
        errors
    }
}

/// Returns the index after the tokens that match a pattern from `start` on.
fn match_end(pattern: &[&str], tokens: &[Token], start: usize) -> Option<usize> {
    match pattern {
        [] => Some(start),
        ["^", rest @ ..] => {
            let previous = start.checked_sub(1).and_then(|it| tokens.get(it));
            previous
                .is_none_or(ends_sentence)
                .then(|| match_end(rest, tokens, start))?
        }
        ["…", rest @ ..] => {
            let length = tokens
                .iter()
                .skip(start)
                .take(MAX_GAP)
                .take_while(|token| !ends_sentence(token))
                .count();
            (start..=start + length).find_map(|start| match_end(rest, tokens, start))
        }
        [words, rest @ ..] => {
            let token = tokens.get(start)?;
            words
                .split('/')
                .any(|word| word == token.text)
                .then(|| match_end(rest, tokens, start + 1))?
        }
    }
}

fn ends_sentence(token: &Token) -> bool {
    token.text == SENTENCE_END || token.text == PARAGRAPH_END
}

#[cfg(test)]
mod tests {
    use super::super::prose;
    use super::*;

    /// Returns the phrases in a Markdown text.
    fn find(text: &str) -> Vec<String> {
        Phrases::new()
            .find(&prose::in_markdown(text))
            .iter()
            .map(|error| error.message().to_owned())
            .collect()
    }

    #[test]
    fn find_matches_words_across_lines_and_case() {
        assert_eq!(find("It says\nnothing."), ["phrase \"says nothing\""]);
        assert_eq!(
            find("Of its own\naccord."),
            ["phrase \"of its own accord\""]
        );
        assert_eq!(find("A reference leads to it."), ["phrase \"leads to\""]);
    }

    #[test]
    fn find_matches_whole_words_of_one_sentence() {
        for text in [
            "It says. Nothing.",
            "It says\n\nnothing.",
            "It essays nothing.",
            "It says `a` nothing.",
            "`says nothing`",
            "```\nsays nothing\n```",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn find_matches_gap_within_sentence() {
        assert_eq!(
            find("It is not sent to the server any more."),
            ["phrase \"not sent to the server any more\""]
        );
        for text in [
            "It is not sent. Any more is ignored.",
            "It is not one two three four five six seven any more.",
            "Any more is ignored.",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn find_matches_what_at_start_of_sentence() {
        for text in [
            "What is sent.",
            "It ends. What is sent.",
            "A list:\n- What is sent.",
            "- **What is sent** stays.",
            "It ends; what is sent stays.",
        ] {
            assert_eq!(find(text), ["phrase \"what\""], "{text}");
        }
        for text in ["See what is sent.", "## What to run", "| a | what |"] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
