//! Corrects or removes keywords with invalid values, or with values that Rust types or `openapiv3` can't represent.
//!
//! The correction is the obvious one, such as `minimum: 10` for `minimum: "10"`. Each correction that callers may
//! notice is a warning. No rule rejects the document.

mod containers;
mod numbers;
mod types;
mod values;

use serde_json::{Value, json};

pub(crate) use self::numbers::WIDE_BOUNDS;
pub(crate) use self::types::TYPES;

use super::{Schema, json_type};
use crate::diagnostics::{Collector, Diagnostic, Effect};
use crate::openapi::errors::{found_value, wrong_type};
use crate::openapi::walk::{Kind, Path, each_in_document_mut};

/// A rule for one schema, whose inner schemas are already corrected.
type Rule = fn(&mut Schema, &mut Warnings<'_>);

/// The rules in order. Later rules rely on earlier ones.
const RULES: [Rule; 12] = [
    values::correct_values,
    types::correct_type,
    types::remove_contradictory_type,
    types::remove_not,
    values::correct_required,
    containers::pattern_properties_to_additional_properties,
    containers::tuple_to_items,
    values::wrap_single_enum_value,
    containers::enum_of_array_to_items,
    numbers::correct_limits,
    numbers::correct_enum,
    values::correct_default,
];

/// Corrects the schemas of a document, with a warning about each correction that callers may notice.
pub fn correct(mut document: Value, diagnostics: &mut Collector) -> Value {
    each_in_document_mut(&mut document, |node, kind, path| match (kind, node) {
        (Kind::Schema, Value::Object(schema)) if !schema.contains_key("$ref") => {
            let mut warnings = Warnings { path, diagnostics };
            RULES.iter().for_each(|rule| rule(schema, &mut warnings));
        }
        (Kind::Schema, node) => correct_other_value(node, path, diagnostics),
        _ => {}
    });
    document
}

/// Replaces a value that isn't a schema by `{}`. Keeps a boolean in `additionalProperties`, and an array in `items`,
/// which `tuple_to_items` replaces.
fn correct_other_value(node: &mut Value, path: Path<'_>, diagnostics: &mut Collector) {
    let is_allowed = match (path, &*node) {
        (_, Value::Object(_)) => true,
        (Path::Member(_, key), Value::Bool(_)) => key == "additionalProperties",
        (Path::Member(_, key), Value::Array(_)) => key == "items",
        _ => false,
    };
    if is_allowed {
        return;
    }
    let pointer = path.pointer();
    // The latest diagnostics may be about parts of this value, which are visited first. They no longer apply.
    diagnostics.discard_latest_in(&pointer);
    let error = wrong_type(&pointer, node, "a Schema Object");
    diagnostics.warn_with(Effect::Fallback, error);
    *node = json!({});
}

/// Adds warnings about one schema.
struct Warnings<'a> {
    path: Path<'a>,
    diagnostics: &'a mut Collector,
}

impl Warnings<'_> {
    /// Reports that a keyword is ignored.
    fn ignored(&mut self, keyword: &str, message: impl Into<String>, help: impl Into<String>) {
        let pointer = self.path.pointer().child(keyword);
        self.diagnostics
            .warn(Diagnostic::at(&pointer, message, help));
    }

    /// Reports that a keyword is ignored because of its value.
    fn wrong_value(&mut self, keyword: &str, value: &Value, expected: &str, help: &str) {
        let message = format!("expected {expected}, found {}", found_value(value));
        self.ignored(keyword, message, help);
    }

    /// Reports that a keyword is read in another way, which `note` describes.
    fn changed(
        &mut self,
        effect: Effect,
        keyword: &str,
        message: impl Into<String>,
        help: impl Into<String>,
        note: impl Into<String>,
    ) {
        let pointer = self.path.pointer().child(keyword);
        let warning = Diagnostic::at(&pointer, message, help).with_note(note);
        self.diagnostics.warn_with(effect, warning);
    }
}

fn is_of_type(value: &Value, type_name: &str) -> bool {
    match type_name {
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => json_type(value) == type_name,
    }
}

#[cfg(test)]
mod tests;
