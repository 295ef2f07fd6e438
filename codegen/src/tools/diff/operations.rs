//! Operations: their names, requests and results.

use super::change::{Changes, Direction, Item};
use super::matching::{self, Match};
use super::verdict::Kind;
use super::{Comparison, annotations, describe, inputs};
use crate::ir::{Api, Authentication, Body, Credential, Operation, Output, Resource};
use crate::names;
use crate::render::signature::output;

/// An operation and its resource.
#[derive(Clone, Copy)]
struct Method<'a> {
    resource: &'a Resource,
    operation: &'a Operation,
}

impl Method<'_> {
    fn label(&self) -> String {
        describe::operation(self.resource, self.operation)
    }
}

pub(super) fn compare(comparison: &Comparison<'_>, changes: &mut Changes) {
    let (old, new) = (methods(comparison.old), methods(comparison.new));
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    let by_id = |method: &Method<'_>| names::in_snake_case(&method.operation.id);
    for found in matching::by_key(&old, &new, by_id) {
        match found {
            Match::Removed(method) => removed.push(*method),
            Match::Added(method) => added.push(*method),
            Match::Both(old, new) => compare_one(comparison, *old, *new, changes),
        }
    }
    // An operation with another operationId, but the same HTTP method and path, is the same operation.
    for found in matching::by_key(&removed, &added, |method| address(method.operation)) {
        let (Match::Removed(method) | Match::Added(method) | Match::Both(_, method)) = found;
        let (label, operation) = (method.label(), method.operation);
        let item = Item::new(&label, &operation.pointer);
        let request = format!("{} {}", operation.http_method, operation.path);
        match found {
            Match::Removed(_) => changes.removed(Kind::OperationRemoved, item, request),
            Match::Added(_) => changes.added(Kind::OperationAdded, item, request),
            Match::Both(old, new) => compare_one(comparison, *old, *new, changes),
        }
    }
}

fn methods(api: &Api) -> Vec<Method<'_>> {
    api.resources
        .iter()
        .flat_map(|resource| {
            resource.operations.iter().map(move |operation| Method {
                resource,
                operation,
            })
        })
        .collect()
}

/// Returns the HTTP method and the path without the names of its placeholders.
fn address(operation: &Operation) -> (&'static str, String) {
    (operation.http_method, without_names(&operation.path))
}

fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| {
        let rest = part.split_once('}').map_or("", |(_, rest)| rest);
        path + "{}" + rest
    })
}

fn compare_one(
    comparison: &Comparison<'_>,
    old_method: Method<'_>,
    new_method: Method<'_>,
    changes: &mut Changes,
) {
    let (old, new) = (old_method.operation, new_method.operation);
    let label = new_method.label();
    let item = Item::new(&label, &new.pointer);
    let request = item.with_direction(Direction::Request);
    let response = item.with_direction(Direction::Response);
    changes.changed(Kind::MethodRenamed, item, old_method.label(), &*label);
    compare_builder(item, old, new, changes);
    compare_address(request, old, new, changes);
    compare_behaviour(item, old, new, changes);
    compare_documentation(item, old, new, changes);
    compare_error_responses(response, old, new, changes);
    let (old_signatures, new_signatures) = (&comparison.old_signatures, &comparison.new_signatures);
    let old_output = output(old);
    let new_output = output(new);
    if old_output == new_output {
        compare_envelope(response, &old.output, &new.output, changes);
    } else {
        changes.changed(Kind::OutputChanged, response, old_output, new_output);
    }
    let old_inputs = old_signatures.inputs(old);
    let new_inputs = new_signatures.inputs(new);
    inputs::compare(request, old_inputs, new_inputs, changes);
}

fn compare_builder(item: Item<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    let path = |operation: &Operation| {
        let builder = names::builder_type(&operation.builder);
        format!("resources::{builder}")
    };
    changes.changed(Kind::BuilderRenamed, item, path(old), path(new));
    let id = |operation: &Operation| match &operation.operation_id {
        Some(id) => format!("`{id}`"),
        None => "none".to_owned(),
    };
    changes.changed(Kind::OperationIdChanged, item, id(old), id(new));
}

fn compare_address(item: Item<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    let (old_method, new_method) = (old.http_method, new.http_method);
    changes.changed(Kind::HttpMethodChanged, item, old_method, new_method);
    if without_names(&old.path) != without_names(&new.path) {
        changes.changed(Kind::PathChanged, item, &*old.path, &*new.path);
    }
    let server = |operation: &Operation| match &operation.server {
        Some(server) => server.clone(),
        None => "server of the API".to_owned(),
    };
    changes.changed(Kind::ServerChanged, item, server(old), server(new));
    let encoding = |operation: &Operation| describe::encoding(&operation.encoding);
    match (&old.body, &new.body) {
        (None, Some(Body::Fields(_))) => changes.added(Kind::BodyAdded, item, encoding(new)),
        (Some(Body::Fields(_)), None) => changes.removed(Kind::BodyRemoved, item, encoding(old)),
        (Some(_), Some(_)) => {
            changes.changed(Kind::EncodingChanged, item, encoding(old), encoding(new));
        }
        // A body that is one value is an argument or a setter, and reported as such.
        _ => {}
    }
}

