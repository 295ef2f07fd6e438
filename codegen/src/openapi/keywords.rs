//! Tables of the keywords of Schema Objects and the fields of other objects, with the kind of each value. Other modules
//! list only keywords that they treat specially.

use crate::diagnostics::Pointer;

/// The kind of a value in a document, which determines whether keys are keywords: `default` is a keyword in a Schema
/// Object, but the name of a property in `properties`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A Schema Object.
    Schema,
    /// An array of Schema Objects, or an object that contains them by name.
    Schemas,
    /// Any other object of OpenAPI, including the document, or the array `security`, `servers` or `tags`.
    Object,
    /// An object that contains values of kind `Object` by name, or the array `parameters`.
    Objects,
    /// A value that OpenAPI doesn't interpret, such as an example, or an object with arbitrary keys, such as `scopes`.
    Data,
}

impl Kind {
    /// Returns the kind of the components in a field of the Components Object.
    pub fn of_component(field: &str) -> Self {
        Self::Object.of_member(field).of_member("")
    }

    /// Returns the kind of the member `key` of a value of this kind. The key of items of an array is `""`.
    #[must_use]
    pub fn of_member(self, key: &str) -> Self {
        match self {
            Self::Data => Self::Data,
            Self::Schemas => Self::Schema,
            Self::Objects => Self::Object,
            _ if key.starts_with("x-") => Self::Data,
            // An array in place of a schema: `items` of a tuple.
            Self::Schema if key.is_empty() => Self::Schema,
            Self::Schema => schema_keyword(key).map_or(Self::Data, |keyword| keyword.contents),
            Self::Object => field(key).map_or(Self::Object, |(contents, _)| contents),
        }
    }
}

/// A keyword of Schema Objects.
#[derive(Debug)]
pub(crate) struct Keyword {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    /// The types that the keyword applies to; empty for all types.
    pub(crate) types: &'static [&'static str],
    pub(crate) contents: Kind,
    /// Whether OpenAPI 3.0 defines the keyword. OpenAPI 3.1 or JSON Schema defines the others.
    pub(crate) is_in_3_0: bool,
}

/// The effect of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Identifies the schema, comments on it or contains definitions. Has no effect on values.
    Core,
    /// Describes values.
    Annotation,
    /// Restricts values in a way that affects their Rust type.
    Type,
    /// Restricts values without an effect on their Rust type.
    Limit,
    /// Composes the Rust type of values from the types of other schemas.
    Structure,
}

use Role::{Annotation, Core, Limit, Structure, Type};

const ANY: &[&str] = &[];
const STRING: &[&str] = &["string"];
const NUMBER: &[&str] = &["integer", "number"];
const ARRAY: &[&str] = &["array"];
const OBJECT: &[&str] = &["object"];

