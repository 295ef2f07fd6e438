//! The types that emitted files import, so that no type of an API takes their names.

/// The files that import a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Files {
    Models,
    Resources,
    All,
}

macro_rules! imports {
    ($($files:ident $module:literal { $($name:ident)+ })+) => {
        /// A type that emitted files import.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Import {
            $($($name,)+)+
        }

        impl Import {
            /// Returns the name of the type.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $($(Self::$name => stringify!($name),)+)+
                }
            }

            /// Returns the path of the module that the type is imported from.
            pub(crate) fn module(self) -> &'static str {
                match self {
                    $($(Self::$name => $module,)+)+
                }
            }
        }

        const NAMES: &[(Files, &str)] = &[$($((Files::$files, stringify!($name)),)+)+];
    };
}

imports! {
    All "std::collections" { BTreeMap }
    All "chrono" { DateTime NaiveDate Utc }
    All "uuid" { Uuid }
    All "crate" { Nullable Secret }
    Models "crate" { UnknownValue }
    Models "serde" { Deserialize Deserializer Serialize }
    Resources "crate" {
        Client Download Items Page Pages PathArgument RequestOptions Response Result Selection
    }
    Resources "crate::runtime::client::authentication" { CredentialId }
    Resources "crate::extensions" { AsJson AsString Binary Optional PairStyle Text ValueStyle }
    Resources "crate::runtime::request" { Request }
    Resources "crate::runtime::response::body" { Data Json Lenient NoContent }
}

/// Names of the prelude in emitted code, and of types that the models re-export.
const PRELUDE: [&str; 15] = [
    "Box",
    "ByteSource",
    "Default",
    "FilePart",
    "From",
    "Into",
    "IntoIterator",
    "None",
    "Ok",
    "Option",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Whether emitted models use a type name for something else.
pub(super) fn is_taken_in_models(name: &str) -> bool {
    is_taken(name, Files::Models)
}

/// Whether emitted resources use a type name for something else.
pub(super) fn is_taken_in_resources(name: &str) -> bool {
    is_taken(name, Files::Resources)
}

fn is_taken(name: &str, files: Files) -> bool {
    let is_imported =
        |(by, import): &(Files, &str)| [files, Files::All].contains(by) && *import == name;
    PRELUDE.contains(&name) || NAMES.iter().any(is_imported)
}
