//! Names that Rust or other generated code uses. An item of the API with such a name gets a suffix: a model `Option` is
//! named `OptionModel`, since fields of models have the type `Option` of Rust.

use super::contains_word;

/// A kind of generated file. Files of different kinds import different names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    Root,
    Models,
    Resources,
}

/// Pairs of a module and the names, separated by spaces, that files can import from it.
type Imports = [(&'static str, &'static str)];

/// The names that every file can import.
const COMMON_IMPORTS: &Imports = &[
    ("std::collections", "BTreeMap"),
    ("chrono", "DateTime NaiveDate Utc"),
    ("uuid", "Uuid"),
    ("crate", "Nullable Secret"),
];

const ROOT_IMPORTS: &Imports = &[
    ("crate", "ClientBuilder PathArgument"),
    (
        "crate::extensions::authentication",
        "Basic Cookie Header Query",
    ),
    (
        "crate::runtime::client::authentication",
        "Bearer SecurityScheme",
    ),
];

const MODEL_IMPORTS: &Imports = &[
    ("crate", "UnknownValue"),
    ("crate::runtime::response", "body"),
    ("crate::runtime::values::model", "impl_serde impl_serialize"),
    ("crate::runtime::values::open_enum", "open_enum"),
    ("crate::extensions", "integer_enum"),
    (
        "crate::runtime::values::union",
        "impl_union impl_union_serialize",
    ),
];

const RESOURCE_IMPORTS: &Imports = &[
    (
        "crate",
        "Client Download Items Page Pages PathArgument RequestOptions Response Result Selection models",
    ),
    ("crate::runtime::client::authentication", "CredentialId"),
    (
        "crate::extensions",
        "AsJson AsString Binary OperationRetries Optional PairStyle Text ValueStyle",
    ),
    ("crate::runtime::request", "Request send_on_await"),
    (
        "crate::runtime::response::body",
        "Data Json Lenient NoContent",
    ),
];

/// Types and variants that generated code uses without an import, and types that `models` re-exports. A file may
/// import another item with such a name: files of resources import `Result` from the crate.
const RESERVED_IN_ALL_FILES: &str = "Box ByteSource Default EventStream FilePart From Into IntoIterator JsonLines None \
    Ok Option Result Self ServerSentEvent Some String Vec";

/// Methods that any request builder can have.
pub(super) const BUILDER_METHODS: &str =
    "download new options pages send send_stream send_with_response stream";

/// Methods of the traits that request builders and models implement.
pub(super) const TRAIT_METHODS: &str = "clone clone_from default deserialize eq fmt ne serialize";

/// Functions of every resource, in addition to its operations.
pub(super) const RESOURCE_FUNCTIONS: &str = "clone new";

/// Functions of the client, in addition to the accessors of resources.
pub(super) const CLIENT_FUNCTIONS: &str =
    "builder clone download from_env from_settings from_variables new request settings";

/// Methods of the client builder.
pub(super) const CLIENT_BUILDER_METHODS: &str = "allow_anonymous allow_plain_http anonymous api_key base_url \
    basic_auth build connect_timeout credential default_headers for_tests header http2_keep_alive http_client \
    max_body_size new pool_idle_timeout retry_policy settings timeout timer api_key_provider total_timeout \
    user_agent_suffix with_api_key with_credential with_parameter";

/// File names that Windows reserves for devices, with any extension.
pub(super) const WINDOWS_DEVICES: &str = "aux com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 con lpt0 lpt1 lpt2 \
    lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 nul prn";

pub(super) const BUILT_IN_CRATES: &str = "alloc core proc_macro std test";

/// Returns the module from which files of a kind import a name, or `None` if they never import the name.
pub(crate) fn imported_from(kind: FileKind, name: &str) -> Option<&'static str> {
    let imports = match kind {
        FileKind::Root => ROOT_IMPORTS,
        FileKind::Models => MODEL_IMPORTS,
        FileKind::Resources => RESOURCE_IMPORTS,
    };
    let mut imports = COMMON_IMPORTS.iter().chain(imports);
    let import = imports.find(|(_, names)| contains_word(names, name));
    import.map(|(module, _)| *module)
}

/// Whether a file of a kind can't declare a type with this name, because the file may use the name for another item.
pub(super) fn is_reserved_type(kind: FileKind, name: &str) -> bool {
    contains_word(RESERVED_IN_ALL_FILES, name) || imported_from(kind, name).is_some()
}
