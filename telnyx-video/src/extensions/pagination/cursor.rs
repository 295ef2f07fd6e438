use reqwest::header::HeaderMap;
use serde_json::value::RawValue;

use super::cycle::CycleDetector;
use super::link::next_link;
use super::{Style, pointer};
use crate::runtime::call::without_byte_order_mark;
use crate::runtime::error::ArgumentResult;
use crate::runtime::pages::{Outcome, PageResponse, Paginator};
use crate::runtime::request::path::link;
use crate::runtime::request::{ParameterPairs, Request};
use crate::runtime::response::Page;

/// Requests the pages of a list whose style is [`Cursor`](Style::Cursor), [`LastId`](Style::LastId) or
/// [`Link`](Style::Link). In this file, *cursor* means any reference to the next page: a cursor, a last ID or a link.
pub(super) struct CursorPaginator {
    style: Style,
    /// The location of the items in the body.
    items: &'static str,
    /// The cursor of the next page. `None` before the first page and, except for last IDs, after the last one.
    cursor: Option<String>,
    page_number: i64,
    cycles: CycleDetector,
}

impl CursorPaginator {
    pub(super) fn new(style: Style, items: &'static str) -> Self {
        Self {
            style,
            items,
            cursor: None,
            page_number: 1,
            cycles: CycleDetector::default(),
        }
    }

    /// Returns the cursor in a response. Resolves links, and rejects links to another origin.
    fn next_cursor<T>(
        &self,
        body: Option<&RawValue>,
        response: &PageResponse<T>,
    ) -> ArgumentResult<Option<String>> {
        let cursor = self.find_cursor(body, response.headers());
        if !matches!(self.style, Style::Link { .. }) {
            return Ok(cursor);
        }
        let base = response.call.url.as_ref();
        let resolved = base
            .zip(cursor)
            .map(|(base, url)| link::resolve(base, &url));
        Ok(resolved.transpose()?.map(String::from))
    }

    fn find_cursor(&self, body: Option<&RawValue>, headers: &HeaderMap) -> Option<String> {
        let value = match self.style {
            Style::Cursor { next, .. } | Style::Link { next: Some(next) } => {
                pointer::find(body?, next)?
            }
            Style::LastId { id, .. } => {
                let items = pointer::find(body?, self.items)?;
                let items: Vec<&RawValue> = serde_json::from_str(items.get()).ok()?;
                pointer::find(items.last()?, id)?
            }
            _ => return next_link(headers),
        };
        pointer::text(value)
    }

    fn has_more(&self, body: &RawValue) -> Option<bool> {
        let (Style::Cursor { has_more, .. } | Style::LastId { has_more, .. }) = self.style else {
            return None;
        };
        serde_json::from_str(pointer::find(body, has_more?)?.get()).ok()
    }

    fn is_last_id(&self) -> bool {
        matches!(self.style, Style::LastId { .. })
    }

    /// Classifies a page. `next` is the cursor in the response, and `has_more` whether the server reports more pages.
    fn classify(&mut self, is_empty: bool, next: Option<&str>, has_more: Option<bool>) -> Outcome {
        let number = self.page_number;
        let end = match is_empty {
            true => Outcome::Empty,
            false => Outcome::Last,
        };
        let Some(next) = next.filter(|_| has_more != Some(false)) else {
            return match self.style {
                _ if has_more == Some(false) => end,
                Style::LastId { .. } if !is_empty => {
                    Outcome::Invalid(format!("the last item of page {number} has no ID"))
                }
                _ if has_more.is_none() => end,
                Style::LastId { .. } => Outcome::Invalid(format!(
                    "page {number} is empty, but the server reports more pages"
                )),
                _ => Outcome::Invalid(format!(
                    "page {number} has no cursor of the next page, but the server reports more pages"
                )),
            };
        };
        // Some servers never omit the cursor: at the end, they return an empty page and the same cursor again.
        if is_empty && self.cursor.as_deref() == Some(next) {
            return end;
        }
        if self.cycles.add_and_check(next) {
            return Outcome::Invalid(match self.style {
                Style::LastId { .. } => {
                    format!("page {number} returned the same last ID as an earlier page")
                }
                Style::Link { .. } => format!("page {number} links to an earlier page"),
                _ => format!("page {number} returned the same cursor as an earlier page"),
            });
        }
        Outcome::More
    }
}

impl<T> Paginator<T> for CursorPaginator {
    fn next_page_number(&self) -> i64 {
        self.page_number
    }

    fn next_position(&self) -> Option<String> {
        self.cursor.clone()
    }

    fn resume_from(&mut self, text: &str) -> ArgumentResult<()> {
        *self = Self {
            cursor: Some(text.to_owned()),
            ..Self::new(self.style, self.items)
        };
        Ok(())
    }

    fn request(&self, list: Request<Page<T>>, _: i64) -> Request<Page<T>> {
        match (self.style, &self.cursor) {
            (Style::Cursor { parameter, .. } | Style::LastId { parameter, .. }, Some(cursor)) => {
                list.query(parameter, cursor)
            }
            // The link contains all query parameters.
            (Style::Link { .. }, Some(url)) => list.change(|parts| {
                parts.link = Some(url.clone());
                parts.query = ParameterPairs::default();
                Ok(())
            }),
            _ => list,
        }
    }

    fn advance(&mut self, response: &PageResponse<T>) -> Outcome {
        let is_body_used = !matches!(self.style, Style::Link { next: None });
        let text =
            is_body_used.then(|| String::from_utf8_lossy(without_byte_order_mark(response.body())));
        let body = text
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok());
        let next = match self.next_cursor(body, response) {
            Ok(next) => next,
            Err(error) => {
                let reason = format!("page {}: {}", self.page_number, error.reason);
                return Outcome::Invalid(reason);
            }
        };
        let has_more = body.and_then(|body| self.has_more(body));
        let is_empty = response.value().first_item().is_none();
        let outcome = self.classify(is_empty, next.as_deref(), has_more);
        match outcome {
            Outcome::More => self.cursor = next,
            // A list that continues after the last ID can be continued after the last item, when there are new items.
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
