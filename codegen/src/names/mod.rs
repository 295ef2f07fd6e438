//! Identifiers: case, invalid characters and reserved names. No other module creates identifiers from names of a
//! document.

mod builder;
mod dedupe;
mod import;
mod plural;

use std::borrow::Cow;
use std::collections::HashMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Api, Operation, Resource, Shape, TypeDefinition};

pub use self::dedupe::{dedupe_names, dedupe_values, name_builders};
pub(crate) use self::import::Import;
pub(crate) use self::plural::{plural, singular};

use self::import::{is_taken_in_models, is_taken_in_resources};

/// Methods of every request builder.
const TAKEN_BY_BUILDERS: [&str; 7] = [
    "download",
    "new",
    "options",
    "pages",
    "send",
    "send_with_response",
    "stream",
];

/// Methods of the traits that request builders or models derive.
const TAKEN_BY_TRAITS: [&str; 8] = [
    "clone",
    "clone_from",
    "default",
    "deserialize",
    "eq",
    "fmt",
    "ne",
    "serialize",
];

/// The argument for a body that isn't an object.
pub const WHOLE_BODY: &str = "body";

/// Functions of a resource other than operations.
const TAKEN_BY_RESOURCES: [&str; 2] = ["clone", "new"];

/// Functions of the client other than accessors of resources.
const TAKEN_BY_CLIENT: [&str; 9] = [
    "builder",
    "clone",
    "download",
    "from_env",
    "from_settings",
    "from_variables",
    "new",
    "request",
    "settings",
];

/// File names that are devices on Windows, with any extension.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// The maximum length of a module name, so that every file system accepts its file.
const LONGEST_MODULE: usize = 200;

/// Returns the type of a model: `video_Error` is `VideoError`.
pub fn type_name(name: &str) -> String {
    upper_camel(name, is_taken_in_models, "Model")
}

/// Returns the type of a request builder: `list rooms` is `ListRooms`.
pub fn builder_type(name: &str) -> Ident {
    ident(&upper_camel(name, is_taken_in_resources, "Operation"))
}

/// Returns the dotted name of a call: `rooms.sessions.list`.
pub fn call(resource: &Resource, operation: &Operation) -> String {
    let steps = (1..=resource.path.len()).filter_map(|depth| resource.path.get(..depth));
    let names = steps.map(accessor).chain([method(&operation.name)]);
    let names = names.map(|name| name.unraw().to_string());
    names.collect::<Vec<_>>().join(".")
}

/// Returns the type of a resource: `rooms` and `sessions` are `RoomsSessions`.
pub fn resource_type(path: &[String]) -> Ident {
    ident(&upper_camel(
        &path.join("_"),
        is_taken_in_resources,
        "Resource",
    ))
}

/// Returns the module of a resource: `rooms` and `sessions` are `rooms_sessions`.
pub fn resource_module(path: &[String]) -> String {
    module(&path.join("_"))
}

/// Returns a module, whose name is also that of its file.
pub fn module(name: &str) -> String {
    let module = snake(name);
    // `mod.rs` is the file of the directory itself.
    let is_taken = module == "mod" || is_keyword(&module) || DEVICES.contains(&module.as_str());
    if is_taken {
        format!("{module}_")
    } else {
        module
    }
}

/// Returns a field or argument.
pub fn field_or_argument(name: &str) -> Ident {
    ident(&snake(name))
}

/// Returns the method of an operation.
pub fn method(name: &str) -> Ident {
    snake_unless_taken(name, &[&TAKEN_BY_RESOURCES])
}

/// Whether a name is a valid method unchanged.
pub fn is_method(name: &str) -> bool {
    method(name) == name
}

/// Returns the accessor of a resource, on the client or on the resource above it.
pub fn accessor(path: &[String]) -> Ident {
    match path {
        [name] => snake_unless_taken(name, &[&TAKEN_BY_CLIENT]),
        path => method(path.last().map_or("", String::as_str)),
    }
}

/// Returns the expression for a resource: `client.rooms().sessions()`.
pub fn accessors(path: &[String]) -> String {
    let steps = (1..=path.len()).filter_map(|depth| path.get(..depth));
    let steps = steps.map(|path| format!(".{}()", accessor(path)));
    format!("client{}", steps.collect::<String>())
}

/// Returns a setter of a request builder.
pub fn setter(name: &str) -> Ident {
    snake_unless_taken(name, &[&TAKEN_BY_BUILDERS, &TAKEN_BY_TRAITS])
}

/// Returns a setter or another method of a model.
pub fn model_method(name: &str) -> Ident {
    snake_unless_taken(name, &[&["new"], &TAKEN_BY_TRAITS])
}

fn snake_unless_taken(name: &str, taken: &[&[&str]]) -> Ident {
    let name = snake(name);
    ident(
        &if taken.iter().any(|names| names.contains(&name.as_str())) {
            format!("{name}_")
        } else {
            name
        },
    )
}

/// Returns a variant of an enum.
pub fn variant(name: &str) -> Ident {
    // `Unknown` is the variant for values that the document does not list.
    let is_taken = |name: &str| ["Self", "Unknown"].contains(&name);
    ident(&upper_camel(name, is_taken, "Value"))
}

