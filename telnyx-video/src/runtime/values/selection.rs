//! What an operation on many things acts on.

/// What an operation that acts on many things at once acts on.
///
/// Deleting all that matches a filter and deleting all there is look alike on the wire: the second
/// is the first with an empty filter. Here they are two different words. A [`Matching`] filter in
/// which nothing is set, or only empty values, is refused before anything is sent.
///
/// Operations take `impl Into<Selection<F>>`, so a filter can be given as it is.
///
/// ```
/// use telnyx_video::Selection;
///
/// # #[derive(Default)]
/// # struct Filter;
/// # fn delete_bulk(_: impl Into<Selection<Filter>>) {}
/// // Refused, and nothing is sent: this filter matches everything.
/// delete_bulk(Filter::default());
/// // Deletes everything there is.
/// delete_bulk(Selection::Everything);
/// ```
///
/// [`Matching`]: Self::Matching
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Selection<F> {
    /// Only what matches this filter.
    Matching(F),
    /// Everything there is. No filter is sent.
    Everything,
}

impl<F> From<F> for Selection<F> {
    fn from(filter: F) -> Self {
        Self::Matching(filter)
    }
}
