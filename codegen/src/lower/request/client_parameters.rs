//! Finds the parameters whose values the client has.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, Pointer, Result, UnmatchedDecision};
use crate::ir::{Location, Parameter, Role, Structure};
use crate::lower::resource::ResourceOperation;
use crate::names;

const KEY: &str = "x-sdk-client-parameters";

/// Marks the parameters that `x-sdk-client-parameters` lists. Names that no operation has are added to `unmatched`.
pub(in crate::lower) fn mark_client_parameters(
    names: &[String],
    operations: &mut [ResourceOperation],
    unmatched: &mut Vec<UnmatchedDecision>,
) -> Result<()> {
    let list = Pointer::root().child(KEY);
    check_setters(names, &list)?;
    for (index, name) in names.iter().enumerate() {
        let mut is_used = false;
        let operations = operations.iter_mut().map(|it| &mut it.operation);
        let parameters = operations.flat_map(|operation| {
            let in_path = operation.path_parameters.iter_mut();
            in_path.chain(&mut operation.other_parameters)
        });
        for parameter in parameters.filter(|parameter| has_name(parameter, name)) {
            check(parameter)?;
            parameter.role = Role::Client;
            is_used = true;
        }
        if !is_used {
            unmatched.push(UnmatchedDecision::new(
                list.child(index),
                name,
                format!("`{KEY}` lists the parameter `{name}`, which no operation has in path, query or header"),
                format!("correct the name, or delete it from `{KEY}`"),
            ));
        }
    }
    Ok(())
}

fn has_name(parameter: &Parameter, name: &str) -> bool {
    match parameter.location {
        Location::Path | Location::Query => parameter.name == name,
        Location::Header => parameter.name.eq_ignore_ascii_case(name),
        Location::Cookie => false,
    }
}

/// Checks that a parameter can have the same text in all operations.
fn check(parameter: &Parameter) -> Result<()> {
    if parameter.role == Role::Plain && parameter.structure == Structure::Primitive {
        return Ok(());
    }
    let name = &parameter.name;
    Err(Diagnostic::at(
        &parameter.pointer,
        format!("`{KEY}` lists the parameter `{name}`, which is not a string, number or boolean"),
        format!("delete `{name}` from `{KEY}`"),
    ))
}

/// Checks that the client builder can have a setter for each name.
fn check_setters(parameters: &[String], list: &Pointer) -> Result<()> {
    let mut setters = HashMap::new();
    for (index, name) in parameters.iter().enumerate() {
        let setter = names::client_setter(name).to_string();
        if let Some(earlier) = setters.insert(setter.clone(), name) {
            return Err(Diagnostic::at(
                &list.child(index),
                format!("`{earlier}` and `{name}` in `{KEY}` both produce the setter `{setter}`"),
                "delete one of them",
            ));
        }
    }
    Ok(())
}
