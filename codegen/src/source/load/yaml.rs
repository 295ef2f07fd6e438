//! Loads YAML with `serde_yaml`. If it reports an error without a position, reads the text again with `saphyr_parser`,
//! which reports the position of each event.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};
use serde_json::Value;
use serde_yaml::{Deserializer, Error};

use super::{MAX_NESTING, PARSER_DEPTH_ERROR, Problem, ProblemKind, value};
use crate::diagnostics::{Diagnostic, Result};

/// The key whose value, one or several mappings, is merged into the mapping that contains the key.
const MERGE_KEY: &str = "<<";

/// `serde_yaml` takes quadratic time for nested brackets, so a text with more brackets is first checked for deep
/// nesting.
const MAX_UNCHECKED_BRACKETS: usize = 5_000;

pub(super) fn load(text: &str) -> Result<Value> {
    if text.bytes().filter(|byte| b"[{".contains(byte)).count() > MAX_UNCHECKED_BRACKETS {
        check_nesting(text)?;
    }
    let mut value = value::deserialize(text, Deserializer::from_str(text))
        .map_err(|(error, problem)| with_position(text, &error, problem))?;
    if has_merge_keys(text)? {
        expand_merge_keys(&mut value);
    }
    Ok(value)
}

/// Converts an error of the deserializer. `problem` is its cause unless the text is invalid YAML.
fn with_position(text: &str, error: &Error, problem: Option<Problem>) -> Diagnostic {
    // The deserializer reports no position for deep nesting and for aliases inside their own anchors.
    if let Err(diagnostic) = check_nesting(text) {
        return diagnostic;
    }
    let mut problem = problem.unwrap_or_else(|| {
        let help = "check indentation, quotes and brackets at and before the position";
        Problem::syntax("YAML", &error.to_string(), help)
    });
    if let Some(at) = find_position(text, &mut problem) {
        return at_marker(problem, at);
    }
    let location = error.location();
    let (line, column) = location.map_or((1, 1), |it| (it.line(), it.column()));
    problem.at(line, column)
}

/// Rejects deep nesting and aliases inside their own anchors. The deserializer reports other errors.
fn check_nesting(text: &str) -> Result<()> {
    let too_deep = |at| Err(at_marker(Problem::too_deep(), at));
    // The anchors of the sequences and mappings around the event, numbered from 1 by the parser, or 0 for no anchor.
    let mut open = Vec::new();
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _), span)) => {
                open.push(anchor);
                if open.len() > MAX_NESTING {
                    return too_deep(span.start);
                }
            }
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => {
                open.pop();
            }
            Ok((Event::Alias(anchor), span)) if open.contains(&anchor) => {
                return Err(recursive_alias(text, span.start));
            }
            Ok(_) => {}
            // The parser reads all of `[[[[` before it emits the first event, and limits the nesting itself.
            Err(error) if error.info() == PARSER_DEPTH_ERROR => return too_deep(*error.marker()),
            Err(_) => return Ok(()),
        }
    }
    Ok(())
}

/// Returns the position of a problem for which the deserializer doesn't report it, and adds details to the message.
/// Returns `None` for other problems.
fn find_position(text: &str, problem: &mut Problem) -> Option<Marker> {
    match problem.kind {
        ProblemKind::Other => None,
        ProblemKind::DuplicateKey => {
            let (first, second) = duplicate_key(text)?;
            problem.message += &format!("; first at {}:{}", first.line(), first.col() + 1);
            Some(second)
        }
        ProblemKind::LargeAlias => {
            let at = large_alias(text)?;
            problem.message = format!(
                "the document is too large with its aliases replaced by copies: at this `{}`, it exceeds the limit of \
                 about {} times the size of the file (each value counts as {} bytes plus its text)",
                alias_name(text, at),
                value::MAX_EXPANSION,
                value::VALUE_SIZE
            );
            Some(at)
        }
    }
}

/// A key in a mapping.
struct Key {
    /// The number of the mapping in the text.
    mapping: usize,
    text: String,
    style: ScalarStyle,
    at: Marker,
}

