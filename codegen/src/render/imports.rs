//! The `use` items of a file, derived from the names that its code uses.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};
use quote::quote;

use super::types::parsed;
use crate::names::{self, FileKind, contains_word};

/// The methods of the runtime's trait `RequestExt`, which a file must import to call them.
const EXTENSION_METHODS: &str = "accept_redirects bytes client_header client_path client_query cookie cookie_as \
    download exploded_header fields files form form_body header idempotency_key multipart multipart_body \
    path_as query_as query_reserved retry";

/// The names to import, by module. A trait of which only methods are used is imported `as _`.
pub(super) struct Imports(BTreeMap<&'static str, BTreeSet<String>>);

impl Imports {
    /// Returns the imports that `code` needs, except models and resources of other files.
    pub(super) fn of(kind: FileKind, code: TokenStream) -> Self {
        let mut imports = Self(BTreeMap::new());
        imports.add_used(kind, code);
        imports
    }

    pub(super) fn add(&mut self, module: &'static str, name: impl Into<String>) {
        self.0.entry(module).or_default().insert(name.into());
    }

    /// Adds the names that the tokens use: macros, starts of paths, types, and the extension trait.
    fn add_used(&mut self, kind: FileKind, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut in_enum_header = false;
        let mut punctuation_before = String::new();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Punct(mark) => {
                    punctuation_before.push(mark.as_char());
                    continue;
                }
                TokenTree::Group(variants) if mem::take(&mut in_enum_header) => {
                    // The identifiers directly in the braces are the names of variants.
                    let tokens = variants.stream().into_iter();
                    let groups = tokens.filter(|token| matches!(token, TokenTree::Group(_)));
                    self.add_used(kind, groups.collect());
                }
                TokenTree::Group(group) => self.add_used(kind, group.stream()),
                TokenTree::Ident(name) => {
                    let name = name.to_string();
                    in_enum_header |= name == "enum";
                    // The first `:` of `::` is joint.
                    let (is_macro, begins_path) = match tokens.peek() {
                        Some(TokenTree::Punct(next)) => {
                            (next.as_char() == '!', next.spacing() == Spacing::Joint)
                        }
                        _ => (false, false),
                    };
                    if punctuation_before == "." {
                        if kind == FileKind::Resources && contains_word(EXTENSION_METHODS, &name) {
                            self.add("crate::extensions", "RequestExt as _");
                        }
                    } else if !punctuation_before.ends_with("::")
                        && (is_macro || begins_path || name.starts_with(char::is_uppercase))
                        && let Some(module) = names::imported_from(kind, &name)
                    {
                        self.add(module, name);
                        if is_macro {
                            // The arguments of macros are the names of variants and fields.
                            tokens.nth(1);
                        }
                    }
                }
                TokenTree::Literal(_) => {}
            }
            punctuation_before.clear();
        }
    }

    /// Returns the `use` items: standard library, other crates, this crate.
    pub(super) fn items(&self) -> TokenStream {
        let rank = |module: &str| match module.split("::").next() {
            Some("std") => 0,
            Some("crate" | "super") => 2,
            _ => 1,
        };
        let mut modules: Vec<_> = self.0.iter().collect();
        modules.sort_by_key(|(module, _)| rank(module));
        let items = modules.into_iter().map(|(module, names)| {
            let module = parsed(module);
            let names = names.iter().map(|name| parsed(name));
            quote! { use #module::{#(#names),*}; }
        });
        quote! { #(#items)* }
    }
}

pub(super) fn reexport(module: &str, types: impl Iterator<Item = Ident>) -> TokenStream {
    let module = names::ident(module);
    let types: BTreeSet<Ident> = types.collect();
    quote!(pub use #module::{#(#types),*};)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::assert_tokens;

    #[test]
    fn imports_of_models_exclude_names_of_variants() {
        let imports = Imports::of(
            FileKind::Models,
            quote! {
                enum System { Uuid(Id), UnknownValue(Other), Unknown(Value) }
                impl_union!(System; Uuid, UnknownValue);
            },
        );
        assert_tokens(
            imports.items(),
            quote! { use crate::runtime::values::union::{impl_union}; },
        );
    }

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
