//! What schemas of a file call themselves, by `$id` and `$anchor`.
//!
//! By the rules of JSON Schema, a schema with an `$id` is a resource of its own: references in it are taken from its URI,
//! and its anchors are its own. Many documents have an `$id` that is no more than a label, with references that are taken
//! from the document all the same; these lead there where the resource itself has nothing.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use fluent_uri::{Iri, IriRef};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::address;
use crate::diagnostics::Pointer;
use crate::openapi::references::{Step, step};
use crate::openapi::walk::{self, Kind};

/// Stands for the directory of the document.
const DIRECTORY: &str = "https://document.invalid/";

/// What cannot stand in the path of a URI.
const NO_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~');

/// The keywords by which a schema gets an anchor. A dynamic one is an anchor as well.
const ANCHORS: [&str; 2] = ["$anchor", "$dynamicAnchor"];

const ID: &str = "$id";

/// The names in a file.
#[derive(Debug, Default)]
pub(super) struct Identity {
    /// Where resources are, by URI.
    resources: HashMap<Iri<String>, Pointer>,
    /// Their URIs, by place.
    bases: HashMap<Pointer, Iri<String>>,
    /// Where anchors are, by resource and name; nowhere, if several schemas have that one.
    anchors: HashMap<(Pointer, String), Option<Pointer>>,
}

impl Identity {
    /// Reads the names in a file, and leads its references by such names to their places.
    pub(super) fn settle(value: &mut Value, file: &str) -> Self {
        let mut identity = Self::default();
        if !has_names(value) {
            return identity;
        }
        identity.read(value, file);
        let places = identity.places(value, file);
        for (place, new) in places {
            if let Some(reference) = value.pointer_mut(place.as_str()) {
                *reference = Value::from(format!("#{}", new.as_str()));
            }
        }
        identity
    }

    /// The place of an anchor of the file as a whole.
    pub(super) fn anchor(&self, name: &str) -> Option<&Pointer> {
        self.anchor_of(&Pointer::root(), name)
    }

    fn anchor_of(&self, resource: &Pointer, name: &str) -> Option<&Pointer> {
        let key = (resource.clone(), name.to_owned());
        self.anchors.get(&key)?.as_ref()
    }

    fn read(&mut self, value: &Value, file: &str) {
        // The walk gives no error, since the visitor gives none.
        let _ = walk::each(
            value,
            &Pointer::root(),
            Kind::Object,
            &mut |node, place, _| {
                let text = |key| node.get(key).and_then(Value::as_str);
                let id = text(ID).map(|id| id.strip_suffix('#').unwrap_or(id));
                // In older versions of JSON Schema, an anchor is an `$id` as well.
                let (old_anchor, id) = match id.and_then(|id| id.strip_prefix('#')) {
                    Some(anchor) => (Some(anchor), None),
                    None => (None, id.filter(|id| !id.is_empty())),
                };
                if let Some(uri) = id.and_then(|id| self.uri(id, place, file)) {
                    self.resources
                        .entry(uri.clone())
                        .or_insert_with(|| place.clone());
                    self.bases.insert(place.clone(), uri);
                }
                for anchor in ANCHORS.into_iter().filter_map(text).chain(old_anchor) {
                    self.add_anchor(place, anchor);
                }
                Ok(())
            },
        );
    }

    fn add_anchor(&mut self, place: &Pointer, name: &str) {
        match self.anchors.entry((self.resource(place), name.to_owned())) {
            Entry::Vacant(entry) => {
                entry.insert(Some(place.clone()));
            }
            Entry::Occupied(mut entry) if entry.get().as_ref() != Some(place) => {
                entry.insert(None);
            }
            Entry::Occupied(_) => {}
        }
    }

    /// Where the resource begins that a place is part of.
    fn resource(&self, place: &Pointer) -> Pointer {
        let mut around = Some(place.clone());
        while let Some(place) = around {
            if self.bases.contains_key(&place) {
                return place;
            }
            around = place.parent();
        }
        Pointer::root()
    }

    /// The URI that what stands at a place is taken from.
    fn base(&self, place: &Pointer, file: &str) -> Option<Iri<String>> {
        let base = self.bases.get(&self.resource(place)).cloned();
        base.or_else(|| {
            let path = utf8_percent_encode(file, NO_PATH);
            Iri::parse(format!("{DIRECTORY}{path}")).ok()
        })
    }

    /// The URI that a relative one at a place stands for.
    fn uri(&self, relative: &str, place: &Pointer, file: &str) -> Option<Iri<String>> {
        let base = self.base(place, file)?;
        let relative = relative.split('#').next()?;
        let uri = IriRef::parse(relative).ok()?.resolve_against(&base).ok()?;
        Some(uri.normalize())
    }

    /// The references by name: where each stands, and the place that it leads to.
    fn places(&self, value: &Value, file: &str) -> Vec<(Pointer, Pointer)> {
        let mut places = Vec::new();
        let mut add = |reference: &str, from: &Pointer, at: Pointer| {
            places.extend(self.place(value, reference, from, file).map(|it| (at, it)));
        };
        // The walk gives no error, since the visitor gives none.
        let _ = walk::each(
            value,
            &Pointer::root(),
            Kind::Object,
            &mut |node, place, _| {
                if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
                    add(reference, place, place.child("$ref"));
                }
                let mapping = node.pointer("/discriminator/mapping");
                let mapping = mapping.and_then(Value::as_object).into_iter().flatten();
                for (text, target) in mapping {
                    if let Some(reference) = target.as_str().filter(|it| address::is_reference(it))
                    {
                        let at = place.child("discriminator").child("mapping").child(text);
                        add(reference, place, at);
                    }
                }
                Ok(())
            },
        );
        places
    }

    /// The place that a reference leads to by a name in this file.
    fn place(&self, value: &Value, reference: &str, from: &Pointer, file: &str) -> Option<Pointer> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let own = self.resource(from);
        let resource = if uri.is_empty() {
            own
        } else {
            self.resources.get(&self.uri(uri, from, file)?)?.clone()
        };
        let fragment = address::decoded(fragment);
        if fragment.is_empty() {
            // The document as a whole has no name to be called by, unless it gives itself one.
            return self.bases.contains_key(&resource).then_some(resource);
        }
        if fragment.starts_with('/') {
            let place = resource.join(&Pointer::from(fragment));
            let is_there = !matches!(step(value, &place), Step::Nowhere);
            return is_there.then_some(place);
        }
        let anchor = self.anchor_of(&resource, &fragment);
        anchor.or_else(|| self.anchor(&fragment)).cloned()
    }
}

/// Whether there is any name at all: in most documents there is none.
fn has_names(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_names),
        Value::Object(members) => {
            let is_name = |key: &str| key == ID || ANCHORS.contains(&key);
            members
                .iter()
                .any(|(key, member)| (is_name(key) && member.is_string()) || has_names(member))
        }
        _ => false,
    }
}