/// Returns the keys that are scalars, up to the first syntax error.
fn keys(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut mappings = 0;
    // For each mapping around the event, its number and whether the event is a key. For each sequence, `None`.
    let mut open: Vec<Option<(usize, bool)>> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        if let Event::SequenceEnd | Event::MappingEnd = event {
            open.pop();
        } else if let Some(Some((mapping, is_key))) = open.last_mut() {
            if *is_key && let Event::Scalar(text, style, ..) = &event {
                keys.push(Key {
                    mapping: *mapping,
                    text: text.to_string(),
                    style: *style,
                    at: span.start,
                });
            }
            *is_key = !*is_key;
        }
        match event {
            Event::SequenceStart(..) => open.push(None),
            Event::MappingStart(..) => {
                mappings += 1;
                open.push(Some((mappings, true)));
            }
            _ => {}
        }
    }
    keys
}

/// Returns the positions of the first repeated key and its repetition.
fn duplicate_key(text: &str) -> Option<(Marker, Marker)> {
    let mut positions = HashMap::new();
    keys(text).into_iter().find_map(|key| {
        let first = positions.insert((key.mapping, key.text), key.at)?;
        Some((first, key.at))
    })
}

/// Returns the position of the alias that makes a document larger than [`value::size_limit`]. Sizes are approximate:
/// keys and scalars that aren't strings count like strings.
fn large_alias(text: &str) -> Option<Marker> {
    let limit = value::size_limit(text);
    // For each sequence and mapping around the event, its anchor and the size of the document before it.
    let mut open = Vec::new();
    // The sizes of the values that have anchors.
    let mut sizes = HashMap::new();
    let mut size = 0_usize;
    let mut last_alias = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        match event {
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                open.push((anchor, size));
                size = size.saturating_add(value::VALUE_SIZE);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let (anchor, before) = open.pop()?;
                sizes.insert(anchor, size.saturating_sub(before));
            }
            Event::Scalar(value, _, anchor, _) => {
                let added = value.len() + 1 + value::VALUE_SIZE;
                sizes.insert(anchor, added);
                size = size.saturating_add(added);
            }
            Event::Alias(anchor) => {
                size = size.saturating_add(*sizes.get(&anchor)?);
                last_alias = Some(span.start);
            }
            _ => {}
        }
        if size > limit {
            break;
        }
    }
    last_alias
}

/// Returns the alias at a position, such as `*room`.
fn alias_name(text: &str, at: Marker) -> String {
    text.chars()
        .skip(at.index())
        .take_while(|character| !character.is_whitespace() && !",[]{}".contains(*character))
        .collect()
}

fn recursive_alias(text: &str, at: Marker) -> Diagnostic {
    let alias = alias_name(text, at);
    let anchor = alias.replacen('*', "&", 1);
    let message = format!("alias `{alias}` is inside its own anchor `{anchor}`");
    let help = "replace the alias with a `$ref`, which may be recursive";
    at_marker(Problem::new(message, help), at)
}

/// Creates the error about a problem at a position of the parser, whose columns count from 0.
fn at_marker(problem: Problem, at: Marker) -> Diagnostic {
    problem.at(at.line(), at.col() + 1)
}

/// Whether a text may have merge keys. A quoted `"<<"` is not a merge key. The deserializer doesn't distinguish them,
/// so a text with both is an error.
fn has_merge_keys(text: &str) -> Result<bool> {
    // Reading the keys takes time, and hardly any document has the quoted key.
    if !["'<<'", "\"<<\""].iter().any(|it| text.contains(it)) {
        return Ok(text.contains(MERGE_KEY));
    }
    let keys = keys(text).into_iter().filter(|key| key.text == MERGE_KEY);
    let (merge_keys, quoted): (Vec<Key>, Vec<Key>) =
        keys.partition(|key| key.style == ScalarStyle::Plain);
    match quoted.first() {
        Some(key) if !merge_keys.is_empty() => {
            let message = "the document has merge keys (`<<`), and the quoted key `<<`; expected only one of both";
            let help = "replace each merge key with the members that it merges";
            Err(at_marker(Problem::new(message.to_owned(), help), key.at))
        }
        _ => Ok(!merge_keys.is_empty()),
    }
}

