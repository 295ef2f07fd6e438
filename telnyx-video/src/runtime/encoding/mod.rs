//! Conversion of parameter values to strings.

pub mod pairs;
pub mod parameter_value;
pub mod percent;
