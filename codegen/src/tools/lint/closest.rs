//! What a validator says about a value, closer to the cause.
//!
//! Where a value may be one of several things, a validator says no more than that it is none of them. What a person
//! wants to know is what keeps it from being the one that it was meant to be.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use crate::diagnostics::Pointer;

/// What is wrong with a part of a value.
pub(super) struct Fault {
    /// Where the part is in the value as a whole.
    pub(super) place: Pointer,
    pub(super) cause: String,
    /// What to do about it, where that can be said of any value.
    pub(super) help: Option<&'static str>,
}

/// The members that tell the kinds of an object of OpenAPI apart.
const TAGS: [&str; 2] = ["in", "type"];

/// How many of the values are shown that could stand in a place.
const MOST_OPTIONS: usize = 12;

/// How many characters of a value are shown.
const LONGEST_VALUE: usize = 60;

/// The faults that an error comes down to.
pub(super) fn faults(error: &ValidationError<'_>) -> Vec<Fault> {
    let place = place(error);
    let fault = |cause: String| Fault {
        place: place.clone(),
        cause,
        help: None,
    };
    match error.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            faults_of_choice(context, error.instance_path().as_str())
        }
        Kind::OneOfMultipleValid { .. } => {
            vec![fault(
                "this fits more than one branch of a `oneOf`".to_owned(),
            )]
        }
        Kind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|name| Fault {
                place: place.child(name),
                cause: "there is nothing of that name here".to_owned(),
                help: Some("mend the name, or delete the member"),
            })
            .collect(),
        Kind::Required { property } => vec![Fault {
            help: Some("add it"),
            ..fault(format!("{} is missing", name(property)))
        }],
        Kind::Enum { options } => vec![fault(none_of(error.instance(), options.as_array()))],
        Kind::Not { schema } => vec![fault(forbidden(schema))],
        _ => vec![fault(
            error.masked_with(shown(error.instance())).to_string(),
        )],
    }
}

fn place(error: &ValidationError<'_>) -> Pointer {
    Pointer::from(error.instance_path().as_str().to_owned())
}

/// What keeps a value from being one of several things.
type Branch<'a> = &'a Vec<ValidationError<'static>>;

/// The faults of a value, which stands at `place`, that is none of several things.
fn faults_of_choice(context: &[Vec<ValidationError<'static>>], place: &str) -> Vec<Fault> {
    let branches: Vec<Branch<'_>> = context.iter().collect();
    let branches = unless_all(branches, |branch| branch.iter().any(lacks_reference));
    if let Some(fault) = fault_of_tag(&branches, place) {
        return vec![fault];
    }
    let branches = unless_all(branches, |branch| {
        TAGS.iter()
            .any(|tag| tag_error(branch, place, tag).is_some())
    });
    let branches = unless_all(branches, |branch| {
        branch.iter().any(|error| is_enum_right_below(error, place))
    });
    // The first of those that go deepest, and of them of those with the fewest errors.
    let closest = branches.into_iter().min_by_key(|branch| {
        let depth = branch.iter().map(depth).max().unwrap_or(0);
        (usize::MAX - depth, branch.len())
    });
    closest.into_iter().flatten().flat_map(faults).collect()
}

/// Drops the branches for which `is_out` is true, unless none would be left.
fn unless_all<'a>(
    branches: Vec<Branch<'a>>,
    is_out: impl Fn(Branch<'a>) -> bool,
) -> Vec<Branch<'a>> {
    let left: Vec<Branch<'a>> = branches
        .iter()
        .copied()
        .filter(|branch| !is_out(branch))
        .collect();
    if left.is_empty() { branches } else { left }
}

/// Whether what is missing is a `$ref`: the value was not meant to be a reference.
fn lacks_reference(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), Kind::Required { property } if property == "$ref")
}

/// The fault of a tag that none of several branches knows.
fn fault_of_tag(branches: &[Branch<'_>], around: &str) -> Option<Fault> {
    if branches.len() < 2 {
        return None;
    }
    TAGS.iter().find_map(|tag| {
        let known = branches.iter().map(|branch| tag_error(branch, around, tag));
        let known: Vec<_> = known.collect::<Option<_>>()?;
        let (error, _) = known.first()?;
        let options = known.iter().flat_map(|(_, options)| options.as_array());
        Some(Fault {
            place: place(error),
            cause: none_of(error.instance(), options),
            help: None,
        })
    })
}

/// What a branch says about the member `tag` of the value, and the options there, when it is none of them.
fn tag_error<'a>(
    branch: Branch<'a>,
    place: &str,
    tag: &str,
) -> Option<(&'a ValidationError<'static>, &'a Value)> {
    branch.iter().find_map(|error| match error.kind() {
        Kind::Enum { options } if below(error, place) == Some(tag) => Some((error, &**options)),
        _ => None,
    })
}

fn is_enum_right_below(error: &ValidationError<'_>, place: &str) -> bool {
    let is_enum = matches!(error.kind(), Kind::Enum { .. } | Kind::Constant { .. });
    is_enum && below(error, place).is_some_and(|name| !name.contains('/'))
}

/// The way from a place to that of an error below it.
fn below<'a>(error: &'a ValidationError<'_>, place: &str) -> Option<&'a str> {
    error
        .instance_path()
        .as_str()
        .strip_prefix(place)?
        .strip_prefix('/')
}

/// How deep in the value an error, or one behind it, is.
fn depth(error: &ValidationError<'_>) -> usize {
    let own = error.instance_path().as_str().matches('/').count();
    match error.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            context.iter().flatten().map(depth).fold(own, usize::max)
        }
        Kind::AdditionalProperties { .. } => own + 1,
        _ => own,
    }
}

/// Says that a value is none of those in several lists.
fn none_of<'a>(value: &Value, options: impl IntoIterator<Item = &'a Vec<Value>>) -> String {
    let options: Vec<&Value> = options.into_iter().flatten().collect();
    let named = options.iter().take(MOST_OPTIONS).copied().map(shown);
    let mut names = named.collect::<Vec<_>>().join(", ");
    if options.len() > MOST_OPTIONS {
        names.push_str(", …");
    }
    format!("{} is none of {names}", shown(value))
}

/// Says what a `not` forbids.
fn forbidden(schema: &Value) -> String {
    let names = schema.get("required").and_then(Value::as_array);
    let names: Vec<String> = names.into_iter().flatten().map(name).collect();
    match names.as_slice() {
        [] => "this is what a `not` forbids".to_owned(),
        [name] => format!("{name} must not stand here"),
        names => format!("{} exclude each other", names.join(" and ")),
    }
}

fn name(value: &Value) -> String {
    quoted(value.as_str().unwrap_or_default())
}

/// What an error calls the value that it is about.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "the list".to_owned(),
        Value::Object(_) => "the object".to_owned(),
        plain => quoted(&plain.to_string()),
    }
}

fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}