/// Merges the mappings in merge keys: `{<<: *base, name: x}`. Own members take precedence, and an earlier mapping takes
/// precedence over a later one. Other values of the key stay unchanged.
fn expand_merge_keys(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(expand_merge_keys),
        Value::Object(members) => {
            members.values_mut().for_each(expand_merge_keys);
            let sources = match members.get(MERGE_KEY) {
                Some(Value::Array(sources)) => sources.clone(),
                source => source.cloned().into_iter().collect(),
            };
            if !sources.iter().all(Value::is_object) {
                return;
            }
            members.shift_remove(MERGE_KEY);
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

    fn error(text: &str) -> String {
        load(text).unwrap_err().to_string()
    }

    #[test]
    fn load_expands_merge_keys() {
        let text = "base: &base {a: 1, b: 2}\nother: &other {b: 3, c: 4}\n\
                    one: {<<: *base, b: 5}\nboth: {<<: [*base, *other]}\nnone: {<<: 1}\n";
        let value = load(text).unwrap();
        assert_eq!(value["one"], json!({"b": 5, "a": 1}));
        assert_eq!(value["both"], json!({"a": 1, "b": 2, "c": 4}));
        assert_eq!(value["none"], json!({"<<": 1}));
        assert!(error("a: {<<: {}, <<: {}}").contains("duplicate key `<<`"));
    }

    #[test]
    fn load_keeps_quoted_merge_keys() {
        let value = load("a: {'<<': {b: 1}}\nc: {\"<<\": [{d: 2}]}\n").unwrap();
        assert_eq!(
            value,
            json!({"a": {"<<": {"b": 1}}, "c": {"<<": [{"d": 2}]}})
        );
        let value = load("a: {<<: {b: 1}}\nc: '<<'\n").unwrap();
        assert_eq!(value, json!({"a": {"b": 1}, "c": "<<"}));
        let error = error("a: {<<: {b: 1}}\nc: {'<<': {d: 2}}\n");
        assert!(
            error.starts_with("2:5: error: the document has merge keys"),
            "{error}"
        );
    }

    #[test]
    fn load_applies_standard_tags_and_rejects_others() {
        assert_eq!(
            load("[!!str 12, !!int 12, !!map {}, !!seq [], !!float '1.5']").unwrap(),
            json!(["12", 12, {}, [], 1.5])
        );
        assert!(error("a: !mine 1").contains("unsupported YAML tag `!mine`"));
        assert!(error("a: !mine {}").contains("unsupported YAML tag `!mine`"));
    }

    #[test]
    fn load_rejects_deep_nesting() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        load(&nested(127)).unwrap();
        for depth in [128, 100_000] {
            let error = error(&nested(depth));
            assert!(error.contains("nested more than 127 deep"), "{error}");
        }
        load(&"- [a]\n".repeat(1000)).unwrap();
        // Aliases are as deep as their anchors.
        let text = format!(
            "a: &a {}\nb: {}",
            nested(100),
            nested(50).replace("[]", "[*a]")
        );
        assert!(error(&text).contains("nested more than 127 deep"));
    }

    #[test]
    fn load_rejects_alias_inside_its_anchor() {
        for (text, position, message) in [
            (
                "a: &a [1, *a]",
                "1:11",
                "`*a` is inside its own anchor `&a`",
            ),
            (
                "é: 1\nb: &b\n  c: &c\n  - ü: *b\n",
                "4:8",
                "`*b` is inside its own anchor `&b`",
            ),
            (
                "&a {b: &a [*a]}",
                "1:12",
                "`*a` is inside its own anchor `&a`",
            ),
        ] {
            let error = error(text);
            assert!(
                error.starts_with(position) && error.contains(message),
                "{error}"
            );
        }
        assert_eq!(load("&a [&a [1], *a]").unwrap(), json!([[1], [1]]));
    }

    #[test]
    fn load_rejects_several_documents() {
        assert_eq!(load("--- \na: 1\n...\n").unwrap(), json!({"a": 1}));
        assert!(error("a: 1\n---\nb: 2\n").contains("more than one document"));
    }
}
