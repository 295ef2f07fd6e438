//! Converts names of the document to Rust identifiers. No other module creates identifiers.
//!
//! Each function below is for one kind of item, such as a field or a method. It sets the case, replaces characters that
//! identifiers can't contain, and appends a suffix to a *reserved* name, which Rust or other generated code uses.
//! `numbering`, `method` and `builder` rename objects of one scope with the same identifier. In strict mode, they
//! report an error for names that an overlay gives.

mod builder;
mod method;
mod numbering;
mod plural;
mod reserved;
mod scope;
mod shorten;
mod symbols;

use std::borrow::Cow;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use unicode_normalization::UnicodeNormalization;

use self::reserved::{
    BUILDER_METHODS, BUILT_IN_CRATES, CLIENT_BUILDER_METHODS, CLIENT_FUNCTIONS, RESOURCE_FUNCTIONS,
    TRAIT_METHODS, WINDOWS_DEVICES, is_reserved_type,
};
use crate::diagnostics::terminal::is_invisible;
use crate::diagnostics::{Diagnostic, Mode, Result};
use crate::ir::{Api, Operation, Resource};

pub(crate) use self::method::segments::{is_api_or_version, without_extension};
pub(crate) use self::plural::{plural, singular};
pub(crate) use self::reserved::{FileKind, imported_from};

/// The name of the argument or setter for a request body that isn't an object.
pub const WHOLE_BODY: &str = "body";

/// Makes names distinct where Rust requires it, and names methods and request builders without a name. Reports the
/// changes.
///
/// In strict mode, names of resources, methods and request builders from an overlay are kept, and those that aren't
/// distinct are errors.
pub fn choose_names(api: &mut Api, mode: Mode) -> Vec<Diagnostic> {
    let mut problems = numbering::number_names_in_operations_and_types(api);
    let (types, functions) = numbering::number_resource_names(api, mode, &mut problems);
    problems.extend(method::name_methods(api, functions, mode));
    problems.extend(builder::name_builders(api, types, mode));
    problems
}

/// Returns the name of the library of a package: `telnyx_video` for `telnyx-video`.
pub fn library(package: &str) -> String {
    package.to_snake_case()
}

/// Returns the name of the type of a model: `VideoError` for `video_Error`.
pub fn type_name(name: &str) -> String {
    type_in(FileKind::Models, name, "Model")
}

/// Returns the identifier of a request builder: `ListRooms` for `list rooms`.
pub fn builder_type(name: &str) -> Ident {
    ident(&type_in(FileKind::Resources, name, "Operation"))
}

/// Returns the identifier of the type of a resource: `RoomsSessions` for `rooms`, `sessions`.
pub fn resource_type(path: &[String]) -> Ident {
    ident(&type_in(FileKind::Resources, &path.join("_"), "Resource"))
}

/// Returns the name of the module of a resource: `rooms_sessions` for `rooms`, `sessions`.
pub fn resource_module(path: &[String]) -> String {
    module(&path.join("_"))
}

/// Returns the name of a module, which is also a valid file name.
pub fn module(name: &str) -> String {
    let module = shorten::module(snake_case_identifier(name));
    let is_device = contains_word(WINDOWS_DEVICES, &module);
    // `mod.rs` is the file of the directory itself.
    let is_reserved = module == "mod" || is_keyword(&module) || is_device;
    with_suffix_if(is_reserved, module, "_")
}

/// Returns the identifier of a field or argument.
pub fn field_or_argument(name: &str) -> Ident {
    ident(&snake_case_identifier(name))
}

/// Returns the identifier of the method of an operation.
pub fn method(name: &str) -> Ident {
    unreserved_snake_case(name, &[RESOURCE_FUNCTIONS])
}

/// Whether a name is a valid method without changes.
pub fn is_valid_method(name: &str) -> bool {
    method(name) == name
}

/// Returns the identifier of the accessor of a resource, which is a function of the client or of the parent resource.
pub fn accessor(path: &[String]) -> Ident {
    match path {
        [name] => unreserved_snake_case(name, &[CLIENT_FUNCTIONS]),
        path => method(path.last().map_or("", String::as_str)),
    }
}

/// Returns the accessors from the client to a resource: `rooms` and `sessions`.
pub fn accessors(path: &[String]) -> impl Iterator<Item = Ident> {
    let paths = (1..=path.len()).filter_map(|depth| path.get(..depth));
    paths.map(accessor)
}

/// Returns the expression for a resource: `client.rooms().sessions()`.
pub fn resource_expression(path: &[String]) -> String {
    let calls = accessors(path).map(|accessor| format!(".{accessor}()"));
    format!("client{}", String::from_iter(calls))
}

