//! The position in a list, which decides without I/O which page to request next.

use reqwest::Url;
use reqwest::header::HeaderMap;

use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::request::Request;
use crate::runtime::response::page::Page;
use crate::runtime::response::partial_page::PartialPage;

/// The position in a list. Each style of pagination has an implementation.
pub trait Position<T>: Send {
    /// Returns the page number of the next page. In lists without page numbers, pages are counted from 1, starting
    /// with the first one that was requested.
    fn page_number(&self) -> i64;

    /// Returns the position of the next page as text: a page number or a cursor, for example. Returns `None` before
    /// the first page and after the last one, unless they have a position.
    fn token(&self) -> Option<String>;

    /// Moves to a position that [`token`](Self::token) returned.
    fn resume_from(&mut self, token: &str) -> Result<(), InvalidArgument>;

    /// Returns the request of the page with an index, or of the next page if pages have none. `list` is the caller's
    /// request.
    fn request(&self, list: Request<Page<T>>, index: Option<i64>) -> Request<Page<T>>;

    /// Returns the indexes of the next pages that are known to exist and can be requested in any order. Returns `None`
    /// if the index of a page is unknown until the page before it has arrived.
    fn known_indexes(&self) -> Option<Indexes> {
        None
    }

    /// Classifies the next page. If it has items and isn't an error, moves to the page after it.
    fn advance(&mut self, page: &PartialPage<T>, response: PageResponse<'_>) -> Step;
}

/// The indexes of pages: numbers, or offsets of their first items.
#[derive(Clone, Copy, Debug)]
pub struct Indexes {
    /// The index of the next page.
    pub next: i64,
    /// The difference between the indexes of consecutive pages.
    pub step: i64,
    /// The greatest index that is known to exist, or less than `next`.
    pub last: i64,
}

impl Indexes {
    /// Iterates over the indexes, in order.
    pub fn iter(self) -> impl Iterator<Item = i64> {
        let following = move |index: &i64| index.checked_add(self.step.max(1));
        std::iter::successors(Some(self.next), following).take_while(move |it| *it <= self.last)
    }
}

/// The response that contained a page.
#[derive(Clone, Copy, Debug)]
pub struct PageResponse<'a> {
    /// The URL of the request, without its query.
    pub url: Option<&'a Url>,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body, without byte order mark.
    pub body: &'a [u8],
}

/// The conclusion from a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// There may be more pages.
    More,
    /// The page is the last.
    Last,
    /// The page is empty: the list has ended.
    Empty,
    /// The list would be endless or incomplete.
    Invalid(String),
}
