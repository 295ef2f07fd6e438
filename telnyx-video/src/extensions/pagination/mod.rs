//! Lists with a style of pagination that the Video API doesn't use, or with items in a property other than `data`.

mod body;
mod cursor;
mod cycle;
mod link;
mod offset;
mod pointer;
#[cfg(test)]
mod property_tests;

use serde::de::DeserializeOwned;

use self::body::PartialListPage;
use self::cursor::CursorPaginator;
use self::offset::Offset;
use crate::runtime::pages::{IndexPaginator, PageNumber, Pages, Paginator, send_as};
use crate::runtime::request::Request;
use crate::runtime::response::Page;

pub use self::body::ListPage;

/// A list. Request builders implement it.
pub trait List: 'static {
    /// The type of the items.
    type Item: DeserializeOwned;

    /// The location of the items in the body, a JSON pointer.
    const ITEMS: &'static str;

    /// How the list is paginated.
    const STYLE: Style;
}

/// How a list is paginated. `parameter` is the name of a query parameter; other strings are JSON pointers, into the
/// body unless documented otherwise.
#[derive(Clone, Copy, Debug)]
pub enum Style {
    /// By the number of the page, counted from 1.
    PageNumber {
        /// The parameter with the number.
        parameter: &'static str,
        /// The location of the number of pages.
        total_pages: Option<&'static str>,
    },
    /// By the number of items before the page.
    Offset {
        /// The parameter with the offset.
        parameter: &'static str,
        /// The location of the number of items on all pages.
        total: Option<&'static str>,
    },
    /// By a cursor, an opaque string in the response.
    Cursor {
        /// The parameter with the cursor.
        parameter: &'static str,
        /// The location of the cursor of the next page.
        next: &'static str,
        /// The location of a boolean: whether there are more pages.
        has_more: Option<&'static str>,
    },
    /// By the ID of the last item of the previous page.
    LastId {
        /// The parameter with the ID.
        parameter: &'static str,
        /// The location of the ID in an item.
        id: &'static str,
        /// The location of a boolean: whether there are more pages.
        has_more: Option<&'static str>,
    },
    /// By the URL of the next page.
    Link {
        /// The location of the URL. Default: the header `link` with `rel="next"`.
        next: Option<&'static str>,
    },
}

/// Returns a stream of the pages of a list.
pub fn pages<L: List>(request: Request<ListPage<L>>) -> Pages<L::Item>
where
    L::Item: Clone + PartialEq + Send + 'static,
{
    let request = request.decode_as();
    let paginator = paginator::<L>(&request);
    Pages::with_paginator(request, send_as::<L::Item, PartialListPage<L>>, paginator)
}

fn paginator<L: List>(request: &Request<Page<L::Item>>) -> Box<dyn Paginator<L::Item>>
where
    L::Item: Clone + PartialEq + Send + 'static,
{
    match L::STYLE {
        Style::PageNumber { parameter, .. } => {
            Box::new(IndexPaginator::new(request, parameter, PageNumber))
        }
        Style::Offset { parameter, total } => {
            Box::new(IndexPaginator::new(request, parameter, Offset { total }))
        }
        style => Box::new(CursorPaginator::new(style, L::ITEMS)),
    }
}
