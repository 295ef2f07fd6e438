use crate::runtime::error::ArgumentResult;
use crate::runtime::request::Request;
use crate::runtime::response::{Page, PartialPage, Response};

/// Knows the position in a list, and decides without I/O which page to request next. Each style of pagination has one.
pub trait Paginator<T>: Send {
    /// Returns the number of the next page. In lists without page numbers, the first requested page has the number 1.
    fn next_page_number(&self) -> i64;

    /// Returns the position of the next page as text, such as a page number or a cursor. Returns `None` if the position
    /// has no text, such as the first position of a list with cursors.
    fn next_position(&self) -> Option<String>;

    /// Moves to a position that [`next_position`](Self::next_position) returned.
    fn resume_from(&mut self, text: &str) -> ArgumentResult<()>;

    /// Changes the caller's request `list` to request the page at `index`, or the next page if pages have no index.
    fn request(&self, list: Request<Page<T>>, index: i64) -> Request<Page<T>>;

    /// Returns the indexes from the next page to the last one that is known to exist, which can be requested in any
    /// order. If pages have no index, returns the default, in which no page is known to exist.
    fn indexes(&self) -> Indexes {
        Indexes::default()
    }

    /// Classifies the page in `response`, which was the next page until now. If the outcome is `More` or `Last`, the
    /// page after it becomes the next page.
    fn advance(&mut self, response: &PageResponse<T>) -> Outcome;
}

/// The indexes of pages: page numbers, or offsets of first items.
#[derive(Clone, Copy, Debug, Default)]
pub struct Indexes {
    /// The index of the next page.
    pub next: i64,
    /// The difference between the indexes of consecutive pages.
    pub step: i64,
    /// The greatest index that is known to exist.
    pub last: Option<i64>,
}

impl Indexes {
    /// Iterates over the indexes that are known to exist, in order.
    pub fn iter(self) -> impl Iterator<Item = i64> {
        let following = move |index: &i64| index.checked_add(self.step.max(1));
        let exists = move |index: &i64| self.last.is_some_and(|last| *index <= last);
        std::iter::successors(Some(self.next), following).take_while(exists)
    }
}

/// A page, and the response that contained it.
pub type PageResponse<T> = Response<PartialPage<T>>;

/// The outcome of [`Paginator::advance`]: whether the list continues after a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There may be more pages.
    More,
    /// The page is the last.
    Last,
    /// The page is empty: the list has ended.
    Empty,
    /// The list would be endless or incomplete.
    Invalid(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iter_ends_at_greatest_known_index() {
        let indexes = |next, last| {
            Indexes {
                next,
                step: 2,
                last,
            }
            .iter()
            .collect::<Vec<_>>()
        };
        assert_eq!(indexes(1, Some(6)), [1, 3, 5]);
        assert!(indexes(7, Some(6)).is_empty());
        assert!(indexes(-1, None).is_empty());
    }
}
