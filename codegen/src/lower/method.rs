//! Default names of SDK methods, for operations without `x-sdk-method`.
//!
//! HTTP method and path give the name if they match a known pattern: `list`, `create`, `retrieve`, `update`, `replace`,
//! `delete`, and for actions the last segment of the path. Otherwise the name is the operationId without the words of
//! the resource. The order of the document has no effect: if several operations of a resource match the same pattern,
//! the one with the shortest path gets the name; if several have the shortest path, none does.

use std::collections::{HashMap, HashSet};

use super::operation::id_by_path;
use super::resource::ResourceOperation;
use crate::ir::{Operation, Shape, TypeDefinition};
use crate::names::{self, in_snake_case};

/// Words that are removed from the end of a name after the words of the resource: `list_all_of` becomes `list`.
const PARTICLES: [&str; 10] = [
    "a", "all", "by", "for", "from", "in", "of", "the", "to", "with",
];

/// Sets the names of the operations without `x-sdk-method`.
pub(super) fn name_all(operations: &mut [ResourceOperation], types: &[TypeDefinition]) {
    let patterns = PathPatterns::of(operations, types);
    // By resource. The methods that return child resources have names as well.
    let mut taken = HashMap::<Vec<String>, HashSet<String>>::new();
    let mut unnamed = HashMap::<Vec<String>, Vec<&mut Operation>>::new();
    for ResourceOperation {
        resource,
        is_named,
        operation,
    } in operations
    {
        if let Some((last, parent)) = resource.split_last() {
            let names = taken.entry(parent.to_vec()).or_default();
            names.insert(in_snake_case(last));
        }
        if *is_named {
            let names = taken.entry(resource.clone()).or_default();
            names.insert(in_snake_case(&operation.name));
        } else {
            unnamed.entry(resource.clone()).or_default().push(operation);
        }
    }
    for (resource, operations) in unnamed {
        let taken = taken.remove(&resource).unwrap_or_default();
        name_operations(&resource, operations, taken, &patterns);
    }
}

/// Returns a candidate for the name of an operation.
type Rule<'a> = &'a dyn Fn(&Operation) -> Option<String>;

/// Names the operations of one resource: each by the first rule that gives it a name that no other operation has.
fn name_operations(
    resource: &[String],
    mut unnamed: Vec<&mut Operation>,
    mut taken: HashSet<String>,
    patterns: &PathPatterns,
) {
    let rules: [Rule<'_>; 4] = [
        &|operation| patterns.name(operation),
        &|operation| without_resource(resource, &operation.id),
        &|operation| Some(in_snake_case(&operation.id)),
        &|operation| {
            let method = operation.http_method.to_lowercase();
            Some(in_snake_case(&id_by_path(&method, &operation.path)))
        },
    ];
    for (step, rule) in rules.into_iter().enumerate() {
        // Only the first rule, the patterns, prefers the shorter path.
        let length = |it: &Operation| segments(&it.path).filter(|_| step == 0).count();
        let is_free = |name: &String| names::is_method(name) && !taken.contains(name);
        let mut candidates = HashMap::<String, Vec<&mut Operation>>::new();
        let mut rest = Vec::new();
        for operation in unnamed {
            match rule(operation).filter(is_free) {
                Some(name) => candidates.entry(name).or_default().push(operation),
                None => rest.push(operation),
            }
        }
        for (name, mut operations) in candidates {
            operations.sort_by_key(|it| length(it));
            if let [first, others @ ..] = operations.as_mut_slice()
                && others.first().is_none_or(|it| length(first) < length(it))
            {
                first.name.clone_from(&name);
                taken.insert(name);
                operations.remove(0);
            }
            rest.extend(operations);
        }
        unnamed = rest;
    }
    // `names::check` reports these names, which are in use.
    for operation in unnamed {
        operation.name = in_snake_case(&operation.id);
    }
}

/// The patterns of HTTP method and path.
struct PathPatterns {
    /// The paths of collections, such as `rooms/{}/members`. Only these have `list` and `create`.
    collections: HashSet<String>,
}

impl PathPatterns {
    fn of(operations: &[ResourceOperation], types: &[TypeDefinition]) -> Self {
        let types: HashMap<&str, &Shape> = types
            .iter()
            .map(|it| (it.name.as_str(), &it.shape))
            .collect();
        let operations = operations.iter().map(|entry| &entry.operation);
        let collections = operations.filter_map(|operation| {
            let path = &operation.path;
            match path.rsplit_once('/') {
                // The path before the placeholder of a member is a collection.
                Some((parent, last)) if is_placeholder(last) => Some(normalized(parent)),
                _ if operation.http_method == "GET"
                    && operation.output.is_list(|name| types.get(name).copied()) =>
                {
                    Some(normalized(path))
                }
                _ => None,
            }
        });
        Self {
            collections: collections.collect(),
        }
    }

