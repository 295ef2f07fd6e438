use std::any::Any;

use serde::Serialize;
use serde_json::{Map, Value};

use super::bytes_body::BytesBody;
use super::form::Form;
use super::multipart::{Field, Multipart};
use super::pair_style::{PairStyle, encode_pairs};
use super::percent::{encode_allowing_reserved, encode_cookie};
use super::random_uuid::random_uuid;
use super::send_streamed::SendStreamed;
use super::value_style::{ValueStyle, encode_value};
use super::{ByteSource, FilePart, FormEncoding, OperationRetries, PartTypes};
use crate::runtime::client::headers;
use crate::runtime::download::Download;
use crate::runtime::encoding::{Parameter, percent_encode, to_json};
use crate::runtime::error::{ArgumentResult, Error, InvalidArgument};
use crate::runtime::request::{Request, RequestParts};

/// Setters for the kinds of parameters and bodies that only some APIs need, and downloads of response bodies.
pub trait RequestExt: Sized {
    /// Changes the parts of the request; see [`Request::change`].
    fn change(self, change: impl FnOnce(&mut RequestParts) -> ArgumentResult<()>) -> Self;

    /// Sends the request and returns the body of the response as a stream.
    ///
    /// Until the response starts, the request may be retried. From then on, neither the length nor the duration is
    /// limited; the timeout of an attempt limits only the time without data.
    fn download(self) -> impl Future<Output = Result<Download, Error>> + Send;

    /// Makes a redirect a success. The client doesn't follow it.
    fn accept_redirects(self) -> Self {
        self.change(|parts| {
            parts.accepts_redirects = true;
            Ok(())
        })
    }

    /// Sets the header `name` to a random UUID, unless the caller has set it.
    fn idempotency_key(self, name: &'static str) -> Self {
        self.change(|parts| {
            if parts.headers.contains_key(name) {
                return Ok(());
            }
            let key = random_uuid().to_string();
            set_header(parts, ValueStyle::Simple, name, key)
        })
    }

    /// Sets a path parameter to the value that is set for the whole client, unless the caller has set the parameter of
    /// this request. Without either, fails with `missing_message`, or does nothing if that is `None`.
    fn client_path(self, name: &'static str, missing_message: Option<&'static str>) -> Self {
        self.change(|parts| {
            let is_set = parts.path.has_argument(name);
            set_client_parameter(parts, is_set, name, missing_message, |parts, value| {
                parts.path.set_argument(name, &value)
            })
        })
    }

    /// Does the same as [`client_path`](Self::client_path) for a header.
    fn client_header(self, name: &'static str, missing_message: Option<&'static str>) -> Self {
        self.change(|parts| {
            let is_set = parts.headers.contains_key(name);
            set_client_parameter(parts, is_set, name, missing_message, |parts, value| {
                set_header(parts, ValueStyle::Simple, name, value)
            })
        })
    }

    /// Does the same as [`client_path`](Self::client_path) for a query parameter.
    fn client_query(self, name: &'static str, missing_message: Option<&'static str>) -> Self {
        self.change(|parts| {
            let is_set = parts.query.encoded_value(name).is_some();
            set_client_parameter(parts, is_set, name, missing_message, |parts, value| {
                set_query(
                    parts,
                    PairStyle::FormExploded,
                    Parameter::query(name),
                    value,
                )
            })
        })
    }

    /// Sets the default retry policy of the operation. A policy that the caller sets replaces it.
    fn retry(self, policy: &'static OperationRetries) -> Self {
        self.change(|parts| {
            parts.default_retry_policy = policy;
            Ok(())
        })
    }

    /// Sets a path parameter in a style.
    fn path_as(self, style: ValueStyle, name: &'static str, value: impl Serialize) -> Self {
        self.change(|parts| {
            let parameter = Parameter::new("path parameter", name, percent_encode);
            let encoded = encode_value(style, parameter, value)?;
            parts.path.set_encoded(name, encoded.unwrap_or_default())
        })
    }

    /// Sets a query parameter in a style.
    fn query_as(self, style: PairStyle, name: &str, value: impl Serialize) -> Self {
        self.change(|parts| set_query(parts, style, Parameter::query(name), value))
    }

    /// Sets a query parameter with `allowReserved`, in a style.
    fn query_reserved(self, style: PairStyle, name: &str, value: impl Serialize) -> Self {
        self.change(|parts| {
            let parameter = Parameter::new("query parameter", name, encode_allowing_reserved);
            set_query(parts, style, parameter, value)
        })
    }

    /// Sets a header in the style `simple`.
    fn header(self, name: &str, value: impl Serialize) -> Self {
        self.change(|parts| set_header(parts, ValueStyle::Simple, name, value))
    }

    /// Sets a header in the style `simple`, exploded: an object becomes `R=100,G=200`.
    fn exploded_header(self, name: &str, value: impl Serialize) -> Self {
        self.change(|parts| set_header(parts, ValueStyle::SimpleExploded, name, value))
    }

