//! A typed OpenAPI document to the IR.
//!
//! Only what operations and events reach is lowered. What cannot be lowered is an error with a pointer; nothing is dropped in silence.

mod definition;
mod discriminator;
mod events;
mod extensions;
mod graph;
mod keywords;
mod notes;
mod operation;
mod orphan;
mod output;
mod parameter;
mod registry;
mod resource;
mod schema;
mod security;
mod usage;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use heck::ToKebabCase;
use indexmap::IndexMap;
use openapiv3::{Components, ReferenceOr};

pub use self::orphan::Orphan;

use self::extensions::{Extensions, Pagination};
pub(crate) use self::parameter::placeholders;
use self::registry::Registry;
use self::schema::{Naming, Resolved};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::ir::{Api, Contract};
use crate::pointer::Pointer;
use crate::{contract, names, references};

/// Lowers a whole document.
///
/// # Errors
///
/// When the document contradicts itself, or says something that cannot be generated yet.
pub fn lower(document: &Document) -> Result<Api> {
    let (api, orphans) = lower_matching(document)?;
    match orphans.into_iter().next() {
        Some(orphan) => Err(orphan.into_error()),
        None => Ok(api),
    }
}

/// Lowers a whole document without decisions about what it does not have, and gives those as well.
///
/// # Errors
///
/// Otherwise those of [`lower`].
pub fn lower_matching(document: &Document) -> Result<(Api, Vec<Orphan>)> {
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
    let package = package(&extensions, &openapi.info.title)?;
    let descriptions: BTreeMap<String, String> =
        extensions.get("x-sdk-resources")?.unwrap_or_default();
    let events: Vec<String> = extensions.get("x-sdk-events")?.unwrap_or_default();

    let mut lowering = Lowering {
        document,
        envelope: extensions.get("x-sdk-envelope")?,
        pagination: extensions.get("x-sdk-pagination")?,
        registry: Registry::default(),
        pending: VecDeque::new(),
        way: Vec::new(),
    };
    let mut orphans = Vec::new();
    let mut operations = lowering.lower_operations()?;
    let events = lowering.lower_events(&events, &mut orphans)?;
    lowering.lower_pending()?;
    let mut types = lowering.registry.into_types();
    usage::check_unions(&types)?;
    usage::settle(&mut types, &mut operations, &events);
    let api = Api {
        title: openapi.info.title.clone(),
        package,
        base_url: base_url(document)?,
        resources: resource::tree(operations, descriptions, &mut orphans),
        types,
        contract: contract(&extensions, document)?,
    };
    Ok((api, orphans))
}

/// The state of one run: the document, the decisions that hold for all of it, the types met so far.
struct Lowering<'a> {
    document: &'a Document,
    envelope: Option<String>,
    pagination: Option<Pagination>,
    registry: Registry,
    /// Components whose definition waits for its turn.
    pending: VecDeque<(Resolved<'a>, Naming)>,
    /// The schemas on the way to the one that is being lowered.
    way: Vec<Pointer>,
}

/// The members of one kind of component.
type Members<T> = IndexMap<String, ReferenceOr<T>>;

impl<'a> Lowering<'a> {
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
        while let Some((kind, name)) = references::component(next).filter(|_| seen.insert(next)) {
            match members.and_then(|members| members.get(name)) {
                Some(ReferenceOr::Item(item)) => {
                    return Ok((item, Pointer::component(kind, name), Some(name.to_owned())));
                }
                Some(ReferenceOr::Reference { reference }) => next = reference,
                None => break,
            }
        }
        let cause = format!("`{reference}` does not lead to what belongs here");
        Err(Error::at(
            &pointer.child("$ref"),
            cause,
            "refer to a component of the kind that this place asks for",
        ))
    }
}

fn package(extensions: &Extensions<'_>, title: &str) -> Result<String> {
    let given: Option<String> = extensions.get("x-sdk-package")?;
    let package = given.unwrap_or_else(|| title.to_kebab_case());
    if names::is_package(&package) {
        return Ok(package);
    }
    Err(Error::at(
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

fn base_url(document: &Document) -> Result<String> {
    let place = Pointer::root().child("servers");
    let Some(server) = document.openapi.servers.first() else {
        return Err(Error::at(
            &place,
            "the document names no server",
            "add one with an absolute URL",
        ));
    };
    if server.variables.is_some() {
        return Err(unsupported(
            &place.child(0).child("variables"),
            "a server URL with variables",
        ));
    }
    let address = ["https://", "http://"]
        .iter()
        .find_map(|scheme| server.url.strip_prefix(scheme));
    if address.is_none_or(|address| {
        address.is_empty() || address.starts_with('/') || address.contains(['?', '#'])
    }) {
        return Err(Error::at(
            &place.child(0).child("url"),
            format!("`{}` is not the absolute URL of a server", server.url),
            "write it with its scheme and host, and without a query, as in `https://api.example.com/v2`",
        ));
    }
    Ok(server.url.trim_end_matches('/').to_owned())
}

/// Finds two items with one key: gives the later one, and where the earlier one stands.
fn find_repeated<'p, T>(
    items: impl IntoIterator<Item = &'p T>,
    key: impl Fn(&'p T) -> (String, &'p Pointer),
) -> Option<(&'p T, &'p Pointer)> {
    let mut seen = HashMap::new();
    items.into_iter().find_map(|item| {
        let (key, pointer) = key(item);
        seen.insert(key, pointer).map(|earlier| (item, earlier))
    })
}

fn unsupported(pointer: &Pointer, construct: &str) -> Error {
    Error::at(
        pointer,
        format!("{construct} is not supported yet"),
        "say it in another way with an action in the overlay, or leave the operation out of the document",
    )
}
