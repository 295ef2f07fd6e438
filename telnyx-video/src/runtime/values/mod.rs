//! The types of fields and arguments, and their conversion from and to JSON.

pub mod decode;
pub mod model;
pub mod nullable;
pub mod open_enum;
pub mod secret;
pub mod selection;
pub mod union;
pub mod unknown_value;
