//! Operations: their names, where they are sent, what they give.

use super::change::{Changes, Direction, Item};
use super::inputs;
use super::labels;
use super::pairs::{Pair, pairs};
use super::verdict::Kind;
use super::{Comparison, notes};
use crate::ir::{Api, Authentication, Body, Credential, Operation, Output, Resource};
use crate::names;

/// An operation and the resource it belongs to.
#[derive(Clone, Copy)]
struct Placed<'a> {
    resource: &'a Resource,
    operation: &'a Operation,
}

pub(super) fn compare(comparison: &Comparison<'_>, changes: &mut Changes) {
    let (old, new) = (placed(comparison.old), placed(comparison.new));
    let (mut gone, mut added) = (Vec::new(), Vec::new());
    let by_id = |placed: &Placed<'_>| names::in_snake_case(&placed.operation.id);
    for pair in pairs(&old, &new, by_id) {
        match pair {
            Pair::Gone(placed) => gone.push(*placed),
            Pair::New(placed) => added.push(*placed),
            Pair::Kept(old, new) => compare_one(comparison, *old, *new, changes),
        }
    }
    // What has another operationId is the same operation if it is sent to the same place.
    for pair in pairs(&gone, &added, |placed| address(placed.operation)) {
        match pair {
            Pair::Gone(placed) => tell(Kind::OperationGone, *placed, changes),
            Pair::New(placed) => tell(Kind::OperationNew, *placed, changes),
            Pair::Kept(old, new) => compare_one(comparison, *old, *new, changes),
        }
    }
}

fn placed(api: &Api) -> Vec<Placed<'_>> {
    let operations = api.resources.iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(move |operation| Placed {
            resource,
            operation,
        })
    });
    operations.collect()
}

/// Where an operation is sent, whatever the placeholders of its path are called.
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

fn tell(kind: Kind, placed: Placed<'_>, changes: &mut Changes) {
    let Placed {
        resource,
        operation,
    } = placed;
    let label = labels::operation(resource, operation);
    let item = Item {
        label: &label,
        pointer: &operation.pointer,
        direction: Direction::Both,
    };
    let what = format!("{} {}", operation.http_method, operation.path);
    match kind {
        Kind::OperationNew => changes.added(kind, item, what),
        _ => changes.gone(kind, item, what),
    }
}

fn compare_one(
    comparison: &Comparison<'_>,
    old: Placed<'_>,
    new: Placed<'_>,
    changes: &mut Changes,
) {
    let label = labels::operation(new.resource, new.operation);
    let item = |direction| Item {
        label: &label,
        pointer: &new.operation.pointer,
        direction,
    };
    let both = item(Direction::Both);
    let old_label = labels::operation(old.resource, old.operation);
    changes.replaced(Kind::MethodRenamed, both, old_label, &*label);
    compare_builder(both, old.operation, new.operation, changes);
    compare_address(
        item(Direction::Request),
        old.operation,
        new.operation,
        changes,
    );
    compare_rules(&item, old.operation, new.operation, changes);
    compare_words(both, old.operation, new.operation, changes);
    compare_failures(
        item(Direction::Response),
        old.operation,
        new.operation,
        changes,
    );
    let old_output = comparison
        .old_signatures
        .output(old.resource, old.operation);
    let new_output = comparison
        .new_signatures
        .output(new.resource, new.operation);
    let outputs = (old_output.as_str(), new_output.as_str());
    compare_output(
        item(Direction::Response),
        old.operation,
        new.operation,
        outputs,
        changes,
    );
    let old_inputs = comparison
        .old_signatures
        .inputs(old.resource, old.operation);
    let new_inputs = comparison
        .new_signatures
        .inputs(new.resource, new.operation);
    inputs::compare(item(Direction::Request), old_inputs, new_inputs, changes);
}

fn compare_builder(item: Item<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    let path = |operation: &Operation| {
        let builder = names::builder_type(&operation.builder);
        format!("resources::{builder}")
    };
    changes.replaced(Kind::BuilderRenamed, item, path(old), path(new));
    let id = |operation: &Operation| match &operation.operation_id {
        Some(id) => format!("`{id}`"),
        None => "none".to_owned(),
    };
    changes.replaced(Kind::OperationIdChanged, item, id(old), id(new));
}

fn compare_address(item: Item<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    changes.replaced(
        Kind::HttpMethodChanged,
        item,
        old.http_method,
        new.http_method,
    );
    if without_names(&old.path) != without_names(&new.path) {
        changes.replaced(Kind::PathChanged, item, &*old.path, &*new.path);
    }
    changes.replaced(Kind::ServerChanged, item, server(old), server(new));
    let encoding = |operation: &Operation| labels::encoding(&operation.encoding);
    match (&old.body, &new.body) {
        (None, Some(Body::Fields(_))) => changes.added(Kind::BodyNew, item, encoding(new)),
        (Some(Body::Fields(_)), None) => changes.gone(Kind::BodyGone, item, encoding(old)),
        (Some(_), Some(_)) => {
            changes.replaced(Kind::EncodingChanged, item, encoding(old), encoding(new));
        }
        // A body that is given as a whole is an argument, and told as such.
        _ => {}
    }
}

