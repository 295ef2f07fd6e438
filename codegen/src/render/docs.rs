//! Doc comments.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use serde_json::Value;

use super::bounds::phrase;
use crate::ir::Annotations;
use crate::render::markdown::{code_span, doc_lines, is_invisible};

/// A doc comment: paragraphs separated by empty lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Docs {
    lines: Vec<String>,
}

impl Docs {
    /// Starts with a line that is Markdown for rustdoc already.
    pub(super) fn new(line: impl Into<String>) -> Self {
        Self::default().line(line)
    }

    /// Adds a line that is Markdown for rustdoc already, as a paragraph.
    pub(super) fn line(self, line: impl Into<String>) -> Self {
        self.paragraph([line.into()])
    }

    /// Adds a description from the document.
    pub(super) fn text(self, text: Option<&str>) -> Self {
        self.paragraph(text.map(doc_lines).unwrap_or_default())
    }

    /// Adds description, bounds and default of a value.
    pub(super) fn annotations(self, annotations: &Annotations) -> Self {
        let limits = limits(annotations);
        match annotations.description.as_deref() {
            // A description of one paragraph continues with the bounds.
            Some(text) if !limits.is_empty() && !text.trim().contains('\n') => {
                self.text(Some(&format!("{} {limits}", text.trim())))
            }
            text if limits.is_empty() => self.text(text),
            text => self.text(text).text(Some(&limits)),
        }
    }

    /// Adds a paragraph of several lines that are Markdown for rustdoc already.
    pub(super) fn paragraph(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
        self
    }

    /// Adds `text` if the comment is empty.
    pub(super) fn or(self, text: impl Into<String>) -> Self {
        if self.lines.is_empty() {
            self.line(text)
        } else {
            self
        }
    }

    /// Renders the comment of a file or module.
    pub(super) fn inner(&self) -> TokenStream {
        let lines = self.padded();
        quote! { #( #![doc = #lines] )* }
    }

    fn padded(&self) -> impl Iterator<Item = String> {
        self.lines.iter().map(|line| match line.as_str() {
            "" => String::new(),
            line => format!(" {}", line.replace(is_invisible, "\u{fffd}")),
        })
    }
}

impl ToTokens for Docs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let lines = self.padded();
        tokens.extend(quote! { #( #[doc = #lines] )* });
    }
}

fn limits(annotations: &Annotations) -> String {
    let mut sentences = Vec::new();
    if !annotations.bounds.is_empty() {
        let bounds: Vec<String> = annotations.bounds.iter().map(phrase).collect();
        sentences.push(format!("Bounds: {}.", bounds.join(", ")));
    }
    match &annotations.default {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) => sentences.push(format!("Default: {}.", code_span(text))),
        Some(value) => {
            sentences.push(format!("Default: {}.", code_span(&value.to_string())));
        }
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ir::{Bound, Quantity};

    #[test]
    fn limits_follow_the_description() {
        let annotations = Annotations {
            description: Some("Most people at a time.".into()),
            bounds: vec![Bound::MultipleOf(Quantity::Integer(2)), Bound::UniqueItems],
            default: Some(json!(10)),
            ..Annotations::default()
        };
        let expected = quote! {
            #[doc = " Most people at a time. Bounds: a multiple of 2, unique items. Default: `10`."]
        };
        assert_eq!(
            Docs::default()
                .annotations(&annotations)
                .into_token_stream()
                .to_string(),
            expected.to_string()
        );
    }

    #[test]
    fn limits_with_null_default_omits_it() {
        let limits_of = |default| {
            limits(&Annotations {
                default: Some(default),
                ..Annotations::default()
            })
        };
        assert_eq!(limits_of(json!(null)), "");
        assert_eq!(limits_of(json!("")), "Default: `\"\"`.");
        assert_eq!(limits_of(json!("mp4")), "Default: `mp4`.");
    }
}