/// Whether a name is valid for a package and its library.
pub fn is_package(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "-_".contains(character))
        && !is_keyword(&name.to_snake_case())
}

/// Checks that a name is valid for a package.
///
/// # Errors
///
/// Returns an error if it isn't.
pub fn check_package(name: &str) -> Result<()> {
    if is_package(name) {
        return Ok(());
    }
    Err(package_error(
        name,
        "it must consist of ASCII letters, digits, hyphens and underscores, start with a letter and not be a keyword",
    ))
}

/// Returns the error for an invalid package name.
pub(crate) fn package_error(name: &str, cause: &str) -> Diagnostic {
    Diagnostic::general(
        format!("invalid crate name `{name}`: {cause}"),
        "pass another name with `--crate-name`, for instance the name of the API followed by `-sdk`",
    )
}

/// Whether a name has no character that can be part of an identifier.
pub fn is_empty(name: &str) -> bool {
    words(name).to_snake_case().is_empty()
}

/// Creates an identifier; keywords become raw identifiers.
pub fn ident(name: &str) -> Ident {
    match name {
        // These can't be raw identifiers.
        "crate" | "self" | "super" | "_" => Ident::new(&format!("{name}_"), Span::call_site()),
        _ if is_keyword(name) => Ident::new_raw(name, Span::call_site()),
        _ => Ident::new(name, Span::call_site()),
    }
}

/// The length of the longest keyword.
const LONGEST_KEYWORD: usize = "abstract".len();

fn is_keyword(name: &str) -> bool {
    name.len() <= LONGEST_KEYWORD && syn::parse_str::<Ident>(name).is_err()
}

fn snake(name: &str) -> String {
    identifier(&in_snake_case(&words(name)), "_", "empty")
}

fn upper_camel(name: &str, is_taken: impl Fn(&str) -> bool, suffix: &str) -> String {
    let name = identifier(&words(name).to_upper_camel_case(), "N", "Empty");
    if is_taken(&name) {
        format!("{name}{suffix}")
    } else {
        name
    }
}

/// Converts a name to snake case.
pub(crate) fn in_snake_case(name: &str) -> String {
    // `OAuth` is one word.
    let name = with_whole_plurals(name).replace("OAuth", "Oauth");
    name.to_snake_case()
}

/// Makes the plural `s` of acronyms upper case: `IPs` would otherwise become `i_ps`.
fn with_whole_plurals(name: &str) -> Cow<'_, str> {
    let is_plural = |at: usize| {
        let before = name.get(..at).unwrap_or_default().chars().rev();
        let behind = name.get(at + 1..).and_then(|rest| rest.chars().next());
        before.take_while(char::is_ascii_uppercase).count() > 1
            && behind.is_none_or(|character| !character.is_lowercase())
    };
    if !name.match_indices('s').any(|(at, _)| is_plural(at)) {
        return Cow::Borrowed(name);
    }
    let written = name.char_indices().map(|(at, character)| match character {
        's' if is_plural(at) => 'S',
        other => other,
    });
    Cow::Owned(written.collect())
}

/// Replaces characters that identifiers can't contain by spaces, and `+`, `*` and a leading `-` by words.
fn words(name: &str) -> String {
    let mut words = String::new();
    for character in with_whole_plurals(name).chars() {
        match character {
            '+' => words.push_str(" plus "),
            '*' => words.push_str(" all "),
            _ if unicode_ident::is_xid_continue(character) => words.push(character),
            _ => words.push(' '),
        }
    }
    if name.starts_with('-') {
        format!("minus {words}")
    } else {
        words
    }
}

fn identifier(name: &str, prefix: &str, empty: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) => name.to_owned(),
        Some(_) => format!("{prefix}{name}"),
    }
}

/// The start of the help for two equal names.
const RENAME: &str = "name one of them in the overlay with ";

/// Checks that names are distinct where Rust requires it, and returns the API.
///
/// # Errors
///
/// Returns the first of the [`errors`].
pub fn check(api: Api) -> Result<Api> {
    errors(&api).into_iter().next().map_or(Ok(api), Err)
}

/// Returns every pair of names that would be the same identifier in one scope, and names that are too long for a file.
pub fn errors(api: &Api) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    check_resources(api, &mut errors);
    for definition in &api.types {
        check_type(definition, &mut errors);
    }
    errors
}

fn check_resources(api: &Api, errors: &mut Vec<Diagnostic>) {
    let resources = &api.resources;
    let operations = || resources.iter().flat_map(|resource| &resource.operations);
    let requests =
        operations().map(|operation| (builder_type(&operation.builder), &operation.pointer));
    let types = resources
        .iter()
        .map(|resource| (resource_type(&resource.path), &resource.pointer));
    let help = format!("{RENAME}`x-sdk-resource` or `x-sdk-name`");
    check_distinct(requests.chain(types), &help, errors);
    let below = api.child_resources();
    check_methods(&[], below.get(&[][..]), errors);
    for resource in resources {
        let module = resource_module(&resource.path);
        check_length(&module, &resource.pointer, "x-sdk-resource", errors);
        let below = below.get(resource.path.as_slice());
        check_methods(&resource.operations, below, errors);
    }
}