/// The keywords of Schema Objects, ordered by name for binary search.
static SCHEMA_KEYWORDS: [Keyword; 63] = [
    keyword("$anchor", Core, ANY, Kind::Data).newer(),
    keyword("$comment", Core, ANY, Kind::Data).newer(),
    keyword("$defs", Core, ANY, Kind::Schemas).newer(),
    keyword("$dynamicAnchor", Core, ANY, Kind::Data).newer(),
    keyword("$dynamicRef", Structure, ANY, Kind::Data).newer(),
    keyword("$id", Core, ANY, Kind::Data).newer(),
    keyword("$recursiveRef", Structure, ANY, Kind::Data).newer(),
    keyword("$ref", Structure, ANY, Kind::Data),
    keyword("$schema", Core, ANY, Kind::Data).newer(),
    keyword("additionalProperties", Structure, OBJECT, Kind::Schema),
    keyword("allOf", Structure, ANY, Kind::Schemas),
    keyword("anyOf", Structure, ANY, Kind::Schemas),
    keyword("const", Type, ANY, Kind::Data).newer(),
    keyword("contains", Limit, ARRAY, Kind::Schema).newer(),
    keyword("contentEncoding", Type, STRING, Kind::Data).newer(),
    keyword("contentMediaType", Type, STRING, Kind::Data).newer(),
    keyword("contentSchema", Limit, STRING, Kind::Schema).newer(),
    keyword("default", Annotation, ANY, Kind::Data),
    keyword("definitions", Core, ANY, Kind::Schemas).newer(),
    keyword("dependentRequired", Limit, OBJECT, Kind::Data).newer(),
    keyword("dependentSchemas", Limit, OBJECT, Kind::Schemas).newer(),
    keyword("deprecated", Annotation, ANY, Kind::Data),
    keyword("description", Annotation, ANY, Kind::Data),
    keyword("discriminator", Type, ANY, Kind::Data),
    keyword("else", Limit, ANY, Kind::Schema).newer(),
    keyword("enum", Type, ANY, Kind::Data),
    keyword("example", Annotation, ANY, Kind::Data),
    keyword("examples", Annotation, ANY, Kind::Data).newer(),
    keyword("exclusiveMaximum", Limit, NUMBER, Kind::Data),
    keyword("exclusiveMinimum", Limit, NUMBER, Kind::Data),
    keyword("externalDocs", Annotation, ANY, Kind::Data),
    keyword("format", Type, &["string", "integer", "number"], Kind::Data),
    keyword("if", Limit, ANY, Kind::Schema).newer(),
    keyword("items", Structure, ARRAY, Kind::Schema),
    keyword("maxContains", Limit, ARRAY, Kind::Data).newer(),
    keyword("maxItems", Limit, ARRAY, Kind::Data),
    keyword("maxLength", Limit, STRING, Kind::Data),
    keyword("maxProperties", Limit, OBJECT, Kind::Data),
    keyword("maximum", Limit, NUMBER, Kind::Data),
    keyword("minContains", Limit, ARRAY, Kind::Data).newer(),
    keyword("minItems", Limit, ARRAY, Kind::Data),
    keyword("minLength", Limit, STRING, Kind::Data),
    keyword("minProperties", Limit, OBJECT, Kind::Data),
    keyword("minimum", Limit, NUMBER, Kind::Data),
    keyword("multipleOf", Limit, NUMBER, Kind::Data),
    keyword("not", Limit, ANY, Kind::Schema),
    keyword("nullable", Type, ANY, Kind::Data),
    keyword("oneOf", Structure, ANY, Kind::Schemas),
    keyword("pattern", Limit, STRING, Kind::Data),
    keyword("patternProperties", Structure, OBJECT, Kind::Schemas).newer(),
    keyword("prefixItems", Structure, ARRAY, Kind::Schemas).newer(),
    keyword("properties", Structure, OBJECT, Kind::Schemas),
    keyword("propertyNames", Limit, OBJECT, Kind::Schema).newer(),
    keyword("readOnly", Annotation, ANY, Kind::Data),
    keyword("required", Type, OBJECT, Kind::Data),
    keyword("then", Limit, ANY, Kind::Schema).newer(),
    keyword("title", Annotation, ANY, Kind::Data),
    keyword("type", Type, ANY, Kind::Data),
    keyword("unevaluatedItems", Limit, ARRAY, Kind::Schema).newer(),
    keyword("unevaluatedProperties", Limit, OBJECT, Kind::Schema).newer(),
    keyword("uniqueItems", Limit, ARRAY, Kind::Data),
    keyword("writeOnly", Annotation, ANY, Kind::Data),
    keyword("xml", Annotation, ANY, Kind::Data),
];

const fn keyword(
    name: &'static str,
    role: Role,
    types: &'static [&'static str],
    contents: Kind,
) -> Keyword {
    Keyword {
        name,
        role,
        types,
        contents,
        is_in_3_0: true,
    }
}

impl Keyword {
    const fn newer(mut self) -> Self {
        self.is_in_3_0 = false;
        self
    }
}

pub(crate) fn schema_keyword(name: &str) -> Option<&'static Keyword> {
    let index = SCHEMA_KEYWORDS.binary_search_by_key(&name, |keyword| keyword.name);
    SCHEMA_KEYWORDS.get(index.ok()?)
}

pub(crate) fn type_specific() -> impl Iterator<Item = &'static Keyword> {
    SCHEMA_KEYWORDS
        .iter()
        .filter(|keyword| !keyword.types.is_empty())
}

