//! Follows `$ref`s to components.

use std::borrow::Borrow;
use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{
    Components, Parameter, ReferenceOr, RequestBody, Response, Schema, SchemaData, SchemaKind,
    SecurityScheme,
};

use super::Lowering;
use super::annotations::{Detail, bounds};
use super::extensions::Extensions;
use super::naming::Naming;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Access, Annotations};
use crate::openapi::references;

/// The number of schemas that may contain or refer to each other without a named type.
pub(super) const LONGEST_REF_STACK: usize = 32;

/// The components of one kind.
type Members<T> = IndexMap<String, ReferenceOr<T>>;

/// An object that can be a component.
pub(super) trait Component: Sized + 'static {
    /// The name of the object in the OpenAPI specification.
    const OBJECT: &'static str;
    /// The field of the Components Object that has it.
    const KIND: &'static str;

    /// Returns the components of this kind.
    fn members(components: &Components) -> &Members<Self>;
}

macro_rules! component {
    ($type:ty, $object:literal, $kind:literal, $field:ident) => {
        impl Component for $type {
            const OBJECT: &'static str = $object;
            const KIND: &'static str = $kind;

            fn members(components: &Components) -> &Members<Self> {
                &components.$field
            }
        }
    };
}

component!(Parameter, "Parameter Object", "parameters", parameters);
component!(
    RequestBody,
    "Request Body Object",
    "requestBodies",
    request_bodies
);
component!(Response, "Response Object", "responses", responses);
component!(Schema, "Schema Object", "schemas", schemas);
component!(
    SecurityScheme,
    "Security Scheme Object",
    "securitySchemes",
    security_schemes
);

/// A schema that isn't a reference.
#[derive(Clone)]
pub(super) struct ResolvedSchema<'a> {
    pub(super) schema: &'a Schema,
    pub(super) pointer: Pointer,
    /// The name of the component, if the schema is one.
    pub(super) component: Option<String>,
    /// The schemas on the way to this one whose only keyword is an `allOf` with one reference.
    aliases: Vec<Alias<'a>>,
}

/// A schema that only refers to another one and annotates it.
#[derive(Clone)]
struct Alias<'a> {
    data: &'a SchemaData,
    is_component: bool,
}

impl ResolvedSchema<'_> {
    /// Whether null is a valid value.
    pub(super) fn is_nullable(&self) -> bool {
        self.schema.schema_data.nullable || self.aliases.iter().any(|alias| alias.data.nullable)
    }

    /// Returns whether requests, responses or both have a property with this schema.
    pub(super) fn access(&self) -> Access {
        let mut all = self.data(Detail::Full).map(|(data, _)| data);
        let is_write_only = all.clone().any(|data| data.write_only);
        match (all.any(|data| data.read_only), is_write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            // No message would have a property that is both.
            _ => Access::Both,
        }
    }

    /// Returns the annotations of the aliases and of the schema, each with how much of it is emitted.
    fn data(
        &self,
        detail: Detail,
    ) -> impl DoubleEndedIterator<Item = (&SchemaData, Detail)> + Clone {
        let aliases = self
            .aliases
            .iter()
            .map(move |alias| match alias.is_component {
                true => (alias.data, Detail::Brief),
                false => (alias.data, detail),
            });
        aliases.chain([(&self.schema.schema_data, self.detail(detail))])
    }

    /// Returns how much of the schema's annotations is emitted where `detail` applies to a reference to it.
    pub(super) fn detail(&self, detail: Detail) -> Detail {
        match self.component {
            Some(_) => Detail::Brief,
            None => detail,
        }
    }

    /// Returns the description: of the first alias that has one, or of the schema.
    pub(super) fn description(&self, detail: Detail) -> Option<String> {
        self.data(detail)
            .find_map(|(data, detail)| Some(detail.shorten(data.description.as_ref()?)))
    }

    /// Returns the annotations. Those of aliases override those of the schema.
    pub(super) fn annotations(&self, detail: Detail) -> Annotations {
        let mut annotations = Annotations {
            description: self.description(detail),
            bounds: bounds(&self.schema.schema_kind, self.detail(detail)),
            ..Annotations::default()
        };
        for (data, detail) in self.data(detail).rev() {
            annotations.default = detail
                .short_value(data.default.as_ref())
                .or(annotations.default);
            annotations.example = detail
                .short_value(data.example.as_ref())
                .or(annotations.example);
            annotations.deprecated |= data.deprecated;
        }
        annotations
    }

    pub(super) fn extensions(&self) -> Result<Extensions<'_>> {
        Extensions::new(
            &self.schema.schema_data.extensions,
            &self.pointer,
            &[
                "x-sdk-name",
                "x-sdk-description",
                "x-sdk-secret",
                "x-sdk-variant",
            ],
        )
    }

    /// Returns the name for the schema and the schemas that it contains.
    pub(super) fn naming(&self, naming: &Naming) -> Result<Naming> {
        let given: Option<String> = self.extensions()?.get("x-sdk-name")?;
        Ok(match (given, &self.component) {
            (Some(name), None) => Naming {
                name,
                component: naming.component.clone(),
                is_given: true,
            },
            (Some(name), Some(_)) => Naming {
                is_given: true,
                ..Naming::component(&name)
            },
            (None, Some(name)) => Naming::component(name),
            (None, None) => naming.clone(),
        })
    }
}

