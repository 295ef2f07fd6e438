//! Converts the errors of a JSON Schema validator to diagnostics.
//!
//! If a value matches no branch of `anyOf` or `oneOf`, the diagnostics are the errors of the *closest branch*, for
//! which the value was most likely written. For example, a Parameter Object with `in: path` is closest to the branch
//! for path parameters, whose error is that `required: true` is missing.

use std::cmp::Reverse;

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::document;
use crate::openapi::errors::{
    change_value, enclosing_object, invalid_value, listed, missing_field, quoted, quoted_value,
    rename_or_remove, unknown_field, with_article, within, wrong_type,
};
use crate::openapi::walk::{items, members};

/// The fields whose value, the tag, determines the other fields of an OpenAPI object.
const DISCRIMINATORS: [&str; 2] = ["in", "type"];

pub(super) struct Converter<'a> {
    pub(super) schema: &'a Value,
    /// Whether the value is an OpenAPI document, whose objects have names, such as "Info Object".
    pub(super) is_document: bool,
}

impl Converter<'_> {
    /// Converts an error to diagnostics about the most likely cause.
    pub(super) fn diagnostics(&self, error: &ValidationError<'_>) -> Vec<Diagnostic> {
        match error.kind() {
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.closest_branch(context, error.instance_path().as_str())
            }
            Kind::AdditionalProperties { unexpected } => unexpected
                .iter()
                .map(|name| self.unknown_property(error, name))
                .collect(),
            Kind::Enum { options } => vec![self.invalid_value(error, &[options])],
            _ => vec![self.diagnostic(error)],
        }
    }

    fn unknown_property(&self, error: &ValidationError<'_>, name: &str) -> Diagnostic {
        let pointer = pointer(error).child(name);
        if self.is_document {
            return unknown_field(&pointer, error.instance());
        }
        let keyword = error.schema_path().as_str();
        let schema = keyword.trim_end_matches("additionalProperties");
        let properties = format!("{schema}properties");
        let known = members(self.schema, &properties).map(|(name, _)| name.as_str());
        let is_taken = |name: &str| error.instance().get(name).is_some();
        let (suggestion, help) = rename_or_remove(name, known, is_taken);
        let message = format!("unknown property `{name}`{suggestion}");
        Diagnostic::at(&pointer, message, help)
    }

    /// Returns the diagnostic about a value that isn't in any of the `expected` lists.
    fn invalid_value(&self, error: &ValidationError<'_>, expected: &[&Value]) -> Diagnostic {
        let (pointer, object) = (pointer(error), self.object(error));
        let key = pointer.key();
        if (object.as_deref(), key.as_deref()) == (Some("Security Scheme Object"), Some("type")) {
            // The JSON Schema lacks the types of OpenAPI 3.1.
            return document::invalid_type(error.instance(), &pointer);
        }
        let expected = expected
            .iter()
            .filter_map(|values| values.as_array())
            .flatten();
        invalid_value(&pointer, object, error.instance(), expected)
    }

    fn change_value(&self, object: Option<String>) -> String {
        match self.is_document {
            true => change_value(object),
            false => "change the value to one that the schema allows".to_owned(),
        }
    }

    /// Converts an error whose kind [`diagnostics`](Self::diagnostics) doesn't handle.
    fn diagnostic(&self, error: &ValidationError<'_>) -> Diagnostic {
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
                let expected = match kind {
                    TypeKind::Single(kind) => with_article(&kind.to_string()),
                    TypeKind::Multiple(kinds) => {
                        let kinds = kinds.iter().map(|kind| with_article(&kind.to_string()));
                        kinds.collect::<Vec<_>>().join(" or ")
                    }
                };
                return wrong_type(&pointer(error), error.instance(), &expected);
            }
            Kind::Format { format } => (
                format!("{value} is not a valid {format}"),
                format!("replace {value} with a valid {format}"),
            ),
            Kind::ExclusiveMaximum { limit } => (
                format!("{value} is not less than the exclusive maximum of {limit}"),
                self.change_value(object),
            ),
            Kind::ExclusiveMinimum { limit } => (
                format!("{value} is not greater than the exclusive minimum of {limit}"),
                self.change_value(object),
            ),
            Kind::Not { schema } => excluded(schema, &value, object),
            Kind::OneOfMultipleValid { context } => (
                format!(
                    "{value} matches {}; expected exactly one branch",
                    valid_branches(context)
                ),
                "change the value so that it matches one branch".to_owned(),
            ),
            _ => (
                error.masked_with(value).to_string(),
                self.change_value(object),
            ),
        };
        Diagnostic::at(&pointer(error), message, help)
    }

    /// Returns the errors of the closest branch for the value at `value_pointer`. `errors` has the errors of each
    /// branch.
    fn closest_branch(&self, errors: &[Branch], value_pointer: &str) -> Vec<Diagnostic> {
        if let Some(diagnostic) = self.unknown_tag(errors, value_pointer) {
            return vec![diagnostic];
        }
        let closest = errors.iter().min_by_key(|branch| {
            let expects_reference = branch.iter().any(is_missing_ref);
            let mut discriminators = DISCRIMINATORS.iter();
            let has_other_tag =
                discriminators.any(|it| tag_error(branch, value_pointer, it).is_some());
            let mut branch_errors = branch.iter();
            let has_unexpected_value =
                branch_errors.any(|error| is_unexpected_member_value(error, value_pointer));
            // The value fits best the branch whose error is deepest in the value.
            let depth = branch.iter().map(depth).max().unwrap_or(0);
            (
                expects_reference,
                has_other_tag,
                has_unexpected_value,
                Reverse(depth),
                branch.len(),
            )
        });
        closest
            .into_iter()
            .flatten()
            .flat_map(|error| self.diagnostics(error))
            .collect()
    }

    fn unknown_tag(&self, errors: &[Branch], value_pointer: &str) -> Option<Diagnostic> {
        let expects_reference = |branch: &&Branch| branch.iter().any(is_missing_ref);
        let branches: Vec<&Branch> = errors.iter().filter(|it| !expects_reference(it)).collect();
        if branches.len() < 2 {
            return None;
        }
        DISCRIMINATORS.iter().find_map(|discriminator| {
            let errors = branches
                .iter()
                .map(|branch| tag_error(branch, value_pointer, discriminator))
                .collect::<Option<Vec<_>>>()?;
            let (error, _) = errors.first()?;
            let expected: Vec<&Value> = errors.iter().map(|(_, options)| *options).collect();
            Some(self.invalid_value(error, &expected))
        })
    }

    /// Returns the name of the OpenAPI object that contains an error.
    fn object(&self, error: &ValidationError<'_>) -> Option<String> {
        let object = enclosing_object(&pointer(error));
        object.filter(|_| self.is_document)
    }
}

