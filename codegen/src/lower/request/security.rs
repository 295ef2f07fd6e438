//! Lowers Security Requirement Objects.
//!
//! The requirements in `security` are alternatives: a request needs the security schemes of one requirement. The SDK
//! has one API key: a bearer token if any operation accepts one, or else the secret of the most common scheme. Each
//! other scheme has a separate secret.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::{IndexMap, IndexSet};
use openapiv3::{APIKeyLocation, Operation, SecurityRequirement, SecurityScheme};

use super::header_name::api_key_problem;
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::ir::{Authentication, Credential, Scheme};
use crate::lower::Lowering;
use crate::lower::resource::ResourceOperation;

/// The authentication of an operation. [`ir::Operation`](crate::ir::Operation) documents the fields.
#[derive(Clone, Default)]
pub(in crate::lower) struct Security {
    pub(in crate::lower) authentication: Vec<Authentication>,
    pub(in crate::lower) credentials: Vec<Credential>,
    pub(in crate::lower) may_be_anonymous: bool,
}

impl<'a> Lowering<'a> {
    /// Chooses how requests carry the API key: as a bearer token, or else by the most common scheme.
    pub(in crate::lower) fn choose_key_scheme(&self) -> Scheme {
        let mut counts = IndexMap::<Scheme, usize>::new();
        for scheme in self.required_schemes().filter_map(|name| self.scheme(name)) {
            *counts.entry(scheme).or_default() += 1;
        }
        if counts.contains_key(&Scheme::Bearer) {
            return Scheme::Bearer;
        }
        // `max_by_key` returns the last of several equally common schemes, here the first of the document.
        let most_common = counts.into_iter().rev().max_by_key(|(_, count)| *count);
        most_common.map_or(Scheme::Bearer, |(scheme, _)| scheme)
    }

    /// Returns the security schemes whose secrets operations send, except the API key.
    pub(in crate::lower) fn credential_schemes(
        &self,
        operations: &[ResourceOperation<'_>],
    ) -> BTreeMap<String, Scheme> {
        let credentials = operations.iter().flat_map(|it| &it.operation.credentials);
        let scheme = |credential: &Credential| match credential {
            Credential::ApiKey => None,
            Credential::Scheme(name) => Some((name.clone(), self.scheme(name)?)),
        };
        credentials.filter_map(scheme).collect()
    }

    pub(in crate::lower) fn lower_security(
        &mut self,
        operation: &'a Operation,
        pointer: &Pointer,
    ) -> Result<Security> {
        match &operation.security {
            Some(requirements) => self.lower_requirements(requirements, &pointer.child("security")),
            None => Ok(self.default_security.clone()),
        }
    }

    /// Lowers the `security` of the document, unless every operation has its own.
    pub(in crate::lower) fn lower_default_security(&mut self) -> Result<Security> {
        let openapi = &self.document.openapi;
        let mut operations = openapi.operations();
        if operations.all(|(.., operation)| operation.security.is_some()) {
            return Ok(Security::default());
        }
        let requirements = openapi.security.as_deref();
        let pointer = Pointer::root().child("security");
        self.lower_requirements(requirements.unwrap_or_default(), &pointer)
    }

    /// Returns the names of the security schemes that operations require, once for each requirement.
    fn required_schemes(&self) -> impl Iterator<Item = &'a String> {
        let openapi = &self.document.openapi;
        openapi
            .operations()
            .filter_map(|(.., operation)| operation.security.as_ref().or(openapi.security.as_ref()))
            .flatten()
            .flat_map(SecurityRequirement::keys)
    }

