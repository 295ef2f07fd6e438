//! The objects that a bulk operation affects.

/// The objects that a bulk operation affects.
///
/// In HTTP, a filter without conditions is the same as no filter: both match every object. Here,
/// they are two variants. Sending a [`Matching`] filter without conditions, or with blank values
/// only, fails before anything is sent.
///
/// A retry of an operation on a page, such as `page_number(1)`, would affect the next objects. So a
/// request with query parameters in addition to the filter is retried only if the server has
/// certainly not processed it.
///
/// Operations take `impl Into<Selection<F>>`, so they accept a filter as it is.
///
/// ```
/// use telnyx_video::Selection;
///
/// # #[derive(Default)]
/// # struct Filter;
/// # fn delete_bulk(_: impl Into<Selection<Filter>>) {}
/// // Fails, and nothing is sent: this filter matches everything.
/// delete_bulk(Filter::default());
/// // Deletes everything.
/// delete_bulk(Selection::Everything);
/// ```
///
/// [`Matching`]: Self::Matching
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Selection<F> {
    /// The objects that match this filter.
    Matching(F),
    /// All objects. The request has no filter.
    Everything,
}

impl<F> From<F> for Selection<F> {
    fn from(filter: F) -> Self {
        Self::Matching(filter)
    }
}