/// Returns the accessors and method of an operation, separated by dots: `rooms.sessions.list`.
pub fn dotted_call(resource: &Resource, operation: &Operation) -> String {
    let names = accessors(&resource.path).chain([method(&operation.method)]);
    let names = names.map(|name| name.unraw().to_string());
    names.collect::<Vec<_>>().join(".")
}

/// Returns the identifier of a setter of a request builder.
pub fn setter(name: &str) -> Ident {
    unreserved_snake_case(name, &[BUILDER_METHODS, TRAIT_METHODS])
}

/// Returns the identifier of a setter of the client builder.
pub fn client_setter(name: &str) -> Ident {
    unreserved_snake_case(name, &[CLIENT_BUILDER_METHODS, TRAIT_METHODS])
}

/// Returns the identifier of a setter or another method of a model.
pub fn model_method(name: &str) -> Ident {
    unreserved_snake_case(name, &["new", TRAIT_METHODS])
}

/// Returns a name in snake case, with an underscore at the end if it is one of the `reserved` names.
fn unreserved_snake_case(name: &str, reserved: &[&str]) -> Ident {
    let name = snake_case_identifier(name);
    let is_reserved = reserved.iter().any(|names| contains_word(names, &name));
    ident(&with_suffix_if(is_reserved, name, "_"))
}

/// Returns the identifier of a variant of an enum.
pub fn variant(name: &str) -> Ident {
    // `Unknown` is the variant for values that the document doesn't list.
    let is_reserved = |name: &str| ["Self", "Unknown"].contains(&name);
    let name = symbols::in_words(name);
    ident(&camel_case_identifier(&name, is_reserved, "Value"))
}