pub(crate) fn is_annotation(name: &str) -> bool {
    name.starts_with("x-") || schema_keyword(name).is_some_and(|keyword| keyword.role == Annotation)
}

const OPERATION: &str = "Operation";
const PATH_ITEM: &str = "Path Item";

/// Returns the kind of a field's value, and the name of the object that the value is or contains. Returns `None` for a
/// scalar or an unknown field.
fn field(name: &str) -> Option<(Kind, &'static str)> {
    Some(match name {
        "default" | "enum" | "example" | "examples" | "scopes" => (Kind::Data, ""),
        "itemSchema" | "schema" => (Kind::Schema, "Schema"),
        "schemas" => (Kind::Schemas, "Schema"),
        "delete" | "get" | "head" | "options" | "patch" | "post" | "put" | "trace" => {
            (Kind::Object, OPERATION)
        }
        "authorizationCode" | "clientCredentials" | "implicit" | "password" => {
            (Kind::Object, "OAuth Flow")
        }
        "components" => (Kind::Object, "Components"),
        "contact" => (Kind::Object, "Contact"),
        "externalDocs" => (Kind::Object, "External Documentation"),
        "flows" => (Kind::Object, "OAuth Flows"),
        "info" => (Kind::Object, "Info"),
        "license" => (Kind::Object, "License"),
        "requestBody" => (Kind::Object, "Request Body"),
        "security" => (Kind::Object, "Security Requirement"),
        "server" | "servers" => (Kind::Object, "Server"),
        "tags" => (Kind::Object, "Tag"),
        "callbacks" => (Kind::Objects, "Callback"),
        "content" => (Kind::Objects, "Media Type"),
        "encoding" => (Kind::Objects, "Encoding"),
        "headers" => (Kind::Objects, "Header"),
        "links" => (Kind::Objects, "Link"),
        "parameters" => (Kind::Objects, "Parameter"),
        "pathItems" | "paths" | "webhooks" => (Kind::Objects, PATH_ITEM),
        "requestBodies" => (Kind::Objects, "Request Body"),
        "responses" => (Kind::Objects, "Response"),
        "securitySchemes" => (Kind::Objects, "Security Scheme"),
        "variables" => (Kind::Objects, "Server Variable"),
        _ => return None,
    })
}

/// Whether a field of a Path Item Object is an HTTP method, whose value is an operation.
pub fn is_http_method(name: &str) -> bool {
    field(name).is_some_and(|(_, object)| object == OPERATION)
}

/// Iterates over the fields of the Components Object except `schemas`.
pub(crate) fn component_fields() -> impl Iterator<Item = &'static str> {
    let fields = field_names("Components Object").into_iter();
    fields.filter(|field| *field != "schemas")
}

/// Returns the field of the Components Object that can contain the object at `pointer`, such as `schemas`, or `None` if
/// the object can't be a component.
pub(crate) fn component_field(pointer: &Pointer) -> Option<&'static str> {
    let mut kind = Kind::Object;
    let mut parent = "";
    let mut last = "";
    for segment in pointer.as_str().split('/').skip(1) {
        kind = kind.of_member(segment);
        (parent, last) = (last, segment);
    }
    match kind {
        Kind::Schema => Some("schemas"),
        Kind::Object if last == "requestBody" => Some("requestBodies"),
        Kind::Object => component_fields().find(|field| *field == parent),
        _ => None,
    }
}

/// Returns the name of the object at `pointer` in the OpenAPI specification, such as `Operation Object`. For an array,
/// such as `servers`, returns the name of its items.
pub(crate) fn object_name(pointer: &Pointer) -> Option<String> {
    let mut kind = Kind::Object;
    let mut name = "OpenAPI";
    for segment in pointer.as_str().split('/').skip(1) {
        name = match kind {
            Kind::Data => return None,
            Kind::Schemas | Kind::Objects => name,
            Kind::Schema => match segment {
                "discriminator" => return Some("Discriminator Object".to_owned()),
                _ => name,
            },
            // An item of an array, for instance of `servers`.
            Kind::Object if segment.parse::<usize>().is_ok() => name,
            Kind::Object if name == "Callback" => PATH_ITEM,
            Kind::Object => field(segment)?.1,
        };
        kind = kind.of_member(segment);
    }
    match (kind, pointer.as_str().rsplit('/').next()) {
        (Kind::Schema | Kind::Object, _) => Some(format!("{name} Object")),
        (Kind::Objects, Some("paths")) => Some("Paths Object".to_owned()),
        (Kind::Objects, Some("responses")) if pointer.as_str() != "/components/responses" => {
            Some("Responses Object".to_owned())
        }
        _ => None,
    }
}

