//! Finds the parameters whose values callers set once, on the client.

use std::collections::{HashMap, HashSet};

use crate::diagnostics::{Diagnostic, Pointer, Result, UnmatchedDecision};
use crate::ir::{Location, Parameter, Role, Structure};
use crate::lower::resource::ResourceOperation;
use crate::names;

const KEY: &str = "x-sdk-client-parameters";

/// Marks the parameters that `x-sdk-client-parameters` lists. Names that no operation has are added to `unmatched`.
pub(in crate::lower) fn mark_client_parameters(
    names: &[String],
    operations: &mut [ResourceOperation<'_>],
    unmatched: &mut Vec<UnmatchedDecision>,
) -> Result<()> {
    let list = Pointer::root().child(KEY);
    let declared = by_key(names, &list)?;
    let mut used = HashSet::new();
    let operations = operations.iter_mut().map(|it| &mut it.operation);
    for parameter in operations.flat_map(|operation| &mut operation.parameters) {
        let entry = declared.get(&parameter.name.to_ascii_lowercase());
        let Some(&(index, name)) = entry.filter(|(_, name)| has_name(parameter, name)) else {
            continue;
        };
        check(parameter, &list.child(index))?;
        parameter.role = Role::Client;
        // The client and all requests spell the name of a header in the same way.
        parameter.name.clone_from(name);
        used.insert(index);
    }
    for (index, name) in names.iter().enumerate() {
        if !used.contains(&index) {
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

/// Checks that a parameter can have the same value in all operations. `entry` is the location of its name in the list.
fn check(parameter: &Parameter, entry: &Pointer) -> Result<()> {
    let problem = match parameter.role {
        Role::IdempotencyKey => "which is the idempotency key: each call has its own value",
        Role::Selection => {
            "which selects the objects that a call affects: each call has its own value"
        }
        Role::Plain | Role::Client if parameter.structure == Structure::Primitive => return Ok(()),
        Role::Plain | Role::Client => "which is not a string, number or boolean",
    };
    let Parameter { name, pointer, .. } = parameter;
    Err(Diagnostic::at(
        entry,
        format!("`{KEY}` lists the parameter `{name}` (at {pointer}), {problem}"),
        format!("delete `{name}` from `{KEY}`"),
    ))
}

/// Maps each name in lower case to its index and its spelling in the list. The client stores the value of the parameter
/// under the same lower-case key. Fails if two names have the same key or setter.
fn by_key<'n>(
    parameters: &'n [String],
    list: &Pointer,
) -> Result<HashMap<String, (usize, &'n String)>> {
    let mut setters = HashMap::new();
    let mut keys = HashMap::new();
    for (index, name) in parameters.iter().enumerate() {
        let setter = names::client_setter(name).to_string();
        let problem = if let Some(earlier) = setters.insert(setter.clone(), name) {
            format!("`{earlier}` and `{name}` in `{KEY}` both produce the setter `{setter}`")
        } else if let Some((_, earlier)) = keys.insert(name.to_ascii_lowercase(), (index, name)) {
            format!("`{earlier}` and `{name}` in `{KEY}` differ only in case")
        } else {
            continue;
        };
        return Err(Diagnostic::at(
            &list.child(index),
            problem,
            "delete one of them",
        ));
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostics::Result;
    use crate::ir::{Api, Role};
    use crate::lower::fixtures::{document, lowered_document};

    /// Lowers an operation with a header parameter and these client parameters.
    fn lowered(header: &str, client_parameters: Value) -> Result<Api> {
        let header = json!({"name": header, "in": "header", "schema": {"type": "string"}});
        let get = json!({"parameters": [header], "responses": {"204": {"description": ""}}});
        let mut document = document(json!({"/a": {"get": get}}), json!({}));
        document["x-sdk-client-parameters"] = client_parameters;
        lowered_document(document)
    }

    #[test]
    fn header_of_client_has_declared_spelling() {
        let api = lowered("accountid", json!(["AccountID"])).unwrap();
        let header = &api.resources[0].operations[0].parameters[0];
        assert_eq!(header.role, Role::Client);
        assert_eq!(header.name, "AccountID");
    }

    #[test]
    fn client_parameters_with_same_setter_or_key_are_rejected() {
        let rejection = |other: &str| {
            let error = lowered("accountid", json!(["AccountID", other])).unwrap_err();
            error.to_string()
        };
        assert!(rejection("account_id").contains("both produce the setter `account_id`"));
        assert!(rejection("accountid").contains("differ only in case"));
    }
}
