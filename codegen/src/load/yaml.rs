//! YAML to a [`Value`].

use saphyr_parser::{Event, Parser};
use serde_json::Value;
use serde_yaml::Deserializer;

use super::{DEEPEST, LIMIT, fault, node};
use crate::error::Result;

/// The key that takes in the members of other mappings.
const MERGE: &str = "<<";

/// How many brackets may be open at once without a look at them first: the reader takes time with the square of that.
const FEW: usize = 5_000;

pub(super) fn load(text: &str) -> Result<Value> {
    if text.bytes().filter(|byte| b"[{".contains(byte)).count() > FEW {
        check_depth(text)?;
    }
    let read = node::read(text, Deserializer::from_str(text));
    let mut value = read.map_err(|error| {
        let place = error.location().map(|at| (at.line(), at.column()));
        fault("YAML", &error.to_string(), place)
    })?;
    if text.contains(MERGE) {
        merge(&mut value);
    }
    Ok(value)
}

/// Refuses what is nested too deep before it is read.
///
/// Whatever else is wrong with the text is left to the reader, and so is nesting where few brackets are.
fn check_depth(text: &str) -> Result<()> {
    let mut depth = 0_usize;
    for event in Parser::new_from_str(text) {
        let at = match event {
            Ok((Event::SequenceStart(..) | Event::MappingStart(..), span)) => {
                depth += 1;
                span.start
            }
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            Ok(_) => continue,
            // Brackets in a row are read before the first of them is given out.
            Err(error) if error.info() == LIMIT => {
                depth = DEEPEST + 1;
                *error.marker()
            }
            Err(_) => return Ok(()),
        };
        if depth > DEEPEST {
            return Err(fault("YAML", LIMIT, Some((at.line(), at.col() + 1))));
        }
    }
    Ok(())
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
    fn only_one_document_is_read() {
        assert_eq!(load("--- \na: 1\n...\n").unwrap(), json!({"a": 1}));
        assert!(refused("a: 1\n---\nb: 2\n").contains("more than one document"));
    }
}
