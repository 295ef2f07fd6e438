//! Compares operations: their names, requests, responses and documentation.

use super::change::{Changes, Direction, Item};
use super::matching;
use super::verdict::Kind;
use super::{annotations, describe, inputs};
use crate::ir::{Api, Authentication, Body, Credential, Operation, Output, PageStyle, Resource};
use crate::names;
use crate::render::signature::{inputs, output, retry_phrase, stream};

#[derive(Clone, Copy)]
struct Method<'a> {
    resource: &'a Resource,
    operation: &'a Operation,
}

impl Method<'_> {
    fn label(&self) -> String {
        describe::operation(self.resource, self.operation)
    }

    fn item(&self) -> Item {
        Item::new(self.label(), &self.operation.pointer)
    }

    /// Returns `GET /rooms`.
    fn request(&self) -> String {
        format!(
            "{} {}",
            self.operation.http_method,
            path_and_query(self.operation)
        )
    }
}

/// The keys by which operations are matched, in order: the next key is for operations that have no match by the keys
/// before it.
const KEYS: [fn(&Method<'_>) -> String; 3] = [
    |it| it.operation.id.clone(),
    |it| names::in_snake_case(&it.operation.id),
    |it| without_names(&it.request()),
];

pub(super) fn compare(changes: &mut Changes, apis: [&Api; 2]) {
    let [mut old, mut new] = apis.map(methods);
    for key in KEYS {
        let matches = matching::by_key([old, new], |method| key(&method));
        for methods in matches.both {
            compare_one(changes, apis, methods);
        }
        (old, new) = (matches.removed, matches.added);
    }
    for method in new {
        changes.added(Kind::OperationAdded, &method.item(), method.request());
    }
    for method in old {
        changes.removed(Kind::OperationRemoved, &method.item(), method.request());
    }
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

/// Returns the path with its fixed query: `/rooms?expand=true`.
fn path_and_query(operation: &Operation) -> String {
    let query = operation
        .fixed_query
        .iter()
        .flat_map(|(name, values)| values.iter().map(move |value| format!("{name}={value}")));
    match query.collect::<Vec<_>>().join("&").as_str() {
        "" => operation.path.clone(),
        query => format!("{}?{query}", operation.path),
    }
}

/// Removes the names of placeholders from a path: `/rooms/{}`.
fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| match part.split_once('}') {
        Some((_, rest)) => path + "{}" + rest,
        None => path + "{" + part,
    })
}

