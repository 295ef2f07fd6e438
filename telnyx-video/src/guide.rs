//! Guides to common tasks, one page each.

#[doc = include_str!("../docs/errors.md")]
pub mod errors {}

#[doc = include_str!("../docs/responses.md")]
pub mod responses {}

#[doc = include_str!("../docs/retries.md")]
pub mod retries {}

#[doc = include_str!("../docs/paging.md")]
pub mod paging {}

#[doc = include_str!("../docs/downloads.md")]
pub mod downloads {}

#[cfg_attr(feature = "webhook", doc = include_str!("../docs/webhooks.md"))]
///
/// This guide requires the feature `webhook`.
pub mod webhooks {}

#[cfg_attr(feature = "mock", doc = include_str!("../docs/testing.md"))]
///
/// This guide requires the feature `mock`.
pub mod testing {}

#[doc = include_str!("../docs/stability.md")]
pub mod stability {}
