//! The only place where identifiers are made: case, keywords, and names that are taken.

mod dedupe;

use std::borrow::Cow;
use std::collections::HashMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Api, Operation, Resource, Shape, TypeDefinition};

pub use self::dedupe::{settle_names, settle_values};

/// Type names that emitted models use for something else.
const TAKEN_BY_MODELS: [&str; 25] = [
    "BTreeMap",
    "Box",
    "ByteSource",
    "DateTime",
    "Default",
    "Deserialize",
    "Deserializer",
    "Ok",
    "Result",
    "FilePart",
    "From",
    "IntoIterator",
    "Into",
    "NaiveDate",
    "None",
    "Nullable",
    "Option",
    "Secret",
    "Self",
    "Serialize",
    "Some",
    "String",
    "Utc",
    "Uuid",
    "Vec",
];

/// Type names that emitted resources use for something else.
const TAKEN_BY_RESOURCES: [&str; 37] = [
    "AsJson",
    "AsText",
    "BTreeMap",
    "Binary",
    "Client",
    "Credential",
    "Data",
    "DateTime",
    "Download",
    "Error",
    "Into",
    "IntoIterator",
    "Items",
    "Json",
    "Method",
    "NaiveDate",
    "NoContent",
    "Nullable",
    "Option",
    "Optional",
    "Page",
    "Pages",
    "PathArgument",
    "PathStyle",
    "QueryStyle",
    "Request",
    "RequestOptions",
    "Response",
    "Result",
    "Secret",
    "Selection",
    "Self",
    "String",
    "Text",
    "Utc",
    "Uuid",
    "Vec",
];

/// Methods that every operation has of its own.
const TAKEN_BY_OPERATIONS: [&str; 7] = [
    "download",
    "new",
    "options",
    "pages",
    "send",
    "send_with_response",
    "stream",
];

/// The argument of an operation that takes its body as a whole.
pub const WHOLE_BODY: &str = "body";

/// Functions of a model that are not setters.
const TAKEN_BY_STRUCTS: [&str; 2] = ["default", "new"];

/// Functions of a resource that are not operations.
const TAKEN_BY_GROUPS: [&str; 2] = ["clone", "new"];

/// Functions of the client that are not resources.
const TAKEN_BY_CLIENT: [&str; 8] = [
    "builder",
    "clone",
    "from_env",
    "from_settings",
    "from_variables",
    "new",
    "request",
    "settings",
];

/// What Windows takes for a device, whatever the extension.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// The longest name of a module: with its extension, the name of a file that every file system takes.
const LONGEST_MODULE: usize = 200;

/// The name of a model: `video_Error` is `VideoError`.
pub fn type_name(name: &str) -> String {
    upper_camel(name, &TAKEN_BY_MODELS, "Model")
}

/// The name of the type that holds an operation's request: `ListRooms`.
pub fn operation_type(id: &str) -> Ident {
    ident(&upper_camel(id, &TAKEN_BY_RESOURCES, "Call"))
}

/// The name of a resource's type: `rooms` and `sessions` are `RoomsSessions`.
pub fn resource_type(path: &[String]) -> Ident {
    ident(&upper_camel(
        &path.join("_"),
        &TAKEN_BY_RESOURCES,
        "Resource",
    ))
}

/// The module of a resource: `rooms` and `sessions` are `rooms_sessions`.
pub fn resource_module(path: &[String]) -> String {
    module(&path.join("_"))
}

/// A module, and the file it stands in.
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

/// A field, a parameter, or a method that nothing else competes with.
pub fn value(name: &str) -> Ident {
    ident(&snake(name))
}

/// The method that begins an operation.
pub fn method(name: &str) -> Ident {
    snake_unless_taken(name, &TAKEN_BY_GROUPS)
}

/// Whether a name can be that of a method as it is.
pub fn is_method(name: &str) -> bool {
    method(name) == name
}

/// The method that leads to a resource, from the client or from the resource above it.
pub fn accessor(path: &[String]) -> Ident {
    match path {
        [name] => snake_unless_taken(name, &TAKEN_BY_CLIENT),
        path => snake_unless_taken(path.last().map_or("", String::as_str), &TAKEN_BY_GROUPS),
    }
}

