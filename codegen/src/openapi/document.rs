//! A [`Value`] to the typed form of an OpenAPI 3.0 document.

use std::collections::BTreeSet;
use std::mem;

use indexmap::IndexMap;
use openapiv3::{
    Callback, Example, Header, Link, OpenAPI, Operation, Parameter, PathItem, ReferenceOr,
    RequestBody, Response, Schema, SecurityScheme,
};
use serde::de::{Deserialize, DeserializeOwned};
use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};

use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::openapi::operations::{WEBHOOKS, operations};
use crate::openapi::references;
use crate::openapi::walk::{self, Kind};

/// A document in both forms: typed for reading, and as it was, for what the typed form leaves out.
#[derive(Debug)]
pub struct Document {
    /// The typed form.
    pub openapi: OpenAPI,
    /// The webhooks by name, which the typed form has no word for.
    pub webhooks: IndexMap<String, PathItem>,
    /// The names of the security schemes that are mutual TLS, which the typed form has no word for either.
    pub mutual_tls: BTreeSet<String>,
    value: Value,
}

impl Document {
    /// Parses a document in strict mode.
    ///
    /// # Errors
    ///
    /// When the value isn't an OpenAPI 3.0 document.
    pub fn parse(mut value: Value) -> Result<Self> {
        check_version(&value)?;
        let mutual_tls = take_mutual_tls(&mut value);
        walk::each(&value, &Pointer::root(), Kind::Object, &mut check_schema)?;
        let openapi = read_whole(&value)?;
        let (document, lost) = Self::of(value, openapi, mutual_tls);
        let first = lost.into_iter().next();
        first.map_or(Ok(document), |problem| Err(problem.into_error()))
    }

    /// The document that a value is, and what of it the typed form leaves out: what OpenAPI does not know, and operations
    /// of which nothing is said.
    pub(crate) fn of(
        value: Value,
        mut openapi: OpenAPI,
        mutual_tls: BTreeSet<String>,
    ) -> (Self, Vec<Diagnostic>) {
        let unknown = lost(&value, &mut openapi);
        let (webhooks, faults) = webhooks(&value);
        let notice = |effect| {
            move |problem: Diagnostic| {
                let target = problem.object();
                problem.with_effect(effect, target)
            }
        };
        let ignored = unknown.into_iter().chain(faults);
        let ignored = ignored.map(notice(Effect::Ignored));
        let skipped = empty_operations(&value).map(notice(Effect::Skipped));
        let lost = ignored.chain(skipped).collect();
        let document = Self {
            openapi,
            webhooks,
            mutual_tls,
            value,
        };
        (document, lost)
    }

    /// The node at `pointer` as it was written.
    pub fn node(&self, pointer: &Pointer) -> Option<&Value> {
        self.value.pointer(pointer.as_str())
    }
}

/// The names of the security schemes that are mutual TLS.
pub(crate) fn mutual_tls(document: &Value) -> BTreeSet<String> {
    let place = Pointer::root().child("components").child(SCHEMES);
    let schemes = document.pointer(place.as_str()).and_then(Value::as_object);
    let mutual = schemes.into_iter().flatten().filter(|(name, scheme)| {
        let scheme = references::resolve(document, scheme, &place.child(name));
        scheme.is_some_and(|scheme| kind_of_scheme(scheme) == Some(MUTUAL_TLS))
    });
    mutual.map(|(name, _)| name.clone()).collect()
}

/// Takes them out of a document, and gives their names.
pub(crate) fn take_mutual_tls(document: &mut Value) -> BTreeSet<String> {
    let names = mutual_tls(document);
    let schemes = document.pointer_mut(&format!("/components/{SCHEMES}"));
    if let (Some(Value::Object(schemes)), false) = (schemes, names.is_empty()) {
        schemes.retain(|name, _| !names.contains(name));
    }
    names
}

fn kind_of_scheme(scheme: &Value) -> Option<&str> {
    scheme.get("type").and_then(Value::as_str)
}

/// The security schemes among the components.
const SCHEMES: &str = "securitySchemes";

/// The type of those that are mutual TLS.
const MUTUAL_TLS: &str = "mutualTLS";

/// The types that there are.
const TYPES_OF_SCHEMES: [&str; 5] = ["apiKey", "http", MUTUAL_TLS, "oauth2", "openIdConnect"];

