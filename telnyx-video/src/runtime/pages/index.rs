//! Lists whose pages have an index: the page number, or the offset of the first item.

use super::{Indexes, Outcome, PageResponse, Paginator};
use crate::runtime::error::{ArgumentResult, InvalidArgument};
use crate::runtime::request::Request;
use crate::runtime::response::Page;

/// If the server reports increasing page numbers, the list counts as repeating once this many pages start with the
/// first item of the [landmark](IndexPaginator::landmark). Fewer such pages are allowed, because inserted items may
/// have moved the item to later pages.
const RECURRENCE_LIMIT: u32 = 3;

/// The kind of an index: the number of a page, or the offset of its first item.
pub trait IndexKind: Copy + Send {
    /// The index of the first page of a list.
    const FIRST: i64;

    /// The name of an index in errors, such as `an offset`.
    const NAME: &'static str;

    /// The words before the index of a page in errors, such as `the page at offset`.
    const PAGE: &'static str;

    /// Returns the number of a page. `page_count` is the number of pages before it that the stream has returned.
    fn page_number(index: i64, page_count: i64) -> i64;

    /// Describes in errors the total from which `last`, the greatest index, was computed.
    fn describe_total(last: i64) -> String;

    /// Returns the facts about the page at an index.
    fn facts<T>(&self, index: i64, response: &PageResponse<T>) -> PageFacts;
}

/// The properties of a page, except its items.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageFacts {
    /// The difference between the indexes of this page and the next one.
    pub step: i64,
    /// The page number in the response.
    pub reported_number: Option<i64>,
    /// The last page number, or the offset of the last item, if the server returned the total.
    pub last: Option<i64>,
}

/// Requests the pages of a list by index.
pub struct IndexPaginator<T, K> {
    /// The query parameter with the index, such as `page[number]`.
    parameter: &'static str,
    kind: K,
    /// The index of the next page.
    index: i64,
    /// The number of pages with items so far.
    page_count: i64,
    /// The facts about the most recently received page.
    facts: PageFacts,
    previous: Option<SeenPage<T>>,
    /// The most recent page whose number in the stream is a power of two (1, 2, 4, 8, …). Comparing each page with it
    /// is Brent's algorithm, which detects cycles of any length.
    landmark: Option<SeenPage<T>>,
    /// The number of pages since the landmark for which `possibly_repeats` is true.
    recurrences: u32,
}

impl<T, K: IndexKind> IndexPaginator<T, K> {
    /// Starts at the index in the request, or else at the first page.
    pub fn new(request: &Request<Page<T>>, parameter: &'static str, kind: K) -> Self {
        let index = request.query_value(parameter);
        let index = index.and_then(|index| index.parse().ok());
        Self::starting_at(index.unwrap_or(K::FIRST), parameter, kind)
    }

    fn starting_at(index: i64, parameter: &'static str, kind: K) -> Self {
        Self {
            parameter,
            kind,
            index,
            page_count: 0,
            facts: PageFacts::default(),
            previous: None,
            landmark: None,
            recurrences: 0,
        }
    }

    /// An empty page ends the list, unless the total of this page, or else of the previous page, is greater.
    fn classify_empty_page(&self) -> Outcome {
        let previous_last = || self.previous.as_ref()?.facts.last;
        match self.facts.last.or_else(previous_last) {
            Some(last) if self.index < last => Outcome::Invalid(format!(
                "{} {} is empty, but {}",
                K::PAGE,
                self.index,
                K::describe_total(last)
            )),
            _ => Outcome::Empty,
        }
    }
}

impl<T: PartialEq, K> IndexPaginator<T, K> {
    /// Returns the index of the earlier page that this page repeats.
    fn repeated_index(&mut self, page: &SeenPage<T>) -> Option<i64> {
        let mut earlier = self.previous.iter().chain(&self.landmark);
        if let Some(earlier) = earlier.find(|earlier| page.repeats(earlier)) {
            return Some(earlier.index);
        }
        let landmark = self.landmark.as_ref();
        let landmark = landmark.filter(|landmark| page.possibly_repeats(landmark))?;
        self.recurrences += 1;
        (self.recurrences >= RECURRENCE_LIMIT).then_some(landmark.index)
    }
}