fn server(operation: &Operation) -> &str {
    operation.server.as_deref().unwrap_or("that of the API")
}

fn compare_rules<'i>(
    item: &impl Fn(Direction) -> Item<'i>,
    old: &Operation,
    new: &Operation,
    changes: &mut Changes,
) {
    let repeating = |operation: &Operation| match operation.is_idempotent {
        true => "safe to repeat",
        false => "repeated as its method says",
    };
    let both = item(Direction::Both);
    changes.replaced(
        Kind::IdempotenceChanged,
        both,
        repeating(old),
        repeating(new),
    );
    let secrecy = |operation: &Operation| match operation.returns_secrets {
        true => "secrets",
        false => "no secrets",
    };
    changes.replaced(
        Kind::SecrecyChanged,
        item(Direction::Response),
        secrecy(old),
        secrecy(new),
    );
    compare_authentication(item(Direction::Request), old, new, changes);
    notes::compare_deprecation(both, old.deprecated, new.deprecated, changes);
}

fn compare_authentication(item: Item<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    let demanded = |operation: &Operation| match operation.may_be_anonymous {
        true => Vec::new(),
        false => operation.credentials.clone(),
    };
    let (before, now) = (demanded(old), demanded(new));
    let (was, is) = (ways(&old.authentication), ways(&new.authentication));
    if now.iter().any(|credential| !before.contains(credential)) {
        changes.replaced(Kind::CredentialsDemanded, item, sent(old), sent(new));
    } else if sent(old) != sent(new) {
        changes.replaced(Kind::CredentialsChanged, item, sent(old), sent(new));
    } else {
        changes.replaced(Kind::AuthenticationChanged, item, was, is);
    }
}

/// The secrets that a request carries.
fn sent(operation: &Operation) -> String {
    let secrets = operation
        .credentials
        .iter()
        .map(|credential| match credential {
            Credential::ApiKey => "the API key".to_owned(),
            Credential::Scheme(name) => format!("the secret for `{name}`"),
        });
    let mut sent = secrets.collect::<Vec<_>>().join(" and ");
    if sent.is_empty() {
        sent.push_str("none");
    }
    if operation.may_be_anonymous {
        sent.push_str(", where there is one");
    }
    sent
}

fn ways(authentication: &[Authentication]) -> String {
    let ways = authentication.iter().map(|way| match way {
        Authentication::Anonymous => "none".to_owned(),
        Authentication::ApiKey => "the API key".to_owned(),
        Authentication::Schemes(names) => names.join(" and "),
    });
    ways.collect::<Vec<_>>().join(", or ")
}

fn compare_words(item: Item<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    let texts = [
        ("summary", old.summary != new.summary),
        ("description", old.description != new.description),
        ("descriptions of failures", failures_reworded(old, new)),
    ];
    changes.reworded(item, &texts);
}

fn failures_reworded(old: &Operation, new: &Operation) -> bool {
    let failures = pairs(&old.error_responses, &new.error_responses, |failure| {
        failure.status.clone()
    });
    let mut failures = failures.iter();
    failures.any(|pair| matches!(pair, Pair::Kept(old, new) if old.description != new.description))
}

fn compare_failures(item: Item<'_>, old: &Operation, new: &Operation, changes: &mut Changes) {
    for pair in pairs(&old.error_responses, &new.error_responses, |failure| {
        failure.status.clone()
    }) {
        match pair {
            Pair::New(failure) => changes.added(Kind::FailureNew, item, &*failure.status),
            Pair::Gone(failure) => changes.gone(Kind::FailureGone, item, &*failure.status),
            Pair::Kept(..) => {}
        }
    }
}

fn compare_output(
    item: Item<'_>,
    old: &Operation,
    new: &Operation,
    (was, is): (&str, &str),
    changes: &mut Changes,
) {
    if was != is {
        return changes.replaced(Kind::OutputChanged, item, was, is);
    }
    let place = |output: &Output| match output {
        Output::Enveloped(_) => "inside the envelope",
        _ => "the answer as a whole",
    };
    let (was, is) = (place(&old.output), place(&new.output));
    changes.replaced(Kind::EnvelopeChanged, item, was, is);
    if let (
        Output::Page {
            number_parameter: was,
            ..
        },
        Output::Page {
            number_parameter: is,
            ..
        },
    ) = (&old.output, &new.output)
    {
        changes.replaced(Kind::PageParameterChanged, item, &**was, &**is);
    }
}
