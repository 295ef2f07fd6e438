//! Lists that are paginated by page number.

use super::position::{Indexes, Outcome, PageResponse, Position};
use super::progress::{PageFacts, Progress, Verdict};
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::request::Request;
use crate::runtime::response::page::Page;
use crate::runtime::response::partial_page::PartialPage;

/// The position in a list that is paginated by page number.
pub struct NumberPosition<T> {
    /// The query parameter with the page number, such as `page[number]`.
    parameter: &'static str,
    progress: Progress<T>,
    total_pages: Option<i64>,
}

impl<T: Clone + PartialEq> NumberPosition<T> {
    /// Creates the position before the first page: the page number in the request, or else 1.
    pub fn new(request: &Request<Page<T>>, parameter: &'static str) -> Self {
        let number = request.query_value(parameter);
        let start = number.and_then(|number| number.parse().ok()).unwrap_or(1);
        Self {
            parameter,
            progress: Progress::starting_at(start),
            total_pages: None,
        }
    }
}

impl<T: Clone + PartialEq + Send> Position<T> for NumberPosition<T> {
    fn page_number(&self) -> i64 {
        self.progress.number()
    }

    fn to_text(&self) -> Option<String> {
        Some(self.progress.number().to_string())
    }

    fn resume_from(&mut self, text: &str) -> Result<(), InvalidArgument> {
        let number = text.parse().map_err(|_| {
            InvalidArgument::new(format!("the position {text:?} is not a page number"))
        })?;
        self.progress = Progress::starting_at(number);
        Ok(())
    }

    fn request(&self, list: Request<Page<T>>, index: Option<i64>) -> Request<Page<T>> {
        list.query(self.parameter, index.unwrap_or(self.progress.number()))
    }

    fn known_indexes(&self) -> Option<Indexes> {
        Some(Indexes {
            next: self.progress.number(),
            step: 1,
            last: self.total_pages,
        })
    }

    fn advance(&mut self, partial: &PartialPage<T>, _: PageResponse<'_>) -> Outcome {
        let meta = partial.page.meta.unwrap_or_default();
        let number = self.progress.number();
        self.total_pages = meta.total_pages;
        let facts = PageFacts {
            step: 1,
            reported_number: meta.page_number,
            last: meta.total_pages,
        };
        match self.progress.advance(partial.first_item(), facts) {
            Verdict::More => Outcome::More,
            Verdict::Last => Outcome::Last,
            Verdict::Empty => Outcome::Empty,
            Verdict::Missing(total) => Outcome::Invalid(format!(
                "page {number} is empty, but `total_pages` is {total}"
            )),
            Verdict::Repeated(earlier) => {
                Outcome::Invalid(format!("page {number} repeats page {earlier}"))
            }
        }
    }
}