fn pointer(error: &ValidationError<'_>) -> Pointer {
    Pointer::from(error.instance_path().as_str().to_owned())
}

/// Lists the branches of `oneOf` without errors: ``the branches `oneOf/0` and `oneOf/1` ``.
fn valid_branches(errors: &[Branch]) -> String {
    let branches = errors.iter().enumerate();
    let mut valid = branches
        .filter(|(_, errors)| errors.is_empty())
        .map(|(index, _)| format!("`oneOf/{index}`"));
    let first = valid.next().unwrap_or_default();
    format!("the branches {first} and {}", listed(valid))
}

/// Returns message and help about a value that matches `not`.
fn excluded(schema: &Value, value: &str, object: Option<String>) -> (String, String) {
    let names: Vec<String> = items(schema, "/required")
        .filter_map(Value::as_str)
        .map(quoted)
        .collect();
    let object = within(object);
    match names.as_slice() {
        [] => (
            format!("{value} matches the schema under `not`"),
            "change the value so that it doesn't match".to_owned(),
        ),
        [name] => (
            format!("{name} is not allowed{object}"),
            format!("remove {name}"),
        ),
        names => (
            format!("{} are mutually exclusive{object}", names.join(" and ")),
            format!("remove {}", names.join(" or ")),
        ),
    }
}

/// The errors of one branch of `anyOf` or `oneOf`.
type Branch = Vec<ValidationError<'static>>;

/// Whether the error is that the value has no `$ref`. Only the branch for Reference Objects has this error.
fn is_missing_ref(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), Kind::Required { property } if property == "$ref")
}

/// Returns the error about the tag of the value at `value_pointer`, and the tags that the branch expects.
fn tag_error<'a>(
    branch: &'a Branch,
    value_pointer: &str,
    discriminator: &str,
) -> Option<(&'a ValidationError<'static>, &'a Value)> {
    branch.iter().find_map(|error| match error.kind() {
        Kind::Enum { options } if relative_pointer(error, value_pointer) == Some(discriminator) => {
            Some((error, &**options))
        }
        _ => None,
    })
}

/// Whether an error is about an unexpected value of a direct member of the value at `value_pointer`.
fn is_unexpected_member_value(error: &ValidationError<'_>, value_pointer: &str) -> bool {
    matches!(error.kind(), Kind::Enum { .. } | Kind::Constant { .. })
        && relative_pointer(error, value_pointer).is_some_and(|name| !name.contains('/'))
}

/// Returns the part of an error's pointer after `ancestor` and a slash.
fn relative_pointer<'a>(error: &'a ValidationError<'_>, ancestor: &str) -> Option<&'a str> {
    let pointer = error.instance_path().as_str();
    pointer.strip_prefix(ancestor)?.strip_prefix('/')
}

/// Returns the depth in the document of an error or of the deepest error in its branches.
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
