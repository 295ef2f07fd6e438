//! Compares operations: their names, requests, responses and documentation.

use super::change::{Changes, Direction, Item};
use super::matching::{self, Match};
use super::verdict::Kind;
use super::{annotations, describe, inputs};
use crate::ir::{Api, Authentication, Body, Credential, Operation, Output, PageStyle, Resource};
use crate::names;
use crate::render::signature::{Signatures, output, stream};

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

pub(super) fn compare(changes: &mut Changes, apis: [&Api; 2]) {
    let signatures = apis.map(Signatures::of);
    let [old, new] = apis.map(methods);
    let (mut old_only, mut new_only) = (Vec::new(), Vec::new());
    for found in matching::by_key(&old, &new, |it| names::in_snake_case(&it.operation.id)) {
        match found {
            Match::Removed(method) => old_only.push(*method),
            Match::Added(method) => new_only.push(*method),
            Match::Both(old, new) => compare_one(changes, &signatures, [old, new]),
        }
    }
    // If an operationId changed, HTTP method and path identify the operation.
    changes.compare_lists(
        [&old_only, &new_only],
        |it| (it.operation.http_method, without_names(&it.operation.path)),
        |method| Item::new(method.label(), &method.operation.pointer),
        |_| [Kind::OperationAdded, Kind::OperationRemoved],
        |it| format!("{} {}", it.operation.http_method, it.operation.path),
        |changes, _, both| compare_one(changes, &signatures, both),
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

/// Removes the names of placeholders from a path: `/rooms/{}`.
fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| {
        let rest = part.split_once('}').map_or("", |(_, rest)| rest);
        path + "{}" + rest
    })
}

fn compare_one(
    changes: &mut Changes,
    [old_signatures, new_signatures]: &[Signatures<'_>; 2],
    methods: [&Method<'_>; 2],
) {
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
    let idempotency = both.map(|operation| match operation.is_idempotent {
        true => "idempotent",
        false => "depends on the HTTP method",
    });
    changes.changed(Kind::IdempotencyChanged, &item, idempotency);
    let retry_rules = both.map(|operation| describe::retry_rule(&operation.retry));
    changes.changed(Kind::RetryRuleChanged, &item, retry_rules);
    annotations::compare_deprecation(changes, &item, both.map(|operation| operation.deprecated));
    compare_documentation(changes, &item, both);
    compare_destination_and_body(changes, &request, both);
    compare_authentication(changes, &request, both);
    compare_responses(changes, &response, both);
    let old_inputs = old_signatures.inputs(old);
    inputs::compare(changes, &request, old_inputs, &new_signatures.inputs(new));
}

fn compare_destination_and_body(changes: &mut Changes, item: &Item, both: [&Operation; 2]) {
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
        // Any other body is a single input, which `inputs` compares.
        _ => {}
    }
}

fn compare_authentication(changes: &mut Changes, item: &Item, both: [&Operation; 2]) {
    let [old_required, new_required] = both.map(|operation| match operation.may_be_anonymous {
        true => &[][..],
        false => &operation.credentials,
    });
    let needs_further = new_required.iter().any(|it| !old_required.contains(it));
    let [old_sent, new_sent] = both.map(sent_credentials);
    if old_sent == new_sent {
        let requirements = both.map(|operation| requirements(&operation.authentication));
        changes.changed(Kind::AuthenticationChanged, item, requirements);
    } else {
        let kind = match needs_further {
            true => Kind::CredentialRequired,
            false => Kind::CredentialsChanged,
        };
        changes.changed(kind, item, [old_sent, new_sent]);
    }
}

/// Describes the credentials of requests.
fn sent_credentials(operation: &Operation) -> String {
    let credentials = operation.credentials.iter().map(|it| match it {
        Credential::ApiKey => "API key".to_owned(),
        Credential::Scheme(name) => format!("credential for `{name}`"),
    });
    let mut description = credentials.collect::<Vec<_>>().join(" and ");
    if description.is_empty() {
        description.push_str("none");
    }
    if operation.may_be_anonymous {
        description.push_str(" (optional)");
    }
    description
}

/// Describes the security requirements of the document. The SDK may satisfy only one of the alternatives.
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

fn compare_documentation(changes: &mut Changes, item: &Item, [old, new]: [&Operation; 2]) {
    // Added and removed error responses are another kind of change.
    let errors_differ = new.error_responses.iter().any(|new| {
        let mut errors = old.error_responses.iter();
        errors.any(|old| old.status == new.status && old.description != new.description)
    });
    let texts = [
        ("summary", old.summary != new.summary),
        ("description", old.description != new.description),
        ("descriptions of error responses", errors_differ),
    ];
    changes.documentation_changed(item, &texts);
}

fn compare_responses(changes: &mut Changes, item: &Item, both: [&Operation; 2]) {
    let secrecy = both.map(|operation| match operation.returns_secrets {
        true => "secrets",
        false => "no secrets",
    });
    changes.changed(Kind::SecrecyChanged, item, secrecy);
    changes.compare_lists(
        both.map(|operation| &*operation.error_responses),
        |error| error.status.clone(),
        |_| item.clone(),
        |_| [Kind::ErrorResponseAdded, Kind::ErrorResponseRemoved],
        |error| error.status.clone(),
        |_, _, _| {},
    );
    let kinds = [Kind::StreamAdded, Kind::StreamRemoved, Kind::StreamChanged];
    changes.optional_changed(kinds, item, both.map(stream));
    let [old_type, new_type] = both.map(output);
    if old_type == new_type {
        compare_envelope(changes, item, both.map(|operation| &operation.output));
        compare_stream_media_types(changes, item, both);
    } else {
        changes.changed(Kind::OutputChanged, item, [old_type, new_type]);
    }
}

/// Compares the media types of streams whose format is unchanged.
fn compare_stream_media_types(changes: &mut Changes, item: &Item, both: [&Operation; 2]) {
    let [old, new] = both.map(Operation::streams);
    for (old, new) in old.zip(new).filter(|(old, new)| old.format == new.format) {
        let media_types = [&old.media_type, &new.media_type];
        changes.changed(Kind::StreamMediaTypeChanged, item, media_types);
    }
}

/// Compares the location of the result in the response.
fn compare_envelope(changes: &mut Changes, item: &Item, both: [&Output; 2]) {
    let locations = both.map(|output| match output {
        Output::Enveloped(_) => "inside the envelope".to_owned(),
        Output::Page { pagination, .. } => {
            format!("at {:?}", pagination.items.as_deref().unwrap_or("/data"))
        }
        _ => "the whole response body".to_owned(),
    });
    changes.changed(Kind::EnvelopeChanged, item, locations);
    if let [
        Output::Page {
            pagination: old, ..
        },
        Output::Page {
            pagination: new, ..
        },
    ] = both
    {
        let both = [&old.style, &new.style];
        changes.changed(Kind::PaginationChanged, item, both.map(PageStyle::describe));
        if let [Some(old), Some(new)] = both.map(PageStyle::parameter) {
            changes.changed(Kind::PageParameterChanged, item, [old, new]);
        }
    }
}