fn compare_behaviour(item: Item<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    let idempotency = |operation: &Operation| match operation.is_idempotent {
        true => "idempotent",
        false => "depends on the HTTP method",
    };
    let (old_value, new_value) = (idempotency(old), idempotency(new));
    changes.changed(Kind::IdempotencyChanged, item, old_value, new_value);
    let secrecy = |operation: &Operation| match operation.returns_secrets {
        true => "secrets",
        false => "no secrets",
    };
    let response = item.with_direction(Direction::Response);
    changes.changed(Kind::SecrecyChanged, response, secrecy(old), secrecy(new));
    compare_authentication(item.with_direction(Direction::Request), old, new, changes);
    annotations::compare_deprecation(item, old.deprecated, new.deprecated, changes);
}

fn compare_authentication(item: Item<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    fn required(operation: &Operation) -> &[Credential] {
        match operation.may_be_anonymous {
            true => &[],
            false => &operation.credentials,
        }
    }
    let (old_sent, new_sent) = (credentials(old), credentials(new));
    let is_new = |credential| !required(old).contains(credential);
    if required(new).iter().any(is_new) {
        changes.changed(Kind::CredentialRequired, item, old_sent, new_sent);
    } else if old_sent != new_sent {
        changes.changed(Kind::CredentialsChanged, item, old_sent, new_sent);
    } else {
        let requirements = |operation: &Operation| requirements(&operation.authentication);
        let (old, new) = (requirements(old), requirements(new));
        changes.changed(Kind::AuthenticationChanged, item, old, new);
    }
}

/// Describes the credentials that a request carries.
fn credentials(operation: &Operation) -> String {
    let names = operation
        .credentials
        .iter()
        .map(|credential| match credential {
            Credential::ApiKey => "API key".to_owned(),
            Credential::Scheme(name) => format!("credential for `{name}`"),
        })
        .collect::<Vec<_>>();
    let names = match names.as_slice() {
        [] => "none".to_owned(),
        names => names.join(" and "),
    };
    match operation.may_be_anonymous {
        true => format!("{names} (optional)"),
        false => names,
    }
}

/// Describes the security requirements of an operation.
fn requirements(authentication: &[Authentication]) -> String {
    authentication
        .iter()
        .map(|alternative| match alternative {
            Authentication::Anonymous => "none".to_owned(),
            Authentication::ApiKey => "API key".to_owned(),
            Authentication::Schemes(names) => names.join(" and "),
        })
        .collect::<Vec<_>>()
        .join(", or ")
}

fn compare_documentation(item: Item<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    let failures = matching::by_key(&old.error_responses, &new.error_responses, |failure| {
        failure.status.clone()
    });
    let failures_differ = failures
        .iter()
        .any(|found| matches!(found, Match::Both(old, new) if old.description != new.description));
    let texts = [
        ("summary", old.summary != new.summary),
        ("description", old.description != new.description),
        ("descriptions of error responses", failures_differ),
    ];
    changes.documentation(item, &texts);
}

fn compare_error_responses(
    item: Item<'_>,
    old: &Operation,
    new: &Operation,
    changes: &mut Changes,
) {
    for found in matching::by_key(&old.error_responses, &new.error_responses, |failure| {
        failure.status.clone()
    }) {
        match found {
            Match::Added(failure) => {
                changes.added(Kind::ErrorResponseAdded, item, &*failure.status)
            }
            Match::Removed(failure) => {
                changes.removed(Kind::ErrorResponseRemoved, item, &*failure.status);
            }
            Match::Both(..) => {}
        }
    }
}

/// Compares how the SDK reads results of the same type.
fn compare_envelope(item: Item<'_>, old: &Output, new: &Output, changes: &mut Changes) {
    let location = |output: &Output| match output {
        Output::Enveloped(_) => "inside the envelope",
        _ => "the whole response body",
    };
    changes.changed(Kind::EnvelopeChanged, item, location(old), location(new));
    let page_parameter = |output: &Output| match output {
        Output::Page {
            number_parameter, ..
        } => Some(number_parameter.to_string()),
        _ => None,
    };
    if let (Some(old), Some(new)) = (page_parameter(old), page_parameter(new)) {
        changes.changed(Kind::PageParameterChanged, item, old, new);
    }
}
