//! Converts the values of parameters to text: serializes them, applies a style, and percent-encodes.

mod pairs;
mod parameter_value;
mod percent;

pub use self::pairs::{Pair, deep_object, form, pairs};
pub use self::parameter_value::{Parameter, ParameterValue, scalar_to_string, to_json};
pub use self::percent::{NOT_UNRESERVED, TextEncoder, percent_encode, percent_encode_owned};
