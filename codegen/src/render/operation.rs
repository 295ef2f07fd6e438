//! One operation: the method that begins its request, and the type that holds the request.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;

use super::docs::Docs;
use super::example::example;
use super::types::{Argument, Catalog, Imports, Scope, argument, rust_type};
use super::{authentication, parameter};
use crate::ir::{Annotations, Operation, Parameter, Resource, Type};
use crate::names;
use crate::render::markdown::code_span;

/// Both parts of an operation's code.
pub(super) struct OperationCode<'a> {
    /// The path of the crate in its examples.
    pub(super) library: &'a str,
    pub(super) resource: &'a Resource,
    pub(super) operation: &'a Operation,
    pub(super) catalog: &'a Catalog<'a>,
}

impl OperationCode<'_> {
    pub(super) fn add_imports(&self, imports: &mut Imports) {
        let operation = self.operation;
        for name in ["Client", "RequestOptions", "Response", "Result"] {
            imports.add("crate", name);
        }
        imports.add("crate::runtime::request", "Request");
        authentication::add_imports(operation, imports);
        let in_path = operation.path_parameters.iter();
        for parameter in in_path.chain(&operation.other_parameters) {
            parameter::add_imports(parameter, imports);
            if !parameter.is_segment() {
                self.add_value(&parameter.value, imports);
            }
            if parameter.is_selection {
                imports.add("crate", "Selection");
            }
        }
        self.add_body_imports(imports);
        self.add_output_imports(imports);
    }

    pub(super) fn add_value(&self, value: &Type, imports: &mut Imports) {
        imports.add_type(value);
        if value.named().is_some() || !value.runtime_types().is_empty() {
            imports.add("crate", "models");
        }
    }

    /// The method of the resource.
    pub(super) fn method(&self) -> TokenStream {
        let operation = self.operation;
        let docs = Docs::default()
            .text(operation.summary.as_deref().map(as_sentence).as_deref())
            .text(operation.description.as_deref())
            .line(format!("`{} {}`", operation.http_method, operation.path))
            .paragraph(example(
                self.library,
                self.resource,
                operation,
                self.catalog,
            ));
        let deprecated = deprecated(operation.deprecated);
        let (name, type_name) = (
            names::method(&operation.name),
            names::operation_type(&operation.id),
        );
        let (parameters, steps) = self.arguments();
        let begin = self.begin();
        quote! {
            #docs
            #deprecated
            pub fn #name(&self, #(#parameters),*) -> #type_name {
                #type_name { request: #begin #(#steps)* }
            }
        }
    }

    fn begin(&self) -> TokenStream {
        let Operation {
            id,
            http_method,
            path,
            ..
        } = self.operation;
        let begin = match *http_method {
            "GET" | "POST" | "PATCH" | "DELETE" => names::value(http_method),
            method => {
                let method = names::ident(method);
                return quote!(Request::new(&self.client, #id, reqwest::Method::#method, #path));
            }
        };
        quote!(Request::#begin(&self.client, #id, #path))
    }

    /// The arguments of the method, and what is done with each.
    fn arguments(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let operation = self.operation;
        let mut parameters = Vec::new();
        let server = operation.server.iter().map(|url| quote!(.server(#url)));
        let mut steps: Vec<TokenStream> = server.collect();
        steps.extend(authentication::steps(operation));
        let in_query = operation.other_parameters.iter();
        let in_query = in_query.filter(|parameter| parameter.is_argument());
        for parameter in operation.path_parameters.iter().chain(in_query) {
            let name = names::value(&parameter.label);
            let Argument { accepts, value } = self.parameter_argument(parameter);
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

    /// The argument of a parameter, whether of the method or of a setter.
    pub(super) fn parameter_argument(&self, parameter: &Parameter) -> Argument {
        let name = names::value(&parameter.label);
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
        argument(&name, value, false, Scope::Resources, self.catalog)
    }

    fn setters(&self) -> Vec<TokenStream> {
        let parameters = self
            .operation
            .other_parameters
            .iter()
            .filter(|parameter| !parameter.is_argument());
        let parameters = parameters.map(|parameter| {
            let argument = self.parameter_argument(parameter);
            setter(
                &parameter.label,
                &parameter.annotations,
                format!("Sets {}.", code_span(&parameter.name)),
                &argument.accepts,
                &parameter::step(parameter, &argument.value),
            )
        });
        self.body_setters().into_iter().chain(parameters).collect()
    }
}

impl ToTokens for OperationCode<'_> {
    /// The type that holds the request.
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let operation = self.operation;
        let type_name = names::operation_type(&operation.id);
        let resource = names::resource_type(&self.resource.path);
        let docs = Docs::new(format!(
            "The request of [`{resource}::{}`].",
            names::method(&operation.name).unraw()
        ));
        let response_body = self.response_body();
        let value = self.value();
        let setters = self.setters();
        let piecemeal = self.piecemeal();
        let send_docs = self.send_docs();
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Debug)]
            #[must_use = "nothing is sent before the request is awaited"]
            pub struct #type_name {
                request: Request<#response_body>,
            }

            impl #type_name {
                #(#setters)*

                #[doc = " Sets options for this request alone."]
                pub fn options(mut self, options: RequestOptions) -> Self {
                    self.request = self.request.options(options);
                    self
                }

                #send_docs
                pub async fn send(self) -> Result<#value> {
                    self.request.send().await
                }

                #[doc = " Like [`send`](Self::send), with the status, the headers and the raw body beside the value."]
                pub async fn send_with_response(self) -> Result<Response<#value>> {
                    self.request.send_with_response().await
                }

                #piecemeal
            }
        });
    }
}