impl<T: Clone + PartialEq + Send, K: IndexKind> Paginator<T> for IndexPaginator<T, K> {
    fn next_page_number(&self) -> i64 {
        K::page_number(self.index, self.page_count)
    }

    fn next_position(&self) -> Option<String> {
        Some(self.index.to_string())
    }

    fn resume_from(&mut self, text: &str) -> ArgumentResult<()> {
        let index = text.parse().map_err(|_| {
            InvalidArgument::new(format!("the position {text:?} is not {}", K::NAME))
        })?;
        *self = Self::starting_at(index, self.parameter, self.kind);
        Ok(())
    }

    fn request(&self, list: Request<Page<T>>, index: i64) -> Request<Page<T>> {
        list.query(self.parameter, index)
    }

    fn indexes(&self) -> Indexes {
        Indexes {
            next: self.index,
            step: self.facts.step,
            last: self.facts.last,
        }
    }

    fn advance(&mut self, response: &PageResponse<T>) -> Outcome {
        self.facts = self.kind.facts(self.index, response);
        let Some(first) = response.value().first_item() else {
            return self.classify_empty_page();
        };
        let page = SeenPage {
            index: self.index,
            facts: self.facts,
            first: first.cloned().map_err(str::to_owned),
        };
        if let Some(earlier) = self.repeated_index(&page) {
            let name = K::PAGE;
            return Outcome::Invalid(format!("{name} {} repeats {name} {earlier}", self.index));
        }
        let next = self.index.checked_add(self.facts.step);
        self.index = next.unwrap_or(i64::MAX);
        self.page_count += 1;
        if next.is_none_or(|next| self.facts.last.is_some_and(|last| next > last)) {
            return Outcome::Last;
        }
        if self.page_count.unsigned_abs().is_power_of_two() {
            self.landmark = Some(page.clone());
            self.recurrences = 0;
        }
        self.previous = Some(page);
        Outcome::More
    }
}

/// The properties of a page that later pages are compared with.
#[derive(Clone)]
struct SeenPage<T> {
    index: i64,
    facts: PageFacts,
    /// The first item, or its JSON if it can't be decoded.
    first: Result<T, String>,
}

impl<T: PartialEq> SeenPage<T> {
    /// Returns whether this page repeats an earlier page. If both pages report a number and it hasn't decreased,
    /// compares the numbers. Otherwise, `possibly_repeats` decides.
    fn repeats(&self, earlier: &Self) -> bool {
        match (earlier.facts.reported_number, self.facts.reported_number) {
            // If the number is greater, the server made progress, and the first item may have moved to a later page.
            (Some(before), Some(now)) if now >= before => now == before,
            _ => self.possibly_repeats(earlier),
        }
    }

