//! YAML to a [`Value`].

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};

use super::{DEEPEST, LONGEST_WAY, MEND_SYNTAX, MOVE_OUT, SHORTEN, depth, scalar, too_far};
use crate::error::{Error, Result};

/// How many times larger than its text a document may become by YAML's aliases.
const GROWTH: usize = 10;

/// The key that takes in the members of other mappings.
const MERGE: &str = "<<";

pub(super) fn load(text: &str) -> Result<Value> {
    let mut reader = Reader {
        // More than a document without aliases takes, however short it is.
        room: text.len().saturating_add(100).saturating_mul(GROWTH),
        way: 0,
        open: Vec::new(),
        anchors: HashMap::new(),
        document: None,
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let at = *error.marker();
            // Brackets in a row are read before the first of them is given out.
            if error.info() == "recursion limit exceeded" {
                return too_deep(at);
            }
            let cause = format!("this is not YAML: {}", error.info());
            fault(at, cause, MEND_SYNTAX)
        })?;
        reader.read(event, span.start)?;
    }
    Ok(reader.document.unwrap_or_default())
}

fn fault(at: Marker, cause: impl Into<String>, help: &str) -> Error {
    Error::in_text(at.line(), at.col() + 1, cause, help)
}

struct Reader {
    /// What the values may take up in all, each its length as text and one more.
    room: usize,
    /// How long the keys are that lead to what comes next.
    way: usize,
    /// The lists and mappings that have begun and not ended.
    open: Vec<Open>,
    /// What aliases stand for; nothing where an anchor's value has not ended.
    anchors: HashMap<usize, Value>,
    document: Option<Value>,
}

struct Open {
    /// Zero where there is none.
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Value>),
    Mapping(Mapping),
}

#[derive(Default)]
struct Mapping {
    members: Map<String, Value>,
    /// The key whose value comes next.
    key: Option<Key>,
    /// What to take in.
    merged: Option<Value>,
}

enum Key {
    Text(String),
    Merge,
}

