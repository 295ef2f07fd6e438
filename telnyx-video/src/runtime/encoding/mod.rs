//! Converts the values of parameters to text: serializes them, applies a style, and percent-encodes.

pub mod pairs;
pub mod parameter_value;
pub mod percent;
