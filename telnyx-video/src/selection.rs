//! What an operation on many things acts on.

/// What an operation that acts on many things at once acts on.
///
/// Deleting all that matches a filter and deleting all there is look alike on the wire: the second
/// is the first with an empty filter. Here they are two different words. A [`Matching`] filter in
/// which nothing is set, or only empty values, is refused before anything is sent.
///
/// Operations take `impl Into<Selection<F>>`, so a filter can be given as it is.
///
/// ```no_run
/// # async fn example(client: telnyx_video::Client) -> Result<(), telnyx_video::Error> {
/// use telnyx_video::{Selection, models::RoomRecordingFilter};
///
/// let recordings = client.room_recordings();
/// // Refused, and nothing is sent: this filter matches everything.
/// assert!(recordings.delete_bulk(RoomRecordingFilter::new()).send().await.is_err());
/// // Deletes every recording there is.
/// recordings.delete_bulk(Selection::Everything).send().await?;
/// # Ok(())
/// # }
/// ```
///
/// [`Matching`]: Self::Matching
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