/// The webhooks that can be read, and what is wrong with the others.
fn webhooks(value: &Value) -> (IndexMap<String, PathItem>, Vec<Diagnostic>) {
    let place = Pointer::root().child(WEBHOOKS);
    let members = value.get(WEBHOOKS).and_then(Value::as_object);
    let mut webhooks = IndexMap::new();
    let mut faults = Vec::new();
    for (name, node) in members.into_iter().flatten() {
        match typed(node, place.child(name)) {
            Ok(webhook) => {
                webhooks.insert(name.clone(), webhook);
            }
            Err(fault) => faults.push(fault),
        }
    }
    (webhooks, faults)
}

/// Reads the typed form of a document whose schemas have been checked.
pub(crate) fn read_whole(value: &Value) -> Result<OpenAPI> {
    // Where a node may be one of several things, the reader of the whole loses its way.
    typed(value, Pointer::root()).map_err(|error| closer_fault(value).unwrap_or(error))
}

/// The operations of which there is the method alone, which the typed form takes for none.
fn empty_operations(value: &Value) -> impl Iterator<Item = Diagnostic> {
    let operations = operations(value).into_iter();
    let empty = operations.filter(|operation| operation.value.is_null());
    empty.map(|operation| {
        let help =
            "say at least what it answers, or delete the member with an action in the overlay";
        Diagnostic::at(
            &operation.place,
            "nothing is said about this operation",
            help,
        )
    })
}

/// The members of the document that the typed form does not have; it leaves out, without a word, those it does not know.
///
/// The keywords of schemas are checked where they are lowered.
fn lost(value: &Value, openapi: &mut OpenAPI) -> Vec<Diagnostic> {
    // They are most of a document, and are not compared.
    let schemas = openapi
        .components
        .as_mut()
        .map(|components| mem::take(&mut components.schemas));
    let typed = serde_json::to_value(&*openapi).unwrap_or_default();
    if let (Some(components), Some(schemas)) = (&mut openapi.components, schemas) {
        components.schemas = schemas;
    }
    let mut lost = Vec::new();
    let Value::Object(members) = value else {
        return lost;
    };
    for (key, member) in members {
        let place = Pointer::root().child(key);
        let kind = Kind::Object.of_member(key);
        // Webhooks have a typed form of their own.
        let typed = match key.as_str() {
            WEBHOOKS => Some(member),
            _ => typed.get(key),
        };
        find_lost(member, typed, &place, kind, &mut lost);
    }
    lost
}

/// Walks through a node and its typed form side by side.
fn find_lost(
    node: &Value,
    typed: Option<&Value>,
    place: &Pointer,
    kind: Kind,
    lost: &mut Vec<Diagnostic>,
) {
    if !matches!(kind, Kind::Object | Kind::Objects) {
        return;
    }
    if typed.is_none() && !says_nothing(node) {
        lost.push(Diagnostic::at(
            place,
            "OpenAPI 3.0 has nothing of that name here",
            "mend the name, or delete the member with an action in the overlay",
        ));
    }
    match node {
        Value::Object(members) => {
            for (key, member) in members {
                let typed = typed.and_then(|typed| typed.get(key));
                let kind = kind.of_member(key);
                find_lost(member, typed, &place.child(key), kind, lost);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let typed = typed.and_then(|typed| typed.get(index));
                find_lost(item, typed, &place.child(index), kind.of_member(""), lost);
            }
        }
        _ => {}
    }
}

