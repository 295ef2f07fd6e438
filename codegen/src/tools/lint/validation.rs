//! Errors of a JSON Schema validator as diagnostics about their most likely cause.
//!
//! If a value matches no branch of `anyOf` or `oneOf`, a validator reports nothing else. The functions here find the
//! branch that the value was most likely written for, and report its errors.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::errors::{
    change_value, enclosing_object, invalid_value, missing_field, quoted, quoted_value,
    rename_or_remove, unknown_field, with_article, within, wrong_type,
};
use crate::openapi::walk::{items, members};

/// The fields that select the kind of an OpenAPI object.
const TAGS: [&str; 2] = ["in", "type"];

/// The schema that values are validated against.
pub(super) struct Terms<'a> {
    pub(super) schema: &'a Value,
    /// Whether the value is an OpenAPI document, whose objects have names.
    pub(super) is_document: bool,
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
            Kind::Enum { options } => vec![self.invalid_value(error, &[options])],
            _ => vec![self.other(error)],
        }
    }

    fn unknown(&self, error: &ValidationError<'_>, name: &str) -> Diagnostic {
        let pointer = pointer(error).child(name);
        if self.is_document {
            return unknown_field(&pointer);
        }
        let path = error
            .schema_path()
            .as_str()
            .trim_end_matches("additionalProperties");
        let properties = format!("{path}properties");
        let known = members(self.schema, &properties).map(|(name, _)| name.as_str());
        let (suggestion, help) = rename_or_remove(name, known);
        let message = format!("unknown property `{name}`{suggestion}");
        Diagnostic::at(&pointer, message, help)
    }

    /// Returns the error about a value that no list of expected values contains.
    fn invalid_value(&self, error: &ValidationError<'_>, expected: &[&Value]) -> Diagnostic {
        let expected = expected
            .iter()
            .filter_map(|values| values.as_array())
            .flatten();
        invalid_value(
            &pointer(error),
            self.object(error),
            error.instance(),
            expected,
        )
    }

    fn other(&self, error: &ValidationError<'_>) -> Diagnostic {
        let value = quoted_value(error.instance());
        let object = self.object(error);
        let (message, help) = match error.kind() {
            Kind::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                if self.is_document {
                    return missing_field(&pointer(error), name);
                }
                (
                    format!("missing property `{name}`"),
                    format!("add `{name}`"),
                )
            }
            Kind::Type { kind } => {
                let kinds: Vec<String> = match kind {
                    TypeKind::Single(kind) => vec![with_article(&kind.to_string())],
                    TypeKind::Multiple(kinds) => kinds
                        .iter()
                        .map(|kind| with_article(&kind.to_string()))
                        .collect(),
                };
                return wrong_type(&pointer(error), error.instance(), &kinds.join(" or "));
            }
            Kind::Format { format } => (
                format!("{value} is not a valid {format}"),
                format!("replace {value} with a valid {format}"),
            ),
            Kind::ExclusiveMaximum { limit } => (
                format!("{value} is not less than the exclusive maximum of {limit}"),
                change_value(object),
            ),
            Kind::ExclusiveMinimum { limit } => (
                format!("{value} is not greater than the exclusive minimum of {limit}"),
                change_value(object),
            ),
            Kind::Not { schema } => excluded(schema, object),
            Kind::OneOfMultipleValid { .. } => (
                "the value matches more than one branch of `oneOf`".to_owned(),
                "change the value so that it matches one branch".to_owned(),
            ),
            _ => (error.masked_with(value).to_string(), change_value(object)),
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
            let expected: Vec<&Value> = errors.iter().map(|(_, options)| *options).collect();
            Some(self.invalid_value(error, &expected))
        })
    }

    fn object(&self, error: &ValidationError<'_>) -> Option<String> {
        if self.is_document {
            enclosing_object(&pointer(error))
        } else {
            None
        }
    }
}

fn pointer(error: &ValidationError<'_>) -> Pointer {
    Pointer::from(error.instance_path().as_str().to_owned())
}

/// Describes a `not` that a value matches.
fn excluded(schema: &Value, object: Option<String>) -> (String, String) {
    let names: Vec<String> = items(schema, "/required")
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
                format!("remove {}", names.replace(" and ", " or ")),
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
