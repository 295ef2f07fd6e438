//! Prevents a bulk operation with an empty filter from affecting every object.

/// The argument of a bulk operation that says which objects it affects.
///
/// In HTTP, a filter without conditions is the same as no filter: both match every object. Here, they are two variants.
/// Sending a [`Matching`] filter without conditions, or with a blank value, fails before anything is sent.
///
/// If the request also selects a page, for example with `page_number(1)`, repeating it would affect the objects that
/// have moved to this page. A request with query parameters in addition to the filter is therefore retried only if the
/// server has certainly not processed it.
///
/// Operations take `impl Into<Selection<F>>`, so a filter can be passed without a variant.
///
/// ```
/// use telnyx_video::Selection;
///
/// # #[derive(Default)]
/// # struct Filter;
/// # struct Jobs;
/// # impl Jobs { fn delete_bulk(&self, _: impl Into<Selection<Filter>>) {} }
/// # let jobs = Jobs;
/// // Fails, and nothing is sent: this filter matches everything.
/// jobs.delete_bulk(Filter::default());
/// // Deletes everything.
/// jobs.delete_bulk(Selection::Everything);
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