    /// Lowers the value of `security`. Reports requirements that the SDK can't meet.
    fn lower_requirements(
        &mut self,
        requirements: &'a [SecurityRequirement],
        pointer: &Pointer,
    ) -> Result<Security> {
        let authentication = requirements.iter().map(|it| self.authentication(it));
        let authentication: BTreeSet<Authentication> = authentication.collect();
        // Prefers requirements with a secret, then requirements without mutual TLS, then the API key alone.
        // `min_by_key` returns the first of several equal requirements.
        let chosen = requirements
            .iter()
            .filter(|requirement| !requirement.is_empty())
            .filter_map(|it| Some((self.credentials(it)?, self.mutual_tls(it))))
            .min_by_key(|(credentials, mutual_tls)| {
                let is_key = *credentials == [Credential::ApiKey];
                (credentials.is_empty(), mutual_tls.is_some(), !is_key)
            });
        let (credentials, mutual_tls) = chosen.unwrap_or_default();
        let is_optional = authentication.contains(&Authentication::Anonymous);
        match mutual_tls {
            Some(_) if is_optional => {}
            Some(name) => {
                let warning = Diagnostic::at(
                    pointer,
                    format!(
                        "Security Scheme Object `{name}` has the type `mutualTLS`, which the SDK doesn't configure"
                    ),
                    "no action needed in the document: callers pass an HTTP client with a client certificate to \
                     `ClientBuilder::http_client`",
                );
                let note = "requests are sent without a client certificate";
                self.diagnostics.warn(warning.with_note(note));
            }
            None if credentials.is_empty() => {
                if let Some(error) = self.unusable_scheme(requirements, pointer) {
                    let note =
                        "requests of operations with this `security` are sent without credentials";
                    self.diagnostics.report_ignored(error.with_note(note))?;
                }
            }
            None => {}
        }
        Ok(Security {
            authentication: authentication.into_iter().collect(),
            may_be_anonymous: is_optional && !credentials.is_empty(),
            credentials,
        })
    }

    /// Returns the secrets of a requirement if the SDK supports all of its schemes. Mutual TLS has no secret.
    fn credentials(&self, requirement: &SecurityRequirement) -> Option<Vec<Credential>> {
        let names = requirement.keys().filter(|name| !self.is_mutual_tls(name));
        let credentials = names.map(|name| {
            Some(match self.scheme(name)? == self.key_scheme {
                true => Credential::ApiKey,
                false => Credential::Scheme(name.clone()),
            })
        });
        let distinct: Option<IndexSet<Credential>> = credentials.collect();
        Some(distinct?.into_iter().collect())
    }

