//! Errors of a JSON Schema validator as diagnostics about their most likely cause.
//!
//! If a value matches no branch of `anyOf` or `oneOf`, a validator reports nothing else. The functions here find the
//! branch that the value was most likely written for, and report its errors.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer};

/// The fields that select the kind of an OpenAPI object.
const TAGS: [&str; 2] = ["in", "type"];

/// The number of expected values that an error lists.
const MAX_EXPECTED: usize = 12;

/// The number of characters of a value that an error quotes.
const MAX_VALUE_LENGTH: usize = 60;

/// The schema that values are validated against, and the words for what is in them.
pub(super) struct Terms<'a> {
    pub(super) schema: &'a Value,
    /// `field` or `property`.
    pub(super) member: &'static str,
    /// Returns the name of the object that is validated at a location of the schema.
    pub(super) object: fn(&str) -> Option<String>,
}

impl Terms<'_> {
    /// Converts a validation error to diagnostics.
    pub(super) fn diagnostics(&self, error: &ValidationError<'_>) -> Vec<Diagnostic> {
        match error.kind() {
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.closest_branch(context, error.instance_path().as_str())
            }
            Kind::AdditionalProperties { unexpected } => unexpected
                .iter()
                .map(|name| self.unknown(error, name))
                .collect(),
            Kind::Enum { options } => {
                vec![self.unexpected_value(error, options.as_array().into_iter().flatten())]
            }
            _ => vec![self.other(error)],
        }
    }

    fn unknown(&self, error: &ValidationError<'_>, name: &str) -> Diagnostic {
        let object = self.object(error);
        let allowed = error
            .schema_path()
            .as_str()
            .strip_suffix("/additionalProperties")
            .and_then(|path| self.schema.pointer(path)?.get("properties")?.as_object());
        let similar = similar(name, allowed.into_iter().flatten().map(|(name, _)| &**name));
        let (suggestion, help) = match (similar, object.as_deref()) {
            (Some(similar), _) => (
                format!("; did you mean `{similar}`?"),
                format!("rename `{name}` to `{similar}`"),
            ),
            (None, Some("Paths Object")) => (
                "; a path starts with `/`".to_owned(),
                format!("rename `{name}` to `/{name}`"),
            ),
            (None, Some("Responses Object")) => (
                "; expected a status code, a range such as `2XX`, or `default`".to_owned(),
                format!("replace `{name}` with the status code of the response"),
            ),
            (None, _) => (String::new(), format!("remove `{name}`")),
        };
        let message = format!(
            "unknown {} `{name}`{}{suggestion}",
            self.member,
            within(object)
        );
        Diagnostic::at(&pointer(error).child(name), message, help)
    }

    fn unexpected_value<'v>(
        &self,
        error: &ValidationError<'_>,
        expected: impl IntoIterator<Item = &'v Value>,
    ) -> Diagnostic {
        let value = error.instance();
        let expected: Vec<&Value> = expected.into_iter().collect();
        let mut list = expected
            .iter()
            .take(MAX_EXPECTED)
            .map(|value| quoted_value(value))
            .collect::<Vec<_>>()
            .join(", ");
        if expected.len() > MAX_EXPECTED {
            list.push_str(", …");
        }
        let found = quoted_value(value);
        let one_of = if expected.len() > 1 { "one of " } else { "" };
        let texts = expected.iter().filter_map(|value| value.as_str());
        let replacement = value.as_str().and_then(|value| similar(value, texts));
        let replacement = match (replacement, expected.as_slice()) {
            (Some(text), _) => format!("`\"{text}\"`"),
            (None, [only]) => quoted_value(only),
            (None, _) => "one of the expected values".to_owned(),
        };
        Diagnostic::at(
            &pointer(error),
            format!(
                "invalid value {found}{}; expected {one_of}{list}",
                within(self.object(error))
            ),
            format!("replace {found} with {replacement}"),
        )
    }

    fn other(&self, error: &ValidationError<'_>) -> Diagnostic {
        let value = quoted_value(error.instance());
        let object = self.object(error);
        let (message, help) = match error.kind() {
            Kind::Required { property } => {
                let name = quoted(property.as_str().unwrap_or_default());
                let message = format!("missing {} {name}{}", self.member, within(object));
                (message, format!("add {name}"))
            }
            Kind::Type { kind } => {
                let expected = match kind {
                    TypeKind::Single(kind) => kind.to_string(),
                    TypeKind::Multiple(kinds) => {
                        let kinds = kinds.iter().map(|kind| kind.to_string());
                        kinds.collect::<Vec<_>>().join(" or ")
                    }
                };
                let object = within(object);
                (
                    format!("invalid type{object}: expected {expected}, found {value}"),
                    format!("replace {value} with a value of type {expected}"),
                )
            }
            Kind::Format { format } => (
                format!("{value} is not a valid {format}"),
                format!("replace {value} with a valid {format}"),
            ),
            Kind::Not { schema } => excluded(schema, object),
            Kind::OneOfMultipleValid { .. } => (
                "the value matches more than one branch of `oneOf`".to_owned(),
                "change the value so that it matches one branch".to_owned(),
            ),
            _ => {
                let object = object.map_or_else(String::new, |object| format!(" for the {object}"));
                (
                    error.masked_with(value).to_string(),
                    format!("change the value to one that OpenAPI 3.0.3 allows{object}"),
                )
            }
        };
        Diagnostic::at(&pointer(error), message, help)
    }

    /// Returns the errors of the branch that a value at `around` was most likely written for.
    fn closest_branch(
        &self,
        context: &[Vec<ValidationError<'static>>],
        around: &str,
    ) -> Vec<Diagnostic> {
        let branches = remove_unless_all(context.iter().collect(), |branch| {
            branch.iter().any(lacks_reference)
        });
        if let Some(diagnostic) = self.unknown_tag(&branches, around) {
            return vec![diagnostic];
        }
        let branches = remove_unless_all(branches, |branch| {
            TAGS.iter()
                .any(|tag| tag_error(branch, around, tag).is_some())
        });
        let branches = remove_unless_all(branches, |branch| {
            branch.iter().any(|error| is_enum_of_member(error, around))
        });
        // The first of the branches with the deepest error, and of those the one with the fewest errors.
        let closest = branches.into_iter().min_by_key(|branch| {
            let depth = branch.iter().map(depth).max().unwrap_or(0);
            (usize::MAX - depth, branch.len())
        });
        closest
            .into_iter()
            .flatten()
            .flat_map(|error| self.diagnostics(error))
            .collect()
    }

    /// Returns an error about a tag whose value no branch expects.
    fn unknown_tag(&self, branches: &[Branch<'_>], around: &str) -> Option<Diagnostic> {
        if branches.len() < 2 {
            return None;
        }
        TAGS.iter().find_map(|tag| {
            let errors = branches
                .iter()
                .map(|branch| tag_error(branch, around, tag))
                .collect::<Option<Vec<_>>>()?;
            let (error, _) = errors.first()?;
            let expected = errors.iter().filter_map(|(_, options)| options.as_array());
            Some(self.unexpected_value(error, expected.flatten()))
        })
    }

    fn object(&self, error: &ValidationError<'_>) -> Option<String> {
        (self.object)(error.schema_path().as_str())
    }
}

fn within(object: Option<String>) -> String {
    object.map_or_else(String::new, |object| format!(" in {object}"))
}

fn pointer(error: &ValidationError<'_>) -> Pointer {
    Pointer::from(error.instance_path().as_str().to_owned())
}

/// Describes a `not` that a value matches.
fn excluded(schema: &Value, object: Option<String>) -> (String, String) {
    let names = schema.get("required").and_then(Value::as_array);
    let names: Vec<String> = names
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(quoted)
        .collect();
    let object = within(object);
    match names.as_slice() {
        [] => (
            "the value matches the schema under `not`".to_owned(),
            "change the value so that it doesn't match".to_owned(),
        ),
        [name] => (
            format!("{name} is not allowed{object}"),
            format!("remove {name}"),
        ),
        names => {
            let names = names.join(" and ");
            (
                format!("{names} are mutually exclusive{object}"),
                "remove one of them".to_owned(),
            )
        }
    }
}

/// The errors of one branch of `anyOf` or `oneOf`.
type Branch<'a> = &'a Vec<ValidationError<'static>>;

/// Removes the branches that match, unless all of them match.
fn remove_unless_all<'a>(
    branches: Vec<Branch<'a>>,
    matches: impl Fn(Branch<'a>) -> bool,
) -> Vec<Branch<'a>> {
    let left: Vec<Branch<'a>> = branches
        .iter()
        .copied()
        .filter(|branch| !matches(branch))
        .collect();
    if left.is_empty() { branches } else { left }
}

