//! Finds the prose in Rust and Markdown files.
//!
//! Every other character is replaced by a space or by one of the signs below. The prose keeps its lines and columns,
//! which errors quote, and a phrase can't extend over code or into the next sentence.

use std::iter::repeat_n;

use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, tokenize};

/// Ends a sentence. Replaces code, empty lines and the markers of list items.
const BREAK: char = '.';
/// Separates words. Replaces inline code, and the markers of headings and table cells.
const SEPARATOR: char = ',';

/// Returns the prose of a Rust file: its comments and string literals.
pub(super) fn in_rust(source: &str) -> String {
    let mut prose = String::with_capacity(source.len());
    let mut rest = source;
    for token in tokenize(source, FrontmatterAllowed::No) {
        let Some((text, after)) = rest.split_at_checked(token.len as usize) else {
            break;
        };
        rest = after;
        match token.kind {
            TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => {
                let content = text.trim_start_matches(['/', '!', '*']);
                prose.extend(repeat_n(' ', text.len() - content.len()));
                prose.push_str(content);
            }
            TokenKind::Literal { kind, .. } if is_string(kind) => prose.extend(string(text)),
            _ => prose.extend(text.chars().map(code)),
        }
    }
    without_markers(&prose)
}

/// Returns the prose of a Markdown file: everything except code.
pub(super) fn in_markdown(text: &str) -> String {
    let mut is_code = false;
    let lines = text.lines().map(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence { "" } else { line }
    });
    without_markers(&lines.collect::<Vec<_>>().join("\n"))
}

fn is_string(kind: LiteralKind) -> bool {
    matches!(kind, LiteralKind::Str { .. } | LiteralKind::RawStr { .. })
}

/// Returns the replacement of a character in code.
fn code(character: char) -> char {
    if character.is_whitespace() {
        character
    } else {
        BREAK
    }
}

/// Returns the prose of a string literal. A sentence continues after an escaped line break, but not after `\n`.
fn string(literal: &str) -> impl Iterator<Item = char> {
    let mut is_escaped = false;
    literal.chars().map(move |it| {
        let was_escaped = is_escaped;
        is_escaped = it == '\\' && !was_escaped;
        match it {
            '\\' if is_escaped => ' ',
            '"' => BREAK,
            _ if was_escaped => code(it),
            _ => it,
        }
    })
}

/// Replaces inline code, and the characters of lists, headings, tables and emphasis in Markdown.
fn without_markers(prose: &str) -> String {
    let lines = prose.lines().map(|line| {
        let text = line.trim_start();
        if text.is_empty() {
            return BREAK.to_string();
        }
        let mut is_code = false;
        let without_markers = text.chars().enumerate().map(|(index, it)| match it {
            '`' => {
                is_code = !is_code;
                SEPARATOR
            }
            '|' | '#' => SEPARATOR,
            _ if is_code => SEPARATOR,
            '-' | '+' if index == 0 => BREAK,
            '*' => ' ',
            _ => it,
        });
        let indent = line.chars().take_while(|it| it.is_whitespace());
        indent.chain(without_markers).collect()
    });
    lines.collect::<Vec<String>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_rust_keeps_comments_and_string_literals() {
        for (source, expected) in [
            ("//! The first\n//! of two.", "    The first\n    of two."),
            ("let a = 1; // End", "... . . ..    End"),
            ("a /* one /* two */ */ b", ".    one /  two  /  / ."),
            (
                r#"f("One \"two\" 'three'", x)"#,
                "...One  .two . 'three'.. ..",
            ),
            ("(\"one \\\n   two\\n\")", "..one  \n   two ..."),
            ("f(r#\"one \"two\"\"#)", "..r,.one .two..,."),
            ("f('\"', b'\"', 'é')", "...... ..... ...."),
            ("fn f<'a>(a: &'a str) {}", ".. ........ ... .... .."),
        ] {
            assert_eq!(in_rust(source), expected, "{source}");
        }
    }

    #[test]
    fn in_markdown_replaces_code_and_markers() {
        assert_eq!(
            in_markdown("# One\n\nTwo `three` **four**:\n- five\n\n```sh\nsix\n```\n| a | b |\n"),
            ", One\n.\nTwo ,,,,,,,   four  :\n. five\n.\n.\n.\n.\n, a , b ,"
        );
    }
}
