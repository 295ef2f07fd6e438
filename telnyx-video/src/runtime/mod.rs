//! The hand-written half of the SDK: everything that isn't specific to one API.
//!
//! Modules depend only on modules of the layers below them:
//!
//! | layer | modules |
//! |---|---|
//! | 6 | `pages`, `download` |
//! | 5 | `request` |
//! | 4 | `transport`, `response` |
//! | 3 | `client` |
//! | 2 | `encoding`, `retry` |
//! | 1 | `error`, which depends on `values` |

pub(crate) mod client;
pub(crate) mod download;
pub(crate) mod encoding;
pub(crate) mod error;
pub(crate) mod pages;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod transport;
pub(crate) mod values;