/// A method of an operation that sets one of its values.
pub fn setter(name: &str) -> Ident {
    snake_unless_taken(name, &TAKEN_BY_OPERATIONS)
}

/// A method of a model that sets one of its fields.
pub fn model_setter(name: &str) -> Ident {
    snake_unless_taken(name, &TAKEN_BY_STRUCTS)
}

fn snake_unless_taken(name: &str, taken: &[&str]) -> Ident {
    let name = snake(name);
    ident(&if taken.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    })
}

/// A variant of an enum.
pub fn variant(name: &str) -> Ident {
    // `Unknown` is the variant for the values that nobody knows.
    ident(&upper_camel(name, &["Self", "Unknown"], "Value"))
}

/// Whether a package can be called so, and `use` it under that name.
pub fn is_package(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "-_".contains(character))
        && !is_keyword(&name.to_snake_case())
}

/// Checks that a package can be called so.
///
/// # Errors
///
/// When it cannot.
pub fn check_package(name: &str) -> Result<()> {
    if is_package(name) {
        return Ok(());
    }
    Err(package_fault(
        name,
        "a name is made of letters, digits and hyphens, begins with a letter and is no keyword",
    ))
}

/// That a crate cannot be called so, and why.
pub(crate) fn package_fault(name: &str, cause: &str) -> Diagnostic {
    Diagnostic::general(
        format!("a crate cannot have the name `{name}`: {cause}"),
        "give it another with `--crate-name`, for instance that of the API with `-sdk` behind it",
    )
}

/// Whether nothing of a name would be left in an identifier.
pub fn is_empty(name: &str) -> bool {
    words(name).to_snake_case().is_empty()
}

/// Makes an identifier of a name that has the right case; keywords become raw.
pub fn ident(name: &str) -> Ident {
    match name {
        // These four can't be raw.
        "crate" | "self" | "super" | "_" => Ident::new(&format!("{name}_"), Span::call_site()),
        _ if is_keyword(name) => Ident::new_raw(name, Span::call_site()),
        _ => Ident::new(name, Span::call_site()),
    }
}

/// What has more bytes than this is no keyword.
const LONGEST_KEYWORD: usize = "abstract".len();

fn is_keyword(name: &str) -> bool {
    name.len() <= LONGEST_KEYWORD && syn::parse_str::<Ident>(name).is_err()
}

fn snake(name: &str) -> String {
    identifier(&in_snake_case(&words(name)), "_", "empty")
}

fn upper_camel(name: &str, taken: &[&str], suffix: &str) -> String {
    let name = identifier(&words(name).to_upper_camel_case(), "N", "Empty");
    if taken.contains(&name.as_str()) {
        format!("{name}{suffix}")
    } else {
        name
    }
}

/// What is written in words of small letters with underscores between them.
pub(crate) fn in_snake_case(name: &str) -> String {
    // The name of the standard is one word.
    let name = with_whole_plurals(name).replace("OAuth", "Oauth");
    name.to_snake_case()
}

/// Writes the `s` of such as `IPs` large: the word would be taken for the two of `I` and `Ps`.
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

/// Puts spaces for what cannot stand in an identifier, and words for signs that would leave no trace.
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

/// What to do about two names that are one, where the overlay can give other ones.
const RENAME: &str = "give one of the two another name with ";

/// Checks that names are distinct where Rust requires it, and returns the API.
///
/// # Errors
///
/// Returns the first of the [`errors`].
pub fn check(api: Api) -> Result<Api> {
    errors(&api).into_iter().next().map_or(Ok(api), Err)
}

/// Where two things that stand side by side would get one identifier, both places named, and names too long for a file.
pub fn errors(api: &Api) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    check_resources(api, &mut faults);
    for definition in &api.types {
        check_type(definition, &mut faults);
    }
    faults
}

fn check_resources(api: &Api, faults: &mut Vec<Diagnostic>) {
    let resources = &api.resources;
    let operations = || resources.iter().flat_map(|resource| &resource.operations);
    let requests =
        operations().map(|operation| (operation_type(&operation.id), &operation.pointer));
    let types = resources
        .iter()
        .map(|resource| (resource_type(&resource.path), &resource.pointer));
    let help = format!("{RENAME}`x-sdk-resource`, or another operationId");
    check_distinct(requests.chain(types), &help, faults);
    let below = api.child_resources();
    check_methods(&[], below.get(&[][..]), faults);
    for resource in resources {
        let module = resource_module(&resource.path);
        check_length(&module, &resource.pointer, "x-sdk-resource", faults);
        let below = below.get(resource.path.as_slice());
        check_methods(&resource.operations, below, faults);
    }
}