fn compare_one(changes: &mut Changes, [old_api, new_api]: [&Api; 2], methods: [Method<'_>; 2]) {
    let [_, new_method] = methods;
    let both = methods.map(|method| method.operation);
    let [old, new] = both;
    let item = new_method.item();
    let request = item.clone().with_direction(Direction::Request);
    let response = item.clone().with_direction(Direction::Response);
    changes.changed(Kind::MethodRenamed, &item, methods.map(|it| it.label()));
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
    let retry_rules = both.map(|operation| match retry_phrase(&operation.retry) {
        Some(phrase) => phrase,
        None => "default of the SDK".to_owned(),
    });
    changes.changed(Kind::RetryRuleChanged, &item, retry_rules);
    annotations::compare_deprecation(changes, &item, both.map(|operation| operation.deprecated));
    compare_documentation(changes, &item, both);
    compare_destination_and_body(changes, &request, both);
    compare_authentication(changes, &request, both);
    compare_responses(changes, &response, both);
    let old_inputs = inputs(old, old_api);
    inputs::compare(changes, &request, old_inputs, &inputs(new, new_api));
}

fn compare_destination_and_body(changes: &mut Changes, item: &Item, both: [&Operation; 2]) {
    let [old, new] = both;
    changes.changed(Kind::HttpMethodChanged, item, both.map(|it| it.http_method));
    let is_same_path = without_names(&old.path) == without_names(&new.path);
    if !is_same_path || old.fixed_query != new.fixed_query {
        changes.changed(Kind::PathChanged, item, both.map(path_and_query));
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
    let sent = both.map(sent_credentials);
    let [old_sent, new_sent] = &sent;
    if old_sent == new_sent {
        let requirements = both.map(|operation| requirements(&operation.authentication));
        changes.changed(Kind::AuthenticationChanged, item, requirements);
        return;
    }
    let [old, new] = both.map(|operation| match operation.may_be_anonymous {
        true => &[][..],
        false => &operation.credentials,
    });
    let kind = match new.iter().all(|credential| old.contains(credential)) {
        true => Kind::CredentialsChanged,
        false => Kind::CredentialRequired,
    };
    changes.changed(kind, item, sent);
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
        both.map(|operation| &operation.error_responses),
        |error| &error.status,
        |error| {
            let kinds = [Kind::ErrorResponseAdded, Kind::ErrorResponseRemoved];
            (item.clone(), kinds, error.status.clone())
        },
    );
    let kinds = [Kind::StreamAdded, Kind::StreamRemoved, Kind::StreamChanged];
    changes.optional_changed(kinds, item, both.map(stream));
    let [old_type, new_type] = both.map(output);
    if old_type == new_type {
        compare_envelope(changes, item, both.map(|operation| &operation.output));
        compare_media_types(changes, item, both);
    } else {
        changes.changed(Kind::OutputChanged, item, [old_type, new_type]);
    }
}

/// Compares the media types of responses whose Rust type is unchanged.
fn compare_media_types(changes: &mut Changes, item: &Item, both: [&Operation; 2]) {
    let accepted = both.map(|it| it.output.accept().unwrap_or("application/json"));
    changes.changed(Kind::MediaTypeChanged, item, accepted);
    if let [Some(old), Some(new)] = both.map(|it| it.stream.as_ref().map(|it| &it.stream))
        && old.format == new.format
    {
        let media_types = [&old.media_type, &new.media_type];
        changes.changed(Kind::MediaTypeChanged, item, media_types);
    }
}

/// Compares the location of the result in the response.
fn compare_envelope(changes: &mut Changes, item: &Item, both: [&Output; 2]) {
    if let [Output::Optional(old), Output::Optional(new)] = both {
        return compare_envelope(changes, item, [old, new]);
    }
    let locations = both.map(|output| match output {
        Output::Enveloped(_) => "inside the envelope".to_owned(),
        Output::Page { pagination, .. } => {
            format!("at {:?}", pagination.items.as_deref().unwrap_or("/data"))
        }
        _ => "the whole response body".to_owned(),
    });
    changes.changed(Kind::EnvelopeChanged, item, locations);
    let styles = both.map(|output| match output {
        Output::Page { pagination, .. } => Some(&pagination.style),
        _ => None,
    });
    if let [Some(old), Some(new)] = styles {
        let both = [old, new];
        changes.changed(Kind::PaginationChanged, item, both.map(PageStyle::describe));
        if let [Some(old), Some(new)] = both.map(PageStyle::parameter) {
            changes.changed(Kind::PageParameterChanged, item, [old, new]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Type;
    use crate::lower::fixtures::{api, operation, resource};
    use crate::tools::diff::diff;

    /// Returns the kinds of the changes between two versions of an operation.
    fn kinds(versions: [Operation; 2]) -> Vec<Kind> {
        let [old, new] = versions.map(|it| api(vec![resource("rooms", vec![it])], Vec::new()));
        diff(&old, &new).iter().map(|change| change.kind).collect()
    }

    #[test]
    fn operation_ids_that_differ_only_in_spelling_are_matched_exactly() {
        let [a, b] = [("listRooms", "list_all"), ("list_rooms", "list_some")];
        let [a, b] = [a, b].map(|(id, method)| operation(id, method));
        let old = api(vec![resource("rooms", vec![a.clone(), b.clone()])], vec![]);
        let new = api(vec![resource("rooms", vec![b, a])], vec![]);
        assert_eq!(diff(&old, &new), []);
    }

    #[test]
    fn changed_fixed_query_is_a_changed_path() {
        let versions = ["true", "all"].map(|value| Operation {
            fixed_query: vec![("expand".to_owned(), vec![value.to_owned()])],
            ..operation("ListRooms", "list")
        });
        assert_eq!(kinds(versions), [Kind::PathChanged]);
    }

    #[test]
    fn changed_media_type_of_bytes_is_reported() {
        let versions = ["application/pdf", "image/png"].map(|media_type| Operation {
            output: Output::Optional(Box::new(Output::Binary(media_type.to_owned()))),
            ..operation("PrintRoom", "print")
        });
        assert_eq!(kinds(versions), [Kind::MediaTypeChanged]);
    }

    #[test]
    fn removed_envelope_of_optional_output_is_reported() {
        let outputs = [Output::Enveloped(Type::String), Output::Json(Type::String)];
        let versions = outputs.map(|output| Operation {
            output: Output::Optional(Box::new(output)),
            ..operation("PrintRoom", "print")
        });
        assert_eq!(kinds(versions), [Kind::EnvelopeChanged]);
    }
}
