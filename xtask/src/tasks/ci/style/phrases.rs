//! The phrases to avoid, because they make prose hard to understand, and their replacements.

use anyhow::{Context, Result};
use codegen::diagnostics::Diagnostic;
use regex::Regex;

/// A regular expression in each line, and how to solve the problem. A space matches any whitespace, and `^` matches the
/// start of a sentence.
const PHRASES: &str = r#"
a way out => write "help" or "a fix"
anything but => write "only" or "other than"
as (it|they) (came|comes?) => write "unchanged"
(become|becomes|became) of => write "happens to"
beside => write "next to", "in addition to" or "except"
by hand that => name the step that is manual
(comes?|came|coming) of => write "results from" or "is caused by"
(go|goes|going|went) by => write "uses" or "depends on"
in step => write "up to date" or "matches"
(is|are|was|were|be|been|being) told => write "receives", or "is reported"
(lead|leads|leading|led) to => write "refers to", "causes" or "results in"
(mend|mends|mended|mending) => write "fix" or "correct"
(no|not|nothing|nobody|never|none|nor|cannot)( [\w'’-]+){0,6} any more => write "no longer"
none of the => write "no"
of (its|their|one's|our) own accord => write "automatically" or "without a request"
of one's own => write "custom" or "your own"
otherwise than => write "differently from" or "unlike"
(say|says|said|saying) nothing => write "is omitted", "doesn't define" or "has no effect"
so many => write "this many", or the number
(stand|stands|standing) (above|after|alone|at|before|behind|below|between|in|on|there|where) => write "is"
(tell|tells|telling|told) of => write "reports" or "describes"
the empty text => write `""`
^ what => start with a verb or with the name of the subject
"#;

/// The compiled phrases.
pub(super) struct Phrases(Vec<(Regex, &'static str)>);

impl Phrases {
    pub(super) fn new() -> Result<Self> {
        let compile = |line: &'static str| {
            let (pattern, help) = line
                .split_once(" => ")
                .with_context(|| format!("`{line}` in the list of phrases has no ` => `"))?;
            let (start, words) = match pattern.strip_prefix("^ ") {
                Some(words) => (r"(?:\A|[.;!?])\s*", words),
                None => (r"\b", pattern),
            };
            let words = words.replace(' ', r"\s+");
            let regex = Regex::new(&format!(r"(?i){start}(?<phrase>{words})\b"))?;
            Ok((regex, help))
        };
        PHRASES
            .trim()
            .lines()
            .map(compile)
            .collect::<Result<_>>()
            .map(Self)
    }

    /// Returns an error for each phrase in the prose.
    pub(super) fn find(&self, prose: &str) -> Vec<Diagnostic> {
        let mut errors = Vec::new();
        for (regex, help) in &self.0 {
            let matches = regex
                .captures_iter(prose)
                .filter_map(|it| it.name("phrase"));
            errors.extend(matches.map(|phrase| {
                let before = prose.get(..phrase.start()).unwrap_or_default();
                let line = before.matches('\n').count() + 1;
                let column = before.chars().rev().take_while(|it| *it != '\n').count() + 1;
                let words: Vec<&str> = phrase.as_str().split_whitespace().collect();
                let message = format!("phrase \"{}\"", words.join(" "));
                Diagnostic::in_text(line, column, message, *help)
            }));
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::super::prose;
    use super::*;

    /// Returns the phrases in a Markdown text.
    fn find(text: &str) -> Vec<String> {
        Phrases::new()
            .unwrap()
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
            ["phrase \"Of its own accord\""]
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
            assert_eq!(find(text).len(), 1, "{text}");
        }
        for text in ["See what is sent.", "## What to run", "| a | what |"] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