/// Whether a member may as well be absent.
fn says_nothing(node: &Value) -> bool {
    match node {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Checks that the document says it is of OpenAPI 3.0.
pub(crate) fn check_version(value: &Value) -> Result<()> {
    let place = Pointer::root().child("openapi");
    match value.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0.") => Ok(()),
        Some(version) => Err(Diagnostic::at(
            &place,
            format!("OpenAPI {version} is not supported yet"),
            "give a document of version 3.0 or 3.1",
        )),
        None => Err(Diagnostic::at(
            &place,
            "this is not an OpenAPI document: it names no version",
            "begin the file with `openapi: 3.0.3`",
        )),
    }
}

/// What keeps a schema from being read, those inside of it aside.
pub(crate) fn schema_fault(node: &Value, place: &Pointer) -> Option<Diagnostic> {
    check_schema(node, place, Kind::Schema).err()
}

/// What keeps a component of a kind from being read.
pub(crate) fn component_fault(kind: &str, node: &Value, place: &Pointer) -> Option<Diagnostic> {
    match kind {
        "callbacks" => fault::<Callback>(node, place),
        "examples" => fault::<Example>(node, place),
        "headers" => fault::<Header>(node, place),
        "links" => fault::<Link>(node, place),
        "parameters" => fault::<Parameter>(node, place),
        "requestBodies" => fault::<RequestBody>(node, place),
        "responses" => fault::<Response>(node, place),
        SCHEMES => scheme_fault(node, place),
        _ => None,
    }
}

fn scheme_fault(node: &Value, place: &Pointer) -> Option<Diagnostic> {
    match kind_of_scheme(node) {
        Some(kind) if !TYPES_OF_SCHEMES.contains(&kind) => {
            let known = TYPES_OF_SCHEMES.map(|kind| format!("`{kind}`")).join(", ");
            Some(Diagnostic::at(
                &place.child("type"),
                format!("there is no type of security scheme `{kind}`, only {known}"),
                "say it by one of these: what goes into `Authorization` is of the type `http`, with its `scheme`",
            ))
        }
        _ => fault::<SecurityScheme>(node, place),
    }
}

/// What keeps an operation from being read.
pub(crate) fn operation_fault(node: &Value, place: &Pointer) -> Option<Diagnostic> {
    let whole = typed::<Operation>(node, place.clone()).err()?;
    Some(fault_of_operation(node, place).unwrap_or(whole))
}

/// What keeps a path, with all that stands under it, from being read.
pub(crate) fn path_fault(node: &Value, place: &Pointer) -> Option<Diagnostic> {
    fault::<PathItem>(node, place)
}

/// Checks a schema without those inside of it, where they have a place of their own.
///
/// The reader of the whole takes twice as long for a faulty schema at every level that it is nested, and names a node far
/// above it.
fn check_schema(node: &Value, place: &Pointer, kind: Kind) -> Result<()> {
    match node {
        Value::Object(members) if kind == Kind::Schema && !members.contains_key("$ref") => {
            let members = members.iter().map(|(key, member)| {
                let member = match kind.of_member(key) {
                    Kind::Schema => hollow(member),
                    Kind::Schemas => hollow_members(member),
                    _ => member.clone(),
                };
                (key.clone(), member)
            });
            typed::<Schema>(&Value::Object(members.collect()), place.clone()).map(drop)
        }
        _ => Ok(()),
    }
}

fn hollow(node: &Value) -> Value {
    match node {
        Value::Object(_) => Value::Object(Map::new()),
        plain => plain.clone(),
    }
}

fn hollow_members(node: &Value) -> Value {
    match node {
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(key, member)| (key.clone(), hollow(member)))
                    .collect(),
            )
        }
        Value::Array(items) => items.iter().map(hollow).collect(),
        plain => plain.clone(),
    }
}

/// Reads the node at `place` as a `T`.
fn typed<'a, T: Deserialize<'a>>(node: &'a Value, place: Pointer) -> Result<T> {
    // To remember the way takes time, and only a fault has a use for it.
    if let Ok(typed) = T::deserialize(node) {
        return Ok(typed);
    }
    serde_path_to_error::deserialize(node).map_err(|error| {
        let pointer = pointer_of(place, error.path());
        let cause = format!("this is not as OpenAPI 3.0 has it: {}", error.inner());
        Diagnostic::at(
            &pointer,
            cause,
            "compare the node with the OpenAPI 3.0.3 specification",
        )
    })
}

