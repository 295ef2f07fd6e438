//! A typed OpenAPI document to the IR.
//!
//! Only what operations and events reach is lowered. What cannot be lowered is an error with a pointer; nothing is dropped in silence.

mod answers;
mod body;
pub(crate) mod contract;
mod conventions;
mod definition;
mod discriminator;
mod events;
mod extensions;
#[cfg(test)]
pub(crate) mod fixtures;
mod graph;
mod keywords;
mod media;
mod method;
mod notes;
mod operation;
mod output;
mod parameter;
mod parts;
mod registry;
mod resource;
mod schema;
mod security;
mod server;
mod style;
mod usage;

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::mem;

use heck::ToKebabCase;
use indexmap::IndexMap;
use openapiv3::{Components, ReferenceOr};

use self::conventions::Conventions;
use self::extensions::Extensions;
use self::notes::Extent;
pub(crate) use self::parameter::placeholders;
use self::registry::Registry;
use self::schema::{Naming, Resolved};
use self::security::Security;
use crate::diagnostics::{Collector, Diagnostic, Pointer, Result};
use crate::ir::{Api, Contract, Scheme};
use crate::names;
use crate::openapi::document::Document;
use crate::openapi::references;

/// Lowers a typed document to the IR.
///
/// # Errors
///
/// Returns an error if the document contradicts itself or has an object that can't be generated; in lenient mode, only if
/// that concerns the document as a whole.
pub fn lower(document: &Document, diagnostics: &mut Collector) -> Result<Api> {
    let root = Pointer::root();
    let openapi = &document.openapi;
    let keys = [
        "x-sdk-package",
        "x-sdk-envelope",
        "x-sdk-pagination",
        "x-sdk-resources",
        "x-sdk-events",
        "x-sdk-contract",
    ];
    let extensions = Extensions::of(&openapi.extensions, &root, &keys)?;
    let package = package(&extensions, &openapi.info.title, diagnostics.is_lenient())?;
    let descriptions: BTreeMap<String, String> =
        extensions.get("x-sdk-resources")?.unwrap_or_default();
    let events: Vec<String> = extensions.get("x-sdk-events")?.unwrap_or_default();

    let mut lowering = Lowering {
        document,
        diagnostics: Collector::new(diagnostics.mode()),
        base_url: String::new(),
        key_scheme: Scheme::Bearer,
        default_security: Security::default(),
        conventions: Conventions {
            envelope: extensions.get("x-sdk-envelope")?,
            pagination: extensions.get("x-sdk-pagination")?,
            number: None,
        },
        registry: Registry::default(),
        queue: VecDeque::new(),
        ref_stack: Vec::new(),
        is_in_type: false,
    };
    lowering.base_url = lowering.base_url()?;
    lowering.key_scheme = lowering.key_scheme();
    lowering.default_security = lowering.lower_default_security()?;
    let mut orphans = Vec::new();
    let mut operations = lowering.lower_operations()?;
    let mut events = lowering.lower_events(&events, &mut orphans)?;
    events.extend(lowering.lower_webhooks()?);
    let mut fallen = lowering.lower_queue()?;
    let credentials = lowering.own_schemes(&operations);
    diagnostics.set_webhooks(lowering.webhooks().len());
    let Lowering {
        base_url,
        key_scheme,
        registry,
        ..
    } = lowering;
    diagnostics.extend(lowering.diagnostics.into_diagnostics());
    let mut types = registry.into_types();
    for (name, error) in usage::unions_in_circles(&types) {
        diagnostics.fallback(error)?;
        fallen.insert(name);
    }
    usage::without_fallen(&fallen, &mut types, &mut operations, &mut events);
    usage::settle(&mut types, &mut operations, &events);
    method::name_all(&mut operations, &types);
    let mut api = Api {
        title: openapi.info.title.clone(),
        package,
        base_url,
        key_scheme,
        credentials,
        resources: resource::tree(operations, descriptions, &mut orphans),
        types,
        contract: contract(&extensions, document)?,
    };
    diagnostics.add_unmatched(orphans)?;
    diagnostics.extend(names::settle_values(&mut api));
    if diagnostics.is_lenient() {
        diagnostics.extend(names::settle_names(&mut api));
    }
    Ok(api)
}

