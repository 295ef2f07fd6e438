//! Doc comments.
//!
//! A text is either *Markdown*, which is written for rustdoc and used unchanged, or a *description* from the document,
//! which [`doc_lines`] converts. `lower/annotations.rs` shortens long descriptions that would be repeated.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use serde_json::Value;
use syn::ext::IdentExt;

use super::bounds::sentence;
use super::escape::{code_span, doc_lines, is_line_of_prose};
use super::wrap::wrap_line;
use crate::ir::{Annotations, TypeDefinition};

/// The last sentence about a setter that accepts null.
pub(super) const SENDS_NULL: &str = "Pass `None` or `Nullable::Null` to send null.";

/// The last sentence about a setter that accepts null in an update of an object.
pub(super) const CLEARS_VALUE: &str = "Pass `None` or `Nullable::Null` to clear this field.";

pub(super) const DEPRECATED: &str = "Deprecated.";

/// The paragraphs of a doc comment.
#[derive(Clone, Debug, Default)]
pub(super) struct Docs {
    lines: Vec<String>,
}

impl Docs {
    pub(super) fn new(text: impl AsRef<str>) -> Self {
        Self::default().markdown(text)
    }

    /// Starts with the description of a type or its name.
    pub(super) fn of_type(definition: &TypeDefinition) -> Self {
        let docs = Self::default().description(definition.description.as_deref());
        let docs = docs.or(format!("`{}`.", definition.name));
        match definition.deprecated {
            // The attribute would warn in the crate itself.
            true => docs.markdown(DEPRECATED),
            false => docs,
        }
    }

    /// Starts with a label and a description. A colon separates them, unless the description starts with a list,
    /// heading or other block, which needs its own paragraph.
    pub(super) fn labelled(label: &str, description: Option<&str>) -> Self {
        let text = description.unwrap_or_default().trim();
        match text.lines().next().is_some_and(is_line_of_prose) {
            true => Self::default().description(Some(&format!("{label}: {text}"))),
            false => Self::new(label).description(Some(text)),
        }
    }

    /// Adds a paragraph of Markdown, and wraps it.
    pub(super) fn markdown(self, text: impl AsRef<str>) -> Self {
        self.paragraph(wrap_line(text.as_ref()))
    }

    /// Adds a description.
    pub(super) fn description(self, text: Option<&str>) -> Self {
        self.paragraph(text.map(doc_lines).unwrap_or_default())
    }

    /// Adds the description of a field, or `summary`. Adds bounds and default if requests contain the field. For other
    /// fields, adds only bounds beyond 64 bits, because the Rust type can't hold all values.
    pub(super) fn field(self, annotations: &Annotations, summary: &str, is_sent: bool) -> Self {
        let mut sentences = match is_sent {
            true => limits(annotations),
            false => {
                let wide = annotations.bounds.iter().filter(|it| it.exceeds_64_bits());
                wide.map(sentence).collect()
            }
        };
        // The attribute would warn in the crate itself.
        sentences.extend(annotations.deprecated.then(|| DEPRECATED.to_owned()));
        self.sentences(annotations.description().unwrap_or(summary), &sentences)
    }

    /// Adds the description of a setter's value, or `summary`, with bounds, default and a last sentence.
    pub(super) fn setter(
        self,
        annotations: &Annotations,
        summary: &str,
        last_sentence: Option<&str>,
    ) -> Self {
        let text = annotations.description().unwrap_or(summary);
        let text = match text.strip_prefix("Whether ") {
            Some(rest) => &format!("Sets whether {rest}"),
            None => text,
        };
        let mut sentences = limits(annotations);
        sentences.extend(last_sentence.map(str::to_owned));
        self.sentences(text, &sentences)
    }

    /// Explains a setter's name that differs from the field's: by an underscore, because a method `send` exists, or by
    /// the prefix of a raw identifier.
    pub(super) fn explain_setter(self, setter: &Ident, field: &Ident) -> Self {
        let name = field.unraw().to_string();
        if *setter != format!("{name}_") {
            return self.explain_raw_identifier(setter);
        }
        let method = match name.as_str() {
            "eq" | "ne" => format!("`PartialEq::{name}`"),
            _ => format!("the method `{name}`"),
        };
        self.markdown(format!(
            "The underscore distinguishes this setter from {method}."
        ))
    }

    /// Explains the prefix of a raw identifier, which rustdoc omits.
    pub(super) fn explain_raw_identifier(self, name: &Ident) -> Self {
        let keyword = name.unraw();
        match *name == keyword {
            true => self,
            false => self.markdown(format!(
                "Spelled `{name}` in Rust, because `{keyword}` is a keyword."
            )),
        }
    }

    /// Adds a description and sentences, in the same paragraph if the description is a line of prose.
    fn sentences(self, text: &str, sentences: &[String]) -> Self {
        let sentences = sentences.join(" ");
        if sentences.is_empty() {
            self.description(Some(text))
        } else if is_line_of_prose(text) {
            self.description(Some(&format!("{} {sentences}", as_sentence(text))))
        } else {
            self.description(Some(text)).description(Some(&sentences))
        }
    }

    /// Adds lines of Markdown.
    pub(super) fn paragraph(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
        self
    }

    /// Adds the text if there are no lines yet.
    pub(super) fn or(self, text: impl AsRef<str>) -> Self {
        match self.lines.is_empty() {
            true => self.markdown(text),
            false => self,
        }
    }

    /// Adds the section `Errors`.
    pub(super) fn errors(self, text: &str) -> Self {
        let heading = ["# Errors".to_owned()];
        self.paragraph(heading.into_iter().chain(wrap_line(text)))
    }

    pub(super) fn errors_of_send(self) -> Self {
        self.errors("Fails like [`send`](Self::send).")
    }

