//! Conversion of parameter values to text.

pub mod parameter_value;
pub mod percent;
pub mod query;
