//! The API as the renderers and the differ see it: plain owned structs that know nothing of OpenAPI nor of Rust.
//!
//! Names stand here as the document and its overlay give them; [`crate::names`] makes identifiers of them.

mod authentication;
mod body;
mod model;
mod notes;
mod operation;
mod output;
mod parameter;
mod types;

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

pub use self::authentication::{Authentication, Credential, Scheme};
pub use self::body::{Body, Encoding};
pub use self::model::{Access, Answer, Field, Shape, TypeDefinition, Variant, Word};
pub use self::notes::{Bound, End, Measure, Notes, Quantity};
pub use self::operation::{Failure, Operation};
pub use self::output::Output;
pub use self::parameter::{Location, Parameter, Structure, Style};
pub use self::types::{Integer, Type};
use crate::diagnostics::Pointer;

/// A whole API.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// What the document calls itself.
    pub title: String,
    /// The name of the SDK's package, as `use` and the examples need it.
    pub package: String,
    /// The address of the first server.
    pub base_url: String,
    /// How requests carry the API key.
    pub key_scheme: Scheme,
    /// The security schemes with a secret of their own, and how requests carry it.
    pub credentials: BTreeMap<String, Scheme>,
    /// Every resource that has operations or resources below it, parents before children.
    pub resources: Vec<Resource>,
    /// Every type that a request, a response or an event can reach, ordered by name.
    pub types: Vec<TypeDefinition>,
    /// What the document allows, where the SDK is to have it.
    pub contract: Option<Contract>,
}

/// What a document allows, as data: for a program that holds requests and answers against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// The feature of the SDK that it belongs to.
    pub feature: String,
    /// Operations and schemas, without prose.
    pub facts: Value,
}

/// A group of operations, and a step on the way to the groups below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The steps that lead here from the client: `rooms`, `sessions`.
    pub path: Vec<String>,
    /// Where the first operation that it leads to stands in the document.
    pub pointer: Pointer,
    /// What the resource is.
    pub description: String,
    /// The operations, ordered as in the document.
    pub operations: Vec<Operation>,
}

impl Api {
    /// Whether some operation takes requests of those who have no API key.
    pub fn serves_anyone(&self) -> bool {
        let operations = self.resources.iter();
        let mut operations = operations.flat_map(|resource| &resource.operations);
        operations.any(|operation| {
            operation.may_be_anonymous || !operation.credentials.contains(&Credential::ApiKey)
        })
    }

    /// The resources that stand below each path, and below none: those that the client itself leads to.
    pub fn resources_below(&self) -> HashMap<&[String], Vec<&Resource>> {
        let mut below = HashMap::<_, Vec<_>>::new();
        for resource in &self.resources {
            if let Some((_, parent)) = resource.path.split_last() {
                below.entry(parent).or_default().push(resource);
            }
        }
        below
    }
}
