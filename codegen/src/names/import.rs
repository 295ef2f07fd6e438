//! The names that generated files import. A type of the API with such a name gets a suffix.

use FileKind::{All, Models, Resources, Root};

use super::contains_word;

/// A kind of generated files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// The root module.
    Root,
    /// The files of models.
    Models,
    /// The files of resources.
    Resources,
    /// Every file.
    All,
}

/// The imports: the files that can have them, the module and the names.
const IMPORTS: [(FileKind, &str, &[&str]); 18] = [
    (All, "std::collections", &["BTreeMap"]),
    (All, "chrono", &["DateTime", "NaiveDate", "Utc"]),
    (All, "uuid", &["Uuid"]),
    (All, "crate", &["Nullable", "Secret"]),
    (Root, "crate", &["ClientBuilder", "PathArgument"]),
    (
        Root,
        "crate::extensions::authentication",
        &["Basic", "Cookie", "Header", "Query"],
    ),
    (
        Root,
        "crate::runtime::client::authentication",
        &["Bearer", "SecurityScheme"],
    ),
    (Models, "crate", &["UnknownValue"]),
    (Models, "crate::runtime::response", &["body"]),
    (
        Models,
        "crate::runtime::values::model",
        &["impl_serde", "impl_serialize"],
    ),
    (Models, "crate::runtime::values::open_enum", &["open_enum"]),
    (Models, "crate::extensions", &["integer_enum"]),
    (
        Models,
        "crate::runtime::values::union",
        &["impl_union", "impl_union_serialize"],
    ),
    (
        Resources,
        "crate",
        &[
            "Client",
            "Download",
            "Items",
            "Page",
            "Pages",
            "PathArgument",
            "RequestOptions",
            "Response",
            "Result",
            "Selection",
            "models",
        ],
    ),
    (
        Resources,
        "crate::runtime::client::authentication",
        &["CredentialId"],
    ),
    (
        Resources,
        "crate::extensions",
        &[
            "AsJson",
            "AsString",
            "Binary",
            "OperationRetries",
            "Optional",
            "PairStyle",
            "Text",
            "ValueStyle",
        ],
    ),
    (
        Resources,
        "crate::runtime::request",
        &["Request", "send_on_await"],
    ),
    (
        Resources,
        "crate::runtime::response::body",
        &["Data", "Json", "Lenient", "NoContent"],
    ),
];

/// Names of the prelude that generated code uses, and of types that `models` re-exports.
const PRELUDE: &str = "Box ByteSource Default EventStream FilePart From Into IntoIterator JsonLines None Ok Option Result Self \
     ServerSentEvent Some String Vec";

/// Returns the module from which files of a kind can import a name.
pub(crate) fn imported_from(kind: FileKind, name: &str) -> Option<&'static str> {
    let mut imports = IMPORTS.iter().filter(|(of, ..)| [kind, All].contains(of));
    imports.find_map(|(_, module, names)| names.contains(&name).then_some(*module))
}

/// Whether a type can't be declared with this name, because generated code uses the name for something else.
pub(super) fn is_taken(kind: FileKind, name: &str) -> bool {
    contains_word(PRELUDE, name) || imported_from(kind, name).is_some()
}
