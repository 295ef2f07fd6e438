//! Finds the words of Rust comments, Rust string literals and Markdown.

/// A word, or the end of a sentence or paragraph.
#[derive(Debug, PartialEq)]
pub(super) struct Token {
    pub(super) text: String,
    /// The line, counted from 1.
    pub(super) line: usize,
    /// The column in characters, counted from 1.
    pub(super) column: usize,
}

/// The end of a sentence.
pub(super) const SENTENCE_END: &str = ".";
/// The end of a paragraph, comment or string.
pub(super) const PARAGRAPH_END: &str = "\n";
/// Any other punctuation, and code in backticks.
const PUNCTUATION: &str = ",";

/// Stands for code in the text of a Rust file.
const CODE: char = '\0';

/// Returns the words of a Rust file's comments and string literals, in lower case.
pub(super) fn in_rust(source: &str) -> Vec<Token> {
    tokens(&without_code(source))
}

/// Returns the words of a Markdown file, in lower case and without code blocks.
pub(super) fn in_markdown(text: &str) -> Vec<Token> {
    let mut is_code = false;
    let lines: Vec<&str> = text
        .lines()
        .map(|line| {
            let is_fence = line.trim_start().starts_with("```");
            is_code ^= is_fence;
            if is_code || is_fence { "" } else { line }
        })
        .collect();
    tokens(&lines.join("\n"))
}

/// Replaces everything but comments, string literals and whitespace by `CODE`, so that columns stay the same.
fn without_code(source: &str) -> String {
    let mut prose = String::new();
    let mut rest = source;
    let mut last = ' ';
    while let Some(next) = rest.chars().next() {
        let (length, content) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), Content::Comment)
        } else if rest.starts_with("/*") {
            (block_comment_length(rest), Content::Comment)
        } else if next == '"' {
            (string_length(rest), Content::String)
        } else if let Some(length) = raw_string_length(rest)
            && !is_word(last)
        {
            (length, Content::RawString)
        } else {
            (char_length(rest), Content::Code)
        };
        let (part, remaining) = rest.split_at(length);
        rest = remaining;
        last = next;
        content.push(part, &mut prose);
    }
    prose
}

/// The kind of a part of a Rust file.
enum Content {
    Code,
    Comment,
    String,
    RawString,
}

impl Content {
    /// Appends the prose of a part, with as many characters as the part.
    fn push(&self, part: &str, prose: &mut String) {
        let code = |it: char| if it.is_whitespace() { it } else { CODE };
        match self {
            Self::Code => prose.extend(part.chars().map(code)),
            Self::Comment => {
                let text = part.trim_start_matches(['/', '!', '*']);
                prose.extend(part.chars().map(|_| ' ').take(part.len() - text.len()));
                *prose += text;
            }
            Self::RawString => {
                // The prefix and the hashes around the quotes are code.
                let text = part.find('"').unwrap_or(0)..part.rfind('"').unwrap_or(0);
                prose.extend(part.char_indices().map(|(index, it)| {
                    if it == '"' || !text.contains(&index) {
                        CODE
                    } else {
                        it
                    }
                }));
            }
            Self::String => {
                let mut is_escaped = false;
                prose.extend(part.chars().map(|it| {
                    let is_escape = it == '\\' && !is_escaped;
                    let shown = match it {
                        // An escaped line break continues the sentence.
                        '\n' => it,
                        '\\' if is_escape => ' ',
                        _ if is_escaped || it == '"' => CODE,
                        _ => it,
                    };
                    is_escaped = is_escape;
                    shown
                }));
            }
        }
    }
}

fn block_comment_length(rest: &str) -> usize {
    let mut depth = 0;
    let mut length = 0;
    while let Some(next) = rest.get(length..).and_then(|it| it.chars().next()) {
        let step = match rest.get(length..length + 2) {
            Some("/*") => {
                depth += 1;
                2
            }
            Some("*/") => {
                depth -= 1;
                2
            }
            _ => next.len_utf8(),
        };
        length += step;
        if depth == 0 {
            break;
        }
    }
    length
}

fn string_length(rest: &str) -> usize {
    let mut is_escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, it)| {
        let is_end = *it == '"' && !is_escaped;
        is_escaped = *it == '\\' && !is_escaped;
        is_end
    });
    end.map_or(rest.len(), |(index, _)| index + 1)
}

/// Returns the length if the text starts with a raw string.
fn raw_string_length(rest: &str) -> Option<usize> {
    let hashes = rest.strip_prefix('r')?;
    let text = hashes.trim_start_matches('#');
    let end = format!("\"{}", "#".repeat(hashes.len() - text.len()));
    let text = text.strip_prefix('"')?;
    let length = text.find(&end)? + end.len();
    Some(rest.len() - text.len() + length)
}