    /// Renders a comment about the surrounding module.
    pub(super) fn inner(&self) -> TokenStream {
        let lines = self.padded();
        quote! { #( #![doc = #lines] )* }
    }

    fn padded(&self) -> impl Iterator<Item = String> {
        self.lines.iter().map(|line| match line.as_str() {
            "" => String::new(),
            line => format!(" {line}"),
        })
    }
}

impl ToTokens for Docs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let lines = self.padded();
        tokens.extend(quote! { #( #[doc = #lines] )* });
    }
}

fn limits(annotations: &Annotations) -> Vec<String> {
    let default = match &annotations.default {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(value) => Some(value.to_string()),
    };
    let description = annotations.description().unwrap_or_default();
    let default = default.filter(|default| !mentions_default(description, default));
    let bounds = annotations.bounds.iter().map(sentence);
    bounds
        .chain(default.map(|default| format!("Server default: {}.", code_span(&default))))
        .collect()
}

/// Whether a sentence of a description contains the default and the word `default`: `Defaults to 10.`, `10 by default`.
fn mentions_default(description: &str, default: &str) -> bool {
    let bare = |word: &str| {
        let is_punctuation = |character: char| !character.is_alphanumeric();
        word.trim_matches(is_punctuation).to_owned()
    };
    let default = bare(default);
    let is_value = |word: &&str| bare(word) == default;
    // A value such as `default_voice` contains the word `default` itself.
    let is_keyword = |word: &&str| !is_value(word) && word.to_lowercase().contains("default");
    let words: Vec<&str> = description.split_whitespace().collect();
    let mut sentences = words.split_inclusive(|word| word.ends_with('.'));
    !default.is_empty()
        && sentences.any(|words| words.iter().any(is_value) && words.iter().any(is_keyword))
}

/// Appends a full stop to a text that ends without punctuation, unless it is blank.
pub(super) fn as_sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches([',', ';']).trim_end();
    let without_quotes = text.trim_end_matches([')', '"', '*', '_']);
    if text.is_empty() || without_quotes.ends_with(['.', '!', '?', ':', '…', '。', '！', '？'])
    {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

pub(super) fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote! { #[deprecated = "the API marks it as deprecated"] })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ir::{Bound, BoundValue};

    fn annotations(description: Option<&str>) -> Annotations {
        Annotations {
            description: description.map(str::to_owned),
            bounds: vec![
                Bound::MultipleOf(BoundValue::Integer(2)),
                Bound::UniqueItems,
            ],
            default: Some(json!(10)),
            ..Annotations::default()
        }
    }

    #[test]
    fn limits_of_sent_values_follow_the_description() {
        let limits = "Must be a multiple of 2. Items must be unique. Server default: `10`.";
        for (description, text) in [
            (Some("Most people at a time"), "Most people at a time."),
            (None, "Sets `size`."),
            (Some("Whether it is full."), "Sets whether it is full."),
        ] {
            let docs = Docs::default().setter(&annotations(description), "Sets `size`.", None);
            assert_eq!(docs.lines.join(" "), format!("{text} {limits}"));
        }
    }

    #[test]
    fn limits_of_description_other_than_prose_are_a_paragraph() {
        for description in [
            "# Size",
            "- small",
            "`open",
            "<div>Size</div>",
            "One.\n\nTwo.",
        ] {
            let docs = Docs::default().setter(&annotations(Some(description)), "", None);
            let last = "Must be a multiple of 2. Items must be unique. Server default: `10`.";
            assert!(
                docs.lines.ends_with(&[String::new(), last.to_owned()]),
                "{docs:?}"
            );
        }
    }

    #[test]
    fn limits_with_default_in_the_description_omit_it() {
        for (description, is_omitted) in [
            ("The size. Defaults to `10`.", true),
            ("Default page size: 10", true),
            ("10 by default", true),
            ("Default: 5. Most: 10", false),
            ("Up to 10. The default is small", false),
            ("From 1 to 10", false),
        ] {
            let limits = limits(&annotations(Some(description))).join(" ");
            assert_eq!(
                !limits.contains("Server default"),
                is_omitted,
                "{description}"
            );
        }
    }

    #[test]
    fn limits_of_received_values_are_omitted() {
        let docs = Docs::default().field(&annotations(None), "`size`", false);
        assert_eq!(docs.lines, ["`size`"]);
    }

    #[test]
    fn limits_with_null_default_omits_it() {
        let limits_of = |default| {
            limits(&Annotations {
                default: Some(default),
                ..Annotations::default()
            })
        };
        assert!(limits_of(json!(null)).is_empty());
        assert_eq!(limits_of(json!("")), ["Server default: `\"\"`."]);
        assert_eq!(limits_of(json!("mp4")), ["Server default: `mp4`."]);
    }

    #[test]
    fn labelled_separates_label_from_blocks_and_empty_descriptions() {
        for (description, expected) in [
            ("Fine.\n- a", "`x`: Fine.|- a"),
            ("- a\n- b", "`x`||- a|- b"),
            ("```\na\n```", "`x`||```text|a|```"),
            (" ", "`x`"),
        ] {
            let docs = Docs::labelled("`x`", Some(description));
            assert_eq!(docs.lines.join("|"), expected);
        }
    }

    #[test]
    fn as_sentence_ends_with_a_full_stop() {
        for (text, sentence) in [
            ("List rooms ", "List rooms."),
            ("Why?", "Why?"),
            ("(List rooms.)", "(List rooms.)"),
            ("List (rooms)", "List (rooms)."),
            ("List rooms;", "List rooms."),
            ("部屋の一覧。", "部屋の一覧。"),
            (" ", ""),
        ] {
            assert_eq!(as_sentence(text), sentence);
        }
    }
}