/// The state of one run of [`lower`].
struct Lowering<'a> {
    document: &'a Document,
    base_url: String,
    key_scheme: Scheme,
    /// The security of operations without `security`.
    default_security: Security,
    /// The conventions that the document declares for all operations.
    conventions: Conventions,
    diagnostics: Collector,
    registry: Registry,
    /// The components whose types are not lowered yet, with the names of the types.
    queue: VecDeque<(Resolved<'a>, Naming, String)>,
    /// The schemas that contain the one that is being lowered, outermost first.
    ref_stack: Vec<Pointer>,
    /// Whether a named type is being lowered. A type is written once, an operation repeats the docs of every component
    /// that it refers to.
    is_in_type: bool,
}

/// The components of one kind.
type Members<T> = IndexMap<String, ReferenceOr<T>>;

impl<'a> Lowering<'a> {
    /// Runs a step. If it succeeds, the types, diagnostics and queued components that it added are kept; if it fails, they
    /// are dropped.
    fn attempt<T>(&mut self, step: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let scratch = Collector::new(self.diagnostics.mode());
        let diagnostics = mem::replace(&mut self.diagnostics, scratch);
        let queue = mem::take(&mut self.queue);
        self.registry.push_scratch();
        let result = step(self);
        let added_types = self.registry.pop_scratch();
        let added_diagnostics = mem::replace(&mut self.diagnostics, diagnostics);
        let added_to_queue = mem::replace(&mut self.queue, queue);
        if result.is_ok() {
            self.registry.merge(added_types);
            self.diagnostics
                .extend(added_diagnostics.into_diagnostics());
            self.queue.extend(added_to_queue);
        }
        result
    }

    /// How much of what is said at a place goes where it is being lowered for.
    fn extent(&self, place: &Pointer) -> Extent {
        match self.is_in_type || !place.is_in_component() {
            true => Extent::Full,
            false => Extent::Brief,
        }
    }

    /// Follows references until something is there: gives it, its place, and its name if it is a component.
    fn resolve<T>(
        &self,
        node: &'a ReferenceOr<T>,
        pointer: &Pointer,
        members: impl Fn(&'a Components) -> &'a Members<T>,
    ) -> Result<(&'a T, Pointer, Option<String>)> {
        match node {
            ReferenceOr::Item(item) => Ok((item, pointer.clone(), None)),
            ReferenceOr::Reference { reference } => self.follow(reference, pointer, members),
        }
    }

    fn follow<T>(
        &self,
        reference: &'a str,
        pointer: &Pointer,
        members: impl Fn(&'a Components) -> &'a Members<T>,
    ) -> Result<(&'a T, Pointer, Option<String>)> {
        let members = self.document.openapi.components.as_ref().map(members);
        let mut seen = HashSet::new();
        let mut next = reference;
        while seen.len() < references::LONGEST_CHAIN
            && let Some((kind, name)) = references::component(next).filter(|_| seen.insert(next))
        {
            match members.and_then(|members| members.get(name)) {
                Some(ReferenceOr::Item(item)) => {
                    return Ok((item, Pointer::component(kind, name), Some(name.to_owned())));
                }
                Some(ReferenceOr::Reference { reference }) => next = reference,
                None => break,
            }
        }
        let (cause, help) = if seen.len() < references::LONGEST_CHAIN {
            (
                format!("`{reference}` does not lead to what belongs here"),
                "refer to a component of the kind that this place asks for",
            )
        } else {
            (
                format!("`{reference}` leads from one reference to the next, on and on"),
                "refer to what is at the end",
            )
        };
        Err(Diagnostic::at(&pointer.child("$ref"), cause, help))
    }
}

fn package(extensions: &Extensions<'_>, title: &str, is_lenient: bool) -> Result<String> {
    let given: Option<String> = extensions.get("x-sdk-package")?;
    let package = given.unwrap_or_else(|| title.to_kebab_case());
    if names::is_package(&package) {
        return Ok(package);
    }
    if is_lenient {
        return Ok("api".to_owned());
    }
    Err(Diagnostic::at(
        &Pointer::root().child("x-sdk-package"),
        format!("`{package}` cannot be the name of a package"),
        "give one here that is made of letters, digits and hyphens",
    ))
}

fn contract(extensions: &Extensions<'_>, document: &Document) -> Result<Option<Contract>> {
    let feature: Option<String> = extensions.get("x-sdk-contract")?;
    let value = document.node(&Pointer::root());
    Ok(feature.zip(value).map(|(feature, value)| Contract {
        feature,
        facts: contract::contract(value),
    }))
}

fn unsupported(pointer: &Pointer, construct: &str) -> Diagnostic {
    Diagnostic::at(
        pointer,
        format!("{construct} is not supported yet"),
        "say it in another way with an action in the overlay, or leave the operation out of the document",
    )
}
