//! How values become text in paths, queries, headers, cookies and forms.

pub(crate) mod percent;
pub(crate) mod style;