/// Whether a list of words, separated by spaces, contains a word.
pub(crate) fn contains_word(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// Whether a name is valid for a package and, in snake case, for its library.
pub fn is_package(name: &str) -> bool {
    let is_valid = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(is_valid)
        && !is_keyword(&library(name))
}

pub(crate) fn is_built_in_crate(name: &str) -> bool {
    contains_word(BUILT_IN_CRATES, &library(name))
}

/// Checks that a name is valid for a package.
///
/// # Errors
///
/// Returns an error if the name is not valid.
pub fn check_package(name: &str) -> Result<()> {
    let rules = "it must consist of ASCII letters, digits, hyphens and underscores, start with a letter and not be a \
                 keyword";
    let result = is_package(name).then_some(());
    result.ok_or_else(|| package_error(name, rules))
}

pub(crate) fn package_error(name: &str, cause: &str) -> Diagnostic {
    Diagnostic::general(
        format!("invalid crate name `{name}`: {cause}"),
        "pass another name with `--crate-name`, for instance the name of the API followed by `-sdk`",
    )
}

/// Whether a name has a letter or digit, or `+` or `*`, which become words.
pub fn has_identifier_character(name: &str) -> bool {
    let is_ascii_word = |byte: u8| byte.is_ascii_alphanumeric();
    name.bytes().any(is_ascii_word) || !spaced_words(name).to_snake_case().is_empty()
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

/// The length of the longest keyword. Longer names aren't parsed, which saves time.
const LONGEST_KEYWORD: usize = "abstract".len();

fn is_keyword(name: &str) -> bool {
    // `syn` doesn't know the keywords that were added in edition 2024.
    name == "gen" || name.len() <= LONGEST_KEYWORD && syn::parse_str::<Ident>(name).is_err()
}

fn snake_case_identifier(name: &str) -> String {
    // Most names need no conversion, which takes time.
    if is_ascii_snake_case(name) {
        return shorten::identifier(name.to_owned());
    }
    let name = in_words_if_only_symbols(name);
    identifier(&in_snake_case(&spaced_words(&name)), "_", "empty")
}

/// Whether a name starts with a letter and consists of lower-case ASCII words, separated by single underscores.
fn is_ascii_snake_case(name: &str) -> bool {
    let is_in_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(is_in_word);
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.split('_').all(is_word)
}

/// Replaces a name that consists of symbols with words for them.
pub(crate) fn in_words_if_only_symbols(name: &str) -> Cow<'_, str> {
    match has_identifier_character(name) {
        true => Cow::Borrowed(name),
        false => Cow::Owned(symbols::in_words(&name.nfkc().collect::<String>())),
    }
}

/// Returns a name in camel case, with `suffix` at the end if it is reserved.
fn camel_case_identifier(name: &str, is_reserved: impl Fn(&str) -> bool, suffix: &str) -> String {
    let name = in_words_if_only_symbols(name);
    let name = identifier(&spaced_words(&name).to_upper_camel_case(), "N", "Empty");
    with_suffix_if(is_reserved(&name), name, suffix)
}

/// Returns the name of a type that files of a kind declare, with `suffix` at the end if the name is reserved there.
fn type_in(kind: FileKind, name: &str, suffix: &str) -> String {
    camel_case_identifier(name, |name| is_reserved_type(kind, name), suffix)
}

fn with_suffix_if(has_suffix: bool, name: String, suffix: &str) -> String {
    if has_suffix { name + suffix } else { name }
}

pub(crate) fn in_snake_case(name: &str) -> String {
    // Without this, `OAuth` would become `o_auth`.
    let name = with_upper_case_plurals(name).replace("OAuth", "Oauth");
    match name.strip_prefix("oAuth") {
        Some(rest) => format!("Oauth{rest}").to_snake_case(),
        None => name.to_snake_case(),
    }
}

/// Makes the plural `s` of acronyms upper case: `IPs` would otherwise become `i_ps`.
fn with_upper_case_plurals(name: &str) -> String {
    let is_plural = |at: usize| {
        let (before, rest) = name.split_at_checked(at).unwrap_or_default();
        let capitals = before.chars().rev().take_while(char::is_ascii_uppercase);
        capitals.count() > 1 && rest.chars().nth(1).is_none_or(|next| !next.is_lowercase())
    };
    let mut changed = name.to_owned();
    for (at, _) in name.match_indices('s').filter(|(at, _)| is_plural(*at)) {
        changed.replace_range(at..=at, "S");
    }
    changed
}

/// Replaces `+` and `*` with words, and other characters that identifiers can't contain with spaces.
fn spaced_words(name: &str) -> String {
    let is_separator = |character: char| !unicode_ident::is_xid_continue(character);
    let mut visible = String::new();
    for character in name.nfc().filter(|character| !is_invisible(*character)) {
        match character.is_numeric() && is_separator(character) {
            // `m²` becomes `m2`.
            true => visible.extend(std::iter::once(character).nfkc()),
            false => visible.push(character),
        }
    }
    let words = with_upper_case_plurals(&visible)
        .replace('+', " plus ")
        .replace('*', " all ");
    words.replace(is_separator, " ")
}

/// Adds `prefix` to a name that starts with a digit, replaces an empty name with `empty`, and shortens a long one.
fn identifier(name: &str, prefix: &str, empty: &str) -> String {
    // A change of case can undo the normalization.
    let name: String = name.nfc().collect();
    shorten::identifier(match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) => name,
        Some(_) => format!("{prefix}{name}"),
    })
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
        assert_eq!(module("oAuth2"), "oauth2");
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
        assert_eq!(field_or_argument("gen").to_string(), "r#gen");
        assert_eq!(module("gen"), "gen_");
    }

    #[test]
    fn invalid_characters_are_replaced() {
        assert_eq!(field_or_argument("2fa").to_string(), "_2fa");
        assert_eq!(variant("1280x720").to_string(), "N1280x720");
        assert_eq!(variant("").to_string(), "Empty");
        assert_eq!(variant("-1").to_string(), "Minus1");
        assert_eq!(field_or_argument("größe").to_string(), "größe");
    }

    #[test]
    fn variant_of_symbols_has_their_names() {
        for (value, expected) in [
            (">=", "GreaterThanOrEqual"),
            (">", "GreaterThan"),
            ("<", "LessThan"),
            ("=", "Equal"),
            ("!=", "NotEqual"),
            ("*", "All"),
            ("+1", "Plus1"),
            ("-name", "MinusName"),
            (">5", "GreaterThan5"),
            ("C#", "CHash"),
            ("50%", "N50Percent"),
            ("a > b.", "AB"),
            ("_", "Underscore"),
            ("😀", "U1f600"),
        ] {
            assert_eq!(variant(value).to_string(), expected, "{value}");
        }
    }

    #[test]
    fn field_of_symbols_has_their_names() {
        for (name, expected) in [
            ("\u{b2}", "_2"),
            ("m\u{b2}", "m2"),
            ("\u{bd}", "_1_2"),
            ("\u{2116}", "no"),
            ("$", "dollar"),
            ("_", "underscore"),
            ("\u{1f600}", "u1f600"),
            ("", "empty"),
        ] {
            assert_eq!(field_or_argument(name).to_string(), expected, "{name}");
        }
    }

    #[test]
    fn identifiers_are_normalized_and_visible() {
        assert_eq!(field_or_argument("cafe\u{301}").to_string(), "caf\u{e9}");
        assert_eq!(field_or_argument("\u{130}").to_string(), "i\u{307}");
        assert_eq!(field_or_argument("a\u{200d}b").to_string(), "ab");
        assert_eq!(type_name("\u{202b}a\u{202c}"), "A");
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