impl Reader {
    fn read(&mut self, event: Event<'_>, at: Marker) -> Result<()> {
        match event {
            Event::DocumentStart(_) if self.document.is_some() => Err(fault(
                at,
                "a second document begins here",
                "give a file with one document",
            )),
            Event::Scalar(text, style, anchor, tag) => {
                let is_plain = style == ScalarStyle::Plain && tag.is_none();
                if self.awaits_key() {
                    let key = if is_plain && text == MERGE {
                        Key::Merge
                    } else {
                        Key::Text(text.clone().into_owned())
                    };
                    self.remember(anchor, &Value::from(text), at)?;
                    return self.begin_member(key, at);
                }
                let value = match &tag {
                    Some(tag) => tagged(tag, &text, at)?,
                    None if is_plain => scalar::plain(&text),
                    None => Value::from(text),
                };
                self.take(value, anchor, at)
            }
            Event::SequenceStart(anchor, tag) => {
                check_tag(tag.as_deref(), at)?;
                self.begin(anchor, Content::List(Vec::new()), at)
            }
            Event::MappingStart(anchor, tag) => {
                check_tag(tag.as_deref(), at)?;
                self.begin(anchor, Content::Mapping(Mapping::default()), at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(at),
            Event::Alias(anchor) => self.read_alias(anchor, at),
            _ => Ok(()),
        }
    }

    /// Whether what comes next is a key.
    fn awaits_key(&self) -> bool {
        let content = self.open.last().map(|open| &open.content);
        matches!(content, Some(Content::Mapping(mapping)) if mapping.key.is_none())
    }

    fn begin(&mut self, anchor: usize, content: Content, at: Marker) -> Result<()> {
        if self.awaits_key() {
            return Err(not_a_key(at));
        }
        self.check_depth(1, at)?;
        self.pay(0, at)?;
        self.open.push(Open { anchor, content });
        Ok(())
    }

    fn end(&mut self, at: Marker) -> Result<()> {
        match self.open.pop() {
            Some(Open { anchor, content }) => {
                let value = match content {
                    Content::List(items) => Value::Array(items),
                    Content::Mapping(mapping) => Value::Object(mapping.complete(at)?),
                };
                self.remember(anchor, &value, at)?;
                self.put(value, at)
            }
            None => Ok(()),
        }
    }

    fn read_alias(&mut self, anchor: usize, at: Marker) -> Result<()> {
        let Some(value) = self.anchors.get(&anchor) else {
            return Err(fault(
                at,
                "this alias is part of what it stands for",
                "move the schema into a component, and refer to it",
            ));
        };
        let (size, depth) = (size(value), depth(value));
        self.pay(size, at)?;
        self.check_depth(depth, at)?;
        // It is there: nothing has been taken out since.
        let value = self.anchors.get(&anchor).cloned().unwrap_or_default();
        match value {
            Value::String(key) if self.awaits_key() => self.begin_member(Key::Text(key), at),
            _ if self.awaits_key() => Err(not_a_key(at)),
            value => self.put(value, at),
        }
    }

    /// Takes in a plain value.
    fn take(&mut self, value: Value, anchor: usize, at: Marker) -> Result<()> {
        self.pay(size(&value), at)?;
        self.remember(anchor, &value, at)?;
        self.put(value, at)
    }

    /// Keeps what an anchor stands for, if there is one.
    fn remember(&mut self, anchor: usize, value: &Value, at: Marker) -> Result<()> {
        if anchor > 0 {
            self.pay(size(value), at)?;
            self.anchors.insert(anchor, value.clone());
        }
        Ok(())
    }

    fn begin_member(&mut self, key: Key, at: Marker) -> Result<()> {
        if let Key::Text(text) = &key {
            self.pay(text.len(), at)?;
        }
        if let Some(Open {
            content: Content::Mapping(mapping),
            ..
        }) = self.open.last_mut()
        {
            mapping.check_new(&key, at)?;
            self.way += key.text().len();
            mapping.key = Some(key);
            if self.way > LONGEST_WAY {
                return Err(fault(at, too_far(), SHORTEN));
            }
        }
        Ok(())
    }

    /// Puts a value where it stands: into what is open, or into the document.
    fn put(&mut self, value: Value, at: Marker) -> Result<()> {
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.document = Some(value),
            Some(Content::List(items)) => items.push(value),
            Some(Content::Mapping(mapping)) => {
                let Some(key) = mapping.key.take() else {
                    return Err(not_a_key(at));
                };
                self.way -= key.text().len();
                match key {
                    Key::Text(key) => {
                        mapping.members.insert(key, value);
                    }
                    Key::Merge => mapping.merged = Some(value),
                }
            }
        }
        Ok(())
    }

    fn check_depth(&self, added: usize, at: Marker) -> Result<()> {
        if self.open.len() + added <= DEEPEST {
            return Ok(());
        }
        Err(too_deep(at))
    }

    fn pay(&mut self, size: usize, at: Marker) -> Result<()> {
        match self.room.checked_sub(size + 1) {
            Some(rest) => {
                self.room = rest;
                Ok(())
            }
            None => Err(fault(
                at,
                "the aliases of this document make far more of it than is written",
                "write out what they stand for, or refer to components",
            )),
        }
    }
}

impl Key {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Merge => MERGE,
        }
    }
}

impl Mapping {
    fn check_new(&self, key: &Key, at: Marker) -> Result<()> {
        let is_known = match key {
            Key::Text(text) => self.members.contains_key(text),
            Key::Merge => self.merged.is_some(),
        };
        if !is_known {
            return Ok(());
        }
        let text = key.text();
        Err(fault(
            at,
            format!("the key `{text}` is given twice"),
            "delete one of the two, or give it another name",
        ))
    }

    /// The members with those that are taken in; of two by one name, the one that is written first counts, an own one before
    /// all others.
    fn complete(self, at: Marker) -> Result<Map<String, Value>> {
        let mut members = self.members;
        let sources = match self.merged {
            None => Vec::new(),
            Some(Value::Array(sources)) => sources,
            Some(source) => vec![source],
        };
        for source in sources {
            let Value::Object(source) = source else {
                return Err(fault(
                    at,
                    format!("what `{MERGE}` takes in here is no mapping"),
                    "give it a mapping, or a list of them",
                ));
            };
            for (key, value) in source {
                members.entry(key).or_insert(value);
            }
        }
        Ok(members)
    }
}