fn check_methods(
    operations: &[Operation],
    below: Option<&Vec<&Resource>>,
    faults: &mut Vec<Diagnostic>,
) {
    let operations = operations.iter();
    let operations = operations.map(|operation| (method(&operation.name), &operation.pointer));
    let below = below.into_iter().flatten();
    let below = below.map(|resource| (accessor(&resource.path), &resource.pointer));
    let help = format!("{RENAME}`x-sdk-method` or `x-sdk-resource`");
    check_distinct(operations.chain(below), &help, faults);
}

fn check_type(definition: &TypeDefinition, faults: &mut Vec<Diagnostic>) {
    let pointer = &definition.pointer;
    check_length(&module(&definition.family), pointer, "x-sdk-name", faults);
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
            check_distinct(names, &format!("{RENAME}`x-sdk-variant`"), faults);
        }
        // What no overlay can name was settled.
        Shape::Struct(_) | Shape::Enum(_) | Shape::Responses(_) => {}
    }
}

fn check_length(module: &str, pointer: &Pointer, key: &str, faults: &mut Vec<Diagnostic>) {
    if module.len() > LONGEST_MODULE {
        faults.push(Diagnostic::at(
            pointer,
            "the name is too long for a file",
            format!("give a shorter one with `{key}`"),
        ));
    }
}

fn check_distinct<'a>(
    names: impl Iterator<Item = (Ident, &'a Pointer)>,
    help: &str,
    faults: &mut Vec<Diagnostic>,
) {
    let mut seen = HashMap::new();
    for (name, pointer) in names {
        if let Some(earlier) = seen.insert(name.to_string(), pointer) {
            let cause = format!("this and {earlier} both want the name `{name}`");
            faults.push(Diagnostic::at(pointer, cause, help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_the_case_of_what_they_name() {
        assert_eq!(type_name("video_Error"), "VideoError");
        assert_eq!(
            type_name("RoomFilter date_created_at"),
            "RoomFilterDateCreatedAt"
        );
        assert_eq!(value("webhookURL").to_string(), "webhook_url");
        assert_eq!(value("page[size]").to_string(), "page_size");
        assert_eq!(variant("in-progress").to_string(), "InProgress");
        assert_eq!(value("roomIDs").to_string(), "room_ids");
        assert_eq!(value("OAuthClientID").to_string(), "oauth_client_id");
        assert_eq!(type_name("OAuth_client"), "OAuthClient");
        assert_eq!(type_name("IPs_in_FQDNsList"), "IpsInFqdnsList");
        assert_eq!(value("USsize").to_string(), "u_ssize");
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
    fn keywords_become_raw_or_get_a_tail() {
        assert_eq!(value("type").to_string(), "r#type");
        assert_eq!(value("self").to_string(), "self_");
        assert_eq!(variant("self").to_string(), "SelfValue");
        assert_eq!(module("type"), "type_");
        assert_eq!(module("mod"), "mod_");
        assert_eq!(module("CON"), "con_");
    }

    #[test]
    fn what_would_be_no_identifier_becomes_one() {
        assert_eq!(value("2fa").to_string(), "_2fa");
        assert_eq!(variant("1280x720").to_string(), "N1280x720");
        assert_eq!(variant("").to_string(), "Empty");
        assert_eq!(variant("*").to_string(), "All");
        assert_eq!(variant("-1").to_string(), "Minus1");
        assert_eq!(variant("😀").to_string(), "Empty");
        assert_eq!(value("größe").to_string(), "größe");
    }

    #[test]
    fn names_that_are_taken_give_way() {
        assert_eq!(type_name("Option"), "OptionModel");
        assert_eq!(setter("send").to_string(), "send_");
        assert_eq!(model_setter("default").to_string(), "default_");
        assert_eq!(accessor(&["request".into()]).to_string(), "request_");
        assert_eq!(
            accessor(&["rooms".into(), "request".into()]).to_string(),
            "request"
        );
        assert_eq!(variant("unknown").to_string(), "UnknownValue");
    }
}
