//! Escapes text of a document for each target, so that it isn't read as markup, code or a command there.
//!
//! | target | function |
//! |---|---|
//! | Markdown, in doc comments and elsewhere | `code_span`; `table_code` in a table |
//! | a doc comment made from a whole Markdown description | `doc_lines` |
//! | a terminal or log | [`terminal_line`], [`terminal_lines`] |
//! | JSON in a terminal, log or source file | [`json`] |
//!
//! `quote` escapes string literals of Rust, and `toml_edit` those of TOML.

mod json;
mod markdown;
mod rustdoc;
mod terminal;

pub use self::json::json;
pub use self::markdown::code_span;
pub(crate) use self::markdown::table_code;
pub(crate) use self::rustdoc::{doc_lines, is_line_of_prose};
pub use self::terminal::{terminal_line, terminal_lines};

use crate::names::is_invisible;

/// Whether a character has no glyph or ends a line.
pub(crate) fn is_unprintable(character: char) -> bool {
    character.is_control()
        || is_invisible(character)
        || matches!(character, '\u{2028}' | '\u{2029}')
}

/// Returns a text on one line. Unprintable characters are escaped as in Rust.
fn printable(text: &str) -> String {
    let escape = |character: char| match is_unprintable(character) {
        true => character.escape_default().to_string(),
        false => character.to_string(),
    };
    text.chars().map(escape).collect()
}
