//! The table of all kinds of changes: the effect of each on callers and on the version of the SDK.

use std::fmt;

use serde::Serialize;

/// The part of the SDK's version that a change increments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Existing code isn't affected.
    Patch,
    /// Existing code still works, and the SDK has a new feature, or returns other values.
    Minor,
    /// Callers must change their code, or the server rejects requests that it accepted.
    Major,
}

/// Whether code that uses the SDK still compiles after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// It compiles.
    Compiles,
    /// Code that uses the changed item doesn't compile.
    Breaks,
    /// The code of some callers compiles: for example, swapped arguments of the same type.
    Maybe,
}

/// The table's entry for a kind of change.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The name of the kind in reports, such as "field removed".
    pub title: &'static str,
    /// The part of the version that the change increments.
    pub verdict: Verdict,
    /// Whether code that uses the SDK still compiles.
    pub build: Build,
    /// How the change affects callers.
    pub reason: &'static str,
}

macro_rules! kinds {
    ($($kind:ident: $verdict:ident, $build:ident, $title:literal, $reason:literal;)+) => {
        /// The kind of a change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $title] $kind,)+
        }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// Returns the entry of the table for this kind.
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
    PackageRenamed: Major, Breaks, "package renamed", "callers use the name of the crate";
    BaseUrlChanged: Minor, Compiles, "base URL changed", "requests go to another server, unless the caller sets a base URL";
    ApiKeyAdded: Major, Maybe, "API key added", "in a crate for another API, the constructors of the client take an API key, or a user name and a password";
    ApiKeyRemoved: Major, Maybe, "API key removed", "in a crate for another API, the constructors of the client take neither an API key nor a user name and a password";
    CredentialMoved: Minor, Compiles, "credential moved", "callers set the same credential; the SDK sends it in another place";
    CredentialKindChanged: Major, Maybe, "kind of credential changed", "HTTP basic authentication needs a user name and a password, and other schemes need a key; in a crate for another API, the constructors of the client depend on the scheme of the API key";
    CredentialAdded: Minor, Compiles, "credential added", "`ClientBuilder::credential` accepts the name of the security scheme";
    CredentialRemoved: Major, Maybe, "credential removed", "`ClientBuilder::credential` rejects the name of the security scheme; if no such scheme is left, the method is removed";
    AnonymousAccessAdded: Minor, Compiles, "anonymous access added", "`ClientBuilder::anonymous` is added";
    AnonymousAccessRemoved: Major, Maybe, "anonymous access removed", "`ClientBuilder::anonymous` is removed";
    ClientParameterAdded: Major, Maybe, "client parameter added", "the argument of each method becomes a setter, and `ClientBuilder` has a setter for all calls";
    ClientParameterRemoved: Major, Maybe, "client parameter removed", "the setter of `ClientBuilder` is removed; the setter of each request becomes an argument if the parameter is required";

    ResourceAdded: Minor, Compiles, "resource added", "existing code is unaffected";
    ResourceRemoved: Major, Breaks, "resource removed", "the method that returns the resource is removed";
    ResourceRenamed: Major, Breaks, "resource renamed", "the method that returns the resource is renamed";

    OperationAdded: Minor, Compiles, "operation added", "existing code is unaffected";
    OperationRemoved: Major, Breaks, "operation removed", "the method is removed";
    MethodRenamed: Major, Breaks, "method renamed or moved", "callers use the names of the method and its resource";
    BuilderRenamed: Major, Breaks, "request builder renamed", "callers may use the type that the method returns";
    OperationIdChanged: Minor, Compiles, "operationId changed", "errors and spans contain it; the Rust API is unchanged";
    HttpMethodChanged: Minor, Compiles, "HTTP method changed", "the Rust method is unchanged; retries depend on the HTTP method";
    ServerChanged: Minor, Compiles, "server changed", "requests go to another server, unless the caller sets a base URL";
    PathChanged: Minor, Compiles, "path changed", "the Rust method is unchanged and sends requests to the new path";
    PlaceholderRenamed: Patch, Compiles, "path parameter renamed", "path arguments are positional";
    PathTypeNarrowed: Major, Compiles, "type of path parameter narrowed", "the argument accepts the same values, but the server may reject them";
    PathTypeWidened: Minor, Compiles, "type of path parameter widened", "the server still accepts all values that it accepted";
    ArgumentsReordered: Major, Maybe, "arguments reordered", "existing calls pass values to the wrong arguments, and may still compile";
    BodyAdded: Minor, Compiles, "request body added", "the SDK sends a body, empty unless a setter is called";
    BodyRemoved: Minor, Compiles, "request body removed", "the SDK sends no body; removed setters and arguments are reported separately";
    EncodingChanged: Minor, Compiles, "encoding of request body changed", "existing code is unaffected";
    OutputChanged: Major, Breaks, "result type changed", "callers use the type that `send` returns";
    StreamAdded: Minor, Compiles, "stream added", "`send_stream` is added";
    StreamRemoved: Major, Breaks, "stream removed", "`send_stream` is removed";
    StreamChanged: Major, Breaks, "type of stream changed", "callers use the type that `send_stream` returns";
    MediaTypeChanged: Minor, Compiles, "media type of response changed", "the header `Accept` of requests has the new media type; the Rust type is unchanged";
    EnvelopeChanged: Minor, Compiles, "response envelope changed", "the SDK reads the result, of the same type, from another place in the response";
    PaginationChanged: Minor, Compiles, "pagination changed", "`pages` and `stream` request the next page in another way; stored positions are no longer valid";
    PageParameterChanged: Minor, Compiles, "page parameter changed", "`pages` and `stream` send the new parameter";
    IdempotencyChanged: Minor, Compiles, "idempotency changed", "the SDK retries failed calls that it didn't retry before, or the reverse";
    RetryRuleChanged: Minor, Compiles, "retry rule changed", "the SDK retries failed calls after other statuses, more or less often, or after other waits";
    SecrecyChanged: Patch, Compiles, "secrecy of response changed", "if a response can't be decoded, the error quotes it only if it contains no secrets";
    AuthenticationChanged: Patch, Compiles, "declared security changed, but not the credentials", "the SDK sends the same credentials as before";
    CredentialsChanged: Minor, Compiles, "credentials of request changed", "the request needs no further credential";
    CredentialRequired: Major, Compiles, "further credential required", "the server rejects requests until the client has the credential";
    ErrorResponseAdded: Minor, Compiles, "error response added", "the status was an error before; its body has a type now";
    ErrorResponseRemoved: Patch, Compiles, "error response removed", "code that handles it still compiles";

    ParameterAdded: Minor, Compiles, "setter added to request", "calls that don't use it are unaffected";
    RequiredParameterAdded: Major, Breaks, "argument added to request", "existing calls lack the argument";
    ParameterRemoved: Major, Breaks, "argument or setter removed from request", "calls that use it don't compile";
    ParameterNowRequired: Major, Breaks, "setter changed to argument", "the value is required, and existing calls lack the argument";
    ParameterNowOptional: Major, Breaks, "argument changed to setter", "the value is optional, and existing calls have an argument too many";
    ParameterTypeChanged: Major, Breaks, "type of argument or setter changed", "values of the old type are no longer accepted";
    ParameterNullable: Minor, Compiles, "argument or setter accepts null", "values of the old type are still accepted";
    SelectionRequired: Major, Compiles, "filter changed to `Selection`", "an empty filter was accepted and is rejected";
    ParameterMoved: Minor, Compiles, "location or style of parameter changed", "existing code is unaffected";
    WireNameChanged: Minor, Compiles, "serialized name changed", "the Rust name is unchanged";

    TypeAdded: Minor, Compiles, "type added", "existing code is unaffected";
    TypeRemoved: Major, Breaks, "type removed", "callers may use the type";
    TypeRenamed: Major, Breaks, "type renamed", "callers may use the name of the type";
    ShapeChanged: Major, Breaks, "kind of type changed", "structs, enums and unions are used differently";
    RequestUseAdded: Minor, Compiles, "type now used in requests", "constructors and setters are added";
    RequestUseRemoved: Major, Breaks, "type no longer used in requests", "`new`, setters and conversions are removed";
    DeserializeAdded: Minor, Compiles, "type now implements `Deserialize`", "responses or parameters contain it now";
    DeserializeRemoved: Major, Breaks, "type no longer implements `Deserialize`", "callers may deserialize its values";
    EqAdded: Minor, Compiles, "type now implements `Eq` and `Hash`", "its values no longer contain floating-point numbers";
    EqRemoved: Major, Breaks, "type no longer implements `Eq` and `Hash`", "callers may use its values as keys of a map";

    FieldAdded: Minor, Compiles, "field added", "structs are `non_exhaustive`, and requests may omit the field";
    RequiredFieldAdded: Major, Breaks, "required field added", "`new` takes another argument";
    FieldRemoved: Major, Breaks, "field removed", "callers may read or set the field";
    FieldTypeChanged: Major, Breaks, "type of field changed", "callers read or set a value of another type";
    FieldNowRequired: Major, Breaks, "field now required", "in requests, `new` takes another argument; in responses, the field is no longer an `Option`";
    FieldNowOptional: Major, Breaks, "field now optional", "in requests, `new` takes one argument less; in responses, the field is an `Option`";
    FieldSetterAdded: Minor, Compiles, "setter of field added", "the field was read-only; requests can contain it now";
    FieldSetterRemoved: Major, Breaks, "setter of field removed", "the field is read-only now; requests can't contain it";
    PresenceChanged: Patch, Compiles, "required or nullable changed, but not the field type", "`None` represents both null and absence";

    EnumValueAdded: Minor, Compiles, "enum value added", "enums are `non_exhaustive`; the value was `Unknown` before";
    EnumValueRemoved: Major, Breaks, "enum value removed", "callers may use the variant in requests or in a `match`";
    EnumValueMoved: Major, Compiles, "enum variant moved to another value", "callers that use the variant send or match another value";
    VariantAdded: Minor, Compiles, "union variant added", "unions are `non_exhaustive`; values of the variant were `Unknown` before";
    VariantRemoved: Major, Breaks, "union variant removed", "callers may use the variant in requests or in a `match`";
    VariantTypeChanged: Major, Breaks, "type of union variant changed", "callers read or create a value of another type";
    VariantsReordered: Minor, Compiles, "union variants reordered", "a value that fits several variants equally is read as the first";
    VariantChoiceChanged: Minor, Compiles, "selection of union variant changed", "callers may receive another variant for the same value";
    DiscriminatorAdded: Major, Breaks, "discriminator added", "the value of `Unknown` has another type";
    DiscriminatorRemoved: Major, Breaks, "discriminator removed or renamed", "callers may call the method that returns it";

    RequestBoundsNarrowed: Major, Compiles, "bounds of request narrowed", "the server rejects values that it accepted";
    RequestBoundsWidened: Minor, Compiles, "bounds of request widened", "the server accepts more values";
    RequestBoundsChanged: Major, Compiles, "bounds of request changed", "the server may reject values that it accepted";
    ResponseBoundsNarrowed: Patch, Compiles, "bounds of response narrowed", "callers receive only values that they could receive before";
    ResponseBoundsWidened: Minor, Compiles, "bounds of response widened", "callers may receive new values, of the same type";
    ResponseBoundsChanged: Minor, Compiles, "bounds of response changed", "callers may receive new values, of the same type";
    RequestDefaultChanged: Minor, Compiles, "default of request changed", "the server uses another value if the caller sets none";
    ResponseDefaultChanged: Patch, Compiles, "default of response changed", "the SDK doesn't fill in defaults";
    Deprecated: Minor, Compiles, "deprecated", "the compiler or the documentation warns";
    DeprecationRemoved: Patch, Compiles, "no longer deprecated", "the warning is removed";
    DocumentationChanged: Patch, Compiles, "documentation changed", "the Rust API is unchanged";
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format!("{self:?}").to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_break_builds_are_major() {
        for kind in Kind::ALL {
            let rule = kind.rule();
            assert!(
                rule.build == Build::Compiles || rule.verdict == Verdict::Major,
                "{kind:?}"
            );
        }
    }
}
