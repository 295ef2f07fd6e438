use super::{IndexKind, PageFacts, PageResponse};

/// The index of a page is its number.
#[derive(Clone, Copy)]
pub struct PageNumber;

impl IndexKind for PageNumber {
    const FIRST: i64 = 1;
    const NAME: &'static str = "a page number";
    const PAGE: &'static str = "page";

    fn page_number(index: i64, _: i64) -> i64 {
        index
    }

    fn describe_total(last: i64) -> String {
        format!("`total_pages` is {last}")
    }

    fn facts<T>(&self, _: i64, response: &PageResponse<T>) -> PageFacts {
        let meta = response.value().page.meta.unwrap_or_default();
        PageFacts {
            step: 1,
            reported_number: meta.page_number,
            last: meta.total_pages,
        }
    }
}
