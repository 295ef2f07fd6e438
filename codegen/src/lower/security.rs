//! How a request says who sends it.
//!
//! An SDK has one secret, the API key, which travels in one way: as a bearer key if any operation takes that, or else in
//! the way that most take. Security schemes with another way have secrets of their own.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, Operation, SecurityRequirement, SecurityScheme};

use super::operation::Placed;
use super::{Lowering, unsupported};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Authentication, Credential, Scheme};

/// The authentication that an operation asks for, and what of it the SDK sends.
#[derive(Clone, Default)]
pub(super) struct Security {
    pub(super) authentication: Vec<Authentication>,
    pub(super) credentials: Vec<Credential>,
    pub(super) may_be_anonymous: bool,
}

impl<'a> Lowering<'a> {
    /// How requests carry the API key.
    pub(super) fn key_scheme(&self) -> Scheme {
        let mut counts = IndexMap::<Scheme, usize>::new();
        for operation in self.operations() {
            let requirements = operation.security.as_ref().or(self
                .document
                .openapi
                .security
                .as_ref());
            let names = requirements
                .into_iter()
                .flatten()
                .flat_map(SecurityRequirement::keys);
            for scheme in names.filter_map(|name| self.scheme(name)) {
                *counts.entry(scheme).or_default() += 1;
            }
        }
        let most = counts.values().max().copied();
        if counts.contains_key(&Scheme::Bearer) {
            return Scheme::Bearer;
        }
        let mut schemes = counts.into_iter();
        let found = schemes.find(|(_, count)| Some(*count) == most);
        found.map_or(Scheme::Bearer, |(scheme, _)| scheme)
    }

    /// The schemes that operations take a secret of, other than the API key.
    pub(super) fn own_schemes(&self, operations: &[Placed]) -> BTreeMap<String, Scheme> {
        let credentials = operations
            .iter()
            .flat_map(|placed| &placed.operation.credentials);
        let named = credentials.filter_map(|credential| match credential {
            Credential::ApiKey => None,
            Credential::Of(name) => Some((name.clone(), self.scheme(name)?)),
        });
        named.collect()
    }

    /// Lowers the `security` of an operation, or takes that of the document.
    pub(super) fn lower_security(
        &mut self,
        operation: &'a Operation,
        pointer: &Pointer,
    ) -> Result<Security> {
        match &operation.security {
            Some(requirements) => self.lower_requirements(requirements, &pointer.child("security")),
            None => Ok(self.default_security.clone()),
        }
    }

    /// Lowers the `security` of the document if any operation inherits it.
    pub(super) fn lower_default_security(&mut self) -> Result<Security> {
        if self
            .operations()
            .all(|operation| operation.security.is_some())
        {
            return Ok(Security::default());
        }
        let requirements = self.document.openapi.security.as_deref();
        let pointer = Pointer::root().child("security");
        self.lower_requirements(requirements.unwrap_or_default(), &pointer)
    }

