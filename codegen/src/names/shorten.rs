//! Shortens long names, and makes the names of files ASCII.

/// The maximum length of an identifier in bytes.
const LONGEST_IDENTIFIER: usize = 200;

/// The maximum length of a module in bytes, so that every file system accepts its file.
const LONGEST_MODULE: usize = 100;

/// Returns an identifier that isn't too long. A shortened name ends with a hash of the whole name.
pub(super) fn identifier(name: String) -> String {
    match name.len() > LONGEST_IDENTIFIER {
        true => with_hash(&name, name.chars(), LONGEST_IDENTIFIER),
        false => name,
    }
}

/// Returns a module that isn't too long and is ASCII. A changed name ends with a hash of the whole name.
pub(super) fn module(name: String) -> String {
    match name.is_ascii() && name.len() <= LONGEST_MODULE {
        true => name,
        false => with_hash(&name, name.chars().filter(char::is_ascii), LONGEST_MODULE),
    }
}

/// Returns the start of `characters`, followed by a hash of `name`.
fn with_hash(name: &str, characters: impl Iterator<Item = char>, longest: usize) -> String {
    let hash = format!("{:08x}", hash(name));
    let separator = if name.contains('_') || name.starts_with(char::is_lowercase) {
        "_"
    } else {
        "X"
    };
    let mut length = separator.len() + hash.len();
    let kept: String = characters
        .take_while(|character| {
            length += character.len_utf8();
            length <= longest
        })
        .collect();
    match kept.trim_end_matches('_') {
        "" => format!("x{hash}"),
        kept => format!("{kept}{separator}{hash}"),
    }
}

/// Returns the FNV-1a hash of a name, which never changes.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_get_hash() {
        let [a, b] = ["a", "b"].map(|end| identifier("a_b_".repeat(60) + end));
        assert_eq!(a.len(), 200);
        assert_ne!(a, b);
        assert_eq!(module("a_".repeat(50)).len(), 100);
        assert_eq!(module("a_".repeat(51)).len(), 100);
    }

    #[test]
    fn modules_are_ascii() {
        assert_eq!(hash("a"), 0xE40C_292C);
        assert_eq!(
            module("caf\u{e9}".to_owned()),
            format!("caf_{:08x}", hash("caf\u{e9}"))
        );
        assert_eq!(
            module("\u{7528}".to_owned()),
            format!("x{:08x}", hash("\u{7528}"))
        );
    }
}
