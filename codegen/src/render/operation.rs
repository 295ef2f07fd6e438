//! One operation: the method of its resource, and its request builder.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::body::{body_step, field_step};
use super::docs::{CLEARS_VALUE, Docs, SENDS_NULL, as_sentence, deprecated};
use super::escape::code_span;
use super::example::example;
use super::input::{InputKind, OperationInput, body, parameters};
use super::output::{list_impl, send_methods, streaming_methods};
use super::output_type::{operation_decoder_type, output_type};
use super::types::{Argument, parsed, setter_argument};
use super::{OperationCode, authentication, parameter, retry};
use crate::ir::{Body, Output, Role};
use crate::names::{self, FileKind};

/// The maximum length of a line that prettyplease doesn't break.
const LONGEST_LINE: usize = 89;

/// The documentation of an idempotency key that the caller may set.
const RANDOM_KEY: &str = "Default: a random UUID for each call, the same in its retries.";

impl OperationCode<'_> {
    /// Renders the method of the resource.
    pub(super) fn method(&self) -> TokenStream {
        let operation = self.operation;
        let docs = self.method_docs();
        let deprecated = deprecated(operation.deprecated);
        let name = names::method(&operation.method);
        let builder = names::builder_type(&operation.builder);
        let (arguments, steps) = self.arguments_and_steps();
        let new_request = self.new_request();
        quote! {
            #docs
            #deprecated
            pub fn #name(&self, #(#arguments),*) -> #builder {
                #new_request #(#steps)*;
                #builder { request }
            }
        }
    }

    /// Renders the request builder.
    pub(super) fn request_builder(&self) -> TokenStream {
        let operation = self.operation;
        let builder = names::builder_type(&operation.builder);
        let resource = names::resource_type(&self.resource.path);
        let docs = Docs::new(format!(
            "Request builder returned by [`{resource}::{}`].",
            names::method(&operation.method).unraw()
        ));
        let decoder = operation_decoder_type(operation);
        let inputs = body(operation).into_iter().chain(parameters(operation));
        let setters = inputs
            .filter(|input| !input.is_argument)
            .map(|input| self.setter(&input));
        let streaming_methods = streaming_methods(operation);
        let send_methods = send_methods(operation);
        let list_impl = list_impl(operation);
        let output = output_type(&operation.output, FileKind::Resources);
        let options_docs = Docs::new(match self.operation.output {
            Output::Page { .. } => {
                "Sets options, such as timeout and headers, for each page of this list."
            }
            _ => "Sets options, such as timeout and headers, for this call only.",
        });
        let must_use = match self.operation.output {
            Output::Page { .. } => {
                "lists do nothing until they are awaited or read with `.pages()` or `.stream()`"
            }
            _ => "request builders do nothing until they or their `.send()` are awaited",
        };
        quote! {
            #docs
            #[derive(Clone, Debug)]
            #[must_use = #must_use]
            pub struct #builder {
                request: Request<#decoder>,
            }

            impl #builder {
                #(#setters)*

                #options_docs
                pub fn options(mut self, options: RequestOptions) -> Self {
                    self.request = self.request.options(options);
                    self
                }

                #send_methods

                #streaming_methods
            }

            send_on_await!(#builder -> #output);

            #list_impl
        }
    }

    fn method_docs(&self) -> Docs {
        let operation = self.operation;
        let summary = operation.summary.as_deref().map(as_sentence);
        let description = operation.description.as_deref();
        let description = description.filter(|it| !it.trim().is_empty());
        let mut docs = Docs::default().description(description.or(summary.as_deref()));
        let mut parameters = operation.parameters.iter();
        if parameters.any(|it| it.role == Role::Selection) {
            let verb = match operation.http_method {
                "DELETE" => "delete",
                _ => "select",
            };
            docs = docs.markdown(format!(
                "To {verb} everything, pass [`Selection::Everything`]. `send` returns an error and sends nothing if no \
                 field of the filter is set, or if a field has an empty value, such as `\"\"` or an object in which no \
                 field is set."
            ));
        }
        let request = code_span(&format!("{} {}", operation.http_method, operation.path));
        let builder = names::builder_type(&operation.builder);
        let link = |method: &str| format!("[`{method}`]({builder}::{method})");
        let (send, stream, send_stream) = (link("send"), link("stream"), link("send_stream"));
        let alternatives = match (&operation.output, &operation.stream) {
            (Output::Page { .. }, None) => {
                format!(": {send} returns one page, {stream} all items.")
            }
            (Output::Page { .. }, Some(_)) => format!(
                ": {send} returns one page, {stream} all items, {send_stream} the stream of the server."
            ),
            (_, Some(_)) => {
                format!(": {send} returns the whole response, {send_stream} a stream.")
            }
            (_, None) => String::new(),
        };
        docs.markdown(request + &alternatives)
            .paragraph(example(self))
    }

    /// Renders the start of the statement that creates the request. *Steps* follow, such as `.query("a", a)`.
    fn new_request(&self) -> TokenStream {
        let operation = self.operation;
        let path = &operation.path;
        let (function, method) = match operation.http_method {
            method @ ("GET" | "POST" | "PATCH" | "DELETE") => {
                (method.to_lowercase(), String::new())
            }
            method => ("new".to_owned(), format!("reqwest::Method::{method}, ")),
        };
        // If the line is too long, prettyplease wraps the arguments instead of the steps. A constant for the path
        // prevents this.
        let line =
            format!("        let request = Request::{function}(&self.client, {method}{path:?})");
        let (constant, path) = match line.len() > LONGEST_LINE {
            true => (Some(quote!(const PATH: &str = #path;)), quote!(PATH)),
            false => (None, quote!(#path)),
        };
        let function = names::ident(&function);
        let method = parsed(&method);
        let call = names::dotted_call(self.resource, operation);
        let id = operation.operation_id.iter();
        let id = id.map(|id| quote!(.operation_id(#id)));
        quote! {
            #constant
            let request = Request::#function(&self.client, #method #path).operation(#call) #(#id)*
        }
    }

    /// Returns the arguments of the method, and the steps of the request.
    fn arguments_and_steps(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let operation = self.operation;
        let mut arguments = Vec::new();
        let mut argument_step = |input: OperationInput<'_>| {
            let name = names::field_or_argument(input.label);
            let Argument { accepts, value } = input.argument(&name, self.api);
            arguments.push(quote!(#name: #accepts));
            self.step(&input, &value)
        };
        let server = operation.server.iter().map(|url| quote!(.server(#url)));
        let mut steps: Vec<TokenStream> = server.chain(authentication::steps(operation)).collect();
        let fixed_query = operation.fixed_query.iter();
        steps.extend(fixed_query.map(|(name, values)| match values.as_slice() {
            [value] => quote!(.query(#name, #value)),
            values => quote!(.query(#name, [#(#values),*])),
        }));
        let parameters = parameters(operation).filter(|input| input.is_argument);
        steps.extend(parameters.map(&mut argument_step));
        if let Some(Body::Fields(_)) = operation.body {
            steps.push(body_step(&operation.encoding, None));
        }
        let body = body(operation).into_iter();
        let body = body.filter(|input| input.is_argument);
        steps.extend(body.map(&mut argument_step));
        let accept = operation.output.accept();
        steps.extend(accept.map(|media_types| quote!(.header("accept", #media_types))));
        let accepts_redirects = matches!(
            operation.output,
            Output::Undeclared {
                accepts_redirects: true
            }
        );
        steps.extend(accepts_redirects.then(|| quote!(.accept_redirects())));
        steps.extend(operation.is_idempotent.then(|| quote!(.idempotent())));
        steps.extend(retry::step(&operation.retry));
        let returns_secrets = operation.returns_secrets;
        steps.extend(returns_secrets.then(|| quote!(.response_has_secrets())));
        (arguments, steps)
    }

    /// Renders the step that sets an input to `value`.
    fn step(&self, input: &OperationInput<'_>, value: &TokenStream) -> TokenStream {
        match input.kind {
            InputKind::Parameter(parameter) => parameter::step(parameter, value),
            InputKind::Field(field) => field_step(field, value),
            InputKind::Body => body_step(&self.operation.encoding, Some(value)),
        }
    }

    fn setter(&self, input: &OperationInput<'_>) -> TokenStream {
        let summary = match input.kind {
            InputKind::Field(field) if field.is_additional_properties => {
                "Adds body fields that have no setter of their own."
            }
            InputKind::Body => {
                "Sets the body. If this setter isn't called, the request has no body."
            }
            _ => &format!("Sets {}.", code_span(input.wire_name)),
        };
        let last_sentence = match (input.kind, self.operation.http_method) {
            (InputKind::Parameter(it), _) if it.role == Role::IdempotencyKey => Some(RANDOM_KEY),
            _ if !input.nullable => None,
            (_, "PATCH" | "PUT") => Some(CLEARS_VALUE),
            _ => Some(SENDS_NULL),
        };
        let setter = names::setter(input.label);
        let docs = Docs::default()
            .setter(input.annotations, summary, last_sentence)
            .explain_setter(&setter, &names::field_or_argument(input.label));
        let deprecated = deprecated(input.annotations.deprecated);
        let argument_name = setter_argument();
        let Argument { accepts, value } = input.argument(&argument_name, self.api);
        let step = self.step(input, &value);
        quote! {
            #docs
            #deprecated
            pub fn #setter(mut self, #argument_name: #accepts) -> Self {
                self.request = self.request #step;
                self
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{
        ErrorResponse, Field, Operation, PageStyle, Pagination, Parameter, Shape, Style, Type,
    };
    use crate::lower::fixtures::{
        api, assert_tokens, definition, field, operation, parameter, resource,
    };

    /// Renders an operation, and returns its method and the functions of its builder without comments.
    fn rendered(operation: &Operation) -> (TokenStream, TokenStream) {
        let types = vec![definition("Room", Shape::Struct(Vec::new()))];
        let api = api(Vec::new(), types);
        let code = OperationCode {
            api: &api,
            resource: &resource("rooms", Vec::new()),
            operation,
        };
        let method: syn::ImplItemFn = syn::parse2(code.method()).unwrap();
        let items: syn::File = syn::parse2(code.request_builder()).unwrap();
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
        create.parameters = vec![
            parameter("owner_id", Style::Simple, Type::String),
            Parameter {
                role: Role::Selection,
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
                        .operation("rooms.create")
                        .operation_id("CreateRoom")
                        .path("owner_id", owner_id)
                        .selection("filter", filter.into())
                        .query("dry", dry)
                        .json_body()
                        .field("type", r#type.into())
                        .response_has_secrets();
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
        update.parameters = vec![filter, size];
        update.body = Some(Body::Fields(vec![Field {
            nullable: true,
            ..field("send", Type::String)
        }]));
        update.error_responses = vec![ErrorResponse {
            status: "404".into(),
            description: "No such room.".into(),
            body: None,
        }];
        let (_, functions) = rendered(&update);
        assert_tokens(
            functions,
            quote! {
                #[doc = " Sets `send`. Pass `None` or `Nullable::Null` to send null."]
                #[doc = ""]
                #[doc = " The underscore distinguishes this setter from the method `send`."]
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
                #[doc = " Sets options, such as timeout and headers, for this call only."]
                pub fn options(mut self, options: RequestOptions) -> Self {
                    self.request = self.request.options(options);
                    self
                }
                #[doc = " Sends the request."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = " Returns an [`Error`](crate::Error) if the request can't be built or sent, if the server"]
                #[doc = " returns an error, or if the response can't be read. The API documents the error status"]
                #[doc = " `404`; others are possible."]
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
            pagination: Pagination::standard("page[number]".into()),
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
    fn paginated_list_documents_its_cursor() {
        let mut list = operation("ListRooms", "list");
        list.output = Output::Page {
            item: Type::String,
            pagination: Pagination {
                style: PageStyle::Cursor {
                    parameter: "after".into(),
                    next: "/next".into(),
                    has_more: None,
                },
                items: Some("/rooms".into()),
            },
        };
        let (_, functions) = rendered(&list);
        let functions = functions.to_string();
        for streamed in ["pages", "all items"] {
            let docs = format!(
                " Returns a stream of {streamed}. Pages are fetched on demand, by cursor (`after`)."
            );
            assert!(functions.contains(&docs), "{functions}");
        }
    }

    #[test]
    fn body_that_is_not_an_object_is_one_argument() {
        let mut replace = operation("ReplaceRooms", "replace");
        replace.http_method = "PUT";
        replace.body = Some(Body::Value {
            ty: Type::Any,
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
                        .operation("rooms.replace")
                        .operation_id("ReplaceRooms")
                        .json(body);
                    ReplaceRooms { request }
                }
            },
        );
    }
}
