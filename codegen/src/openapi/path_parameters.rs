//! Errors about placeholders of paths and about path parameters.

use serde_json::Value;

use super::operations::parameters;
use super::walk::string;
use crate::diagnostics::{Diagnostic, Pointer};

/// Creates the error about a placeholder that occurs twice in a path.
pub(crate) fn repeated_placeholder(operation: &Pointer, path: &str, name: &str) -> Diagnostic {
    let message = format!("placeholder `{{{name}}}` occurs twice in the path `{path}`");
    let help = format!(
        "rename the second `{{{name}}}`, for example to `{{{name}_2}}`, and add {} to `parameters`",
        path_parameter(&format!("{name}_2"))
    );
    Diagnostic::at(operation, message, help)
}

/// Creates the error about a placeholder of a path that has no path parameter.
pub(crate) fn placeholder_without_parameter(
    document: &Value,
    operation: &Pointer,
    path: &str,
    name: &str,
) -> Diagnostic {
    let message = format!(
        "placeholder `{{{name}}}` of the path `{path}` has no Parameter Object with `in: path`"
    );
    let is_elsewhere = parameters(document, operation).any(|(_, parameter)| {
        string(parameter, "name") == Some(name) && string(parameter, "in") != Some("path")
    });
    let help = match is_elsewhere {
        true => {
            format!("set `in` of the Parameter Object `{name}` to `path`, and add `required: true`")
        }
        false => format!("add {} to `parameters`", path_parameter(name)),
    };
    Diagnostic::at(operation, message, help)
}

fn path_parameter(name: &str) -> String {
    format!("`{{name: {name}, in: path, required: true, schema: {{type: string}}}}`")
}

/// Creates the error about a path parameter that the path doesn't contain.
pub(crate) fn parameter_without_placeholder(
    parameter: &Pointer,
    path: &str,
    name: &str,
) -> Diagnostic {
    let message = format!("path parameter `{name}` has no placeholder in the path `{path}`");
    let help = format!("add `{{{name}}}` to the path, or remove the Parameter Object");
    Diagnostic::at(parameter, message, help)
}
