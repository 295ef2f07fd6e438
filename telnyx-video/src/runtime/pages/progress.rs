//! Where reading a list stands, and when it ends. No I/O here.

use crate::runtime::response::page::{Page, PageMeta};

/// Where reading a list stands.
pub(super) struct Progress<T> {
    /// The number of the page to ask for.
    number: u64,
    /// How many pages have been judged, but for the last.
    judged: u64,
    previous: Option<Seen<T>>,
    /// The first page, then the second, the fourth, the eighth and so on, counted from where reading
    /// began. A circle of pages has one of them in it for longer than it takes to go round, however
    /// long that is (Brent's algorithm), and no more than one has to be remembered.
    landmark: Option<Seen<T>>,
}

/// What is remembered of a page: enough to tell that it came again.
#[derive(Clone)]
struct Seen<T> {
    number: u64,
    reported_number: Option<u64>,
    total_pages: Option<u64>,
    first: T,
}

/// What an answered page means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The page has items, and there may be another.
    More,
    /// The page has items, and it is the last.
    Last,
    /// The page is empty: the list ended before it.
    Empty,
    /// The page is the one of this number again.
    Repeated(u64),
}

impl<T: Clone + PartialEq> Progress<T> {
    pub(super) fn starting_at(number: u64) -> Self {
        Self {
            number,
            judged: 0,
            previous: None,
            landmark: None,
        }
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Judges the page that was asked for, and moves on to the next number if it has items.
    pub(super) fn judge(&mut self, page: &Page<T>) -> Verdict {
        let Some(first) = page.data.first() else {
            return Verdict::Empty;
        };
        let meta = page.meta.unwrap_or_default();
        let mut known = self.previous.iter().chain(&self.landmark);
        if let Some(seen) = known.find(|seen| seen.is_repeated_by(first, meta)) {
            return Verdict::Repeated(seen.number);
        }
        let seen = Seen {
            number: self.number,
            reported_number: meta.page_number,
            total_pages: meta.total_pages,
            first: first.clone(),
        };
        let is_last = meta.total_pages.is_some_and(|total| self.number >= total);
        let next = self.number.checked_add(1);
        self.number = next.unwrap_or(self.number);
        if is_last || next.is_none() {
            return Verdict::Last;
        }
        self.judged = self.judged.saturating_add(1);
        if self.judged.is_power_of_two() {
            self.landmark = Some(seen.clone());
        }
        self.previous = Some(seen);
        Verdict::More
    }
}

impl<T: PartialEq> Seen<T> {
    /// Whether a later page that begins so is this one again.
    fn is_repeated_by(&self, first: &T, meta: PageMeta) -> bool {
        let same_number = meta.page_number.is_some() && meta.page_number == self.reported_number;
        // With a fixed total the end is certain, and an item that moved to a later page while the
        // list was read is no error. Without one, only a new item is a sign of progress.
        let end_is_certain = match (meta.total_pages, self.total_pages) {
            (Some(now), Some(before)) => now <= before,
            _ => false,
        };
        same_number || (!end_is_certain && *first == self.first)
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Empty, Last, More, Repeated};
    use super::*;

    fn page(data: &[u8], number: Option<u64>, total: Option<u64>) -> Page<u8> {
        let meta = PageMeta {
            page_number: number,
            total_pages: total,
            ..PageMeta::default()
        };
        Page {
            data: data.to_vec(),
            meta: Some(meta),
        }
    }

    fn verdicts(start: u64, pages: &[Page<u8>]) -> Vec<Verdict> {
        let mut progress = Progress::starting_at(start);
        pages.iter().map(|page| progress.judge(page)).collect()
    }

    #[test]
    fn ends_at_the_total() {
        let pages = [
            page(&[1, 2], Some(1), Some(2)),
            page(&[3], Some(2), Some(2)),
        ];
        assert_eq!(verdicts(1, &pages), [More, Last]);
        assert_eq!(verdicts(7, &[page(&[1], None, Some(2))]), [Last]);
    }

