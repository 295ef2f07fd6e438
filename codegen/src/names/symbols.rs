//! Replaces symbols with words: `-name` becomes `minus name`.

/// Words for the symbols of ASCII.
const SYMBOLS: [(char, &str); 33] = [
    (' ', "space"),
    ('!', "not"),
    ('"', "quote"),
    ('#', "hash"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "ampersand"),
    ('\'', "apostrophe"),
    ('(', "left parenthesis"),
    (')', "right parenthesis"),
    // The usual wildcard.
    ('*', "all"),
    ('+', "plus"),
    (',', "comma"),
    ('-', "minus"),
    ('.', "full stop"),
    ('/', "slash"),
    (':', "colon"),
    (';', "semicolon"),
    ('<', "less than"),
    ('=', "equal"),
    ('>', "greater than"),
    ('?', "question mark"),
    ('@', "at"),
    ('[', "left bracket"),
    ('\\', "backslash"),
    (']', "right bracket"),
    ('^', "caret"),
    ('_', "underscore"),
    ('`', "backtick"),
    ('{', "left brace"),
    ('|', "pipe"),
    ('}', "right brace"),
    ('~', "tilde"),
];

/// Words for operators that aren't read character by character.
const OPERATORS: [(&str, &str); 2] = [
    (">=", "greater than or equal"),
    ("<=", "less than or equal"),
];

/// Symbols that change the meaning of a word before or after them: `-name`, `>5`, `C#`.
const MODIFIERS: &str = "!#$%&<=>@^|~";

/// Replaces a value of only symbols with words. In `-name`, replaces symbols that change the meaning of the word next
/// to them, and removes others.
pub(super) fn in_words(value: &str) -> String {
    let is_word = |character: char| character != '_' && unicode_ident::is_xid_continue(character);
    let word = value.trim_matches(|character| !is_word(character));
    let Some((before, after)) = value.split_once(word).filter(|_| !word.is_empty()) else {
        return words(value);
    };
    // `also` are the symbols that are modifiers only on this side of the word.
    let modifiers = |symbols: &str, also: &str| -> String {
        let is_modifier = |it: &char| MODIFIERS.contains(*it) || also.contains(*it);
        words(&symbols.chars().filter(is_modifier).collect::<String>())
    };
    format!(
        "{} {word} {}",
        modifiers(before, "-+*"),
        modifiers(after, "+*")
    )
}

/// Returns the words for symbols, one after another. A symbol without a word becomes its code, such as `u20ac`.
fn words(mut symbols: &str) -> String {
    let mut words = Vec::new();
    while let Some(symbol) = symbols.chars().next() {
        let operator = OPERATORS
            .iter()
            .find(|(operator, _)| symbols.starts_with(operator));
        let word = SYMBOLS.iter().find(|(known, _)| *known == symbol);
        words.push(match (operator, word) {
            (Some((_, word)), _) | (None, Some((_, word))) => (*word).to_owned(),
            (None, None) => format!("u{:x}", u32::from(symbol)),
        });
        let length = operator.map_or(symbol.len_utf8(), |(operator, _)| operator.len());
        symbols = symbols.get(length..).unwrap_or_default();
    }
    words.join(" ")
}
