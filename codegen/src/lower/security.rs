//! How a request says who sends it; the one way that an SDK has, a bearer key, must be among the ways there are.

use openapiv3::{ReferenceOr, SecurityRequirement, SecurityScheme};

use super::{Lowering, unsupported};
use crate::error::{Error, Result};
use crate::ir::Authentication;
use crate::pointer::Pointer;

impl Lowering<'_> {
    /// Lowers what an operation asks for, which must let the SDK send its bearer key.
    pub(super) fn lower_authentication(
        &mut self,
        operation: &openapiv3::Operation,
        pointer: &Pointer,
    ) -> Result<Vec<Authentication>> {
        match self.ways(operation, pointer) {
            Ok(ways) => Ok(ways),
            Err(fault) => {
                self.collected.ignore(fault)?;
                Ok(vec![Authentication::Bearer])
            }
        }
    }

    fn ways(
        &self,
        operation: &openapiv3::Operation,
        pointer: &Pointer,
    ) -> Result<Vec<Authentication>> {
        let (requirements, place) = match (&operation.security, &self.document.openapi.security) {
            (Some(own), _) => (own.as_slice(), pointer.child("security")),
            (None, Some(shared)) => (shared.as_slice(), Pointer::root().child("security")),
            (None, None) => (&[][..], Pointer::root().child("security")),
        };
        if requirements.is_empty() {
            return Err(Error::at(
                &place,
                format!(
                    "the operation at {pointer} asks for no authentication, but the SDK sends its key with every request"
                ),
                "say in the overlay that it takes the key: add the security scheme to `security`",
            ));
        }
        let mut ways: Vec<Authentication> = requirements
            .iter()
            .map(|requirement| self.authentication(requirement))
            .collect();
        ways.sort();
        ways.dedup();
        if ways.contains(&Authentication::Bearer) {
            return Ok(ways);
        }
        Err(unsupported(
            &place,
            "authentication other than an HTTP bearer key",
        ))
    }

    fn authentication(&self, requirement: &SecurityRequirement) -> Authentication {
        if requirement.is_empty() {
            return Authentication::Nothing;
        }
        if requirement.keys().all(|name| self.is_bearer(name)) {
            return Authentication::Bearer;
        }
        let mut names: Vec<String> = requirement.keys().cloned().collect();
        names.sort();
        Authentication::Schemes(names)
    }

    fn is_bearer(&self, name: &str) -> bool {
        let components = self.document.openapi.components.as_ref();
        let scheme = components.and_then(|components| components.security_schemes.get(name));
        matches!(scheme, Some(ReferenceOr::Item(SecurityScheme::HTTP { scheme, .. })) if scheme.eq_ignore_ascii_case("bearer"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::document::Document;
    use crate::ir::Authentication;
    use crate::lower::lower;

    #[test]
    fn ways_stand_in_order_each_once_whatever_the_schemes_are_called() {
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Test API", "version": "1"},
            "servers": [{"url": "https://api.example.com"}],
            "paths": {"/a": {"get": {
                "operationId": "GetA",
                "security": [{"z": [], "bearer": []}, {"bearer": []}, {"other": []}, {}],
                "responses": {"204": {"description": ""}},
            }}},
            "components": {"securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "other": {"type": "http", "scheme": "Bearer"},
                "z": {"type": "apiKey", "in": "header", "name": "x-key"},
            }},
        });
        let api = lower(&Document::parse(document).unwrap()).unwrap();
        assert_eq!(
            api.resources[0].operations[0].authentication,
            [
                Authentication::Nothing,
                Authentication::Bearer,
                Authentication::Schemes(vec!["bearer".into(), "z".into()]),
            ]
        );
    }
}
