//! Where reading a list stands, and when it ends. No I/O here.

use crate::page::Page;

/// Where reading a list stands.
#[derive(Clone)]
pub(super) struct Progress<T> {
    /// The number of the page to ask for.
    number: u64,
    previous: Option<Seen<T>>,
}

/// What is remembered of the previous page: enough to tell that it came again.
#[derive(Clone)]
struct Seen<T> {
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
    /// The page is the previous one again.
    Repeated,
}

impl<T: Clone + PartialEq> Progress<T> {
    pub(super) fn starting_at(number: u64) -> Self {
        Self {
            number,
            previous: None,
        }
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Judges the page that was asked for, and moves on to the next number if there is more.
    pub(super) fn judge(&mut self, page: &Page<T>) -> Verdict {
        let Some(first) = page.data.first() else {
            return Verdict::Empty;
        };
        let meta = page.meta.unwrap_or_default();
        if let Some(previous) = &self.previous {
            let same_number =
                meta.page_number.is_some() && meta.page_number == previous.reported_number;
            // With a fixed total the end is certain, and an item that moved to the next page while
            // the list was read is no error. Without one, only a new item is a sign of progress.
            let end_is_certain = match (meta.total_pages, previous.total_pages) {
                (Some(now), Some(before)) => now <= before,
                _ => false,
            };
            if same_number || (!end_is_certain && *first == previous.first) {
                return Verdict::Repeated;
            }
        }
        let is_last = meta.total_pages.is_some_and(|total| self.number >= total);
        match self.number.checked_add(1) {
            Some(next) if !is_last => {
                self.number = next;
                self.previous = Some(Seen {
                    reported_number: meta.page_number,
                    total_pages: meta.total_pages,
                    first: first.clone(),
                });
                Verdict::More
            }
            _ => Verdict::Last,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Empty, Last, More, Repeated};
    use super::*;
    use crate::page::PageMeta;

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
        assert_eq!(verdicts(1, &pages), [More, Repeated]);
    }

    #[test]
    fn without_a_fixed_total_the_same_first_item_is_a_repetition() {
        let first = page(&[1, 2], None, None);
        assert_eq!(verdicts(1, &[first.clone(), first]), [More, Repeated]);

        let grows = [page(&[1], None, Some(2)), page(&[1], None, Some(3))];
        assert_eq!(verdicts(1, &grows), [More, Repeated]);

        let appears = [page(&[1], None, None), page(&[1], None, Some(3))];
        assert_eq!(verdicts(1, &appears), [More, Repeated]);
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

    #[test]
    fn there_is_no_number_after_the_greatest() {
        assert_eq!(verdicts(u64::MAX, &[page(&[1], None, None)]), [Last]);
    }
}
