//! How the values of parameters are written, by the styles that OpenAPI names.
//!
//! A value is made plain once; each style then puts its texts together. The same styles serve
//! path, query, headers, cookies and forms, which differ in how they encode a text.

mod pairs;
mod parameter_value;
mod text;
pub(crate) mod wrapped;

pub(crate) use pairs::{Pair, QueryStyle, pairs};
pub(crate) use parameter_value::{Parameter, ParameterValue, scalar};
pub(crate) use text::{PathStyle, text};
