//! The setters of parameters: each writes its value in a style, into one part of the request.

use serde::Serialize;

use super::Request;
use crate::runtime::client::headers;
use crate::runtime::encoding::percent::{self, Encode};
use crate::runtime::encoding::style::{
    self, Pair, Parameter, ParameterValue, PathStyle, QueryStyle,
};
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::request::path::PathArgument;
use crate::runtime::values::selection::Selection;

impl<R> Request<R> {
    /// Sets what stands in the path in the place of `{name}`.
    pub(crate) fn path(mut self, name: &'static str, argument: impl PathArgument) -> Self {
        let outcome = self.parts.path.set(name, argument);
        self.parts.first_error.keep(outcome);
        self
    }

    /// Sets a query parameter that is a scalar or a list, in the style `form`, exploded.
    ///
    /// An object would travel without the name, so it has to be meant: see `query_as`.
    pub(crate) fn query(mut self, name: &str, value: impl Serialize) -> Self {
        let parameter = in_query(name);
        let pairs = self.record_secrets(|| {
            let value = ParameterValue::of(parameter, value)?;
            match value {
                ParameterValue::Object(_) => Err(parameter.cannot_hold("an object")),
                value => pairs(QueryStyle::FormExploded, parameter, &value),
            }
        });
        self.set_query(name, pairs);
        self
    }

    /// Sets a query parameter, in the style `deepObject`.
    pub(crate) fn query_object(self, name: &str, value: impl Serialize) -> Self {
        self.query_encoded(QueryStyle::DeepObject, name, value, percent::in_url)
    }

    /// Sets the filter of an operation that acts on all that matches, in the style `deepObject`.
    pub(crate) fn selection(mut self, name: &str, selection: Selection<impl Serialize>) -> Self {
        match selection {
            Selection::Everything => self.set_query(name, Ok(Vec::new())),
            Selection::Matching(filter) => {
                let pairs = self.record_secrets(|| selecting(name, filter));
                self.set_query(name, pairs);
            }
        }
        self
    }

    fn query_encoded(
        mut self,
        style: QueryStyle,
        name: &str,
        value: impl Serialize,
        encode: Encode,
    ) -> Self {
        let parameter = in_query(name);
        let pairs = self.record_secrets(|| {
            let value = ParameterValue::of(parameter, value)?;
            style::pairs(style, parameter, &value, encode)
        });
        self.set_query(name, pairs);
        self
    }

    fn set_query(&mut self, name: &str, pairs: Result<Vec<Pair>, InvalidArgument>) {
        if let Some(pairs) = self.parts.first_error.keep(pairs) {
            self.parts.query.set(name, pairs);
        }
    }
}

#[allow(
    dead_code,
    reason = "emitted for parameters in other styles and places; not every API has them"
)]
impl<R> Request<R> {
    /// Sets what stands in the path in the place of `{name}`, in a style.
    pub(crate) fn path_as(
        mut self,
        style: PathStyle,
        name: &'static str,
        value: impl Serialize,
    ) -> Self {
        let parameter = Parameter {
            kind: "path parameter",
            name,
        };
        let text = self.record_secrets(|| {
            let value = ParameterValue::of(parameter, value)?;
            style::text(style, parameter, &value, percent::in_url)
        });
        let outcome =
            text.and_then(|text| self.parts.path.set_encoded(name, text.unwrap_or_default()));
        self.parts.first_error.keep(outcome);
        self
    }

    /// Sets a query parameter, in a style.
    pub(crate) fn query_as(self, style: QueryStyle, name: &str, value: impl Serialize) -> Self {
        self.query_encoded(style, name, value, percent::in_url)
    }

    /// Sets a query parameter that may hold reserved characters, in a style.
    pub(crate) fn query_reserved(
        self,
        style: QueryStyle,
        name: &str,
        value: impl Serialize,
    ) -> Self {
        self.query_encoded(style, name, value, percent::reserved)
    }

    /// Sets a header field, in the style `simple`.
    pub(crate) fn header(self, name: &str, value: impl Serialize) -> Self {
        self.header_as(PathStyle::Simple, name, value)
    }

    /// Sets a header field, in the style `simple`, exploded: an object is `key=value`.
    pub(crate) fn exploded_header(self, name: &str, value: impl Serialize) -> Self {
        self.header_as(PathStyle::SimpleExploded, name, value)
    }

    fn header_as(mut self, style: PathStyle, name: &str, value: impl Serialize) -> Self {
        let parameter = Parameter {
            kind: "header",
            name,
        };
        let field = self.record_secrets(|| {
            let value = ParameterValue::of(parameter, value)?;
            headers::write(style, parameter, &value)
        });
        match self.parts.first_error.keep(field) {
            Some(Some((name, value))) => {
                self.parts.headers.insert(name, value);
            }
            Some(None) => {
                self.parts.headers.remove(name);
            }
            None => {}
        }
        self
    }

    /// Sets a cookie; a list sets one for each item.
    pub(crate) fn cookie(self, name: &str, value: impl Serialize) -> Self {
        self.cookie_as(QueryStyle::FormExploded, name, value)
    }

    /// Sets a cookie, in a style.
    pub(crate) fn cookie_as(
        mut self,
        style: QueryStyle,
        name: &str,
        value: impl Serialize,
    ) -> Self {
        let parameter = Parameter {
            kind: "cookie",
            name,
        };
        let pairs = self.record_secrets(|| {
            let value = ParameterValue::of(parameter, value)?;
            style::pairs(style, parameter, &value, percent::in_cookie)
        });
        if let Some(pairs) = self.parts.first_error.keep(pairs) {
            self.parts.cookies.set(name, pairs);
        }
        self
    }
}

fn in_query(name: &str) -> Parameter<'_> {
    Parameter {
        kind: "query parameter",
        name,
    }
}

fn pairs(
    style: QueryStyle,
    parameter: Parameter<'_>,
    value: &ParameterValue,
) -> Result<Vec<Pair>, InvalidArgument> {
    style::pairs(style, parameter, value, percent::in_url)
}

/// The pairs of a filter that does select something.
///
/// A server may take an empty value for no filter at all, so at least one has to say something.
fn selecting(name: &str, filter: impl Serialize) -> Result<Vec<Pair>, InvalidArgument> {
    let parameter = in_query(name);
    let filter = ParameterValue::of(parameter, filter)?;
    if filter.is_blank() {
        return Err(InvalidArgument::new(format!(
            "`{name}` is empty and would match everything; if that is meant, pass `Selection::Everything`"
        )));
    }
    pairs(QueryStyle::DeepObject, parameter, &filter)
}
