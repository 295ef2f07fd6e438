//! Lowers a typed OpenAPI document to the IR, the API in terms of an SDK (see [`crate::ir`]).
//!
//! Only objects that operations and events refer to are lowered. Events are the bodies that the API sends to webhooks.
//! An object that can't be lowered causes an error, or a warning about the difference between SDK and document.

mod annotations;
mod branch_names;
mod contract;
mod discriminator;
mod enumeration;
mod error_responses;
mod extensions;
#[cfg(test)]
pub(crate) mod fixtures;
mod keywords;
mod media_type;
mod naming;
mod operation;
mod operation_object;
mod pagination;
mod request;
mod resolve;
mod resource;
mod responses;
mod retry;
mod root_extensions;
mod schema;
mod schema_kind;
mod stream;
mod type_definition;
mod types;
mod union;
mod webhook;

use std::collections::VecDeque;

use heck::ToKebabCase;

use self::annotations::Detail;
use self::naming::Naming;
use self::request::client_parameters::mark_client_parameters;
use self::request::security::Security;
use self::resolve::ResolvedSchema;
use self::root_extensions::RootExtensions;
use self::types::registry::Registry;
use self::types::{ambiguity, infinite_union, usage};
use crate::diagnostics::terminal::is_invisible;
use crate::diagnostics::{Collector, Diagnostic, Effect, Pointer, Result};
use crate::ir::{Api, Contract, Scheme};
use crate::names;
use crate::openapi::document::Document;

/// Lowers a typed document to the IR.
///
/// # Errors
///
/// Returns an error if the document contradicts itself or has an object that can't be lowered; in lenient mode, only if
/// the document as a whole is affected.
pub fn lower(document: &Document, diagnostics: &mut Collector) -> Result<Api> {
    let root = RootExtensions::read(&document.openapi.extensions)?;
    let title = &document.openapi.info.title;
    let package = match &root.package {
        Some(package) => check_package(package)?,
        None => default_package(title, diagnostics),
    };

    let mut lowering = Lowering {
        document,
        base_url: String::new(),
        key_scheme: Scheme::Bearer,
        default_security: Security::default(),
        root,
        diagnostics: Collector::new(diagnostics.mode),
        registry: Registry::default(),
        queue: VecDeque::new(),
        schema_stack: Vec::new(),
        is_in_type: false,
    };
    lowering.lower_servers_and_security()?;
    let unknown_keys = extensions::unknown_keys(document.root());
    lowering.diagnostics.extend(unknown_keys);
    let mut operations = lowering.lower_operations()?;
    let key = lowering.unmatched_idempotency_key(&operations);
    let pagination = lowering.unmatched_pagination(&operations);
    let unmatched = &mut lowering.diagnostics.unmatched;
    unmatched.extend(key.into_iter().chain(pagination));
    let client_parameters = &lowering.root.client_parameters;
    mark_client_parameters(client_parameters, &mut operations, unmatched)?;
    let mut events = lowering.lower_events()?;
    events.extend(lowering.lower_webhooks()?);
    lowering.lower_error_responses(&mut operations)?;
    let mut unsupported = lowering.lower_queue()?;

    let credentials = lowering.credential_schemes(&operations);
    diagnostics.report.webhooks = lowering.webhooks().len();
    diagnostics.unmatched.extend(lowering.diagnostics.unmatched);
    diagnostics.extend(lowering.diagnostics.report.diagnostics);
    let mut types = lowering.registry.into_types();
    for (name, error) in infinite_union::infinite_unions(document.root(), &types) {
        diagnostics.warn_with(Effect::Fallback, error);
        unsupported.insert(name);
    }
    usage::replace_unsupported(&unsupported, &mut types, &mut operations, &mut events);
    usage::analyze(&mut types, &mut operations, &events);
    diagnostics.extend(ambiguity::indistinguishable_variants(&types));

    let root = lowering.root;
    let mut api = Api {
        title: title.replace(is_invisible, ""),
        package,
        base_url: lowering.base_url,
        key_scheme: lowering.key_scheme,
        credentials,
        client_parameters: root.client_parameters,
        resources: resource::tree(operations, root.resources, &mut diagnostics.unmatched),
        types,
        contract: None,
    };
    let mode = diagnostics.mode_of_names;
    diagnostics.extend(names::choose_names(&mut api, mode));
    if let Some(feature) = root.contract {
        let facts = contract::facts(document.root(), &api.resources, &api.types);
        api.contract = Some(Contract { feature, facts });
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
    root: RootExtensions,
    diagnostics: Collector,
    registry: Registry,
    /// The components that are still to be lowered, with the names of their types.
    queue: VecDeque<(ResolvedSchema<'a>, Naming, String)>,
    /// The locations of the schema that is being lowered and of the schemas that contain it, outermost first.
    schema_stack: Vec<Pointer>,
    /// Whether the schema that is being lowered is a named type or part of one.
    is_in_type: bool,
}

impl<'a> Lowering<'a> {
    fn lower_servers_and_security(&mut self) -> Result<()> {
        self.base_url = self.lower_base_url()?;
        self.report_schemes()?;
        self.key_scheme = self.choose_key_scheme();
        self.default_security = self.lower_default_security()?;
        Ok(())
    }

    /// Returns the value of `result`. If an error is tolerated or the mode is lenient, reports the error, with the
    /// given effect on the object at `target`, and returns `None`. Returns any other error.
    fn or_report<T>(
        &mut self,
        result: Result<T>,
        effect: Effect,
        target: &Pointer,
    ) -> Result<Option<T>> {
        result.map(Some).or_else(|error| {
            self.diagnostics.report(effect, target.clone(), error)?;
            Ok(None)
        })
    }

    /// Returns `Brief` for a component outside of named types, such as a parameter, because each operation that uses
    /// the component repeats its documentation.
    fn detail(&self, pointer: &Pointer) -> Detail {
        Detail::Full.brief_if(!self.is_in_type && pointer.is_in_component())
    }
}

fn check_package(package: &str) -> Result<String> {
    if names::is_package(package) {
        return Ok(package.to_owned());
    }
    Err(Diagnostic::at(
        &Pointer::root().child("x-sdk-package"),
        format!("`{package}` is not a valid package name"),
        "set `x-sdk-package` to a name such as `my-api`: ASCII letters, digits, hyphens and underscores, starting with \
         a letter, and not a Rust keyword",
    ))
}

/// Returns the title in kebab case. If that is not a valid package name, reports and returns another name.
fn default_package(title: &str, diagnostics: &mut Collector) -> String {
    let wanted = title.to_kebab_case();
    let is_valid = |name: &String| names::is_package(name) && !names::is_built_in_crate(name);
    if is_valid(&wanted) {
        return wanted;
    }
    let package = Some(format!("{wanted}-api")).filter(is_valid);
    let package = package.unwrap_or_else(|| "api".to_owned());
    let pointer = Pointer::root().child("x-sdk-package");
    let message = format!(
        "missing field `x-sdk-package` in OpenAPI Object: the title {title:?} gives no valid package name, so the \
         package is named `{package}`"
    );
    let help = "add `x-sdk-package` at the root of the document, with the name of the package, such as `my-api`";
    diagnostics.warn_with(Effect::Renamed, Diagnostic::at(&pointer, message, help));
    package
}
