//! Tracks the position in a list whose pages have numbers or offsets, and detects its end and repeated pages. Nothing
//! here does I/O.

use crate::runtime::response::partial_page::FirstItem;

/// The position in a list whose pages have indexes: page numbers, or offsets of first items. Here, both are called
/// numbers.
pub struct Progress<T> {
    /// The number of the next page.
    number: i64,
    /// The number of pages so far with the verdict `More`.
    count: u64,
    previous: Option<SeenPage<T>>,
    /// The most recent page whose count is a power of two (1, 2, 4, 8, …). Comparing each page with it is
    /// Brent's algorithm, which detects cycles of any length.
    landmark: Option<SeenPage<T>>,
    /// The number of later pages that may repeat the landmark.
    recurrences: u32,
}

/// If the server reports increasing page numbers, the first item of the landmark may just have moved to a later page.
/// So the list counts as repeating only after this number of [recurrences](Progress::recurrences).
const RECURRENCE_LIMIT: u32 = 3;

/// The properties of an earlier page that later pages are compared with.
#[derive(Clone)]
struct SeenPage<T> {
    number: i64,
    /// The page number in the response.
    reported_number: Option<i64>,
    /// The number of the last page.
    last: Option<i64>,
    /// The first item, or its JSON if it can't be decoded.
    first: Result<T, String>,
}

/// The properties of a page, except its items.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageFacts {
    /// The difference between the numbers of this page and the next one.
    pub step: i64,
    /// The page number in the response.
    pub reported_number: Option<i64>,
    /// The number of the last page, if the server returned it.
    pub last: Option<i64>,
}

/// Whether the list continues after a page. A `Position` converts it to an `Outcome`, with the message of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The page has items, and there may be more pages.
    More,
    /// The page has items and is the last.
    Last,
    /// The page is empty: the list has ended.
    Empty,
    /// The page is empty, although it precedes the last page, which has this number.
    Missing(i64),
    /// The page repeats the page with this number.
    Repeated(i64),
}

impl<T: Clone + PartialEq> Progress<T> {
    /// Creates the position before the page with this number.
    pub fn starting_at(number: i64) -> Self {
        Self {
            number,
            count: 0,
            previous: None,
            landmark: None,
            recurrences: 0,
        }
    }

    /// Returns the number of the next page.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// Classifies the next page. If the page has items and isn't an error, moves to the page after it.
    pub fn advance(&mut self, first: Option<FirstItem<'_, T>>, facts: PageFacts) -> Verdict {
        let Some(first) = first else {
            return self.classify_empty(facts);
        };
        if let Some(number) = self.repeated_page(first, facts) {
            return Verdict::Repeated(number);
        }
        let seen = SeenPage {
            number: self.number,
            reported_number: facts.reported_number,
            last: facts.last,
            first: first.cloned().map_err(str::to_owned),
        };
        let next = self.number.checked_add(facts.step);
        self.number = next.unwrap_or(i64::MAX);
        if next.is_none_or(|next| facts.last.is_some_and(|last| next > last)) {
            return Verdict::Last;
        }
        self.count = self.count.saturating_add(1);
        if self.count.is_power_of_two() {
            self.landmark = Some(seen.clone());
            self.recurrences = 0;
        }
        self.previous = Some(seen);
        Verdict::More
    }

    fn classify_empty(&self, facts: PageFacts) -> Verdict {
        let previous_last = || self.previous.as_ref()?.last;
        match facts.last.or_else(previous_last) {
            Some(last) if self.number < last => Verdict::Missing(last),
            _ => Verdict::Empty,
        }
    }

    /// If the next page repeats an earlier one, returns the number of the earlier page. `first` is the first item of
    /// the next page.
    fn repeated_page(&mut self, first: FirstItem<'_, T>, facts: PageFacts) -> Option<i64> {
        let mut earlier = self.previous.iter().chain(&self.landmark);
        if let Some(seen) = earlier.find(|seen| seen.is_repeated_by(first, facts)) {
            return Some(seen.number);
        }
        let landmark = self.landmark.as_ref()?;
        if !landmark.may_be_repeated_by(first, facts) {
            return None;
        }
        self.recurrences = self.recurrences.saturating_add(1);
        (self.recurrences >= RECURRENCE_LIMIT).then_some(landmark.number)
    }
}

