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

/// A keyword of Schema Objects in OpenAPI or JSON Schema.
pub(crate) struct Keyword {
    pub(crate) role: Role,
    /// The types that the keyword applies to; empty for all types.
    pub(crate) types: &'static [&'static str],
    pub(crate) contents: Kind,
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
const FORMATTED: &[&str] = &["integer", "number", "string"];
const ARRAY: &[&str] = &["array"];
const OBJECT: &[&str] = &["object"];

pub(crate) fn schema_keyword(name: &str) -> Option<Keyword> {
    let (role, types, contents) = match name {
        "$anchor" | "$comment" | "$dynamicAnchor" | "$id" | "$schema" => (Core, ANY, Kind::Data),
        "$defs" | "definitions" => (Core, ANY, Kind::Schemas),
        "default" | "deprecated" | "description" | "example" | "examples" | "externalDocs"
        | "readOnly" | "title" | "writeOnly" | "xml" => (Annotation, ANY, Kind::Data),
        "const" | "discriminator" | "enum" | "nullable" | "type" => (Type, ANY, Kind::Data),
        "contentEncoding" | "contentMediaType" => (Type, STRING, Kind::Data),
        "format" => (Type, FORMATTED, Kind::Data),
        "required" => (Type, OBJECT, Kind::Data),
        "else" | "if" | "not" | "then" => (Limit, ANY, Kind::Schema),
        "maxLength" | "minLength" | "pattern" => (Limit, STRING, Kind::Data),
        "contentSchema" => (Limit, STRING, Kind::Schema),
        "exclusiveMaximum" | "exclusiveMinimum" | "maximum" | "minimum" | "multipleOf" => {
            (Limit, NUMBER, Kind::Data)
        }
        "maxContains" | "maxItems" | "minContains" | "minItems" | "uniqueItems" => {
            (Limit, ARRAY, Kind::Data)
        }
        "contains" | "unevaluatedItems" => (Limit, ARRAY, Kind::Schema),
        "dependentRequired" | "maxProperties" | "minProperties" => (Limit, OBJECT, Kind::Data),
        "propertyNames" | "unevaluatedProperties" => (Limit, OBJECT, Kind::Schema),
        "dependentSchemas" => (Limit, OBJECT, Kind::Schemas),
        "$dynamicRef" | "$recursiveRef" | "$ref" => (Structure, ANY, Kind::Data),
        "allOf" | "anyOf" | "oneOf" => (Structure, ANY, Kind::Schemas),
        "items" => (Structure, ARRAY, Kind::Schema),
        "prefixItems" => (Structure, ARRAY, Kind::Schemas),
        "additionalProperties" => (Structure, OBJECT, Kind::Schema),
        "patternProperties" | "properties" => (Structure, OBJECT, Kind::Schemas),
        _ => return None,
    };
    Some(Keyword {
        role,
        types,
        contents,
    })
}

/// Returns the role of a keyword of Schema Objects.
pub(crate) fn role(keyword: &str) -> Option<Role> {
    schema_keyword(keyword).map(|it| it.role)
}

/// Whether OpenAPI 3.0 defines a keyword. OpenAPI 3.1 or JSON Schema defines the others.
pub(crate) fn is_in_3_0(keyword: &str) -> bool {
    field_names("Schema Object").any(|name| name == keyword)
}

pub(crate) fn is_annotation(name: &str) -> bool {
    name.starts_with("x-") || role(name) == Some(Annotation)
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
pub(crate) fn component_fields() -> impl Iterator<Item = &'static str> + use<> {
    field_names("Components Object").filter(|field| *field != "schemas")
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
Schema: $ref additionalProperties allOf anyOf default deprecated description discriminator enum example \
    exclusiveMaximum exclusiveMinimum externalDocs format items maxItems maxLength maxProperties maximum minItems \
    minLength minProperties minimum multipleOf not nullable oneOf pattern properties readOnly required title type \
    uniqueItems writeOnly xml
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
pub(crate) fn field_names(object: &str) -> impl Iterator<Item = &'static str> + use<> {
    let name = object.strip_suffix(" Object").unwrap_or(object);
    let fields = OBJECT_FIELDS
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    fields.into_iter().flat_map(|fields| fields.split(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_schema_objects_are_keywords() {
        for name in field_names("Schema Object") {
            assert!(schema_keyword(name).is_some(), "{name}");
        }
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