    fn mutual_tls(&self, requirement: &'a SecurityRequirement) -> Option<&'a String> {
        requirement.keys().find(|name| self.is_mutual_tls(name))
    }

    fn is_mutual_tls(&self, name: &str) -> bool {
        self.document.mutual_tls.contains(name)
    }

    fn authentication(&self, requirement: &'a SecurityRequirement) -> Authentication {
        if requirement.is_empty() {
            return Authentication::Anonymous;
        }
        let is_key = self.credentials(requirement).as_deref() == Some(&[Credential::ApiKey]);
        if is_key && self.mutual_tls(requirement).is_none() {
            return Authentication::ApiKey;
        }
        let mut names: Vec<String> = requirement.keys().cloned().collect();
        names.sort();
        Authentication::Schemes(names)
    }

    /// Reports required schemes that the SDK can't send, and those for which callers pass the complete value of the
    /// header.
    pub(in crate::lower) fn report_schemes(&mut self) -> Result<()> {
        let names: BTreeSet<&String> = self.required_schemes().collect();
        for name in names {
            let Some((scheme, pointer)) = self.declared_scheme(name) else {
                continue;
            };
            if let Some(problem) = api_key_problem(scheme) {
                let help = format!(
                    "in an overlay, set `in` and `name` to the location and the name of the API key in requests; or, if \
                     requests need no API key, delete the Security Scheme Object, and remove `{name}` from each `security`"
                );
                let error = Diagnostic::at(&pointer.child("name"), problem, help);
                self.diagnostics.report(Effect::Ignored, pointer, error)?;
            } else if let SecurityScheme::HTTP { scheme, .. } = scheme
                && matches!(self.scheme(name), Some(Scheme::Header(_)))
            {
                let problem = Diagnostic::at(
                    &pointer.child("scheme"),
                    format!(
                        "the `scheme` of Security Scheme Object `{name}` is `{scheme}`; expected `basic` or `bearer`"
                    ),
                    format!(
                        "no action needed in the document: callers pass the complete value of the header, such as \
                         `{scheme} …`, to `ClientBuilder::credential({name:?}, …)`"
                    ),
                );
                let note =
                    "the SDK sends the secret unchanged as the value of the header `authorization`";
                self.diagnostics.warn(problem.with_note(note));
            }
        }
        Ok(())
    }

    /// Returns how requests carry the secret of a security scheme, if the scheme is declared and usable.
    fn scheme(&self, name: &str) -> Option<Scheme> {
        let (scheme, _) = self.declared_scheme(name)?;
        if api_key_problem(scheme).is_some() {
            return None;
        }
        Some(match scheme {
            SecurityScheme::HTTP { scheme, .. } => match scheme.to_ascii_lowercase().as_str() {
                "bearer" => Scheme::Bearer,
                "basic" => Scheme::Basic,
                _ => Scheme::Header("authorization".to_owned()),
            },
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => Scheme::Bearer,
            SecurityScheme::APIKey { location, name, .. } => match location {
                APIKeyLocation::Header => Scheme::Header(name.clone()),
                APIKeyLocation::Query => Scheme::Query(name.clone()),
                APIKeyLocation::Cookie => Scheme::Cookie(name.clone()),
            },
        })
    }

    fn declared_scheme(&self, name: &str) -> Option<(&'a SecurityScheme, Pointer)> {
        let components = self.document.openapi.components.as_ref()?;
        let scheme = components.security_schemes.get(name)?;
        let pointer = Pointer::component("securitySchemes", name);
        self.resolve(scheme, &pointer).ok()
    }

    /// Returns the error about the first security scheme of the requirements that is undeclared or invalid.
    fn unusable_scheme(
        &self,
        requirements: &[SecurityRequirement],
        pointer: &Pointer,
    ) -> Option<Diagnostic> {
        let mut names = requirements.iter().flat_map(SecurityRequirement::keys);
        let name = names.find(|name| !self.is_mutual_tls(name) && self.scheme(name).is_none())?;
        let scheme = Pointer::component("securitySchemes", name);
        if self.document.is_removed_or_simplified(&scheme) || self.document.node(&scheme).is_some()
        {
            let message =
                format!("`security` requires Security Scheme Object `{name}`, which is invalid");
            let help = format!("correct the Security Scheme Object at {scheme}");
            return Some(Diagnostic::at(pointer, message, help));
        }
        let error = Diagnostic::at(
            pointer,
            format!(
                "`security` requires `{name}`, which `#/components/securitySchemes` doesn't have"
            ),
            format!("add `{name}` to `#/components/securitySchemes`, or delete it from `security`"),
        );
        // Strict mode tolerates this, since no operation, field or type is lost.
        Some(error.tolerated())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostics::{Collector, Mode, Result};
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
        let document = Document::parse(document, &mut Collector::default()).unwrap();
        let mut diagnostics = Collector::new(Mode::Strict);
        lower(&document, &mut diagnostics).unwrap()
    }

    fn operations(api: &Api) -> &[Operation] {
        &api.resources[0].operations
    }

    fn scheme(name: &str) -> Credential {
        Credential::Scheme(name.to_owned())
    }

    #[test]
    fn authentication_lists_sorted_alternatives_once() {
        let api =
            api(&[json!([{"header": [], "bearer": []}, {"bearer": []}, {"oauth": ["x"]}, {}])]);
        assert_eq!(
            operations(&api)[0].authentication,
            [
                Authentication::Anonymous,
                Authentication::ApiKey,
                Authentication::Schemes(vec!["bearer".into(), "header".into()]),
            ]
        );
    }

    #[test]
    fn mutual_tls_has_no_secret() {
        let api = api(&[
            json!([{"tls": []}, {"tls": [], "bearer": []}]),
            json!([{"tls": []}]),
        ]);
        let found: Vec<_> = operations(&api)
            .iter()
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
    fn bearer_scheme_is_preferred_to_more_common_scheme() {
        let api = api(&[
            json!([{"header": []}]),
            json!([{"alias": []}]),
            json!([{"query": []}, {"oauth": []}]),
        ]);
        assert_eq!(api.key_scheme, Scheme::Bearer);
        let header = Scheme::Header("x-key".into());
        assert_eq!(
            api.credentials.clone().into_iter().collect::<Vec<_>>(),
            [
                ("alias".to_owned(), header.clone()),
                ("header".to_owned(), header)
            ]
        );
        let credentials: Vec<_> = operations(&api)
            .iter()
            .map(|operation| &operation.credentials)
            .collect();
        assert_eq!(
            credentials,
            [
                &vec![scheme("header")],
                &vec![scheme("alias")],
                &vec![Credential::ApiKey]
            ]
        );
    }

    #[test]
    fn key_scheme_without_bearer_is_most_common_scheme() {
        let api = api(&[
            json!([{"basic": []}]),
            json!([{"header": [], "query": []}]),
            json!([{"alias": []}, {"digest": []}]),
        ]);
        assert_eq!(api.key_scheme, Scheme::Header("x-key".into()));
        let credentials: Vec<_> = operations(&api)
            .iter()
            .map(|operation| &operation.credentials)
            .collect();
        assert_eq!(
            credentials,
            [
                &vec![scheme("basic")],
                &vec![Credential::ApiKey, scheme("query")],
                &vec![Credential::ApiKey],
            ]
        );
    }

    #[test]
    fn optional_security_may_be_anonymous() {
        let api = api(&[json!([{}, {"bearer": []}]), json!([{}]), json!([])]);
        let sent: Vec<_> = operations(&api)
            .iter()
            .map(|operation| (operation.credentials.len(), operation.may_be_anonymous))
            .collect();
        assert_eq!(sent, [(1, true), (0, false), (0, false)]);
        assert!(api.has_optional_api_key());
    }

    #[test]
    fn api_key_in_header_of_the_client_is_rejected_if_required() {
        let error = api_with_key("alias").unwrap_err();
        assert_eq!(
            error.pointer().map(ToString::to_string).as_deref(),
            Some("#/components/securitySchemes/key/name")
        );
        assert!(api_with_key("query").is_ok());
    }

    #[test]
    fn optional_security_with_undeclared_scheme_is_reported() {
        let operation = json!({"operationId": "get", "responses": {"204": {"description": ""}}});
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Test API", "version": "1"},
            "security": [{}, {"missing": []}],
            "paths": {"/a": {"get": operation}},
        });
        let document = Document::parse(document, &mut Collector::default()).unwrap();
        let mut diagnostics = Collector::new(Mode::Strict);
        lower(&document, &mut diagnostics).unwrap();
        let message =
            "`security` requires `missing`, which `#/components/securitySchemes` doesn't have";
        let report = diagnostics.report;
        assert!(report.diagnostics.iter().any(|it| it.message() == message));
    }

    fn api_with_key(required: &str) -> Result<Api> {
        let operation = json!({"operationId": "get", "responses": {"204": {"description": ""}}});
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Test API", "version": "1"},
            "security": [{}, {required: []}],
            "paths": {"/a": {"get": operation}},
            "components": {"securitySchemes": {
                "alias": {"$ref": "#/components/securitySchemes/key"},
                "key": {"type": "apiKey", "in": "header", "name": "Host"},
                "query": {"type": "apiKey", "in": "query", "name": "Host"},
            }},
        });
        let document = Document::parse(document, &mut Collector::default())?;
        lower(&document, &mut Collector::default())
    }
}