/// Whether the value is not a Reference Object.
fn lacks_reference(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), Kind::Required { property } if property == "$ref")
}

/// Returns the error of a branch about the value of a tag, and the values that the branch expects.
fn tag_error<'a>(
    branch: Branch<'a>,
    around: &str,
    tag: &str,
) -> Option<(&'a ValidationError<'static>, &'a Value)> {
    branch.iter().find_map(|error| match error.kind() {
        Kind::Enum { options } if below(error, around) == Some(tag) => Some((error, &**options)),
        _ => None,
    })
}

fn is_enum_of_member(error: &ValidationError<'_>, around: &str) -> bool {
    matches!(error.kind(), Kind::Enum { .. } | Kind::Constant { .. })
        && below(error, around).is_some_and(|name| !name.contains('/'))
}

/// Returns the pointer of an error relative to the value around it.
fn below<'a>(error: &'a ValidationError<'_>, around: &str) -> Option<&'a str> {
    error
        .instance_path()
        .as_str()
        .strip_prefix(around)?
        .strip_prefix('/')
}

/// Returns how deep in the value an error or one of its causes is.
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

/// Quotes a scalar, and names the type of other values.
fn quoted_value(value: &Value) -> String {
    match value {
        Value::Array(_) => "the array".to_owned(),
        Value::Object(_) => "the object".to_owned(),
        scalar => quoted(&scalar.to_string()),
    }
}

fn quoted(text: &str) -> String {
    match text.char_indices().nth(MAX_VALUE_LENGTH) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}

/// Returns the candidate that the name was most likely meant to be: at most one edit per three characters away.
fn similar<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name: String = name.chars().take(MAX_VALUE_LENGTH).collect();
    candidates
        .map(|candidate| (strsim::levenshtein(&name, candidate), candidate))
        .filter(|(distance, candidate)| distance * 3 <= candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_finds_the_nearest_candidate_within_a_third_of_its_length() {
        let candidates = || ["parameters", "responses", "in"].into_iter();
        for (name, expected) in [
            ("paramters", Some("parameters")),
            ("Responses", Some("responses")),
            ("params", None),
            ("im", None),
            ("", None),
        ] {
            assert_eq!(similar(name, candidates()), expected, "{name}");
        }
    }
}
