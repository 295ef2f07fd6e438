//! The module that generated code belongs to.

use std::iter;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;

use super::types::parsed;

/// The module that contains the generated code and the runtime: the crate root, unless several SDKs share a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The path of the module in examples, which are compiled outside the crate.
    library: String,
    /// The path of the module inside the crate.
    path: String,
}

impl Root {
    /// Creates the root of a crate.
    pub fn of_crate(library: &str) -> Self {
        Self {
            library: library.to_owned(),
            path: "crate".to_owned(),
        }
    }

    /// Creates the root of an SDK in a module of a crate, for instance `sdks::pets`.
    pub fn of_module(library: &str, module: &str) -> Self {
        Self {
            library: format!("{library}::{module}"),
            path: format!("crate::{module}"),
        }
    }

    pub(super) fn library(&self) -> &str {
        &self.library
    }

    /// Replaces `crate` at the start of paths by the path of this module.
    pub(super) fn relocate(&self, tokens: TokenStream) -> TokenStream {
        match self.path.as_str() {
            "crate" => tokens,
            path => relocate(tokens, &parsed(path)),
        }
    }
}

fn relocate(tokens: TokenStream, root: &TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let relocated = iter::from_fn(|| {
        let token = tokens.next()?;
        // Leaves `pub(crate)` unchanged.
        let begins_path =
            matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ':');
        Some(match token {
            TokenTree::Ident(word) if word == "crate" && begins_path => root.clone(),
            TokenTree::Group(group) => {
                let stream = relocate(group.stream(), root);
                Group::new(group.delimiter(), stream).into_token_stream()
            }
            token => token.into(),
        })
    });
    relocated.collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn relocate_in_a_module_prefixes_paths_and_keeps_visibility() {
        let tokens = quote! {
            use crate::{Client, models};
            pub(crate) const A: crate::B = crate::B::C;
            struct D { e: [crate::F; 2], g: &'static str }
        };
        let expected = quote! {
            use crate::sdks::pets::{Client, models};
            pub(crate) const A: crate::sdks::pets::B = crate::sdks::pets::B::C;
            struct D { e: [crate::sdks::pets::F; 2], g: &'static str }
        };
        let root = Root::of_module("all", "sdks::pets");
        assert_eq!(
            root.relocate(tokens.clone()).to_string(),
            expected.to_string()
        );
        assert_eq!(root.library(), "all::sdks::pets");
        let unchanged = Root::of_crate("pets").relocate(tokens.clone());
        assert_eq!(unchanged.to_string(), tokens.to_string());
    }
}
