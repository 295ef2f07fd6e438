//! Small values of the IR for tests.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::ToTokens;
use serde_json::{Value, json};

use crate::diagnostics::{Collector, Pointer, Result};
use crate::ir::{
    Annotations, Api, Authentication, Credential, Field, Location, Operation, Parameter, Resource,
    Role, Scheme, Shape, Structure, Style, Type, TypeDefinition,
};
use crate::lower::lower;
use crate::openapi::document::Document;

/// Asserts that two pieces of code have the same tokens.
#[track_caller]
pub(crate) fn assert_tokens(actual: impl ToTokens, expected: TokenStream) {
    // The spacing of `>>` depends on how the tokens were made.
    let text = |tokens: TokenStream| tokens.to_string().replace(" >", ">");
    assert_eq!(text(actual.into_token_stream()), text(expected));
}

/// Returns an optional field.
pub(crate) fn field(name: &str, ty: Type) -> Field {
    Field::new(name, Pointer::root(), ty)
}

/// Returns a type that is in no request and no response.
pub(crate) fn definition(name: &str, shape: Shape) -> TypeDefinition {
    TypeDefinition::new(name.to_owned(), Pointer::root(), shape)
}

/// Returns an optional parameter: in the path if the style is `Simple`, otherwise in the query.
pub(crate) fn parameter(name: &str, style: Style, ty: Type) -> Parameter {
    Parameter {
        name: name.into(),
        label: name.into(),
        pointer: Pointer::root(),
        required: false,
        location: match style {
            Style::Simple => Location::Path,
            _ => Location::Query,
        },
        style,
        allow_reserved: false,
        structure: match style {
            Style::DeepObject => Structure::Object,
            _ => Structure::Primitive,
        },
        role: Role::Plain,
        ty,
        annotations: Annotations::default(),
    }
}

/// Returns a GET operation without parameters and output.
pub(crate) fn operation(id: &str, method: &str) -> Operation {
    Operation {
        id: id.into(),
        operation_id: Some(id.into()),
        http_method: "GET",
        path: "/rooms".into(),
        method: method.into(),
        builder: id.into(),
        authentication: vec![Authentication::ApiKey],
        credentials: vec![Credential::ApiKey],
        ..Operation::default()
    }
}

/// Returns the resource with a dotted path.
pub(crate) fn resource(path: &str, operations: Vec<Operation>) -> Resource {
    Resource {
        path: path.split('.').map(str::to_owned).collect(),
        is_path_given: false,
        pointer: Pointer::root(),
        description: format!("About {path}."),
        operations,
    }
}

/// Returns an API of the package `telnyx-video`.
pub(crate) fn api(resources: Vec<Resource>, mut types: Vec<TypeDefinition>) -> Api {
    types.sort_by(|a, b| a.name.cmp(&b.name));
    Api {
        title: "Test API".into(),
        package: "telnyx-video".into(),
        base_url: "https://api.example.com".into(),
        key_scheme: Scheme::Bearer,
        credentials: BTreeMap::new(),
        client_parameters: Vec::new(),
        resources,
        types,
        contract: None,
    }
}

/// Lowers a document with these paths and schemas.
pub(crate) fn lowered(paths: Value, schemas: Value) -> Result<Api> {
    lowered_document(document(paths, schemas))
}

/// Returns a document with these paths and schemas.
pub(crate) fn document(paths: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Test API", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    })
}

/// Lowers a document.
pub(crate) fn lowered_document(document: Value) -> Result<Api> {
    let document = Document::parse(document, &mut Collector::default())?;
    lower(&document, &mut Collector::default())
}

/// Returns the path `/{name}` with a POST operation whose body and response have these schemas.
pub(crate) fn exchange(name: &str, sent: Value, received: Value) -> (String, Value) {
    let content = |schema| json!({"application/json": {"schema": schema}});
    let operation = json!({"post": {
        "operationId": name,
        "requestBody": {"content": content(sent)},
        "responses": {"200": {"description": "Fine.", "content": content(received)}},
    }});
    (format!("/{name}"), operation)
}