/// Returns the length of a character literal, or of one character.
fn char_length(rest: &str) -> usize {
    let mut chars = rest.char_indices();
    let first = chars.next().map_or(0, |(_, it)| it.len_utf8());
    if !rest.starts_with('\'') {
        return first;
    }
    let is_escape = rest.starts_with("'\\");
    let closing = if is_escape { 2 } else { 1 };
    // A lifetime has no closing quote directly after its first character.
    match chars.nth(closing) {
        Some((index, '\'')) => index + 1,
        _ if is_escape => rest
            .get(3..)
            .and_then(|it| it.find('\''))
            .map_or(first, |index| index + 4),
        _ => first,
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '\'' | '’' | '-')
}

/// Splits prose into words and punctuation.
fn tokens(prose: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (line, text) in (1..).zip(prose.lines()) {
        let mut push = |text: &str, column: usize| {
            if text != PARAGRAPH_END || tokens.last().is_some_and(|it| it.text != text) {
                tokens.push(Token {
                    text: text.to_owned(),
                    line,
                    column: column + 1,
                });
            }
        };
        if starts_paragraph(text.trim_start()) {
            push(PARAGRAPH_END, 0);
        }
        let chars: Vec<char> = text.chars().collect();
        let mut rest = chars.iter().copied().enumerate().peekable();
        while let Some((column, first)) = rest.next() {
            match first {
                CODE => push(PARAGRAPH_END, column),
                '.' | ';' | '!' | '?' => push(SENTENCE_END, column),
                '`' => {
                    let closing = chars.iter().skip(column + 1).position(|it| *it == '`');
                    if let Some(length) = closing {
                        rest.nth(length);
                    }
                    push(PUNCTUATION, column);
                }
                // Emphasis and list items.
                '*' | '-' | '+' => {}
                _ if first.is_alphanumeric() => {
                    let mut word = String::from(first);
                    while let Some((_, next)) = rest.next_if(|(_, next)| is_word(*next)) {
                        word.push(next);
                    }
                    push(
                        word.trim_end_matches(['\'', '’', '-'])
                            .to_lowercase()
                            .as_str(),
                        column,
                    );
                }
                _ if first.is_whitespace() => {}
                _ => push(PUNCTUATION, column),
            }
        }
    }
    tokens
}

/// Whether a line starts a new paragraph, list item or table row.
fn starts_paragraph(line: &str) -> bool {
    line.is_empty()
        || ["- ", "* ", "+ ", "|", "#"]
            .iter()
            .any(|it| line.starts_with(it))
        || line
            .trim_start_matches(|it: char| it.is_ascii_digit())
            .starts_with(". ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(source: &str) -> String {
        texts(&in_rust(source))
    }

    fn texts(tokens: &[Token]) -> String {
        let texts: Vec<&str> = tokens.iter().map(|token| &*token.text).collect();
        texts.join(" ").replace(PARAGRAPH_END, "/")
    }

    #[test]
    fn in_rust_finds_comments() {
        assert_eq!(
            rust("//! The first\n//! of two lines.\n\n/// Next, `code`\nlet code = 1; // End"),
            "the first of two lines . / next , , / end"
        );
        assert_eq!(
            rust("a /* one /* two */\n three */ b"),
            "one , two , three , /"
        );
    }

    #[test]
    fn in_rust_finds_string_literals() {
        assert_eq!(
            rust(r#"f("One \"two\" 'three'", x)"#),
            "one / two / , three /"
        );
        assert_eq!(rust("f(\"one \\\n   two\\n  three\")"), "one two / three /");
        assert_eq!(rust("f(r#\"one \"two\" \\\"#, four)"), "one / two / , /");
        assert_eq!(rust("bar\"one\""), "one /");
    }

    #[test]
    fn in_rust_skips_characters_and_lifetimes() {
        assert_eq!(rust("f('\"', '\\'', '\\u{22}', b'\"', 'é')"), "");
        assert_eq!(rust("fn f<'a>(a: &'a str) { \"one\" }"), "one /");
        assert_eq!(rust("// isn't"), "isn't");
    }

    #[test]
    fn in_markdown_skips_code() {
        assert_eq!(
            texts(&in_markdown(
                "# One\n\nTwo `three` **four**:\n- five\n\n```sh\nsix\n```\n| a | b |\n"
            )),
            ", one / two , four , / five / , a , b ,"
        );
    }

    #[test]
    fn tokens_have_line_and_column() {
        assert_eq!(
            in_rust("a\n  // é one\n").last(),
            Some(&Token {
                text: "one".to_owned(),
                line: 2,
                column: 8
            })
        );
    }
}