    fn operations(&self) -> impl Iterator<Item = &'a Operation> {
        let items = self.document.openapi.paths.iter();
        items
            .filter_map(|(_, item)| item.as_item())
            .flat_map(|item| item.iter().map(|(_, operation)| operation))
    }

    fn lower_requirements(
        &mut self,
        requirements: &'a [SecurityRequirement],
        pointer: &Pointer,
    ) -> Result<Security> {
        let mut authentication: Vec<Authentication> = requirements
            .iter()
            .map(|requirement| self.authentication(requirement))
            .collect();
        authentication.sort();
        authentication.dedup();
        // The first of the best.
        let chosen = requirements
            .iter()
            .filter(|requirement| !requirement.is_empty())
            .filter_map(|it| Some((self.credentials(it)?, self.mutual_tls(it))))
            .min_by_key(|(credentials, mutual_tls)| {
                let is_key = *credentials == [Credential::ApiKey];
                (credentials.is_empty(), mutual_tls.is_some(), !is_key)
            });
        let (credentials, mutual_tls) = chosen.unwrap_or_default();
        let is_optional = authentication.contains(&Authentication::Nothing);
        if !is_optional && !requirements.is_empty() {
            if let Some(name) = mutual_tls {
                self.diagnostics
                    .ignore(mutual_tls_is_not_sent(name, pointer))?;
            } else if credentials.is_empty() {
                self.diagnostics
                    .ignore(self.unknown_way(requirements, pointer))?;
            }
        }
        Ok(Security {
            authentication,
            may_be_anonymous: is_optional && !credentials.is_empty(),
            credentials,
        })
    }

    /// The secrets of an alternative, if the SDK can send them all: there are none for mutual TLS alone.
    fn credentials(&self, requirement: &SecurityRequirement) -> Option<Vec<Credential>> {
        let mut credentials = Vec::new();
        let names = requirement.keys();
        for name in names.filter(|name| !self.document.mutual_tls.contains(*name)) {
            let credential = match self.scheme(name)? {
                scheme if scheme == self.key_scheme => Credential::ApiKey,
                _ => Credential::Of(name.clone()),
            };
            if !credentials.contains(&credential) {
                credentials.push(credential);
            }
        }
        Some(credentials)
    }

    /// The scheme of an alternative that is mutual TLS, if one is.
    fn mutual_tls(&self, requirement: &'a SecurityRequirement) -> Option<&'a String> {
        let mut names = requirement.keys();
        names.find(|name| self.document.mutual_tls.contains(*name))
    }

    fn authentication(&self, requirement: &SecurityRequirement) -> Authentication {
        if requirement.is_empty() {
            return Authentication::Nothing;
        }
        let is_key = self.credentials(requirement).as_deref() == Some(&[Credential::ApiKey]);
        let is_mutual = |name| self.document.mutual_tls.contains(name);
        if is_key && !requirement.keys().any(is_mutual) {
            return Authentication::ApiKey;
        }
        let mut names: Vec<String> = requirement.keys().cloned().collect();
        names.sort();
        Authentication::Schemes(names)
    }

    /// How the secret of a security scheme travels, if there is a scheme of that name and the SDK knows its way.
    fn scheme(&self, name: &str) -> Option<Scheme> {
        match self.security_scheme(name)? {
            SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
                Some(Scheme::Bearer)
            }
            SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
                Some(Scheme::Basic)
            }
            SecurityScheme::HTTP { .. } => None,
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => {
                Some(Scheme::Bearer)
            }
            SecurityScheme::APIKey { location, name, .. } => Some(match location {
                APIKeyLocation::Header => Scheme::Header(name.clone()),
                APIKeyLocation::Query => Scheme::Query(name.clone()),
                APIKeyLocation::Cookie => Scheme::Cookie(name.clone()),
            }),
        }
    }

    fn security_scheme(&self, name: &str) -> Option<&'a SecurityScheme> {
        let components = self.document.openapi.components.as_ref()?;
        let scheme = components.security_schemes.get(name)?;
        let pointer = Pointer::component("securitySchemes", name);
        let found = self.resolve(scheme, &pointer, |components| &components.security_schemes);
        found.ok().map(|(scheme, ..)| scheme)
    }

    /// The fault of an operation that can be sent in no way the SDK knows.
    fn unknown_way(&self, requirements: &[SecurityRequirement], place: &Pointer) -> Diagnostic {
        let names = requirements
            .iter()
            .flat_map(|requirement| requirement.keys());
        let names: Vec<&String> = names
            .filter(|name| self.scheme(name).is_none() && !self.document.mutual_tls.contains(*name))
            .collect();
        let missing = names
            .iter()
            .find(|name| self.security_scheme(name).is_none());
        if let Some(name) = missing {
            return Diagnostic::at(
                place,
                format!("there is no security scheme `{name}` that can be read"),
                "add it to `components/securitySchemes`, or mend the name",
            );
        }
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let cause = format!("authentication by {}", names.join(" or "));
        unsupported(place, &cause)
    }
}

