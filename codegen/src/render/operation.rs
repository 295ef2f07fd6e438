//! One operation: the method of its resource, and its request builder.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;

use super::docs::{Docs, as_sentence};
use super::example::example;
use super::types::{Argument, Catalog, Imports, Scope, argument, rust_type};
use super::{authentication, parameter};
use crate::ir::{Operation, Output, Parameter, Resource, Type};
use crate::names::{self, Import};
use crate::render::markdown::code_span;

/// The maximum length of a line that prettyplease doesn't break.
const LONGEST_LINE: usize = 89;

/// The rendered parts of an operation.
pub(super) struct OperationCode<'a> {
    /// The path of the SDK in examples.
    pub(super) library: &'a str,
    pub(super) resource: &'a Resource,
    pub(super) operation: &'a Operation,
    pub(super) catalog: &'a Catalog<'a>,
}

impl OperationCode<'_> {
    pub(super) fn add_imports(&self, imports: &mut Imports) {
        let operation = self.operation;
        for import in [
            Import::Client,
            Import::Request,
            Import::RequestOptions,
            Import::Response,
            Import::Result,
        ] {
            imports.add(import);
        }
        authentication::add_imports(operation, imports);
        let in_path = operation.path_parameters.iter();
        for parameter in in_path.chain(&operation.other_parameters) {
            parameter::add_imports(parameter, imports);
            if !parameter.is_segment() {
                self.add_value(&parameter.value, imports);
            }
            if parameter.is_selection {
                imports.add(Import::Selection);
            }
        }
        self.add_body_imports(imports);
        self.add_output_imports(imports);
    }

    pub(super) fn add_value(&self, value: &Type, imports: &mut Imports) {
        imports.add_type(value);
        if value.named().is_some() || !value.runtime_types().is_empty() {
            imports.add_from("crate", "models");
        }
    }

    /// Renders the method of the resource.
    pub(super) fn method(&self) -> TokenStream {
        let operation = self.operation;
        let docs = self.method_docs();
        let deprecated = deprecated(operation.deprecated);
        let (name, type_name) = (
            names::method(&operation.name),
            names::builder_type(&operation.builder),
        );
        let (parameters, steps) = self.arguments();
        let begin = self.begin();
        quote! {
            #docs
            #deprecated
            pub fn #name(&self, #(#parameters),*) -> #type_name {
                #begin #(#steps)*;
                #type_name { request }
            }
        }
    }

    fn method_docs(&self) -> Docs {
        let operation = self.operation;
        let summary = operation.summary.as_deref().map(as_sentence);
        let description = operation.description.as_deref();
        let description = description.filter(|text| !text.trim().is_empty());
        let mut docs = Docs::default().text(description.or(summary.as_deref()));
        let parameters = &operation.other_parameters;
        if parameters.iter().any(|parameter| parameter.is_selection) {
            docs = docs.markdown(
                "An empty filter is an error and nothing is sent; to select everything, pass \
                 [`Selection::Everything`](crate::Selection::Everything).",
            );
        }
        let mut request = format!("`{} {}`", operation.http_method, operation.path);
        if let Output::Page { .. } = operation.output {
            let builder = names::builder_type(&operation.builder);
            request += &format!(
                ": [`send`]({builder}::send) returns one page, [`stream`]({builder}::stream) all items."
            );
        }
        docs.markdown(request).paragraph(example(
            self.library,
            self.resource,
            operation,
            self.catalog,
        ))
    }

    /// Renders the statement that creates the request, without its semicolon.
    fn begin(&self) -> TokenStream {
        let Operation {
            http_method, path, ..
        } = self.operation;
        let (function, method) = match *http_method {
            "GET" | "POST" | "PATCH" | "DELETE" => (names::field_or_argument(http_method), None),
            method => (names::ident("new"), Some(names::ident(method))),
        };
        let method_argument = method
            .as_ref()
            .map_or_else(String::new, |method| format!("reqwest::Method::{method}, "));
        let line = format!(
            "        let request = Request::{function}(&self.client, {method_argument}{path:?})"
        );
        let method = method.map(|method| quote!(reqwest::Method::#method,));
        let call = names::call(self.resource, self.operation);
        let id = match &self.operation.operation_id {
            Some(id) => quote!(#id),
            None => quote!(None),
        };
        // A path that doesn't fit into the line would break the call before its chain.
        let (constant, path) = match line.len() > LONGEST_LINE {
            true => (Some(quote!(const PATH: &str = #path;)), quote!(PATH)),
            false => (None, quote!(#path)),
        };
        quote! {
            #constant
            let request = Request::#function(&self.client, #method #path).operation(#call, #id)
        }
    }

    /// Returns the arguments of the method, each with the call that uses it.
    fn arguments(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let operation = self.operation;
        let mut parameters = Vec::new();
        let server = operation.server.iter().map(|url| quote!(.server(#url)));
        let mut steps: Vec<TokenStream> = server.collect();
        steps.extend(authentication::steps(operation));
        let in_query = operation.other_parameters.iter();
        let in_query = in_query.filter(|parameter| parameter.is_argument());
        for parameter in operation.path_parameters.iter().chain(in_query) {
            let name = names::field_or_argument(&parameter.label);
            let Argument { accepts, value } = self.parameter_argument(parameter, &name);
            parameters.push(quote!(#name: #accepts));
            steps.push(parameter::step(parameter, &value));
        }
        self.add_body_arguments(&mut parameters, &mut steps);
        steps.extend(self.accept());
        if operation.is_idempotent {
            steps.push(quote!(.idempotent()));
        }
        if operation.returns_secrets {
            steps.push(quote!(.confidential()));
        }
        (parameters, steps)
    }

    /// Returns the argument for a parameter, of the method or of a setter.
    pub(super) fn parameter_argument(&self, parameter: &Parameter, name: &Ident) -> Argument {
        if parameter.is_segment() {
            return Argument {
                accepts: quote!(impl PathArgument),
                value: quote!(#name),
            };
        }
        if parameter.is_selection {
            let filter = rust_type(&parameter.value, Scope::Resources);
            return Argument {
                accepts: quote!(impl Into<Selection<#filter>>),
                value: quote!(#name.into()),
            };
        }
        let value = &parameter.value;
        argument(name, value, false, Scope::Resources, self.catalog)
    }

    fn setters(&self) -> Vec<TokenStream> {
        let parameters = self.operation.other_parameters.iter();
        let optional = parameters.filter(|parameter| !parameter.is_argument());
        let setters = optional.map(|parameter| {
            let Argument { accepts, value } = self.parameter_argument(parameter, &setter_value());
            let Parameter {
                label, annotations, ..
            } = parameter;
            let summary = format!("Sets {}.", code_span(&parameter.name));
            let docs = Docs::default().setter(annotations, &summary, None);
            let step = parameter::step(parameter, &value);
            setter(label, annotations.deprecated, &docs, &accepts, &step)
        });
        self.body_setters().into_iter().chain(setters).collect()
    }
}

impl ToTokens for OperationCode<'_> {
    /// Renders the request builder.
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let operation = self.operation;
        let type_name = names::builder_type(&operation.builder);
        let resource = names::resource_type(&self.resource.path);
        let docs = Docs::new(format!(
            "Request builder returned by [`{resource}::{}`].",
            names::method(&operation.name).unraw()
        ));
        let response_body = self.response_body();
        let value = self.value();
        let setters = self.setters();
        let streaming_methods = self.streaming_methods();
        let send_docs = self.send_docs();
        let send_with_response_docs = Docs::new(
            "Like [`send`](Self::send), but also returns the status, headers and raw body.",
        )
        .errors_of_send();
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Debug)]
            #[must_use = "request builders do nothing until `.send()` is awaited"]
            pub struct #type_name {
                request: Request<#response_body>,
            }

            impl #type_name {
                #(#setters)*

                #[doc = " Sets options, such as timeout and headers, for this request only."]
                pub fn options(mut self, options: RequestOptions) -> Self {
                    self.request = self.request.options(options);
                    self
                }

                #send_docs
                pub async fn send(self) -> Result<#value> {
                    self.request.send().await
                }

                #send_with_response_docs
                pub async fn send_with_response(self) -> Result<Response<#value>> {
                    self.request.send_with_response().await
                }

                #streaming_methods
            }
        });
    }
}

/// The name of the argument of every setter.
pub(super) fn setter_value() -> Ident {
    names::ident("value")
}

/// Renders a setter.
pub(super) fn setter(
    label: &str,
    is_deprecated: bool,
    docs: &Docs,
    accepts: &TokenStream,
    step: &TokenStream,
) -> TokenStream {
    let deprecated = deprecated(is_deprecated);
    let (setter, value) = (names::setter(label), setter_value());
    quote! {
        #docs
        #deprecated
        pub fn #setter(mut self, #value: #accepts) -> Self {
            self.request = self.request #step;
            self
        }
    }
}

fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote! { #[deprecated = "the API marks it as deprecated"] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Body, ErrorResponse, Field, Shape, Style};
    use crate::lower::fixtures::{
        api, assert_tokens, definition, field, operation, parameter, resource,
    };

    /// Renders an operation, and returns its method and the functions of its builder without comments.
    fn rendered(operation: &Operation) -> (TokenStream, TokenStream) {
        let types = vec![definition("Room", Shape::Struct(Vec::new()))];
        let api = api(Vec::new(), types);
        let code = OperationCode {
            library: "telnyx_video",
            resource: &resource("rooms", Vec::new()),
            operation,
            catalog: &Catalog::of(&api),
        };
        let method: syn::ImplItemFn = syn::parse2(code.method()).unwrap();
        let items: syn::File = syn::parse2(code.into_token_stream()).unwrap();
        let functions = items.items.into_iter().find_map(|item| match item {
            syn::Item::Impl(block) => Some(block.items),
            _ => None,
        });
        let (signature, body) = (method.sig, method.block);
        let functions = functions.unwrap();
        (quote!(#signature #body), quote!(#(#functions)*))
    }

    #[test]
    fn required_values_are_arguments() {
        let mut create = operation("CreateRoom", "create");
        create.http_method = "POST";
        create.path_parameters = vec![parameter("owner_id", Style::Simple, Type::String)];
        create.other_parameters = vec![
            Parameter {
                is_selection: true,
                ..parameter("filter", Style::DeepObject, Type::Named("Room".into()))
            },
            Parameter {
                required: true,
                ..parameter("dry", Style::FormExploded, Type::Boolean)
            },
            parameter("late", Style::FormExploded, Type::Boolean),
        ];
        create.body = Some(Body::Fields(vec![
            Field {
                required: true,
                nullable: true,
                ..field("type", Type::String)
            },
            field("size", Type::Number),
        ]));
        create.returns_secrets = true;
        let (method, _) = rendered(&create);
        assert_tokens(
            method,
            quote! {
                fn create(
                    &self,
                    owner_id: impl PathArgument,
                    filter: impl Into<Selection<models::Room>>,
                    dry: bool,
                    r#type: impl Into<Nullable<String>>
                ) -> CreateRoom {
                    let request = Request::post(&self.client, "/rooms")
                        .operation("rooms.create", "CreateRoom")
                        .path("owner_id", owner_id)
                        .selection("filter", filter.into())
                        .query("dry", dry)
                        .json_body()
                        .field("type", r#type.into())
                        .confidential();
                    CreateRoom { request }
                }
            },
        );
    }

    #[test]
    fn optional_values_have_setters() {
        let mut update = operation("UpdateRoom", "update");
        let filter = parameter("filter", Style::DeepObject, Type::Named("Room".into()));
        let size = parameter("page[size]", Style::FormExploded, Type::Number);
        update.other_parameters = vec![filter, size];
        update.body = Some(Body::Fields(vec![Field {
            nullable: true,
            ..field("send", Type::String)
        }]));
        update.error_responses = vec![ErrorResponse {
            status: "404".into(),
            description: "No such room.".into(),
        }];
        let (_, functions) = rendered(&update);
        assert_tokens(
            functions,
            quote! {
                #[doc = " Sets `send`. `None` sends null."]
                pub fn send_(mut self, value: impl Into<Nullable<String>>) -> Self {
                    self.request = self.request.field("send", value.into());
                    self
                }
                #[doc = " Sets `filter`."]
                pub fn filter(mut self, value: models::Room) -> Self {
                    self.request = self.request.query_object("filter", value);
                    self
                }
                #[doc = " Sets `page[size]`."]
                pub fn page_size(mut self, value: f64) -> Self {
                    self.request = self.request.query("page[size]", value);
                    self
                }
                #[doc = " Sets options, such as timeout and headers, for this request only."]
                pub fn options(mut self, options: RequestOptions) -> Self {
                    self.request = self.request.options(options);
                    self
                }
                #[doc = " Sends the request."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = " Returns an [`Error`](crate::Error) if the request can't be built or sent, or if the server"]
                #[doc = " returns an error. The API documents `404`; other statuses are possible."]
                pub async fn send(self) -> Result<()> {
                    self.request.send().await
                }
                #[doc = " Like [`send`](Self::send), but also returns the status, headers and raw body."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = " Fails like [`send`](Self::send)."]
                pub async fn send_with_response(self) -> Result<Response<()>> {
                    self.request.send_with_response().await
                }
            },
        );
    }

    #[test]
    fn paginated_list_has_pages_and_stream() {
        let mut list = operation("ListRooms", "list");
        list.output = Output::Page {
            item: Type::Named("Room".into()),
            number_parameter: "page[number]".into(),
        };
        let (_, functions) = rendered(&list);
        let functions = functions.to_string();
        let paging = quote! {
            pub fn pages(self) -> Pages<models::Room> {
                Pages::new(self.request, "page[number]")
            }
        };
        assert!(functions.contains(&paging.to_string()), "{functions}");
    }

    #[test]
    fn body_that_is_not_an_object_is_one_argument() {
        let mut replace = operation("ReplaceRooms", "replace");
        replace.http_method = "PUT";
        replace.body = Some(Body::Value {
            value: Type::Any,
            required: true,
            annotations: Box::default(),
        });
        replace.output = Output::Json(Type::Uuid);
        let (method, _) = rendered(&replace);
        assert_tokens(
            method,
            quote! {
                fn replace(&self, body: serde_json::Value) -> ReplaceRooms {
                    let request = Request::new(&self.client, reqwest::Method::PUT, "/rooms")
                        .operation("rooms.replace", "ReplaceRooms")
                        .json(body);
                    ReplaceRooms { request }
                }
            },
        );
    }
}
