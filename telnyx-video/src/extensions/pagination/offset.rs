//! Lists that are paginated by offset.

use super::pointer;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::pages::position::{Indexes, Outcome, PageResponse, Position};
use crate::runtime::pages::progress::{PageFacts, Progress, Verdict};
use crate::runtime::request::Request;
use crate::runtime::response::page::Page;
use crate::runtime::response::partial_page::PartialPage;

/// The position in a list that is paginated by offset.
///
/// The next offset depends on the number of items in the page, not on the limit in the request, because servers may
/// return fewer items than requested.
pub(super) struct OffsetPosition<T> {
    parameter: &'static str,
    total_pointer: Option<&'static str>,
    /// Counts in offsets: the number of a page is the offset of its first item.
    progress: Progress<T>,
    /// The number of the next page, counted from 1.
    page_number: i64,
    /// The number of items of the last page.
    step: i64,
    /// The number of items on all pages.
    total: Option<i64>,
}

impl<T: Clone + PartialEq> OffsetPosition<T> {
    pub(super) fn new(
        request: &Request<Page<T>>,
        parameter: &'static str,
        total_pointer: Option<&'static str>,
    ) -> Self {
        let offset = request.query_value(parameter);
        let start = offset.and_then(|offset| offset.parse().ok()).unwrap_or(0);
        Self {
            parameter,
            total_pointer,
            progress: Progress::starting_at(start),
            page_number: 1,
            step: 1,
            total: None,
        }
    }
}

impl<T: Clone + PartialEq + Send> Position<T> for OffsetPosition<T> {
    fn page_number(&self) -> i64 {
        self.page_number
    }

    fn to_text(&self) -> Option<String> {
        Some(self.progress.number().to_string())
    }

    fn resume_from(&mut self, text: &str) -> Result<(), InvalidArgument> {
        let offset = text
            .parse()
            .map_err(|_| InvalidArgument::new(format!("the position {text:?} is not an offset")))?;
        self.progress = Progress::starting_at(offset);
        self.page_number = 1;
        Ok(())
    }

    fn request(&self, list: Request<Page<T>>, index: Option<i64>) -> Request<Page<T>> {
        list.query(self.parameter, index.unwrap_or(self.progress.number()))
    }

    fn known_indexes(&self) -> Option<Indexes> {
        Some(Indexes {
            next: self.progress.number(),
            step: self.step,
            last: self.total.map(|total| total.saturating_sub(1)),
        })
    }

    fn advance(&mut self, partial: &PartialPage<T>, response: PageResponse<'_>) -> Outcome {
        let offset = self.progress.number();
        let length = partial.page.data.len() + partial.failures.len();
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let total = self.total_pointer.and_then(|pointer| {
            let body = String::from_utf8_lossy(response.body);
            pointer::count(pointer::find(serde_json::from_str(&body).ok()?, pointer)?)
        });
        // A smaller total is the number of items on this page, or wrong.
        let total = total.filter(|total| *total >= offset.saturating_add(length));
        let facts = PageFacts {
            step: length,
            reported_number: None,
            last: total.map(|total| total.saturating_sub(1)),
        };
        let outcome = match self.progress.advance(partial.first_item(), facts) {
            Verdict::More => Outcome::More,
            Verdict::Last => Outcome::Last,
            Verdict::Empty => Outcome::Empty,
            Verdict::Missing(last) => Outcome::Invalid(format!(
                "the page at offset {offset} is empty, but the total is {}",
                last.saturating_add(1)
            )),
            Verdict::Repeated(earlier) => Outcome::Invalid(format!(
                "the page at offset {offset} repeats the page at offset {earlier}"
            )),
        };
        if matches!(outcome, Outcome::More | Outcome::Last) {
            self.page_number = self.page_number.saturating_add(1);
            self.step = length;
        }
        self.total = total;
        outcome
    }
}