/// What no request can do about a scheme that is mutual TLS: it is the connection that shows a certificate.
fn mutual_tls_is_not_sent(name: &str, place: &Pointer) -> Diagnostic {
    let cause = format!(
        "`{name}` is mutual TLS, of which no request carries anything: the certificate is that of `ClientBuilder::http_client`"
    );
    let help = "give the client of the SDK an HTTP client with a certificate";
    Diagnostic::at(place, cause, help).limitation()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostics::{Collector, Mode};
    use crate::ir::{Api, Authentication, Credential, Operation, Scheme};
    use crate::lower::lower;
    use crate::openapi::document::Document;

    fn api(operations: &[Value]) -> Api {
        let paths = operations.iter().enumerate().map(|(number, security)| {
            let operation = json!({
                "operationId": format!("Get{number}"),
                "tags": ["a"],
                "security": security,
                "responses": {"204": {"description": ""}},
            });
            (format!("/{number}"), json!({"get": operation}))
        });
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Test API", "version": "1"},
            "servers": [{"url": "https://api.example.com"}],
            "paths": Value::from_iter(paths),
            "components": {"securitySchemes": {
                "bearer": {"type": "http", "scheme": "Bearer"},
                "oauth": {"type": "oauth2", "flows": {}},
                "basic": {"type": "http", "scheme": "basic"},
                "digest": {"type": "http", "scheme": "digest"},
                "header": {"type": "apiKey", "in": "header", "name": "x-key"},
                "alias": {"$ref": "#/components/securitySchemes/header"},
                "query": {"type": "apiKey", "in": "query", "name": "key"},
                "tls": {"type": "mutualTLS"},
            }},
        });
        let mut diagnostics = Collector::new(Mode::Strict);
        lower(&Document::parse(document).unwrap(), &mut diagnostics).unwrap()
    }

    fn operations(api: &Api) -> &[Operation] {
        &api.resources[0].operations
    }

    fn of(name: &str) -> Credential {
        Credential::Of(name.to_owned())
    }

    #[test]
    fn ways_stand_in_order_each_once_whatever_the_schemes_are_called() {
        let api =
            api(&[json!([{"header": [], "bearer": []}, {"bearer": []}, {"oauth": ["x"]}, {}])]);
        assert_eq!(
            operations(&api)[0].authentication,
            [
                Authentication::Nothing,
                Authentication::ApiKey,
                Authentication::Schemes(vec!["bearer".into(), "header".into()]),
            ]
        );
    }

    #[test]
    fn mutual_tls_is_a_way_but_no_secret() {
        let api = api(&[
            json!([{"tls": []}, {"tls": [], "bearer": []}]),
            json!([{"tls": []}]),
        ]);
        let found = operations(&api).iter();
        let found: Vec<_> = found
            .map(|operation| (&operation.authentication, &operation.credentials))
            .collect();
        let tls = Authentication::Schemes(vec!["tls".into()]);
        let both = Authentication::Schemes(vec!["bearer".into(), "tls".into()]);
        assert_eq!(
            found,
            [
                (&vec![both, tls.clone()], &vec![Credential::ApiKey]),
                (&vec![tls], &vec![])
            ]
        );
        assert_eq!(api.key_scheme, Scheme::Bearer);
    }

    #[test]
    fn a_bearer_key_goes_before_what_is_more_common() {
        let api = api(&[
            json!([{"header": []}]),
            json!([{"alias": []}]),
            json!([{"query": []}, {"oauth": []}]),
        ]);
        assert_eq!(api.key_scheme, Scheme::Bearer);
        let header = Scheme::Header("x-key".into());
        assert_eq!(
            api.credentials.into_iter().collect::<Vec<_>>(),
            [
                ("alias".to_owned(), header.clone()),
                ("header".to_owned(), header)
            ]
        );
        let credentials = api.resources[0].operations.iter();
        let credentials: Vec<_> = credentials
            .map(|operation| &operation.credentials)
            .collect();
        assert_eq!(
            credentials,
            [
                &vec![of("header")],
                &vec![of("alias")],
                &vec![Credential::ApiKey]
            ]
        );
    }

    #[test]
    fn without_a_bearer_key_the_most_common_way_is_that_of_the_key() {
        let api = api(&[
            json!([{"basic": []}]),
            json!([{"header": [], "query": []}]),
            json!([{"alias": []}, {"digest": []}]),
        ]);
        assert_eq!(api.key_scheme, Scheme::Header("x-key".into()));
        let credentials = operations(&api).iter();
        let credentials: Vec<_> = credentials
            .map(|operation| &operation.credentials)
            .collect();
        assert_eq!(
            credentials,
            [
                &vec![of("basic")],
                &vec![Credential::ApiKey, of("query")],
                &vec![Credential::ApiKey],
            ]
        );
    }

    #[test]
    fn what_is_left_open_is_sent_if_there_is_a_key() {
        let api = api(&[json!([{}, {"bearer": []}]), json!([{}]), json!([])]);
        let sent = operations(&api).iter();
        let sent: Vec<_> = sent
            .map(|operation| (operation.credentials.len(), operation.may_be_anonymous))
            .collect();
        assert_eq!(sent, [(1, true), (0, false), (0, false)]);
        assert!(api.serves_anyone());
    }
}
