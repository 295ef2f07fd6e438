//! Words of names, and nouns in the singular and the plural.

use crate::names::{contains_word, in_snake_case, singular, spaced_words};

/// Plurals that name one object.
const SINGLE_OBJECTS: &str =
    "analytics bytes details metrics news preferences settings statistics stats status";

/// Splits a name into words in lower case.
pub(in crate::names) fn split(name: &str) -> Vec<String> {
    let name = in_snake_case(&spaced_words(name));
    let words = name.split('_').filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Whether two nouns are the same, each in the singular or the plural.
pub(super) fn is_same_noun(a: &[String], b: &[String]) -> bool {
    let singulars = |words: &[String]| words.iter().map(|it| singular(it)).collect::<Vec<_>>();
    a.len() == b.len() && singulars(a) == singulars(b)
}

/// Whether a noun names several objects.
pub(super) fn is_plural(noun: &[String]) -> bool {
    let is_plural = |word: &String| singular(word) != *word && !contains_word(SINGLE_OBJECTS, word);
    noun.last().is_some_and(is_plural)
}

pub(in crate::names) fn in_singular(noun: &[String]) -> Vec<String> {
    let mut words = noun.to_vec();
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    words
}