/// The place below `place` that the reader's path leads to.
pub(crate) fn pointer_of(place: Pointer, path: &Path) -> Pointer {
    path.iter().fold(place, |pointer, segment| match segment {
        Segment::Seq { index } => pointer.child(index),
        Segment::Map { key } => pointer.child(key),
        // A variant is a fact of the typed form, not of the document.
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

/// The first fault that shows when the parts of the document are read one by one.
fn closer_fault(document: &Value) -> Option<Diagnostic> {
    let root = Pointer::root();
    let components = root.child("components");
    let of_kind = |kind| document.pointer(&format!("/components/{kind}"));
    first_fault(
        document.get("paths"),
        &root.child("paths"),
        |node, place| {
            first_fault(Some(node), place, fault_of_operation)
                .or_else(|| fault::<PathItem>(node, place))
        },
    )
    .or_else(|| {
        first_fault(
            of_kind("parameters"),
            &components.child("parameters"),
            fault::<Parameter>,
        )
    })
    .or_else(|| {
        first_fault(
            of_kind("responses"),
            &components.child("responses"),
            fault::<Response>,
        )
    })
    .or_else(|| first_fault(of_kind(SCHEMES), &components.child(SCHEMES), scheme_fault))
}

fn fault_of_operation(node: &Value, place: &Pointer) -> Option<Diagnostic> {
    // Beside its operations, a path has other members.
    node.get("responses")?;
    first_fault(
        node.get("parameters"),
        &place.child("parameters"),
        fault::<Parameter>,
    )
    .or_else(|| {
        first_fault(
            node.get("responses"),
            &place.child("responses"),
            fault::<Response>,
        )
    })
    .or_else(|| fault::<RequestBody>(node.get("requestBody")?, &place.child("requestBody")))
    .or_else(|| fault::<Operation>(node, place))
}

fn fault<T: DeserializeOwned>(node: &Value, place: &Pointer) -> Option<Diagnostic> {
    typed::<ReferenceOr<T>>(node, place.clone()).err()?;
    typed::<T>(node, place.clone()).err()
}

/// The first fault among the members of an object, or the items of a list.
fn first_fault(
    parent: Option<&Value>,
    place: &Pointer,
    mut fault: impl FnMut(&Value, &Pointer) -> Option<Diagnostic>,
) -> Option<Diagnostic> {
    match parent? {
        Value::Object(members) => members
            .iter()
            .find_map(|(key, member)| fault(member, &place.child(key))),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| fault(item, &place.child(index)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn other_documents_and_versions_are_refused() {
        for (value, cause) in [
            (json!(null), "names no version"),
            (json!({"swagger": "2.0"}), "names no version"),
            (
                json!({"openapi": "3.2.0"}),
                "OpenAPI 3.2.0 is not supported yet",
            ),
        ] {
            let error = Document::parse(value).unwrap_err();
            assert_eq!(error.pointer().unwrap().to_string(), "#/openapi");
            assert!(error.message().contains(cause), "{error}");
        }
    }

    #[test]
    fn a_fault_deep_inside_of_a_schema_is_named_at_once() {
        let mut schema = json!({"type": "string", "maxLength": "many"});
        for _ in 0..50 {
            schema = json!({"type": "object", "properties": {"a": schema}});
        }
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "t", "version": "1"},
            "paths": {},
            "components": {"schemas": {"A": schema}},
        });
        let error = Document::parse(document).unwrap_err();
        let place = error.pointer().unwrap().to_string();
        assert!(
            place.ends_with("/properties/a") && place.len() > 600,
            "{place}"
        );
        assert!(error.message().contains("invalid type"), "{error}");
    }

    #[test]
    fn what_the_typed_form_would_leave_out_is_named() {
        for (paths, place) in [
            (json!({"rooms": {"get": {}}}), "#/paths/rooms"),
            (
                json!({"/a": {"fetch": {"responses": {}}}}),
                "#/paths/~1a/fetch",
            ),
            (
                json!({"/a": {"get": {"paramters": [1], "responses": {}}}}),
                "#/paths/~1a/get/paramters",
            ),
            (
                json!({"/a": {"get": {"responses": {"2OO": {"description": ""}}}}}),
                "#/paths/~1a/get/responses/2OO",
            ),
        ] {
            let document =
                json!({"openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": paths});
            let error = Document::parse(document).unwrap_err();
            assert_eq!(error.pointer().unwrap().to_string(), place);
            assert!(error.message().contains("nothing of that name"), "{error}");
        }
    }

    #[test]
    fn what_is_well_formed_is_left_alone() {
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "t", "version": "1", "x-own": {"a": 1}},
            "servers": [{"url": "https://api.example.com", "description": "Only one."}],
            "tags": [{"name": "a", "externalDocs": {"url": "https://example.com"}}],
            "paths": {"/a": {
                "parameters": [{"name": "p", "in": "query", "required": false, "style": "form", "explode": true,
                    "allowEmptyValue": false, "schema": {"x": 1}, "example": {"a": 1}}],
                "get": {"deprecated": false, "tags": [], "security": [{}], "responses": {
                    "default": {"description": "", "headers": {"x-h": {"style": "simple", "schema": {}}}},
                    "2XX": {"description": "", "content": {"text/plain": {"examples": {"a": {"value": 1}}}}},
                }},
            }},
            "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}},
        });
        Document::parse(document).unwrap();
    }

    #[test]
    fn a_node_of_the_wrong_form_is_named() {
        let error = Document::parse(json!({"openapi": "3.0.3", "info": {"title": 1}, "paths": {}}))
            .unwrap_err();
        assert_eq!(error.pointer().unwrap().to_string(), "#/info/title");
    }
}