    /// Returns whether this page has the same first item as an earlier page, and the list may be endless.
    fn possibly_repeats(&self, earlier: &Self) -> bool {
        // If the greatest index doesn't grow, the list ends. The same first item may then have moved to this page,
        // because items were inserted before it.
        let certainly_ends = match (earlier.facts.last, self.facts.last) {
            (Some(before), Some(now)) => now <= before,
            _ => false,
        };
        !certainly_ends && self.first == earlier.first
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use reqwest::header::HeaderMap;
    use reqwest::{Method, StatusCode};

    use super::Outcome::{Empty, Last, More};
    use super::*;
    use crate::runtime::call::{CallInfo, RawResponse};
    use crate::runtime::pages::PageNumber;
    use crate::runtime::response::{PageMeta, PartialPage, Response, ResponseBody};

    type NumberPaginator = IndexPaginator<u8, PageNumber>;

    fn starting_at(number: i64) -> NumberPaginator {
        IndexPaginator::starting_at(number, "page", PageNumber)
    }

    fn page(data: &[u8], number: Option<i64>, total: Option<i64>) -> Page<u8> {
        let meta = PageMeta {
            page_number: number,
            total_pages: total,
            ..PageMeta::default()
        };
        Page {
            meta: Some(meta),
            ..Page::new(data.to_vec())
        }
    }

    fn outcomes(start: i64, pages: &[Page<u8>]) -> Vec<Outcome> {
        let mut paginator = starting_at(start);
        pages
            .iter()
            .map(|page| advance(&mut paginator, page.clone()))
            .collect()
    }

    fn advance(paginator: &mut NumberPaginator, page: Page<u8>) -> Outcome {
        advance_partial(paginator, page.into())
    }

    fn advance_partial(paginator: &mut NumberPaginator, value: PartialPage<u8>) -> Outcome {
        let raw = RawResponse {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            retry_after: None,
        };
        let call = CallInfo::new("list", Method::GET);
        paginator.advance(&Response { value, call, raw })
    }

    fn missing(number: i64, total: i64) -> Outcome {
        Outcome::Invalid(format!(
            "page {number} is empty, but `total_pages` is {total}"
        ))
    }

    fn repeated(number: i64, earlier: i64) -> Outcome {
        Outcome::Invalid(format!("page {number} repeats page {earlier}"))
    }

    #[test]
    fn advance_ends_at_total() {
        let pages = [
            page(&[1, 2], Some(1), Some(2)),
            page(&[3], Some(2), Some(2)),
        ];
        assert_eq!(outcomes(1, &pages), [More, Last]);
        assert_eq!(outcomes(7, &[page(&[1], None, Some(2))]), [Last]);
    }

    #[test]
    fn advance_without_total_ends_at_empty_page() {
        let mut without_meta = page(&[1], None, None);
        without_meta.meta = None;
        let pages = [without_meta, page(&[2], None, None), page(&[], None, None)];
        assert_eq!(outcomes(1, &pages), [More, More, Empty]);
    }

    #[test]
    fn advance_empty_page_before_total_is_missing() {
        assert_eq!(outcomes(1, &[page(&[], Some(1), Some(9))]), [missing(1, 9)]);
        assert_eq!(outcomes(9, &[page(&[], Some(9), Some(9))]), [Empty]);
        // The empty page doesn't report the total, or reports that it has shrunk.
        let first = page(&[1], None, Some(3));
        let without_total = page(&[], None, None);
        assert_eq!(
            outcomes(1, &[first.clone(), without_total]),
            [More, missing(2, 3)]
        );
        let shrunk = page(&[], None, Some(1));
        assert_eq!(outcomes(1, &[first, shrunk]), [More, Empty]);
    }

    #[test]
    fn advance_same_reported_number_is_repetition() {
        let pages = [page(&[1], Some(1), Some(9)), page(&[2], Some(1), Some(9))];
        assert_eq!(outcomes(1, &pages), [More, repeated(2, 1)]);
    }

    #[test]
    fn advance_without_fixed_total_same_first_item_is_repetition() {
        let first = page(&[1, 2], None, None);
        assert_eq!(outcomes(1, &[first.clone(), first]), [More, repeated(2, 1)]);

        let grows = [page(&[1], None, Some(2)), page(&[1], None, Some(3))];
        assert_eq!(outcomes(1, &grows), [More, repeated(2, 1)]);

        let appears = [page(&[1], None, None), page(&[1], None, Some(3))];
        assert_eq!(outcomes(1, &appears), [More, repeated(2, 1)]);
    }

    #[test]
    fn advance_with_advanced_number_same_first_item_is_allowed() {
        let pages = [1, 2, 3].map(|number| page(&[7], Some(number), Some(number + 1)));
        assert_eq!(outcomes(1, &pages), [More, More, More]);

        let goes_back = [page(&[1], Some(2), None), page(&[1], Some(1), None)];
        assert_eq!(outcomes(1, &goes_back), [More, repeated(2, 1)]);
    }

    #[test]
    fn advance_with_advanced_numbers_detects_endless_cycle() {
        for cycle in 1..100 {
            let mut paginator = starting_at(1);
            let firsts = (0..cycle).cycle().zip(1..);
            let pages = firsts.map(|(first, number)| page(&[first], Some(number), None));
            let more = pages.map(|page| advance(&mut paginator, page));
            let read = more.take_while(|outcome| *outcome == More).count();
            assert!(read <= 9 * usize::from(cycle), "{cycle}: {read}");
        }
    }

    #[test]
    fn advance_undecodable_first_item_is_compared_as_json() {
        let undecodable = |json: &str| {
            let body = format!(r#"{{"data":[{json},1]}}"#);
            PartialPage::<u8>::decode(StatusCode::OK, body.as_bytes()).unwrap()
        };
        let mut paginator = starting_at(1);
        assert_eq!(advance_partial(&mut paginator, undecodable("-1")), More);
        assert_eq!(advance_partial(&mut paginator, undecodable("-2")), More);
        assert_eq!(
            advance_partial(&mut paginator, undecodable("-2")),
            repeated(3, 2)
        );
    }

    #[test]
    fn advance_with_fixed_total_same_first_item_is_allowed() {
        let pages = [
            page(&[1], Some(1), Some(3)),
            page(&[1], Some(2), Some(3)),
            page(&[2], Some(3), Some(2)),
        ];
        assert_eq!(outcomes(1, &pages), [More, More, Last]);
    }

    /// Returns the number of pages read before a repetition is detected in a list of `before` pages
    /// and an endless cycle of `cycle` pages.
    fn pages_before_detection(before: u8, cycle: u8) -> usize {
        let mut paginator = starting_at(1);
        let firsts = (0..before).chain((before..before + cycle).cycle());
        let more = firsts.map(|first| advance(&mut paginator, page(&[first], None, None)));
        more.take_while(|outcome| *outcome == More).count()
    }

    #[test]
    fn advance_detects_cycles_of_any_length() {
        assert_eq!(pages_before_detection(0, 1), 1);
        assert_eq!(pages_before_detection(0, 2), 3);
        assert_eq!(pages_before_detection(0, 3), 6);
        assert_eq!(pages_before_detection(1, 2), 3);
        for before in 0..100 {
            for cycle in 1..100 {
                let read = pages_before_detection(before, cycle);
                let once = usize::from(before) + usize::from(cycle);
                assert!((once..=3 * once).contains(&read), "{before} {cycle}");
            }
        }
    }

    #[test]
    fn advance_cycle_names_repeated_page() {
        let pages = [1, 2, 3, 4, 3].map(|first| page(&[first], None, None));
        assert_eq!(outcomes(7, &pages), vec![More; 5]);
        let pages = [1, 2, 3, 4, 3, 4].map(|first| page(&[first], None, None));
        assert_eq!(
            outcomes(7, &pages),
            [More, More, More, More, More, repeated(12, 10)]
        );
    }

    #[test]
    fn advance_cycle_of_reported_numbers_is_repetition() {
        let pages = [
            page(&[1], Some(1), Some(9)),
            page(&[2], Some(2), Some(9)),
            page(&[3], Some(1), Some(9)),
            page(&[4], Some(2), Some(9)),
        ];
        assert_eq!(outcomes(1, &pages), [More, More, More, repeated(4, 2)]);
    }

    #[test]
    fn advance_with_fixed_total_pages_has_same_start() {
        let pages = [1, 2, 1, 2].map(|first| page(&[first], None, Some(4)));
        assert_eq!(outcomes(1, &pages), [More, More, More, Last]);
    }

    #[test]
    fn number_at_end_is_that_of_next_page() {
        let after = |pages: &[Page<u8>]| {
            let mut paginator = starting_at(1);
            for page in pages {
                advance(&mut paginator, page.clone());
            }
            paginator.next_page_number()
        };
        assert_eq!(after(&[page(&[1], None, Some(1))]), 2);
        assert_eq!(after(&[page(&[], None, Some(1))]), 1);
        assert_eq!(after(&[page(&[1], None, None), page(&[], None, None)]), 2);
        let again = page(&[1], None, None);
        assert_eq!(after(&[again.clone(), again]), 2);
    }

    #[test]
    fn advance_greatest_number_is_last() {
        assert_eq!(outcomes(i64::MAX, &[page(&[1], None, None)]), [Last]);
    }
}