    /// Returns the name of an operation whose HTTP method and path match a pattern.
    fn name(&self, operation: &Operation) -> Option<String> {
        let path = &operation.path;
        let mut segments = segments(path).rev();
        let last = segments.next()?;
        let is_collection = || self.collections.contains(&normalized(path));
        let name = match (operation.http_method, is_placeholder(last)) {
            ("GET", true) => "retrieve",
            ("PATCH", true) => "update",
            ("PUT", true) => "replace",
            ("DELETE", true) => "delete",
            ("GET", false) if is_collection() => "list",
            ("POST", false) if is_collection() => "create",
            ("POST", false) => {
                let before = segments.next()?;
                return (before == "actions" || is_placeholder(before))
                    .then(|| in_snake_case(last))
                    .filter(|name| !name.is_empty());
            }
            _ => return None,
        };
        Some(name.to_owned())
    }
}

fn segments(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

fn is_placeholder(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// Removes the names of placeholders from a path: `/rooms/{id}` becomes `rooms/{}`.
fn normalized(path: &str) -> String {
    let segments = segments(path).map(|it| if is_placeholder(it) { "{}" } else { it });
    segments.collect::<Vec<_>>().join("/")
}

/// Removes the words of the resource from an operationId: `ListRoomSeats` of the resource `rooms` becomes `list_seats`.
fn without_resource(resource: &[String], id: &str) -> Option<String> {
    let resource = in_snake_case(&resource.join("_"));
    let known: HashSet<String> = resource.split('_').map(names::singular).collect();
    let id = in_snake_case(id);
    let mut words: Vec<&str> = id.split('_').collect();
    words.retain(|word| !known.contains(&names::singular(word)));
    while words.last().is_some_and(|last| PARTICLES.contains(last)) {
        words.pop();
    }
    let name = words.join("_");
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::operation;

    /// Operations of the resource `rooms` with their expected names.
    const CASES: [(&str, &str, &str, &str); 14] = [
        ("GET", "/rooms", "ListRooms", "list"),
        ("POST", "/rooms", "CreateRoom", "create"),
        ("DELETE", "/rooms", "DeleteRooms", "delete_rooms"),
        ("GET", "/rooms/{room_id}", "ViewRoom", "retrieve"),
        ("PATCH", "/rooms/{id}", "EditRoom", "update"),
        ("PUT", "/rooms/{id}", "PutRoom", "replace"),
        ("DELETE", "/rooms/{id}", "RemoveRoom", "delete"),
        ("POST", "/rooms/{id}/actions/end-now", "EndRoom", "end_now"),
        ("POST", "/rooms/{id}/lock", "LockRoomPlease", "lock"),
        ("GET", "/rooms/{id}/seats", "ListRoomSeats", "list_seats"),
        (
            "GET",
            "/rooms/{id}/seats/{seat}",
            "ViewRoomSeat",
            "view_seat",
        ),
        ("GET", "/rooms/{id}/door", "ViewDoorOfRoom", "view_door"),
        ("GET", "/rooms/{id}/window", "view_window", "view_window"),
        (
            "GET",
            "/rooms/{id}/windows",
            "ViewRoomWindow",
            "view_room_window",
        ),
    ];

    fn unnamed((method, path, id, _): (&'static str, &str, &str, &str)) -> ResourceOperation {
        let mut operation = operation(id, "");
        operation.http_method = method;
        operation.path = path.to_owned();
        ResourceOperation {
            resource: vec!["rooms".to_owned()],
            is_named: false,
            operation,
        }
    }

    fn named(mut operations: Vec<ResourceOperation>) -> Vec<(String, String)> {
        name_all(&mut operations, &[]);
        let operations = operations.into_iter().map(|it| it.operation);
        let mut named: Vec<_> = operations.map(|it| (it.id, it.name)).collect();
        named.sort();
        named
    }

    #[test]
    fn default_names_do_not_depend_on_order() {
        let mut expected = CASES.map(|(_, _, id, name)| (id.to_owned(), name.to_owned()));
        expected.sort();
        for shift in 0..CASES.len() {
            let mut cases = CASES;
            cases.rotate_left(shift);
            assert_eq!(named(cases.map(unnamed).to_vec()), expected);
        }
    }

    #[test]
    fn given_name_is_kept_and_not_reused() {
        let mut given = unnamed(("POST", "/rooms/{id}/x", "X", ""));
        given.operation.name = "list".to_owned();
        given.is_named = true;
        let mut below = unnamed(("GET", "/a", "A", ""));
        below.resource = ["rooms", "retrieve"].map(str::to_owned).to_vec();
        let list = unnamed(("GET", "/rooms", "AllRooms", ""));
        let one = unnamed(("GET", "/rooms/{id}", "OneRoom", ""));
        let expected = [
            ("A", "a"),
            ("AllRooms", "all_rooms"),
            ("OneRoom", "one"),
            ("X", "list"),
        ];
        let expected = expected.map(|(id, name)| (id.to_owned(), name.to_owned()));
        assert_eq!(named(vec![given, below, list, one]), expected);
    }

    #[test]
    fn equal_candidates_use_next_rule() {
        let one = unnamed(("GET", "/rooms/{id}", "GetRoom", ""));
        let other = unnamed(("GET", "/halls/{id}", "GetHall", ""));
        let expected = [("GetHall", "get_hall"), ("GetRoom", "get")];
        let expected = expected.map(|(id, name)| (id.to_owned(), name.to_owned()));
        assert_eq!(named(vec![one, other]), expected);
    }
}
