//! Escapes text of a document, so that the target doesn't read it as markup, code or a command.
//!
//! | target | function |
//! |---|---|
//! | Markdown, in doc comments and elsewhere | `code_span`; `table_code` in a table |
//! | a doc comment made from a whole Markdown description | `doc_lines` |
//! | JSON in a terminal, log or source file | [`json()`] |
//!
//! `diagnostics::terminal` escapes text for terminals and logs. `quote` escapes string literals of Rust, and
//! `toml_edit` those of TOML.

mod json;
mod markdown;
mod rustdoc;

pub use self::json::json;
pub use self::markdown::code_span;
pub(crate) use self::markdown::table_code;
pub(crate) use self::rustdoc::{doc_lines, is_line_of_prose};
