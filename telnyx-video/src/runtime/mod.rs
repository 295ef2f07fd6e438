//! The hand-written half of the SDK: everything that isn't particular to one API.

pub(crate) mod client;
pub(crate) mod encoding;
pub(crate) mod error;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod transport;
pub(crate) mod values;