impl<T: PartialEq> SeenPage<T> {
    /// Returns whether a later page counts as a repetition of this one: the server reports the same page number for
    /// both, or reports no progress and the first items are equal.
    fn is_repeated_by(&self, first: FirstItem<'_, T>, facts: PageFacts) -> bool {
        match (self.reported_number, facts.reported_number) {
            (Some(before), Some(now)) if now == before => true,
            // The server made progress, so the first item may have moved to a later page.
            (Some(before), Some(now)) if now > before => false,
            _ => self.may_be_repeated_by(first, facts),
        }
    }

    /// Returns whether a later page has the same first item and the list may be endless.
    fn may_be_repeated_by(&self, first: FirstItem<'_, T>, facts: PageFacts) -> bool {
        // If the number of the last page doesn't grow, the list certainly ends. The item may then have moved to a later
        // page, because items were inserted before it.
        let certainly_ends = match (facts.last, self.last) {
            (Some(now), Some(before)) => now <= before,
            _ => false,
        };
        !certainly_ends && self.first.as_ref().map_err(String::as_str) == first
    }
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;

    use super::Verdict::{Empty, Last, Missing, More, Repeated};
    use super::*;
    use crate::runtime::response::body::ResponseBody;
    use crate::runtime::response::page::{Page, PageMeta};
    use crate::runtime::response::partial_page::PartialPage;

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

    fn verdicts(start: i64, pages: &[Page<u8>]) -> Vec<Verdict> {
        let mut progress = Progress::starting_at(start);
        pages
            .iter()
            .map(|page| advance(&mut progress, page.clone()))
            .collect()
    }

    fn advance(progress: &mut Progress<u8>, page: Page<u8>) -> Verdict {
        advance_partial(progress, &PartialPage::from(page))
    }

    fn advance_partial(progress: &mut Progress<u8>, partial: &PartialPage<u8>) -> Verdict {
        let meta = partial.page.meta.unwrap_or_default();
        let facts = PageFacts {
            step: 1,
            reported_number: meta.page_number,
            last: meta.total_pages,
        };
        progress.advance(partial.first_item(), facts)
    }

    #[test]
    fn advance_ends_at_total() {
        let pages = [
            page(&[1, 2], Some(1), Some(2)),
            page(&[3], Some(2), Some(2)),
        ];
        assert_eq!(verdicts(1, &pages), [More, Last]);
        assert_eq!(verdicts(7, &[page(&[1], None, Some(2))]), [Last]);
    }

    #[test]
    fn advance_without_total_ends_at_empty_page() {
        let mut without_meta = page(&[1], None, None);
        without_meta.meta = None;
        let pages = [without_meta, page(&[2], None, None), page(&[], None, None)];
        assert_eq!(verdicts(1, &pages), [More, More, Empty]);
    }

    #[test]
    fn advance_empty_page_before_total_is_missing() {
        assert_eq!(verdicts(1, &[page(&[], Some(1), Some(9))]), [Missing(9)]);
        assert_eq!(verdicts(9, &[page(&[], Some(9), Some(9))]), [Empty]);
        // The empty page doesn't report the total, or reports that it has shrunk.
        let first = page(&[1], None, Some(3));
        let without_total = page(&[], None, None);
        assert_eq!(
            verdicts(1, &[first.clone(), without_total]),
            [More, Missing(3)]
        );
        let shrunk = page(&[], None, Some(1));
        assert_eq!(verdicts(1, &[first, shrunk]), [More, Empty]);
    }

    #[test]
    fn advance_same_reported_number_is_repetition() {
        let pages = [page(&[1], Some(1), Some(9)), page(&[2], Some(1), Some(9))];
        assert_eq!(verdicts(1, &pages), [More, Repeated(1)]);
    }

