//! One module for each task.

#[cfg(feature = "all-tasks")]
pub(crate) mod all;
#[cfg(not(feature = "all-tasks"))]
pub(crate) mod delegate;
pub(crate) mod diff;
pub(crate) mod drift;
pub(crate) mod generate;
pub(crate) mod mock;