    /// Sets a cookie. A list becomes one cookie for each item.
    fn cookie(self, name: &str, value: impl Serialize) -> Self {
        self.cookie_as(PairStyle::FormExploded, name, value)
    }

    /// Sets a cookie in a style.
    fn cookie_as(self, style: PairStyle, name: &str, value: impl Serialize) -> Self {
        self.change(|parts| {
            let parameter = Parameter::new("cookie", name, encode_cookie);
            let pairs = encode_pairs(style, parameter, value)?;
            parts.cookies.set(name, pairs);
            Ok(())
        })
    }

    /// Sets a form as the body, which is empty until a field is set.
    fn form_body(self, encoding: FormEncoding) -> Self {
        self.form(encoding, Map::new())
    }

    /// Sets a form with the fields of an object as the body.
    fn form(self, encoding: FormEncoding, body: impl Serialize) -> Self {
        self.change(|parts| {
            let fields = fields(body, "a form")?;
            parts.body = Some(Box::new(Form { fields, encoding }));
            Ok(())
        })
    }

    /// Sets a multipart body, which is empty until a field is set.
    fn multipart_body(self, types: PartTypes) -> Self {
        self.multipart(types, Map::new())
    }

    /// Sets a multipart body with the fields of an object.
    fn multipart(self, types: PartTypes, body: impl Serialize) -> Self {
        self.change(|parts| {
            let mut multipart = Multipart::new(types);
            for (name, value) in fields(body, "a multipart body")? {
                multipart.set(&name, Field::Value(value));
            }
            parts.body = Some(Box::new(multipart));
            Ok(())
        })
    }

    /// Sets the files of a field, if the body is a multipart body.
    fn files(self, name: &str, files: impl IntoIterator<Item = FilePart>) -> Self {
        self.change(|parts| {
            if let Some(body) = &mut parts.body {
                let body: &mut dyn Any = &mut **body;
                if let Some(multipart) = body.downcast_mut::<Multipart>() {
                    multipart.set(name, Field::Files(files.into_iter().collect()));
                }
            }
            Ok(())
        })
    }

    /// Sets the bytes of the body and their media type.
    fn bytes(self, media_type: &'static str, source: ByteSource) -> Self {
        self.change(|parts| {
            parts.body = Some(Box::new(BytesBody { media_type, source }));
            Ok(())
        })
    }

    /// Sets additional properties of the body: fields whose names the API description doesn't declare.
    fn fields<T: Serialize>(self, values: impl IntoIterator<Item = (String, T)>) -> Self {
        values.into_iter().fold(self, |request, (name, value)| {
            request.change(|parts| parts.set_field(&name, value))
        })
    }
}

impl<R> RequestExt for Request<R> {
    fn change(self, change: impl FnOnce(&mut RequestParts) -> ArgumentResult<()>) -> Self {
        self.change(change)
    }

    async fn download(self) -> Result<Download, Error> {
        let parts = self.into_parts();
        let decode = |_, download| Ok(download);
        parts.send::<SendStreamed, _>(decode).await
    }
}

/// Passes the value that is set for the whole client to `set`, unless the caller has set the parameter of this request
/// (`is_set`). Without either, fails with `missing_message`, or does nothing if that is `None`.
fn set_client_parameter(
    parts: &mut RequestParts,
    is_set: bool,
    name: &str,
    missing_message: Option<&'static str>,
    set: impl FnOnce(&mut RequestParts, String) -> ArgumentResult<()>,
) -> ArgumentResult<()> {
    if is_set {
        return Ok(());
    }
    match (parts.client_parameter(name), missing_message) {
        (Some(value), _) => set(parts, value),
        (None, Some(message)) => Err(InvalidArgument::new(message)),
        (None, None) => Ok(()),
    }
}

fn set_query(
    parts: &mut RequestParts,
    style: PairStyle,
    parameter: Parameter<'_>,
    value: impl Serialize,
) -> ArgumentResult<()> {
    let pairs = encode_pairs(style, parameter, value)?;
    parts.query.set(parameter.name, pairs);
    Ok(())
}

/// Sets a header, or removes it if the value is an empty object.
fn set_header(
    parts: &mut RequestParts,
    style: ValueStyle,
    name: &str,
    value: impl Serialize,
) -> ArgumentResult<()> {
    let parameter = Parameter::new("header", name, str::to_owned);
    match encode_value(style, parameter, value)? {
        Some(text) => {
            let (name, value) = headers::parse(name, &text)?;
            parts.headers.insert(name, value);
        }
        None => {
            parts.headers.remove(name);
        }
    }
    Ok(())
}

/// Returns the fields of a body. `kind` names the kind of body in errors, such as `a form`.
fn fields(body: impl Serialize, kind: &str) -> ArgumentResult<Map<String, Value>> {
    match to_json("the body", body)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(InvalidArgument::new(format!(
            "the body is not an object, which {kind} requires"
        ))),
    }
}