/// The fields of each object in OpenAPI 3.0, and `webhooks` of OpenAPI 3.1.
const OBJECT_FIELDS: &str = "\
OpenAPI: openapi info servers paths components security tags externalDocs webhooks
Info: title description termsOfService contact license version
Contact: name url email
License: name url
Server: url description variables
Server Variable: enum default description
Components: schemas callbacks examples headers links parameters requestBodies responses securitySchemes
Path Item: summary description get put post delete options head patch trace servers parameters
Operation: tags summary description externalDocs operationId parameters requestBody responses callbacks \
    deprecated security servers
External Documentation: description url
Parameter: name in description required deprecated allowEmptyValue style explode allowReserved schema \
    example examples content
Request Body: description content required
Media Type: schema example examples encoding
Encoding: contentType headers style explode allowReserved
Responses: default
Response: description headers content links
Link: operationRef operationId parameters requestBody description server
Header: description required deprecated allowEmptyValue style explode allowReserved schema \
    example examples content
Tag: name description externalDocs
Security Scheme: type description name in scheme bearerFormat flows openIdConnectUrl
OAuth Flows: implicit password clientCredentials authorizationCode
OAuth Flow: authorizationUrl tokenUrl refreshUrl scopes";

/// Returns the fields of an object such as `Operation Object`.
pub(crate) fn field_names(object: &str) -> Vec<&'static str> {
    if object == "Schema Object" {
        let keywords = SCHEMA_KEYWORDS.iter().filter(|keyword| keyword.is_in_3_0);
        return keywords.map(|keyword| keyword.name).collect();
    }
    let name = object.strip_suffix(" Object").unwrap_or(object);
    let mut lines = OBJECT_FIELDS
        .lines()
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    lines
        .next()
        .map_or_else(Vec::new, |fields| fields.split(' ').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schema_keywords_are_ordered_by_name() {
        assert!(SCHEMA_KEYWORDS.is_sorted_by_key(|keyword| keyword.name));
    }

    #[test]
    fn object_name_follows_fields_and_names() {
        for (pointer, expected) in [
            ("", Some("OpenAPI Object")),
            ("/servers/0", Some("Server Object")),
            ("/paths", Some("Paths Object")),
            ("/paths/get", Some("Path Item Object")),
            ("/paths/~1a/get", Some("Operation Object")),
            ("/paths/~1a/get/responses", Some("Responses Object")),
            ("/paths/~1a/get/responses/default", Some("Response Object")),
            (
                "/paths/~1a/get/callbacks/a/{$url}/post",
                Some("Operation Object"),
            ),
            ("/components/schemas/A/properties/b", Some("Schema Object")),
            (
                "/components/schemas/A/discriminator",
                Some("Discriminator Object"),
            ),
            ("/components/schemas/A/example/b", None),
            ("/components/responses", None),
            ("/components/responses/Default", Some("Response Object")),
            ("/components/schemas", None),
            ("/unknown", None),
        ] {
            let name = object_name(&Pointer::from(pointer.to_owned()));
            assert_eq!(name.as_deref(), expected, "{pointer}");
        }
    }

    #[test]
    fn names_of_scopes_are_not_fields() {
        assert_eq!(Kind::Object.of_member("scopes"), Kind::Data);
    }

    #[test]
    fn of_component_returns_the_kind_of_the_component() {
        assert_eq!(Kind::of_component("schemas"), Kind::Schema);
        assert_eq!(Kind::of_component("parameters"), Kind::Object);
    }
}
