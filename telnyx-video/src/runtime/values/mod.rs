//! The types that models and arguments are made of.

pub(crate) mod additional_properties;
#[allow(
    dead_code,
    unreachable_pub,
    reason = "part of the models of an API that takes files; not every API does"
)]
pub(crate) mod byte_source;
#[allow(
    dead_code,
    unreachable_pub,
    reason = "part of the models of an API that takes files; not every API does"
)]
pub(crate) mod file_part;
pub(crate) mod nullable;
pub(crate) mod open_enum;
pub(crate) mod secret;
pub(crate) mod selection;
