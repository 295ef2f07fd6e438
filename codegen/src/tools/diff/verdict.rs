//! The one table of what can change: what it means for the version of the SDK, and why.

use serde::Serialize;

/// What a change asks of the SDK's version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Callers notice nothing but words.
    Patch,
    /// Callers go on as before, and may find more or something else.
    Minor,
    /// Callers have to change their code, or are refused what was taken.
    Major,
}

/// Whether code that calls the SDK goes on to compile after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// It does.
    Kept,
    /// Code that names what has changed does not.
    Broken,
    /// That depends on whether the types of what has changed places differ.
    Either,
}

/// What the table says about one kind of change.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What has happened, in a few words.
    pub title: &'static str,
    /// What it asks of the version.
    pub verdict: Verdict,
    /// Whether code that calls the SDK goes on to compile.
    pub build: Build,
    /// Why.
    pub reason: &'static str,
}

macro_rules! kinds {
    ($($kind:ident: $verdict:ident, $build:ident, $title:literal, $reason:literal;)+) => {
        /// What can change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $title] $kind,)+
        }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// What the table says.
            pub fn rule(self) -> Rule {
                match self {
                    $(Self::$kind => Rule {
                        title: $title,
                        verdict: Verdict::$verdict,
                        build: Build::$build,
                        reason: $reason,
                    },)+
                }
            }
        }
    };
}

