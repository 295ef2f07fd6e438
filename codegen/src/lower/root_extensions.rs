//! The extensions of the root of a document.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::extensions::{Extensions, ROOT_KEYS};
use super::pagination::declared::Declared;
use super::request::idempotency_key::KeyHeader;
use crate::diagnostics::{Pointer, Result};
use crate::ir::RetryRule;

/// The extensions of the document.
pub(super) struct RootExtensions {
    pub(super) package: Option<String>,
    /// Whether responses wrap the actual value in `data`.
    pub(super) has_envelope: bool,
    /// How lists are paginated.
    pub(super) pagination: Option<Declared>,
    /// The retry rule of operations that don't declare their own.
    pub(super) retry: RetryRule,
    /// The idempotency key of operations that don't declare their own.
    pub(super) idempotency_key: Option<KeyHeader>,
    /// The descriptions of resources, by dotted path.
    pub(super) resources: BTreeMap<String, String>,
    /// The names of schemas of events, in addition to webhooks and callbacks.
    pub(super) events: Vec<String>,
    /// The names of the parameters that callers can set on the client, for all calls.
    pub(super) client_parameters: Vec<String>,
    /// Whether the schemas of error responses become types.
    pub(super) has_error_types: bool,
    /// The Cargo feature of the SDK that includes the contract.
    pub(super) contract: Option<String>,
}

impl RootExtensions {
    pub(super) fn read(entries: &IndexMap<String, Value>) -> Result<Self> {
        let root = Pointer::root();
        let extensions = Extensions::new(entries, &root, ROOT_KEYS)?;
        Ok(Self {
            package: extensions.get("x-sdk-package")?,
            has_envelope: extensions.constant("x-sdk-envelope", "data")?,
            pagination: Declared::read(&extensions)?,
            retry: RetryRule::read(&extensions)?,
            idempotency_key: KeyHeader::read(&extensions)?,
            resources: extensions.get("x-sdk-resources")?.unwrap_or_default(),
            events: extensions.get("x-sdk-events")?.unwrap_or_default(),
            client_parameters: extensions
                .get("x-sdk-client-parameters")?
                .unwrap_or_default(),
            has_error_types: extensions.get("x-sdk-error-types")?.unwrap_or(true),
            contract: extensions.get("x-sdk-contract")?,
        })
    }
}
