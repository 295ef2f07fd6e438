//! Resolves references by `$id` (the URI of a schema) and `$anchor` (a name for a schema) within a file.
//!
//! In JSON Schema, a schema with an `$id` is a separate *resource*: its references are relative to its URI, and its
//! anchors are valid only in it. Many documents use `$id` only as a label, with references relative to the file. A
//! reference that can't be resolved in its resource is therefore resolved in the file.

use std::collections::HashMap;

use fluent_uri::{Iri, IriRef};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::target::{decode, is_reference};
use crate::diagnostics::Pointer;
use crate::openapi::references::{Lookup, look_up};
use crate::openapi::walk::{document_nodes, each_in_document, members, string};

/// A URI in place of the directory of the document, which has none.
const BASE: &str = "https://document.invalid/";

/// The characters that are percent-encoded in the path of a URI.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~');

const ID: &str = "$id";
const ANCHORS: [&str; 2] = ["$anchor", "$dynamicAnchor"];

/// The URIs and anchors of the schemas in a file.
#[derive(Debug, Default)]
pub(super) struct SchemaIds {
    base: Option<Iri<String>>,
    /// The locations of resources by URI.
    resources: HashMap<Iri<String>, Pointer>,
    /// The URIs of resources by location.
    uris: HashMap<Pointer, Iri<String>>,
    /// The locations of the schemas with an anchor, by location of their resource and by anchor.
    anchors: HashMap<(Pointer, String), Vec<Pointer>>,
}

impl SchemaIds {
    /// Reads the URIs and anchors in a file, and replaces references that use them with JSON pointers.
    pub(super) fn resolve(value: &mut Value, file: &str) -> Self {
        let path = utf8_percent_encode(file, PATH);
        let mut ids = Self {
            base: Iri::parse(format!("{BASE}{path}")).ok(),
            ..Self::default()
        };
        each_in_document(value, |schema, _, path| {
            let mut keys = ANCHORS.iter().chain(&[ID]);
            if keys.any(|key| string(schema, key).is_some()) {
                ids.add(schema, &path.pointer());
            }
        });
        // Most files have no `$id` and no `$anchor`.
        if ids.uris.is_empty() && ids.anchors.is_empty() {
            return ids;
        }
        for (location, target) in ids.resolved_references(value) {
            if let Some(reference) = value.pointer_mut(location.as_str()) {
                *reference = Value::from(target.reference());
            }
        }
        ids
    }

    /// Returns the locations of the schemas with an anchor in a resource. The root is the file.
    pub(super) fn anchored(&self, resource: &Pointer, anchor: &str) -> &[Pointer] {
        self.anchors
            .get(&(resource.clone(), anchor.to_owned()))
            .map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, schema: &Value, pointer: &Pointer) {
        let anchors = ANCHORS.iter().filter_map(|key| string(schema, key));
        let id = string(schema, ID).map(|id| id.strip_suffix('#').unwrap_or(id));
        // Older versions of JSON Schema write anchors as `$id: '#name'`.
        let (id_anchor, id) = match id.and_then(|id| id.strip_prefix('#')) {
            Some(anchor) => (Some(anchor), None),
            None => (None, id.filter(|id| !id.is_empty())),
        };
        if let Some(uri) = id.and_then(|id| self.uri(id, pointer)) {
            self.resources
                .entry(uri.clone())
                .or_insert_with(|| pointer.clone());
            self.uris.insert(pointer.clone(), uri);
        }
        for anchor in anchors.chain(id_anchor) {
            let key = (self.resource(pointer), anchor.to_owned());
            let schemas = self.anchors.entry(key).or_default();
            // The schema may have the same `$anchor` and `$dynamicAnchor`.
            if schemas.last() != Some(pointer) {
                schemas.push(pointer.clone());
            }
        }
    }

    /// Returns the location of the innermost resource that contains the schema at `pointer`. The root is the file.
    fn resource(&self, pointer: &Pointer) -> Pointer {
        if self.uris.contains_key(pointer) {
            return pointer.clone();
        }
        pointer
            .parent()
            .map_or_else(Pointer::root, |parent| self.resource(&parent))
    }

    /// Resolves `relative`, without its fragment, against the URI of the resource that contains the schema at
    /// `pointer`.
    fn uri(&self, relative: &str, pointer: &Pointer) -> Option<Iri<String>> {
        let resource = self.uris.get(&self.resource(pointer));
        let base = resource.or(self.base.as_ref())?;
        let relative = relative.split('#').next()?;
        let uri = IriRef::parse(relative).ok()?.resolve_against(base).ok()?;
        Some(uri.normalize())
    }

    /// Returns the location and target of each reference that the URIs and anchors resolve.
    fn resolved_references(&self, value: &Value) -> Vec<(Pointer, Pointer)> {
        let mut resolved = Vec::new();
        for node in document_nodes(value) {
            let mapping = node.pointer.child("discriminator").child("mapping");
            let mapped = members(node.value, "/discriminator/mapping")
                .filter_map(|(key, target)| Some((mapping.child(key), target.as_str()?)))
                .filter(|(_, target)| is_reference(target));
            let reference = string(node.value, "$ref").map(|it| (node.pointer.child("$ref"), it));
            for (location, reference) in reference.into_iter().chain(mapped) {
                let target = self.target(value, reference, &node.pointer);
                resolved.extend(target.map(|target| (location, target)));
            }
        }
        resolved
    }

    /// Returns the target of a reference in the object at `pointer`, or `None` if the URIs and anchors don't resolve
    /// it.
    fn target(&self, value: &Value, reference: &str, pointer: &Pointer) -> Option<Pointer> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let resource = if uri.is_empty() {
            self.resource(pointer)
        } else {
            self.resources.get(&self.uri(uri, pointer)?)?.clone()
        };
        let fragment = decode(fragment);
        if fragment.is_empty() {
            // `Files` resolves a reference to a whole file.
            return self.uris.contains_key(&resource).then_some(resource);
        }
        if fragment.starts_with('/') {
            let target = resource.join(&Pointer::from(fragment));
            let exists = !matches!(look_up(value, &target), Lookup::Missing);
            return exists.then_some(target);
        }
        [resource, Pointer::root()].iter().find_map(|resource| {
            match self.anchored(resource, &fragment) {
                [schema] => Some(schema.clone()),
                _ => None,
            }
        })
    }
}
