//! Lists that are paginated by cursor, or by the ID of the last item.

use serde_json::value::RawValue;

use super::cycle::CycleDetector;
use super::pointer;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::pages::position::{Outcome, PageResponse, Position};
use crate::runtime::request::Request;
use crate::runtime::response::page::Page;
use crate::runtime::response::partial_page::PartialPage;

/// Where the cursor of the next page is.
#[derive(Clone, Copy)]
pub(super) enum Source {
    /// At a JSON pointer in the body.
    Body(&'static str),
    /// In the last item.
    LastItem {
        /// The location of the items in the body.
        items: &'static str,
        /// The location of the ID in the item.
        id: &'static str,
    },
}

/// The position in a list that is paginated by cursor.
pub(super) struct CursorPosition {
    parameter: &'static str,
    source: Source,
    has_more: Option<&'static str>,
    /// The cursor of the next page. `None` before the first page and after the last one.
    cursor: Option<String>,
    page_number: i64,
    cycles: CycleDetector,
}

impl CursorPosition {
    pub(super) fn new(
        parameter: &'static str,
        source: Source,
        has_more: Option<&'static str>,
    ) -> Self {
        Self {
            parameter,
            source,
            has_more,
            cursor: None,
            page_number: 1,
            cycles: CycleDetector::default(),
        }
    }

    fn next_cursor(&self, body: &RawValue) -> Option<String> {
        match self.source {
            Source::Body(next) => pointer::text(pointer::find(body, next)?),
            Source::LastItem { items, id } => {
                let items: Vec<&RawValue> =
                    serde_json::from_str(pointer::find(body, items)?.get()).ok()?;
                pointer::text(pointer::find(items.last()?, id)?)
            }
        }
    }

    /// Returns whether there are more pages, if the response contains this information.
    fn has_more(&self, body: &RawValue) -> Option<bool> {
        serde_json::from_str(pointer::find(body, self.has_more?)?.get()).ok()
    }
}

impl<T> Position<T> for CursorPosition {
    fn page_number(&self) -> i64 {
        self.page_number
    }

    fn to_text(&self) -> Option<String> {
        self.cursor.clone()
    }

    fn resume_from(&mut self, text: &str) -> Result<(), InvalidArgument> {
        self.cursor = Some(text.to_owned());
        self.cycles = CycleDetector::default();
        self.page_number = 1;
        Ok(())
    }

    fn request(&self, list: Request<Page<T>>, _: Option<i64>) -> Request<Page<T>> {
        match &self.cursor {
            Some(cursor) => list.query(self.parameter, cursor),
            None => list,
        }
    }

    fn advance(&mut self, partial: &PartialPage<T>, response: PageResponse<'_>) -> Outcome {
        let body = String::from_utf8_lossy(response.body);
        let root = serde_json::from_str(&body).ok();
        let next = root.and_then(|root| self.next_cursor(root));
        let has_more = root.and_then(|root| self.has_more(root));
        let outcome = self.classify(partial.first_item().is_none(), next.as_deref(), has_more);
        match outcome {
            Outcome::More => self.cursor = next,
            // The list can be continued after the last item, when there are new items.
            Outcome::Last if self.is_last_id() => self.cursor = next.or(self.cursor.take()),
            Outcome::Empty if self.is_last_id() => {}
            Outcome::Last | Outcome::Empty => self.cursor = None,
            Outcome::Invalid(_) => {}
        }
        if matches!(outcome, Outcome::More | Outcome::Last) {
            self.page_number = self.page_number.saturating_add(1);
        }
        outcome
    }
}

impl CursorPosition {
    fn is_last_id(&self) -> bool {
        matches!(self.source, Source::LastItem { .. })
    }

    fn classify(&mut self, is_empty: bool, next: Option<&str>, has_more: Option<bool>) -> Outcome {
        let number = self.page_number;
        let end = if is_empty {
            Outcome::Empty
        } else {
            Outcome::Last
        };
        let Some(next) = next.filter(|_| has_more != Some(false)) else {
            return match (has_more, self.source) {
                (Some(true), Source::LastItem { .. }) if is_empty => Outcome::Invalid(format!(
                    "page {number} is empty, but the server reports more pages"
                )),
                (Some(true), Source::Body(_)) => Outcome::Invalid(format!(
                    "page {number} has no cursor of the next page, but the server reports more pages"
                )),
                (Some(true) | None, Source::LastItem { .. }) if !is_empty => {
                    Outcome::Invalid(format!("the last item of page {number} has no ID"))
                }
                _ => end,
            };
        };
        // Some servers never omit the cursor: at the end, they return an empty page and the same cursor again.
        if is_empty && self.cursor.as_deref() == Some(next) {
            return end;
        }
        if self.cycles.is_repeated(next) {
            let cursor = match self.source {
                Source::LastItem { .. } => "last ID",
                Source::Body(_) => "cursor",
            };
            return Outcome::Invalid(format!(
                "page {number} returned the same {cursor} as an earlier page"
            ));
        }
        Outcome::More
    }
}