fn too_deep(at: Marker) -> Error {
    fault(
        at,
        format!("this is nested more than {DEEPEST} deep"),
        MOVE_OUT,
    )
}

fn not_a_key(at: Marker) -> Error {
    fault(
        at,
        "expected a key that is text, not a list or a mapping",
        "write the key as text",
    )
}

/// The value of a scalar with a tag, of which those that YAML itself has are known.
fn tagged(tag: &Tag, text: &str, at: Marker) -> Result<Value> {
    check_tag(Some(tag), at)?;
    let is_text = tag.suffix == "str" || !tag.is_yaml_core_schema();
    Ok(if is_text {
        Value::from(text)
    } else {
        scalar::plain(text)
    })
}

fn check_tag(tag: Option<&Tag>, at: Marker) -> Result<()> {
    match tag {
        Some(tag) if !tag.is_yaml_core_schema() && !is_lone(tag) => Err(fault(
            at,
            format!(
                "the tag `{}{}` says nothing in an OpenAPI document",
                tag.handle, tag.suffix
            ),
            "delete the tag",
        )),
        _ => Ok(()),
    }
}

/// Whether this is `!` alone, which says that a scalar is text.
fn is_lone(tag: &Tag) -> bool {
    tag.handle.is_empty() && tag.suffix == "!"
}

/// What a value takes up, as [`Reader::room`] counts.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len() + 1,
        Value::Array(items) => items.iter().map(size).sum::<usize>() + 1,
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(key, value)| key.len() + 1 + size(value));
            members.sum::<usize>() + 1
        }
        _ => 1,
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
                    one: {<<: *base, b: 5}\nboth: {<<: [*base, *other]}\nquoted: {'<<': 1}\n";
        let value = load(text).unwrap();
        assert_eq!(value["one"], json!({"b": 5, "a": 1}));
        assert_eq!(value["both"], json!({"a": 1, "b": 2, "c": 4}));
        assert_eq!(value["quoted"], json!({"<<": 1}));
        assert!(refused("a: {<<: 1}").contains("is no mapping"));
        assert!(refused("a: {<<: {}, <<: {}}").contains("`<<` is given twice"));
    }

    #[test]
    fn anchors_stand_for_keys_too_and_for_nothing_within_themselves() {
        assert_eq!(
            load("a: &a b\n*a : 1\n").unwrap(),
            json!({"a": "b", "b": 1})
        );
        assert!(refused("a: &a [1]\n*a : 1\n").contains("a key that is text"));
        assert!(refused("a: &a [*a]\n").contains("part of what it stands for"));
        assert!(refused("a: *b\n").contains("1:4: this is not YAML"));
    }

    #[test]
    fn tags_of_yaml_are_heeded_and_others_refused() {
        assert_eq!(
            load("[!!str 12, !!int 12, ! 12, !!map {}, !!seq [], !!float '1.5']").unwrap(),
            json!(["12", 12, "12", {}, [], 1.5])
        );
        assert!(refused("a: !mine 1").contains("the tag `!mine`"));
        assert!(refused("a: !mine {}").contains("the tag `!mine`"));
    }

    #[test]
    fn nesting_has_an_end_and_aliases_count() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(depth(&load(&nested(127)).unwrap()), 127);
        assert!(refused(&nested(128)).starts_with("1:128: this is nested more than 127 deep"));
        let text = format!(
            "a: &a {}\nb: {}",
            nested(100),
            nested(50).replace("[]", "[*a]")
        );
        assert!(refused(&text).contains("nested more than 127 deep"));
    }

    #[test]
    fn keys_that_lead_somewhere_are_short_enough_for_a_pointer() {
        let far = |key: &str| {
            let key = key.repeat(1_000);
            format!("{key}: {{{key}: {{{key}: {{{key}: {{b: 1}}}}}}}}\n")
        };
        assert!(load(&far("a")[1..]).is_ok());
        assert!(refused(&far("a")).contains("more than 4000 bytes together"));
    }

    #[test]
    fn only_one_document_is_read() {
        assert_eq!(load("--- \na: 1\n...\n").unwrap(), json!({"a": 1}));
        assert!(refused("a: 1\n---\nb: 2\n").starts_with("2:1: a second document begins here"));
    }
}