    #[test]
    fn advance_without_fixed_total_same_first_item_is_repetition() {
        let first = page(&[1, 2], None, None);
        assert_eq!(verdicts(1, &[first.clone(), first]), [More, Repeated(1)]);

        let grows = [page(&[1], None, Some(2)), page(&[1], None, Some(3))];
        assert_eq!(verdicts(1, &grows), [More, Repeated(1)]);

        let appears = [page(&[1], None, None), page(&[1], None, Some(3))];
        assert_eq!(verdicts(1, &appears), [More, Repeated(1)]);
    }

    #[test]
    fn advance_with_advanced_number_same_first_item_is_allowed() {
        let pages = [1, 2, 3].map(|number| page(&[7], Some(number), Some(number + 1)));
        assert_eq!(verdicts(1, &pages), [More, More, More]);

        let goes_back = [page(&[1], Some(2), None), page(&[1], Some(1), None)];
        assert_eq!(verdicts(1, &goes_back), [More, Repeated(1)]);
    }

    #[test]
    fn advance_with_advanced_numbers_detects_endless_cycle() {
        for cycle in 1..100 {
            let mut progress = Progress::starting_at(1);
            let firsts = (0..cycle).cycle().zip(1..);
            let pages = firsts.map(|(first, number)| page(&[first], Some(number), None));
            let more = pages.map(|page| advance(&mut progress, page));
            let read = more.take_while(|verdict| *verdict == More).count();
            assert!(read <= 9 * usize::from(cycle), "{cycle}: {read}");
        }
    }

    #[test]
    fn advance_undecodable_first_item_is_compared_as_json() {
        let undecodable = |json: &str| {
            let body = format!(r#"{{"data":[{json},1]}}"#);
            PartialPage::<u8>::decode(StatusCode::OK, body.as_bytes()).unwrap()
        };
        let mut progress = Progress::starting_at(1);
        assert_eq!(advance_partial(&mut progress, &undecodable("-1")), More);
        assert_eq!(advance_partial(&mut progress, &undecodable("-2")), More);
        assert_eq!(
            advance_partial(&mut progress, &undecodable("-2")),
            Repeated(2)
        );
    }

    #[test]
    fn advance_with_fixed_total_same_first_item_is_allowed() {
        let pages = [
            page(&[1], Some(1), Some(3)),
            page(&[1], Some(2), Some(3)),
            page(&[2], Some(3), Some(2)),
        ];
        assert_eq!(verdicts(1, &pages), [More, More, Last]);
    }

    /// Returns the number of pages read before a repetition is detected in a list of `before` pages
    /// and an endless cycle of `cycle` pages.
    fn pages_before_detection(before: u8, cycle: u8) -> usize {
        let mut progress = Progress::starting_at(1);
        let firsts = (0..before).chain((before..before + cycle).cycle());
        let more = firsts.map(|first| advance(&mut progress, page(&[first], None, None)));
        more.take_while(|verdict| *verdict == More).count()
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
        assert_eq!(verdicts(7, &pages), [More; 5]);
        let pages = [1, 2, 3, 4, 3, 4].map(|first| page(&[first], None, None));
        assert_eq!(
            verdicts(7, &pages),
            [More, More, More, More, More, Repeated(10)]
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
        assert_eq!(verdicts(1, &pages), [More, More, More, Repeated(2)]);
    }

    #[test]
    fn advance_with_fixed_total_pages_has_same_start() {
        let pages = [1, 2, 1, 2].map(|first| page(&[first], None, Some(4)));
        assert_eq!(verdicts(1, &pages), [More, More, More, Last]);
    }

    #[test]
    fn number_at_end_is_that_of_next_page() {
        let after = |pages: &[Page<u8>]| {
            let mut progress = Progress::starting_at(1);
            for page in pages {
                advance(&mut progress, page.clone());
            }
            progress.number()
        };
        assert_eq!(after(&[page(&[1], None, Some(1))]), 2);
        assert_eq!(after(&[page(&[], None, Some(1))]), 1);
        assert_eq!(after(&[page(&[1], None, None), page(&[], None, None)]), 2);
        let again = page(&[1], None, None);
        assert_eq!(after(&[again.clone(), again]), 2);
    }

    #[test]
    fn advance_greatest_number_is_last() {
        assert_eq!(verdicts(i64::MAX, &[page(&[1], None, None)]), [Last]);
    }
}