impl<'a> Lowering<'a> {
    /// Follows references from a node. Returns the object, its location, and its name if it is a component.
    pub(super) fn resolve<T: Component>(
        &self,
        node: &'a ReferenceOr<T>,
        pointer: &Pointer,
    ) -> Result<(&'a T, Pointer, Option<String>)> {
        match node {
            ReferenceOr::Item(item) => Ok((item, pointer.clone(), None)),
            ReferenceOr::Reference { reference } => self.follow(reference, pointer),
        }
    }

    fn follow<T: Component>(
        &self,
        reference: &'a str,
        pointer: &Pointer,
    ) -> Result<(&'a T, Pointer, Option<String>)> {
        let error = |message, help| Err(Diagnostic::at(&pointer.child("$ref"), message, help));
        let members = self.document.openapi.components.as_ref().map(T::members);
        let mut seen = HashSet::new();
        let mut next = reference;
        while seen.len() < references::LONGEST_CHAIN && seen.insert(next) {
            let component = references::component(next)
                .and_then(|(kind, name)| Some((kind, name, members?.get(name)?)));
            match component {
                Some((kind, name, ReferenceOr::Item(item))) => {
                    return Ok((item, Pointer::component(kind, name), Some(name.to_owned())));
                }
                Some((.., ReferenceOr::Reference { reference })) => next = reference,
                None => {
                    return error(
                        format!("`{next}` does not refer to a valid {}", T::OBJECT),
                        format!("refer to a component in `#/components/{}`", T::KIND),
                    );
                }
            }
        }
        error(
            references::endless(reference),
            references::REFER_TO_END.to_owned(),
        )
    }

    /// Follows references and aliases from a schema.
    pub(super) fn resolve_schema(
        &self,
        schema: &'a ReferenceOr<impl Borrow<Schema>>,
        pointer: &Pointer,
    ) -> Result<ResolvedSchema<'a>> {
        let (schema, pointer, component) = match schema {
            ReferenceOr::Item(schema) => (schema.borrow(), pointer.clone(), None),
            ReferenceOr::Reference { reference } => self.follow(reference, pointer)?,
        };
        let mut resolved = ResolvedSchema {
            schema,
            pointer,
            component,
            aliases: Vec::new(),
        };
        while let SchemaKind::AllOf { all_of } = &resolved.schema.schema_kind
            && let [ReferenceOr::Reference { reference }] = all_of.as_slice()
        {
            self.check_alias(&resolved)?;
            let data = &resolved.schema.schema_data;
            Extensions::new(&data.extensions, &resolved.pointer, &[])?;
            let is_component = resolved.component.is_some();
            resolved.aliases.push(Alias { data, is_component });
            let pointer = resolved.pointer.child("allOf").child(0);
            if resolved.aliases.len() > LONGEST_REF_STACK {
                return Err(Diagnostic::at(
                    &pointer.child("$ref"),
                    format!("`{reference}` leads back to the schema that refers to it"),
                    "refer to a schema that has a type",
                ));
            }
            let (schema, pointer, component) = self.follow(reference, &pointer)?;
            resolved = ResolvedSchema {
                schema,
                pointer,
                component,
                ..resolved
            };
        }
        Ok(resolved)
    }
}