    #[test]
    fn without_a_total_ends_at_the_first_empty_page() {
        let mut without_meta = page(&[1], None, None);
        without_meta.meta = None;
        let pages = [without_meta, page(&[2], None, None), page(&[], None, None)];
        assert_eq!(verdicts(1, &pages), [More, More, Empty]);
    }

    #[test]
    fn an_empty_page_ends_whatever_the_total() {
        assert_eq!(verdicts(1, &[page(&[], Some(1), Some(9))]), [Empty]);
    }

    #[test]
    fn a_number_reported_twice_is_a_repetition() {
        let pages = [page(&[1], Some(1), Some(9)), page(&[2], Some(1), Some(9))];
        assert_eq!(verdicts(1, &pages), [More, Repeated(1)]);
    }

    #[test]
    fn without_a_fixed_total_the_same_first_item_is_a_repetition() {
        let first = page(&[1, 2], None, None);
        assert_eq!(verdicts(1, &[first.clone(), first]), [More, Repeated(1)]);

        let grows = [page(&[1], None, Some(2)), page(&[1], None, Some(3))];
        assert_eq!(verdicts(1, &grows), [More, Repeated(1)]);

        let appears = [page(&[1], None, None), page(&[1], None, Some(3))];
        assert_eq!(verdicts(1, &appears), [More, Repeated(1)]);
    }

    #[test]
    fn with_a_fixed_total_an_item_may_move_to_the_next_page() {
        let pages = [
            page(&[1], Some(1), Some(3)),
            page(&[1], Some(2), Some(3)),
            page(&[2], Some(3), Some(2)),
        ];
        assert_eq!(verdicts(1, &pages), [More, More, Last]);
    }

    /// Pages that go through `before` once, and then round `circle` again and again, as many as are
    /// read before the repetition is seen.
    fn read_of_a_circle(before: u8, circle: u8) -> usize {
        let mut progress = Progress::starting_at(1);
        let firsts = (0..before).chain((before..before + circle).cycle());
        let more = firsts.map(|first| progress.judge(&page(&[first], None, None)));
        more.take_while(|verdict| *verdict == More).count()
    }

    #[test]
    fn a_circle_is_a_repetition_however_long_it_is() {
        assert_eq!(read_of_a_circle(0, 1), 1);
        assert_eq!(read_of_a_circle(0, 2), 3);
        assert_eq!(read_of_a_circle(0, 3), 6);
        assert_eq!(read_of_a_circle(1, 2), 3);
        for before in 0..100 {
            for circle in 1..100 {
                let read = read_of_a_circle(before, circle);
                let once = usize::from(before) + usize::from(circle);
                assert!((once..=3 * once).contains(&read), "{before} {circle}");
            }
        }
    }

    #[test]
    fn a_circle_names_the_page_that_came_again() {
        let pages = [1, 2, 3, 4, 3].map(|first| page(&[first], None, None));
        assert_eq!(verdicts(7, &pages), [More; 5]);
        let pages = [1, 2, 3, 4, 3, 4].map(|first| page(&[first], None, None));
        assert_eq!(
            verdicts(7, &pages),
            [More, More, More, More, More, Repeated(10)]
        );
    }

    #[test]
    fn numbers_that_go_in_a_circle_are_a_repetition() {
        let pages = [
            page(&[1], Some(1), Some(9)),
            page(&[2], Some(2), Some(9)),
            page(&[3], Some(1), Some(9)),
            page(&[4], Some(2), Some(9)),
        ];
        assert_eq!(verdicts(1, &pages), [More, More, More, Repeated(2)]);
    }

    #[test]
    fn up_to_a_fixed_total_pages_may_come_again() {
        let pages = [1, 2, 1, 2].map(|first| page(&[first], None, Some(4)));
        assert_eq!(verdicts(1, &pages), [More, More, More, Last]);
    }

    #[test]
    fn the_number_after_the_end_is_that_of_the_next_page() {
        let after = |pages: &[Page<u8>]| {
            let mut progress = Progress::starting_at(1);
            for page in pages {
                progress.judge(page);
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
    fn there_is_no_number_after_the_greatest() {
        assert_eq!(verdicts(u64::MAX, &[page(&[1], None, None)]), [Last]);
    }
}
