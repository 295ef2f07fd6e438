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

pub(super) fn compare(changes: &mut Changes, comparison: &Comparison<'_>) {
    let [old, new] = comparison.apis.map(methods);
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for found in matching::by_key(&old, &new, |it| names::in_snake_case(&it.operation.id)) {
        match found {
            Match::Removed(method) => removed.push(*method),
            Match::Added(method) => added.push(*method),
            Match::Both(old, new) => compare_one(changes, comparison, [old, new]),
        }
    }
    // An operation with another operationId, but the same HTTP method and path, is the same operation.
    let request = |it: &Method<'_>| format!("{} {}", it.operation.http_method, it.operation.path);
    changes.list(
        [&removed, &added],
        |it| (it.operation.http_method, without_names(&it.operation.path)),
        |method| Item::new(method.label(), &method.operation.pointer),
        |method| (Kind::OperationAdded, request(method)),
        |method| (Kind::OperationRemoved, request(method)),
        |changes, _, both| compare_one(changes, comparison, both),
    );
}

fn methods(api: &Api) -> Vec<Method<'_>> {
    let methods = api.resources.iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(move |operation| Method {
            resource,
            operation,
        })
    });
    methods.collect()
}

/// Returns a path without the names of its placeholders.
fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| {
        let rest = part.split_once('}').map_or("", |(_, rest)| rest);
        path + "{}" + rest
    })
}

fn compare_one(changes: &mut Changes, comparison: &Comparison<'_>, methods: [&Method<'_>; 2]) {
    let [_, new_method] = methods;
    let both = methods.map(|method| method.operation);
    let [old, new] = both;
    let item = Item::new(new_method.label(), &new.pointer);
    let request = item.clone().with_direction(Direction::Request);
    let response = item.clone().with_direction(Direction::Response);
    changes.changed(Kind::MethodRenamed, &item, methods.map(Method::label));
    let builders = both.map(|it| format!("resources::{}", names::builder_type(&it.builder)));
    changes.changed(Kind::BuilderRenamed, &item, builders);
    let ids = both.map(|operation| match &operation.operation_id {
        Some(id) => format!("`{id}`"),
        None => "none".to_owned(),
    });
    changes.changed(Kind::OperationIdChanged, &item, ids);
    compare_address(changes, &request, both);
    let idempotency = both.map(|operation| match operation.is_idempotent {
        true => "idempotent",
        false => "depends on the HTTP method",
    });
    changes.changed(Kind::IdempotencyChanged, &item, idempotency);
    let secrecy = both.map(|operation| match operation.returns_secrets {
        true => "secrets",
        false => "no secrets",
    });
    changes.changed(Kind::SecrecyChanged, &response, secrecy);
    compare_authentication(changes, &request, both);
    annotations::compare_deprecation(changes, &item, both.map(|operation| operation.deprecated));
    compare_documentation(changes, &item, both);
    changes.list(
        both.map(|operation| &*operation.error_responses),
        |error| error.status.clone(),
        |_| response.clone(),
        |error| (Kind::ErrorResponseAdded, error.status.clone()),
        |error| (Kind::ErrorResponseRemoved, error.status.clone()),
        |_, _, _| {},
    );
    let [old_signatures, new_signatures] = &comparison.signatures;
    let outputs = [output(old), output(new)];
    let [old_output, new_output] = &outputs;
    if old_output == new_output {
        compare_envelope(changes, &response, both.map(|operation| &operation.output));
    } else {
        changes.changed(Kind::OutputChanged, &response, outputs);
    }
    let old_inputs = old_signatures.inputs(old);
    let new_inputs = new_signatures.inputs(new);
    inputs::compare(changes, &request, old_inputs, &new_inputs);
}

fn compare_address(changes: &mut Changes, item: &Item<'_>, both: [&Operation; 2]) {
    let [old, new] = both;
    changes.changed(Kind::HttpMethodChanged, item, both.map(|it| it.http_method));
    if without_names(&old.path) != without_names(&new.path) {
        changes.changed(Kind::PathChanged, item, both.map(|it| &*it.path));
    }
    let servers = both.map(|it| it.server.as_deref().unwrap_or("server of the API"));
    changes.changed(Kind::ServerChanged, item, servers);
    let [old_encoding, new_encoding] = both.map(|it| describe::encoding(&it.encoding));
    match (&old.body, &new.body) {
        (None, Some(Body::Fields(_))) => changes.added(Kind::BodyAdded, item, new_encoding),
        (Some(Body::Fields(_)), None) => changes.removed(Kind::BodyRemoved, item, old_encoding),
        (Some(_), Some(_)) => {
            changes.changed(Kind::EncodingChanged, item, [old_encoding, new_encoding]);
        }
        // A body that is one value is an argument or a setter, and reported as such.
        _ => {}
    }
}

fn compare_authentication(changes: &mut Changes, item: &Item<'_>, both: [&Operation; 2]) {
    let sent = both.map(credentials);
    let [was_required, is_required] = both.map(|operation| match operation.may_be_anonymous {
        true => &[][..],
        false => &operation.credentials,
    });
    if is_required
        .iter()
        .any(|credential| !was_required.contains(credential))
    {
        changes.changed(Kind::CredentialRequired, item, sent);
    } else if let [old, new] = &sent
        && old != new
    {
        changes.changed(Kind::CredentialsChanged, item, sent);
    } else {
        let requirements = both.map(|operation| requirements(&operation.authentication));
        changes.changed(Kind::AuthenticationChanged, item, requirements);
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
        });
    let names = match names.collect::<Vec<_>>().join(" and ") {
        names if names.is_empty() => "none".to_owned(),
        names => names,
    };
    let optional = if operation.may_be_anonymous {
        " (optional)"
    } else {
        ""
    };
    format!("{names}{optional}")
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

fn compare_documentation(changes: &mut Changes, item: &Item<'_>, [old, new]: [&Operation; 2]) {
    let errors_differ = new.error_responses.iter().any(|new| {
        let old = old
            .error_responses
            .iter()
            .find(|old| old.status == new.status);
        old.is_some_and(|old| old.description != new.description)
    });
    let texts = [
        ("summary", old.summary != new.summary),
        ("description", old.description != new.description),
        ("descriptions of error responses", errors_differ),
    ];
    changes.documentation(item, &texts);
}

/// Compares how the SDK reads results of the same type.
fn compare_envelope(changes: &mut Changes, item: &Item<'_>, both: [&Output; 2]) {
    let locations = both.map(|output| match output {
        Output::Enveloped(_) => "inside the envelope",
        _ => "the whole response body",
    });
    changes.changed(Kind::EnvelopeChanged, item, locations);
    if let [
        Output::Page {
            number_parameter: old,
            ..
        },
        Output::Page {
            number_parameter: new,
            ..
        },
    ] = both
    {
        changes.changed(
            Kind::PageParameterChanged,
            item,
            [old, new].map(ToString::to_string),
        );
    }
}
