//! YAML to a [`Value`].

use saphyr_parser::{Event, Marker, Parser};
use serde_json::Value;
use serde_yaml::Deserializer;

use super::{DEEPEST, LIMIT, fault, node};
use crate::diagnostics::{Diagnostic, Result};

/// The key that takes in the members of other mappings.
const MERGE: &str = "<<";

/// How many brackets may be open at once without a look at them first: the reader takes time with the square of that.
const FEW: usize = 5_000;

pub(super) fn load(text: &str) -> Result<Value> {
    if text.bytes().filter(|byte| b"[{".contains(byte)).count() > FEW {
        check_nesting(text)?;
    }
    let read = node::read(text, Deserializer::from_str(text));
    let mut value = read.map_err(|error| {
        let place = error.location().map(|at| (at.line(), at.column()));
        let told = fault("YAML", &error.to_string(), place);
        // Of nesting, the reader says less.
        check_nesting(text).err().unwrap_or(told)
    })?;
    if text.contains(MERGE) {
        merge(&mut value);
    }
    Ok(value)
}

/// Refuses what is nested too deep, and an alias within what it stands for, which has no end.
///
/// Whatever else is wrong with the text is left to the reader.
fn check_nesting(text: &str) -> Result<()> {
    let too_deep = |at: Marker| Err(fault("YAML", LIMIT, Some((at.line(), at.col() + 1))));
    // The anchors of the lists and mappings that have begun, by the parser's numbers for them.
    let mut open = Vec::new();
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _), span)) => {
                open.push(anchor);
                if open.len() > DEEPEST {
                    return too_deep(span.start);
                }
            }
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => {
                open.pop();
            }
            Ok((Event::Alias(anchor), span)) if open.contains(&anchor) => {
                return Err(endless(text, span.start));
            }
            Ok(_) => {}
            // Brackets in a row are read before the first of them is given out.
            Err(error) if error.info() == LIMIT => return too_deep(*error.marker()),
            Err(_) => return Ok(()),
        }
    }
    Ok(())
}

/// The fault of an alias that begins there, within what it stands for.
fn endless(text: &str, at: Marker) -> Diagnostic {
    let written = text.chars().skip(at.index());
    let name: String = written
        .take_while(|character| !character.is_whitespace() && !",[]{}".contains(*character))
        .collect();
    let anchor = name.replacen('*', "&", 1);
    Diagnostic::in_text(
        at.line(),
        at.col() + 1,
        format!(
            "the alias `{name}` stands within `{anchor}`, which it stands for, and so has no end"
        ),
        "say there what is meant; a schema that contains itself does so by a `$ref`",
    )
}

/// Takes in the members of what merge keys stand for; of two by one name, an own one counts, or else the first.
fn merge(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(merge),
        Value::Object(members) => {
            members.values_mut().for_each(merge);
            let is_mappings = |value: &Value| match value {
                Value::Array(items) => items.iter().all(Value::is_object),
                value => value.is_object(),
            };
            if !members.get(MERGE).is_some_and(is_mappings) {
                return;
            }
            let sources = match members.shift_remove(MERGE) {
                Some(Value::Array(sources)) => sources,
                source => source.into_iter().collect(),
            };
            for source in sources {
                for (key, value) in source.as_object().into_iter().flatten() {
                    members.entry(key).or_insert_with(|| value.clone());
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(text: &str) -> String {
        load(text).unwrap_err().to_string()
    }

    #[test]
    fn merge_keys_take_in_what_is_not_there() {
        let text = "base: &base {a: 1, b: 2}\nother: &other {b: 3, c: 4}\n\
                    one: {<<: *base, b: 5}\nboth: {<<: [*base, *other]}\nnone: {<<: 1}\n";
        let value = load(text).unwrap();
        assert_eq!(value["one"], json!({"b": 5, "a": 1}));
        assert_eq!(value["both"], json!({"a": 1, "b": 2, "c": 4}));
        assert_eq!(value["none"], json!({"<<": 1}));
        assert!(refused("a: {<<: {}, <<: {}}").contains("`<<` is given twice"));
    }

    #[test]
    fn tags_of_yaml_are_heeded_and_others_refused() {
        assert_eq!(
            load("[!!str 12, !!int 12, !!map {}, !!seq [], !!float '1.5']").unwrap(),
            json!(["12", 12, {}, [], 1.5])
        );
        assert!(refused("a: !mine 1").contains("the tag `!mine`"));
        assert!(refused("a: !mine {}").contains("the tag `!mine`"));
    }

    #[test]
    fn nesting_has_an_end() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        load(&nested(127)).unwrap();
        for depth in [128, 100_000] {
            let error = refused(&nested(depth));
            assert!(error.contains("nested more than 127 deep"), "{error}");
        }
        load(&"- [a]\n".repeat(1000)).unwrap();
        // Each alias takes what it stands for as deep as that is.
        let text = format!(
            "a: &a {}\nb: {}",
            nested(100),
            nested(50).replace("[]", "[*a]")
        );
        assert!(refused(&text).contains("nested more than 127 deep"));
    }

    #[test]
    fn an_alias_within_what_it_stands_for_is_named() {
        for (text, place, name) in [
            ("a: &a [1, *a]", "1:11", "`*a` stands within `&a`"),
            (
                "é: 1\nb: &b\n  c: &c\n  - ü: *b\n",
                "4:8",
                "`*b` stands within `&b`",
            ),
            ("&a {b: &a [*a]}", "1:12", "`*a` stands within `&a`"),
        ] {
            let error = refused(text);
            assert!(error.starts_with(place) && error.contains(name), "{error}");
        }
        assert_eq!(load("&a [&a [1], *a]").unwrap(), json!([[1], [1]]));
    }

    #[test]
    fn only_one_document_is_read() {
        assert_eq!(load("--- \na: 1\n...\n").unwrap(), json!({"a": 1}));
        assert!(refused("a: 1\n---\nb: 2\n").contains("more than one document"));
    }
}
