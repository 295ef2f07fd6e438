//! The IR, the intermediate representation of an API that `lower` creates, and `render` and `tools::diff` read: plain
//! owned structs that know neither OpenAPI nor Rust syntax.
//!
//! [`crate::names`] converts names to Rust identifiers. If an object has a `name` and a `label`, requests and responses
//! contain the name, and the identifier is made from the label.
//!
//! A *resource* groups operations, and becomes a type of the SDK with a method for each. An *envelope* is an object in
//! a response that wraps the actual value: `{"data": …}`. The *discriminator* of a union is the property whose value,
//! the *tag*, selects the variant.

mod annotations;
mod authentication;
mod body;
mod operation;
mod output;
mod pagination;
mod parameter;
mod retry_rule;
mod stream;
mod type_definition;
mod types;

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

pub use self::annotations::{Annotations, Bound, BoundValue, End, Measure};
pub use self::authentication::{Authentication, Credential, Scheme};
pub use self::body::{Body, Encoding};
pub use self::operation::{ErrorResponse, Operation};
pub(crate) use self::output::LIST_PROPERTIES;
pub use self::output::Output;
pub use self::pagination::{PageStyle, Pagination};
pub use self::parameter::{Location, Parameter, Role, Structure, Style};
pub use self::retry_rule::RetryRule;
pub use self::stream::{ItemStream, StreamAlternative, StreamFormat};
pub use self::type_definition::{
    Access, Constant, EnumValue, Field, Response, Shape, TypeDefinition, Variant,
};
pub use self::types::{Integer, Type};
use crate::diagnostics::Pointer;

/// A whole API.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// The title of the document.
    pub title: String,
    /// The name of the SDK's package.
    pub package: String,
    /// The URL of the first server. If the document has no absolute URL, callers must set a base URL, and this field is
    /// empty or a path that the SDK appends to the base URL.
    pub base_url: String,
    /// How requests carry the API key.
    pub key_scheme: Scheme,
    /// How requests carry the other secrets, by the name of their security scheme.
    pub credentials: BTreeMap<String, Scheme>,
    /// The names of the parameters that callers set once, on the client, in the order of `x-sdk-client-parameters`.
    pub client_parameters: Vec<String>,
    /// The resources, parents before children.
    pub resources: Vec<Resource>,
    /// The types that requests, responses and webhooks can contain, ordered by name.
    pub types: Vec<TypeDefinition>,
    /// The contract, if the SDK includes it.
    pub contract: Option<Contract>,
}

/// The operations and schemas of a document as data. The mock server checks requests and responses against them.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// The Cargo feature of the SDK that includes the contract and the module `mock`.
    pub feature: String,
    /// The operations and schemas, without prose. `lower/contract.rs` documents the format.
    pub facts: Value,
}

/// A group of operations, which may have child resources: `client.rooms()` and `client.rooms().sessions()`.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The names from the client to the resource: `rooms`, `sessions`.
    pub path: Vec<String>,
    /// Whether the path is the value of an `x-sdk-resource`.
    pub is_path_given: bool,
    /// The location of the first operation in the resource or its descendants.
    pub pointer: Pointer,
    /// The description.
    pub description: String,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
}

impl Api {
    /// Whether the API has a URL to which requests are sent if the caller sets none.
    pub fn has_default_base_url(&self) -> bool {
        self.base_url.starts_with("http")
    }

    /// Returns the operations of all resources.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources
            .iter()
            .flat_map(|resource| &resource.operations)
    }

    /// Returns the type with this name.
    pub fn definition(&self, name: &str) -> Option<&TypeDefinition> {
        let index = self.types.binary_search_by(|it| it.name.as_str().cmp(name));
        index.ok().and_then(|index| self.types.get(index))
    }

    /// Whether some operations send the API key, and some operations can be called without the key.
    pub fn has_optional_api_key(&self) -> bool {
        let is_optional = |it: &Operation| it.may_be_anonymous || !it.sends_api_key();
        self.has_api_key() && self.operations().any(is_optional)
    }

    /// Whether any operation sends the API key.
    pub fn has_api_key(&self) -> bool {
        self.operations().any(Operation::sends_api_key)
    }

    /// Returns the child resources by the paths of their parents. The empty path has the resources without a parent.
    pub fn child_resources(&self) -> HashMap<&[String], Vec<&Resource>> {
        let mut children = HashMap::<_, Vec<_>>::new();
        for resource in &self.resources {
            if let Some((_, parent)) = resource.path.split_last() {
                children.entry(parent).or_default().push(resource);
            }
        }
        children
    }
}
