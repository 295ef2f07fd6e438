//! Whether the one way of authentication that an SDK has, a bearer key, is what an operation asks for.

use openapiv3::{ReferenceOr, SecurityRequirement, SecurityScheme};

use super::{Lowering, unsupported};
use crate::error::{Error, Result};
use crate::pointer::Pointer;

impl Lowering<'_> {
    /// Checks that an operation takes a bearer key, which the SDK sends with every request.
    pub(super) fn check_security(
        &self,
        operation: &openapiv3::Operation,
        pointer: &Pointer,
    ) -> Result<()> {
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
        if requirements
            .iter()
            .any(|requirement| self.is_bearer(requirement))
        {
            return Ok(());
        }
        Err(unsupported(
            &place,
            "authentication other than an HTTP bearer key",
        ))
    }

    fn is_bearer(&self, requirement: &SecurityRequirement) -> bool {
        let schemes = self
            .document
            .openapi
            .components
            .as_ref()
            .map(|components| &components.security_schemes);
        !requirement.is_empty()
            && requirement.keys().all(|name| {
                let scheme = schemes.and_then(|schemes| schemes.get(name));
                matches!(scheme, Some(ReferenceOr::Item(SecurityScheme::HTTP { scheme, .. })) if scheme.eq_ignore_ascii_case("bearer"))
            })
    }
}