kinds! {
    PackageRenamed: Major, Broken, "package renamed", "callers name the crate";
    BaseUrlChanged: Minor, Kept, "other base URL", "requests go to another address, unless the caller gives one";
    KeyMoved: Minor, Kept, "secret sent otherwise", "callers give what they gave; the SDK puts it in another place";
    KeyReplaced: Major, Kept, "secret of another kind", "user and password of HTTP basic authentication are no other key";
    CredentialNew: Minor, Kept, "security scheme with a secret of its own", "`ClientBuilder::credential` takes it";
    CredentialGone: Major, Either, "security scheme with a secret of its own gone", "`ClientBuilder::credential` refuses its name, and is gone with the last of them";
    AnonymityNew: Minor, Kept, "clients without an API key", "`ClientBuilder::anonymous` is new";
    AnonymityGone: Major, Either, "no clients without an API key any more", "`ClientBuilder::anonymous` is gone";

    ResourceNew: Minor, Kept, "new resource", "nothing that was there has changed";
    ResourceGone: Major, Broken, "resource gone", "the method that led to it is gone";
    ResourceRenamed: Major, Broken, "resource renamed", "the method that led to it has another name";

    OperationNew: Minor, Kept, "new operation", "nothing that was there has changed";
    OperationGone: Major, Broken, "operation gone", "its method is gone";
    MethodRenamed: Major, Broken, "method renamed or moved", "callers name the method and its resource";
    BuilderRenamed: Major, Broken, "request builder renamed", "callers may name the type that the method returns";
    OperationIdChanged: Minor, Kept, "operationId changed", "errors and spans carry it; in Rust nothing changes";
    HttpMethodChanged: Minor, Kept, "other HTTP method", "the Rust method is the same; how a failed call is repeated follows the HTTP method";
    ServerChanged: Minor, Kept, "other server", "requests go to another address, unless the caller gives one";
    PathChanged: Minor, Kept, "other path", "the Rust method is the same, and sends its request elsewhere";
    PlaceholderRenamed: Patch, Kept, "path parameter renamed", "path arguments go by their order";
    PathTypeNarrowed: Major, Kept, "other type in the path", "the argument takes what it took, but the server may refuse it";
    PathTypeWidened: Minor, Kept, "any text in the path", "what was taken still is";
    ArgumentsReordered: Major, Either, "arguments in another order", "calls give their values to the wrong arguments, and may compile nevertheless";
    BodyNew: Minor, Kept, "request has a body", "one is sent, empty unless something is set";
    BodyGone: Minor, Kept, "request has no body", "none is sent any more; what was set in it is told on its own";
    EncodingChanged: Minor, Kept, "body written otherwise", "calls stay as they are";
    OutputChanged: Major, Broken, "other result", "the type of what a call gives has changed";
    EnvelopeChanged: Minor, Kept, "result wrapped otherwise", "the result is found in another place of the answer, and is of the same type";
    PageParameterChanged: Minor, Kept, "pages counted by another parameter", "`pages` and `stream` see to it";
    IdempotenceChanged: Minor, Kept, "other rule for repeating", "the SDK repeats a failed call on its own where it did not, or the other way round";
    SecrecyChanged: Patch, Kept, "secrets in the answer, or none any more", "an answer that cannot be read is quoted or not";
    AuthenticationChanged: Patch, Kept, "other ways of authentication", "what the SDK sends was taken, and is";
    CredentialsChanged: Minor, Kept, "other secrets with a request", "the SDK sends what a client has been given before";
    CredentialsDemanded: Major, Kept, "request needs another secret", "calls are refused until the client is given it";
    FailureNew: Minor, Kept, "new failure documented", "callers may want to handle it; every status was an error before";
    FailureGone: Patch, Kept, "failure no longer documented", "code that handles it does no harm";

    ParameterNew: Minor, Kept, "new setter of a request", "calls that do not use it do what they did";
    ParameterNewRequired: Major, Broken, "new argument of a request", "calls lack it";
    ParameterGone: Major, Broken, "argument or setter of a request gone", "calls that give it no longer compile";
    ParameterNowRequired: Major, Broken, "setter of a request now an argument", "the request needs it, and calls lack it";
    ParameterNowOptional: Major, Broken, "argument of a request now a setter", "the server asks for less, but calls give one argument too many";
    ParameterTypeChanged: Major, Broken, "other type of an argument or setter", "values that were taken are not any more";
    ParameterTakesMore: Minor, Kept, "argument or setter takes more", "it takes what it took, and null besides";
    SelectionDemanded: Major, Kept, "filter that now says what to act on", "one in which nothing is set was sent, and is refused";
    ParameterMoved: Minor, Kept, "sent in another place or style", "calls stay as they are";
    WireNameChanged: Minor, Kept, "other name on the wire", "in Rust the name is the same";

    TypeNew: Minor, Kept, "new type", "nothing that was there has changed";
    TypeGone: Major, Broken, "type gone", "callers may name it";
    TypeRenamed: Major, Broken, "type renamed", "callers may name it";
    ShapeChanged: Major, Broken, "struct, enum or union turned into another of these", "nothing of what a caller does with it is left";
    MakingNew: Minor, Kept, "type now sent", "it can be made as well";
    MakingGone: Major, Broken, "type no longer sent", "`new`, setters and conversions are gone";
    ReadingNew: Minor, Kept, "type now received", "it implements `Deserialize` as well";
    ReadingGone: Major, Broken, "type no longer received", "it no longer implements `Deserialize`";

    FieldNew: Minor, Kept, "new field", "structs are `non_exhaustive`, and what is sent need not have it";
    FieldNewRequired: Major, Broken, "new field that must be sent", "`new` takes one more argument";
    FieldGone: Major, Broken, "field gone", "callers may read or set it";
    FieldTypeChanged: Major, Broken, "other type of a field", "callers read or set a value of another type";
    FieldNowRequired: Major, Broken, "field now required", "where it is sent, `new` takes one more argument; where it is read, it is no longer an `Option`";
    FieldNowOptional: Major, Broken, "field now optional", "where it is sent, `new` takes one argument less; where it is read, it is now an `Option`";
    PresenceChanged: Patch, Kept, "missing and null changed places", "both were `None`, and are";

    EnumValueNew: Minor, Kept, "new enum value", "enums are `non_exhaustive`, and kept it as `Unknown` before";
    EnumValueGone: Major, Broken, "enum value gone", "callers may name its variant, to send it or in a `match`";
    VariantNew: Minor, Kept, "new form of a union", "unions are `non_exhaustive`, and kept it as `Unknown` before";
    VariantGone: Major, Broken, "form of a union gone", "callers may name its variant, to send it or in a `match`";
    VariantTypeChanged: Major, Broken, "other type of a form of a union", "callers read or make a value of another type";
    FormsReordered: Minor, Kept, "forms of a union in another order", "a value that fits several forms is read as the first of them";
    TagNew: Minor, Kept, "union now has a tag", "its text decides how a value is read, and can be asked for";
    TagGone: Major, Broken, "tag of a union gone or renamed", "callers may ask for its text";

    RequestNarrowed: Major, Kept, "narrower bounds of what is sent", "the server refuses what it took";
    RequestWidened: Minor, Kept, "wider bounds of what is sent", "the server takes what it took, and more";
    RequestBoundChanged: Major, Kept, "other bounds of what is sent", "the server may refuse what it took";
    ResponseNarrowed: Patch, Kept, "narrower bounds of what is received", "what comes could come before";
    ResponseWidened: Minor, Kept, "wider bounds of what is received", "what comes may be new to the caller, in a type that holds it";
    ResponseBoundChanged: Minor, Kept, "other bounds of what is received", "what comes may be new to the caller, in a type that holds it";
    RequestDefaultChanged: Minor, Kept, "other default of what is sent", "who leaves it out gets something else";
    ResponseDefaultChanged: Patch, Kept, "other default of what is received", "the SDK does not fill in defaults";
    Deprecated: Minor, Kept, "deprecated", "the compiler warns, or the documentation does";
    DeprecationWithdrawn: Patch, Kept, "no longer deprecated", "a warning is gone";
    Reworded: Patch, Kept, "other words", "only the documentation has changed";
}

/// The table as Markdown, as it stands in `verdicts.md`.
pub fn table() -> String {
    let mut table =
        "| what has changed | verdict | does calling code compile? | why |\n|---|---|---|---|\n"
            .to_owned();
    for kind in Kind::ALL {
        let Rule {
            title,
            verdict,
            build,
            reason,
        } = kind.rule();
        let compiles = match build {
            Build::Kept => "yes",
            Build::Broken => "no, where it names this",
            Build::Either => "it may",
        };
        table.push_str(&format!(
            "| {title} | {verdict} | {compiles} | {reason} |\n"
        ));
    }
    table
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_callers_from_compiling_is_major() {
        for kind in Kind::ALL {
            let rule = kind.rule();
            assert!(
                rule.build == Build::Kept || rule.verdict == Verdict::Major,
                "{kind:?}"
            );
        }
    }
}
