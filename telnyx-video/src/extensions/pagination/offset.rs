use super::pointer;
use crate::runtime::call::without_byte_order_mark;
use crate::runtime::pages::{IndexKind, PageFacts, PageResponse};

/// The index of a page is the offset of its first item. The next offset depends on the number of items in the page,
/// because servers may return fewer items than the limit in the request.
#[derive(Clone, Copy)]
pub(super) struct Offset {
    /// The JSON pointer to the total number of items in the response body, if the API returns it.
    pub(super) total: Option<&'static str>,
}

impl IndexKind for Offset {
    const FIRST: i64 = 0;
    const NAME: &'static str = "an offset";
    const PAGE: &'static str = "the page at offset";

    fn page_number(_: i64, page_count: i64) -> i64 {
        page_count.saturating_add(1)
    }

    fn describe_total(last: i64) -> String {
        format!("the total is {}", last.saturating_add(1))
    }

    fn facts<T>(&self, offset: i64, response: &PageResponse<T>) -> PageFacts {
        let page = response.value();
        let length = page.page.data.len() + page.failures.len();
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let total = self.total.and_then(|total| {
            let body = String::from_utf8_lossy(without_byte_order_mark(response.body()));
            pointer::count(pointer::find(serde_json::from_str(&body).ok()?, total)?)
        });
        // A total that is less than the number of items so far is ignored: it counts only this page, or is wrong.
        let total = total.filter(|total| *total >= offset.saturating_add(length));
        PageFacts {
            step: length,
            reported_number: None,
            last: total.map(|total| total.saturating_sub(1)),
        }
    }
}
