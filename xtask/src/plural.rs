//! Counts with the right form of the noun.

/// Returns "1 error" or "2 errors" for the noun "error".
pub(crate) fn count(count: usize, noun: &str) -> String {
    count_of(count, noun, &format!("{noun}s"))
}

/// Returns the number with the singular or plural form.
pub(crate) fn count_of(count: usize, singular: &str, plural: &str) -> String {
    let form = if count == 1 { singular } else { plural };
    format!("{count} {form}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn count_other_than_one_is_plural() {
        assert_eq!(
            [0, 1, 2].map(|it| count(it, "error")),
            ["0 errors", "1 error", "2 errors"]
        );
        assert_eq!(
            count_of(2, "file differs", "files differ"),
            "2 files differ"
        );
    }
}
