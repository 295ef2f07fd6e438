//! Texts that try to become structure in an output.

use codegen::Generated;
use codegen::diagnostics::Pointer;
use codegen::source::load::{Source, load};
use codegen::tools::diff::{self, Report, Unmatched, Version, Versions};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;

use super::outputs::{self, Structure};
use super::*;

/// The parts of hostile texts.
const PARTS: [&str; 44] = [
    "a",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{9b}",
    "\u{200b}",
    "\u{202e}",
    "\u{2028}",
    "\u{1b}[31m",
    "\u{1b}]0;title\u{7}",
    "::error::",
    "\n::warning::",
    "##[error]",
    "word word word word word word word word word word word word word word word word word",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<style>",
    "<!--",
    "</code>",
    "<\u{200b}b>",
    "`",
    "``",
    "```",
    "~~~\n",
    "|",
    "\\",
    "\\|",
    "\"",
    "'",
    "#",
    "*/",
    "]",
    "- ",
    "#![x]",
    "[a](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[`send`]: https://example.com",
    "\n## [1.0.0]\n",
    "\n= \"x\"\n[dependencies]\n",
];

/// The mark in the document and the overlay that stands for a text.
const MARK: char = '§';

/// The document and the overlay. Almost every string contains the mark.
struct Texts {
    document: Value,
    overlay: Value,
}

impl Texts {
    fn read() -> Self {
        let text = include_str!("texts.yaml");
        let source = Source {
            name: "texts.yaml",
            text,
        };
        let mut document = load(source).unwrap();
        let overlay = document.as_object_mut().unwrap().remove("overlay").unwrap();
        Self { document, overlay }
    }

    /// Replaces every mark. The name of an object, and a reference to it, get the same text.
    fn with(&self, texts: &[String]) -> Self {
        let text = |string: &str| {
            let name = string.rsplit('/').next().unwrap_or_default();
            let sum: usize = name.bytes().map(usize::from).sum();
            &texts[sum % texts.len()]
        };
        let replace = |value: &Value| map_strings(value, &mut |it| replace_marks(it, text(it)));
        Self {
            document: replace(&self.document),
            overlay: replace(&self.overlay),
        }
    }

    /// Replaces every mark by a letter.
    fn harmless(&self) -> Self {
        self.with(&["x".to_owned()])
    }

    /// Replaces the mark in one string, and every other mark by a letter.
    fn with_only(&self, index: Index, text: &str) -> Self {
        let mut count = 0;
        for value in [&self.document, &self.overlay] {
            map_strings(value, &mut |_| {
                count += 1;
                String::new()
            });
        }
        let chosen = index.index(count);
        let mut next = 0;
        let mut replace = |value: &Value| {
            map_strings(value, &mut |it| {
                let is_chosen = next == chosen;
                next += 1;
                match is_chosen && !it.contains(MARK) {
                    true => text.to_owned(),
                    false => replace_marks(it, if is_chosen { text } else { "x" }),
                }
            })
        };
        let document = replace(&self.document);
        let overlay = replace(&self.overlay);
        Self { document, overlay }
    }

    fn generate(&self) -> Result<Generated, String> {
        let [document, overlay] = [&self.document, &self.overlay].map(Value::to_string);
        invariants::generate(&document, Some(&overlay), Mode::Lenient)
    }
}

/// Replaces every mark in a string, which may be a reference.
fn replace_marks(string: &str, text: &str) -> String {
    if string.starts_with("#/") {
        let text = text
            .replace('~', "~0")
            .replace('/', "~1")
            .replace('%', "%25");
        return string.replace(MARK, &text);
    }
    string.replace(MARK, text)
}

/// Returns a value with other keys and strings.
fn map_strings(value: &Value, map: &mut impl FnMut(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(map(text)),
        Value::Array(items) => items.iter().map(|item| map_strings(item, map)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, member)| (map(key), map_strings(member, map)))
            .collect(),
        _ => value.clone(),
    }
}

/// Checks everything that is written about a document with a text.
fn check_outputs(old: &Generated, text: &str, texts: &Texts) -> Option<Structure> {
    let generated = match texts.generate() {
        Ok(generated) => generated,
        Err(error) => {
            outputs::check_diagnostic(&error);
            return None;
        }
    };
    for diagnostic in &generated.report.diagnostics {
        outputs::check_diagnostic(&diagnostic.to_string());
    }
    let report = Report {
        unmatched: vec![unmatched(text)],
        changes: diff::diff(&old.api, &generated.api),
        versions: Some(Versions {
            current: Version::new(1, 0, 0),
            next: Version::new(2, 0, 0),
        }),
    };
    outputs::check_report(&report);
    Some(outputs::check_crate(&generated))
}

/// Returns a decision about a resource with this name, which matches nothing.
fn unmatched(text: &str) -> Unmatched {
    Unmatched {
        document: format!("{text}.yaml"),
        file: format!("{text}-overlay.yaml"),
        pointer: Pointer::root().child("x-sdk-resources").child(text),
        target: text.to_owned(),
    }
}

fn hostile_text() -> impl Strategy<Value = String> {
    let parts = prop::collection::vec(select(&PARTS[..]), 1..5);
    // Names need a letter.
    parts.prop_map(|parts| parts.concat() + "z")
}

/// Reads the number of documents from the environment variable `TEXTS`. The texts are the same in each run.
fn config() -> ProptestConfig {
    let cases = std::env::var("TEXTS").ok();
    ProptestConfig {
        cases: cases.map_or(8, |cases| cases.parse().unwrap()),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    }
}

#[test]
fn text_in_every_string_adds_no_structure() {
    let _lock = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let texts = Texts::read();
    let old = texts.harmless().generate().unwrap();
    let structure = outputs::check_crate(&old);
    let hostile_texts = prop::collection::vec(hostile_text(), 8);
    proptest!(config(), |(hostile in hostile_texts)| {
        let found = check_outputs(&old, &hostile[0], &texts.with(&hostile));
        prop_assert!(found.is_some_and(|it| it.is_part_of(&structure)));
    });
}

#[test]
fn text_in_one_string_adds_no_structure() {
    let _lock = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let texts = Texts::read();
    let old = texts.harmless().generate().unwrap();
    proptest!(config(), |(index in any::<Index>(), text in hostile_text())| {
        check_outputs(&old, &text, &texts.with_only(index, &text));
    });
}
