//! The examples of a document with the Rust types that decode them.

use std::collections::{BTreeMap, HashMap};

use codegen::diagnostics::Pointer;
use codegen::ir::{Api, Operation, Output, Shape, Type, TypeDefinition};
use serde_json::Value;

/// An example, and the type of its value.
pub(crate) struct TypedExample {
    pub(crate) pointer: Pointer,
    /// The type below the module of the SDK: `Vec<models::Room>`.
    pub(crate) rust_type: String,
    pub(crate) value: Value,
}

/// Returns the examples of schemas, properties and response bodies whose type contains a model that implements
/// `Deserialize`. Omits those with a property that no field can hold. `document` is the bundled document.
pub(crate) fn typed_examples(document: &Value, api: &Api) -> Vec<TypedExample> {
    let types: HashMap<&str, &TypeDefinition> = api
        .types
        .iter()
        .map(|definition| (definition.name.as_str(), definition))
        .collect();
    let mut finder = Finder {
        document,
        types,
        found: BTreeMap::new(),
    };
    for definition in &api.types {
        finder.add_below(&definition.pointer, &Type::Named(definition.name.clone()));
        if let Shape::Struct(fields) = &definition.shape {
            for field in fields {
                finder.add_below(&field.pointer, &field.ty);
            }
        }
    }
    for operation in api.resources.iter().flat_map(|it| &it.operations) {
        finder.add_responses(operation);
    }
    finder.found.into_values().collect()
}

struct Finder<'a> {
    document: &'a Value,
    types: HashMap<&'a str, &'a TypeDefinition>,
    found: BTreeMap<String, TypedExample>,
}

impl<'a> Finder<'a> {
    fn add_responses(&mut self, operation: &Operation) {
        let pointer = operation.pointer.child("responses");
        for error in &operation.error_responses {
            if let Some(body) = &error.body {
                self.add_contents(&pointer.child(&error.status), &[], body);
            }
        }
        let (path, ty): (&[&str], _) = match &operation.output {
            Output::Json(ty) => (&[], ty.clone()),
            Output::Enveloped(ty) => (&["data"], ty.clone()),
            Output::Page { item, .. } => (&["data"], Type::Array(Box::new(item.clone()))),
            _ => return,
        };
        let Some(responses) = self.resolve(&pointer).and_then(|(_, it)| it.as_object()) else {
            return;
        };
        for status in responses.keys().filter(|status| status.starts_with('2')) {
            self.add_contents(&pointer.child(status), path, &ty);
        }
    }

    /// Adds the examples of the JSON bodies of a response.
    fn add_contents(&mut self, response: &Pointer, path: &[&str], ty: &Type) {
        let Some((pointer, response)) = self.resolve(response) else {
            return;
        };
        for (media_type, content) in response["content"].as_object().into_iter().flatten() {
            if !media_type.contains("json") {
                continue;
            }
            let pointer = pointer.child("content").child(media_type);
            let example = content
                .get("example")
                .map(|it| (pointer.child("example"), it));
            let names = content["examples"]
                .as_object()
                .into_iter()
                .flat_map(|it| it.keys());
            let examples = names.filter_map(|name| {
                let (pointer, example) = self.resolve(&pointer.child("examples").child(name))?;
                Some((pointer.child("value"), &example["value"]))
            });
            let examples: Vec<_> = example.into_iter().chain(examples).collect();
            for (pointer, value) in examples {
                self.add(pointer, path, value, ty);
            }
        }
    }

    /// Adds the examples of the schema at `pointer`.
    fn add_below(&mut self, pointer: &Pointer, ty: &Type) {
        let Some(schema) = self.document.pointer(pointer.as_str()) else {
            return;
        };
        if let Some(value) = schema.get("example") {
            self.add(pointer.child("example"), &[], value, ty);
        }
        for (index, value) in schema["examples"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
        {
            self.add(pointer.child("examples").child(index), &[], value, ty);
        }
    }

    fn add(&mut self, pointer: Pointer, path: &[&str], value: &Value, ty: &Type) {
        let member = path.iter().try_fold(value, |value, key| value.get(key));
        let Some(value) = member.filter(|value| self.has_fields_for(value, ty)) else {
            return;
        };
        let Some(name) = ty.named() else { return };
        let is_decoded = self
            .types
            .get(name)
            .is_some_and(|it| it.in_responses && !matches!(it.shape, Shape::Responses(_)));
        if is_decoded {
            let example = TypedExample {
                pointer: pointer.clone(),
                rust_type: rust_type(ty),
                value: value.clone(),
            };
            self.found.insert(pointer.as_str().to_owned(), example);
        }
    }

    /// Whether every property of a value has a field. JSON Schema allows other properties, but models drop them.
    fn has_fields_for(&self, value: &Value, ty: &Type) -> bool {
        match (ty, value) {
            (Type::Array(item), Value::Array(values)) => {
                values.iter().all(|value| self.has_fields_for(value, item))
            }
            (Type::Map(item), Value::Object(members)) => members
                .values()
                .all(|value| self.has_fields_for(value, item)),
            (Type::Named(name), _) => match (self.types.get(name.as_str()), value) {
                (Some(definition), value) => self.has_fields_in(value, &definition.shape),
                (None, _) => false,
            },
            _ => true,
        }
    }

    fn has_fields_in(&self, value: &Value, shape: &Shape) -> bool {
        match (shape, value) {
            (Shape::Struct(fields), Value::Object(members)) => {
                members.iter().all(|(key, value)| {
                    let field = fields.iter().find(|field| field.name == *key);
                    let has_others = fields.iter().any(|field| field.is_additional_properties);
                    field.map_or(has_others, |field| self.has_fields_for(value, &field.ty))
                })
            }
            // A schema without `type` allows other values.
            (Shape::Struct(_), _) => false,
            (Shape::Union { variants, .. }, Value::Object(_) | Value::Array(_)) => {
                variants.iter().any(|it| self.has_fields_for(value, &it.ty))
            }
            _ => true,
        }
    }

    /// Returns the object at `pointer`, or the component that it refers to.
    fn resolve(&self, pointer: &Pointer) -> Option<(Pointer, &'a Value)> {
        let object = self.document.pointer(pointer.as_str())?;
        let Some(reference) = object["$ref"].as_str() else {
            return Some((pointer.clone(), object));
        };
        let target = reference.strip_prefix('#')?;
        let object = self.document.pointer(target)?;
        Some((Pointer::from(target.to_owned()), object))
    }
}

fn rust_type(ty: &Type) -> String {
    match ty {
        Type::Array(item) => format!("Vec<{}>", rust_type(item)),
        Type::Map(item) => format!("std::collections::BTreeMap<String, {}>", rust_type(item)),
        Type::Named(name) => format!("models::{name}"),
        other => panic!("no type of examples: {other:?}"),
    }
}