pub(super) fn setter(
    label: &str,
    annotations: &Annotations,
    otherwise: String,
    accepts: &TokenStream,
    step: &TokenStream,
) -> TokenStream {
    let docs = Docs::default().annotations(annotations).or(otherwise);
    let deprecated = deprecated(annotations.deprecated);
    let (setter, name) = (names::setter(label), names::value(label));
    quote! {
        #docs
        #deprecated
        pub fn #setter(mut self, #name: #accepts) -> Self {
            self.request = self.request #step;
            self
        }
    }
}

fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote! { #[deprecated] })
}

fn as_sentence(summary: &str) -> String {
    let summary = summary.trim();
    if summary.ends_with(['.', '!', '?']) {
        summary.to_owned()
    } else {
        format!("{summary}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Body, ErrorResponse, Field, Output, Shape, Style};
    use crate::lower::fixtures::{
        api, assert_tokens, definition, field, operation, parameter, resource,
    };

    /// What comes of an operation: of its method what follows the comment, of its type the functions.
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
    fn what_is_required_is_an_argument() {
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
                    CreateRoom {
                        request: Request::post(&self.client, "CreateRoom", "/rooms")
                            .path("owner_id", owner_id)
                            .selection("filter", filter.into())
                            .query("dry", dry)
                            .json_body()
                            .field("type", r#type.into())
                            .confidential()
                    }
                }
            },
        );
    }

    #[test]
    fn what_is_optional_has_a_setter() {
        let mut update = operation("UpdateRoom", "update");
        let filter = parameter("filter", Style::DeepObject, Type::Named("Room".into()));
        let size = parameter("page[size]", Style::FormExploded, Type::Number);
        update.other_parameters = vec![filter, size];
        update.body = Some(Body::Fields(vec![Field {
            nullable: true,
            ..field("send", Type::String)
        }]));
        update.error_responses = vec![ErrorResponse {
            status: "4XX".into(),
            description: "Your fault.".into(),
        }];
        let (_, functions) = rendered(&update);
        assert_tokens(
            functions,
            quote! {
                #[doc = " Sets `send`."]
                pub fn send_(mut self, send: impl Into<Nullable<String>>) -> Self {
                    self.request = self.request.field("send", send.into());
                    self
                }
                #[doc = " Sets `filter`."]
                pub fn filter(mut self, filter: models::Room) -> Self {
                    self.request = self.request.query_object("filter", filter);
                    self
                }
                #[doc = " Sets `page[size]`."]
                pub fn page_size(mut self, page_size: f64) -> Self {
                    self.request = self.request.query("page[size]", page_size);
                    self
                }
                #[doc = " Sets options for this request alone."]
                pub fn options(mut self, options: RequestOptions) -> Self {
                    self.request = self.request.options(options);
                    self
                }
                #[doc = " Sends the request. The API documents these failures: `4XX`."]
                pub async fn send(self) -> Result<()> {
                    self.request.send().await
                }
                #[doc = " Like [`send`](Self::send), with the status, the headers and the raw body beside the value."]
                pub async fn send_with_response(self) -> Result<Response<()>> {
                    self.request.send_with_response().await
                }
            },
        );
    }

    #[test]
    fn a_list_in_pages_can_be_gone_through() {
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
    fn a_body_that_is_no_object_is_given_as_a_whole() {
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
                    ReplaceRooms {
                        request: Request::new(&self.client, "ReplaceRooms", reqwest::Method::PUT, "/rooms").json(body)
                    }
                }
            },
        );
    }

    #[test]
    fn a_summary_ends_as_a_sentence_does() {
        assert_eq!(as_sentence("List rooms "), "List rooms.");
        assert_eq!(as_sentence("Why?"), "Why?");
    }
}