fn check_methods(
    operations: &[Operation],
    below: Option<&Vec<&Resource>>,
    errors: &mut Vec<Diagnostic>,
) {
    let operations = operations.iter();
    let operations = operations.map(|operation| (method(&operation.name), &operation.pointer));
    let below = below.into_iter().flatten();
    let below = below.map(|resource| (accessor(&resource.path), &resource.pointer));
    let help = format!("{RENAME}`x-sdk-method` or `x-sdk-resource`");
    check_distinct(operations.chain(below), &help, errors);
}

fn check_type(definition: &TypeDefinition, errors: &mut Vec<Diagnostic>) {
    let pointer = &definition.pointer;
    check_length(&module(&definition.family), pointer, "x-sdk-name", errors);
    match &definition.shape {
        Shape::Union {
            enum_values,
            variants,
            ..
        } => {
            let variants = variants.iter().map(|variant| variant.name.as_str());
            let words = enum_values.iter().map(|word| word.label.as_str());
            let names = words.chain(variants);
            let names = names.map(|name| (variant(name), pointer));
            check_distinct(names, &format!("{RENAME}`x-sdk-variant`"), errors);
        }
        // `dedupe` has made these distinct.
        Shape::Struct(_) | Shape::Enum(_) | Shape::Responses(_) => {}
    }
}

fn check_length(module: &str, pointer: &Pointer, key: &str, errors: &mut Vec<Diagnostic>) {
    if module.len() > LONGEST_MODULE {
        errors.push(Diagnostic::at(
            pointer,
            format!("the name has more than {LONGEST_MODULE} bytes, too many for a file name"),
            format!("set a shorter name with `{key}`"),
        ));
    }
}

fn check_distinct<'a>(
    names: impl Iterator<Item = (Ident, &'a Pointer)>,
    help: &str,
    errors: &mut Vec<Diagnostic>,
) {
    let mut seen = HashMap::new();
    for (name, pointer) in names {
        if let Some(earlier) = seen.insert(name.to_string(), pointer) {
            let cause =
                format!("this object and the one at {earlier} both produce the name `{name}`");
            errors.push(Diagnostic::at(pointer, cause, help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_case_of_their_kind() {
        assert_eq!(type_name("video_Error"), "VideoError");
        assert_eq!(
            type_name("RoomFilter date_created_at"),
            "RoomFilterDateCreatedAt"
        );
        assert_eq!(field_or_argument("webhookURL").to_string(), "webhook_url");
        assert_eq!(field_or_argument("page[size]").to_string(), "page_size");
        assert_eq!(variant("in-progress").to_string(), "InProgress");
        assert_eq!(field_or_argument("roomIDs").to_string(), "room_ids");
        assert_eq!(
            field_or_argument("OAuthClientID").to_string(),
            "oauth_client_id"
        );
        assert_eq!(type_name("OAuth_client"), "OAuthClient");
        assert_eq!(type_name("IPs_in_FQDNsList"), "IpsInFqdnsList");
        assert_eq!(field_or_argument("USsize").to_string(), "u_ssize");
        assert_eq!(
            resource_module(&["rooms".into(), "sessions".into()]),
            "rooms_sessions"
        );
        assert_eq!(
            resource_type(&["rooms".into(), "sessions".into()]).to_string(),
            "RoomsSessions"
        );
    }

    #[test]
    fn keywords_become_raw_or_get_an_underscore() {
        assert_eq!(field_or_argument("type").to_string(), "r#type");
        assert_eq!(field_or_argument("self").to_string(), "self_");
        assert_eq!(variant("self").to_string(), "SelfValue");
        assert_eq!(module("type"), "type_");
        assert_eq!(module("mod"), "mod_");
        assert_eq!(module("CON"), "con_");
    }

    #[test]
    fn invalid_characters_are_replaced() {
        assert_eq!(field_or_argument("2fa").to_string(), "_2fa");
        assert_eq!(variant("1280x720").to_string(), "N1280x720");
        assert_eq!(variant("").to_string(), "Empty");
        assert_eq!(variant("*").to_string(), "All");
        assert_eq!(variant("-1").to_string(), "Minus1");
        assert_eq!(variant("😀").to_string(), "Empty");
        assert_eq!(field_or_argument("größe").to_string(), "größe");
    }

    #[test]
    fn reserved_names_get_a_suffix() {
        assert_eq!(type_name("Option"), "OptionModel");
        assert_eq!(setter("send").to_string(), "send_");
        assert_eq!(model_method("default").to_string(), "default_");
        assert_eq!(setter("clone").to_string(), "clone_");
        assert_eq!(accessor(&["request".into()]).to_string(), "request_");
        assert_eq!(
            accessor(&["rooms".into(), "request".into()]).to_string(),
            "request"
        );
        assert_eq!(variant("unknown").to_string(), "UnknownValue");
    }
}
