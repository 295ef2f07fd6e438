//! The imports of a file, found in its code.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Spacing, TokenStream, TokenTree};
use quote::quote;

use super::root::path_tokens;
use crate::names::{self, FileKind, contains_word};

/// The methods of the trait `RequestExt`.
const EXTENSION_METHODS: &str = "bytes cookie cookie_as download exploded_header fields files form form_body header \
                                 multipart multipart_body path_as query_as query_reserved";

/// The names that a file imports, by module.
pub(super) struct Imports(BTreeMap<&'static str, BTreeSet<String>>);

impl Imports {
    /// Returns the imports that some code needs, except models and resources of other files.
    pub(super) fn of(kind: FileKind, code: TokenStream) -> Self {
        let mut imports = Self(BTreeMap::new());
        imports.add_used(kind, code, false);
        imports
    }

    pub(super) fn add(&mut self, module: &'static str, name: impl Into<String>) {
        self.0.entry(module).or_default().insert(name.into());
    }

    /// Adds what some tokens use. The identifiers directly in the braces of an enum are the names of its variants.
    fn add_used(&mut self, kind: FileKind, tokens: TokenStream, are_variants: bool) {
        let mut tokens = tokens.into_iter().peekable();
        let mut follows_enum = false;
        // The punctuation before the token.
        let mut marks = String::new();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Punct(mark) => {
                    marks.push(mark.as_char());
                    continue;
                }
                TokenTree::Group(group) => {
                    self.add_used(kind, group.stream(), follows_enum);
                    follows_enum = false;
                }
                TokenTree::Ident(name) if !are_variants => {
                    let name = name.to_string();
                    let begins_path = matches!(tokens.peek(), Some(TokenTree::Punct(next))
                        if next.as_char() == '!' || next.spacing() == Spacing::Joint);
                    follows_enum |= name == "enum";
                    if marks == "." {
                        if kind == FileKind::Resources && contains_word(EXTENSION_METHODS, &name) {
                            self.add("crate::extensions", "RequestExt as _");
                        }
                    } else if !marks.ends_with("::")
                        && (begins_path || name.starts_with(char::is_uppercase))
                        && let Some(module) = names::imported_from(kind, &name)
                    {
                        self.add(module, name);
                    }
                }
                TokenTree::Ident(_) | TokenTree::Literal(_) => {}
            }
            marks.clear();
        }
    }

    /// Returns the `use` items: the standard library first, then other crates, then this one.
    pub(super) fn items(&self) -> TokenStream {
        let rank = |module: &str| match module.split("::").next() {
            Some("std") => 0,
            Some("crate" | "super") => 2,
            _ => 1,
        };
        let mut modules: Vec<_> = self.0.iter().collect();
        modules.sort_by_key(|(module, _)| rank(module));
        let items = modules.into_iter().map(|(module, names)| {
            let module = path_tokens(module);
            let names = names.iter().map(|name| match name.strip_suffix(" as _") {
                Some(name) => {
                    let name = names::ident(name);
                    quote!(#name as _)
                }
                None => path_tokens(name),
            });
            quote! { use #module::{#(#names),*}; }
        });
        quote! { #(#items)* }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::assert_tokens;

    #[test]
    fn imports_of_models_are_sorted_and_distinct() {
        let mut imports = Imports::of(
            FileKind::Models,
            quote! {
                struct Room { at: BTreeMap<String, DateTime<Utc>>, on: NaiveDate, key: Secret, other: Secret }
                open_enum!(Room);
                impl body::ResponseBody for Room {}
            },
        );
        imports.add("super", "Kind");
        assert_tokens(
            imports.items(),
            quote! {
                use std::collections::{BTreeMap};
                use chrono::{DateTime, NaiveDate, Utc};
                use crate::{Secret};
                use crate::runtime::response::{body};
                use crate::runtime::values::open_enum::{open_enum};
                use super::{Kind};
            },
        );
    }

    #[test]
    fn imports_of_resources_include_the_extension_trait() {
        let code = quote!(Request::get().header("a", models::Uuid));
        assert_tokens(
            Imports::of(FileKind::Resources, code).items(),
            quote! {
                use crate::{models};
                use crate::extensions::{RequestExt as _};
                use crate::runtime::request::{Request};
            },
        );
    }

    #[test]
    fn imports_exclude_variants_fields_and_paths() {
        let code = quote! {
            enum Kind { Secret, #[serde(untagged)] Uuid(String) }
            struct Room { body: String, open_enum: String }
            fn kind() { self.header = Kind::Secret; }
        };
        assert_tokens(Imports::of(FileKind::Models, code).items(), quote!());
    }
}
