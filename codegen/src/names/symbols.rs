//! Replaces symbols with words: `-name` becomes `minus name`.

/// Words for the symbols of ASCII, and for operators that aren't read symbol by symbol, which come first.
const SYMBOLS: [(&str, &str); 35] = [
    (">=", "greater than or equal"),
    ("<=", "less than or equal"),
    (" ", "space"),
    ("!", "not"),
    ("\"", "quote"),
    ("#", "hash"),
    ("$", "dollar"),
    ("%", "percent"),
    ("&", "ampersand"),
    ("'", "apostrophe"),
    ("(", "left parenthesis"),
    (")", "right parenthesis"),
    // The usual wildcard.
    ("*", "all"),
    ("+", "plus"),
    (",", "comma"),
    ("-", "minus"),
    (".", "full stop"),
    ("/", "slash"),
    (":", "colon"),
    (";", "semicolon"),
    ("<", "less than"),
    ("=", "equal"),
    (">", "greater than"),
    ("?", "question mark"),
    ("@", "at"),
    ("[", "left bracket"),
    ("\\", "backslash"),
    ("]", "right bracket"),
    ("^", "caret"),
    ("_", "underscore"),
    ("`", "backtick"),
    ("{", "left brace"),
    ("|", "pipe"),
    ("}", "right brace"),
    ("~", "tilde"),
];

/// Symbols that change the meaning of a word before or after them: `>5`, `C#`. `-` does so only before a word.
const MODIFIERS: &str = "!#$%&*+<=>@^|~";

/// If a value consists only of symbols, replaces them all with words. Otherwise, replaces the symbols before the first
/// and after the last word character that change the meaning of the word, as in `-name`, and removes the others there.
/// Symbols inside are kept.
pub(super) fn in_words(value: &str) -> String {
    let is_word = |character: char| character != '_' && unicode_ident::is_xid_continue(character);
    let word = value.trim_matches(|character| !is_word(character));
    let Some((before, after)) = value.split_once(word).filter(|_| !word.is_empty()) else {
        return words(value);
    };
    // `also` has the symbols that are modifiers only on this side of the word, such as `-` before it.
    let modifiers = |symbols: &str, also: &str| -> String {
        let is_modifier = |it: &char| MODIFIERS.contains(*it) || also.contains(*it);
        words(&symbols.chars().filter(is_modifier).collect::<String>())
    };
    format!("{} {word} {}", modifiers(before, "-"), modifiers(after, ""))
}

/// Returns the words for symbols, one after another. A symbol without a word becomes its code, such as `u20ac`.
fn words(mut symbols: &str) -> String {
    let mut words = Vec::new();
    while let Some(first) = symbols.chars().next() {
        let known = SYMBOLS
            .iter()
            .find(|(symbol, _)| symbols.starts_with(symbol));
        let (length, word) = match known {
            Some((symbol, word)) => (symbol.len(), (*word).to_owned()),
            None => (first.len_utf8(), format!("u{:x}", u32::from(first))),
        };
        words.push(word);
        symbols = symbols.get(length..).unwrap_or_default();
    }
    words.join(" ")
}
