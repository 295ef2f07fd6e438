//! Lists whose responses contain the URL of the next page, in the header `link` (RFC 8288) or in the body.

use reqwest::header::{HeaderMap, LINK};

use super::cycle::CycleDetector;
use super::pointer;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::pages::position::{Outcome, PageResponse, Position};
use crate::runtime::request::Request;
use crate::runtime::request::parameter_pairs::ParameterPairs;
use crate::runtime::request::path::link;
use crate::runtime::response::page::Page;
use crate::runtime::response::partial_page::PartialPage;

/// The position in a list whose responses contain the URL of the next page.
pub(super) struct LinkPosition {
    /// The location of the URL in the body. `None` if the URL is in the header.
    pointer: Option<&'static str>,
    /// The URL of the next page. `None` before the first page and after the last one.
    url: Option<String>,
    page_number: i64,
    cycles: CycleDetector,
}

impl LinkPosition {
    pub(super) fn new(pointer: Option<&'static str>) -> Self {
        Self {
            pointer,
            url: None,
            page_number: 1,
            cycles: CycleDetector::default(),
        }
    }

    fn next_link(&self, response: PageResponse<'_>) -> Option<String> {
        let Some(pointer) = self.pointer else {
            return next_link(response.headers);
        };
        let body = String::from_utf8_lossy(response.body);
        pointer::text(pointer::find(serde_json::from_str(&body).ok()?, pointer)?)
    }
}

impl<T> Position<T> for LinkPosition {
    fn page_number(&self) -> i64 {
        self.page_number
    }

    fn to_text(&self) -> Option<String> {
        self.url.clone()
    }

    fn resume_from(&mut self, text: &str) -> Result<(), InvalidArgument> {
        self.url = Some(text.to_owned());
        self.cycles = CycleDetector::default();
        self.page_number = 1;
        Ok(())
    }

    fn request(&self, list: Request<Page<T>>, _: Option<i64>) -> Request<Page<T>> {
        match &self.url {
            // The link contains all query parameters.
            Some(url) => list.change(|parts| {
                parts.link = Some(url.clone());
                parts.query = ParameterPairs::default();
                Ok(())
            }),
            None => list,
        }
    }

    fn advance(&mut self, partial: &PartialPage<T>, response: PageResponse<'_>) -> Outcome {
        let number = self.page_number;
        let is_empty = partial.first_item().is_none();
        let link = self.next_link(response);
        let base_and_link = response.url.zip(link.as_deref());
        let resolved = base_and_link.map(|(base, link)| link::resolve(base, link));
        // Some servers never omit the link: at the end, they return an empty page and the same link again.
        let is_new = |next: &String| !is_empty || self.url.as_ref() != Some(next);
        let next = match resolved.transpose() {
            Ok(next) => next.map(String::from).filter(is_new),
            Err(error) => return Outcome::Invalid(format!("page {number}: {}", error.reason)),
        };
        if let Some(url) = &next
            && self.cycles.is_repeated(url)
        {
            return Outcome::Invalid(format!("page {number} links to an earlier page"));
        }
        let is_last = next.is_none();
        self.url = next;
        if is_last && is_empty {
            return Outcome::Empty;
        }
        self.page_number = number.saturating_add(1);
        if is_last {
            Outcome::Last
        } else {
            Outcome::More
        }
    }
}

/// Returns the target of the link with the relation `next` in the header `link`.
fn next_link(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).iter();
    let mut values = values.filter_map(|value| value.to_str().ok());
    values.find_map(next_in_value)
}

fn next_in_value(value: &str) -> Option<String> {
    let mut rest = value;
    loop {
        let (_, after) = rest.split_once('<')?;
        let (target, parameters) = after.split_once('>')?;
        let (parameters, following) = split_at_comma(parameters);
        if is_next(parameters) {
            return Some(target.trim().to_owned());
        }
        rest = following;
    }
}

/// Splits the parameters of a link from the links that follow.
fn split_at_comma(text: &str) -> (&str, &str) {
    let end = index_of_unquoted(text, ',').unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Returns the index of the first `wanted` character outside of quotes.
fn index_of_unquoted(text: &str, wanted: char) -> Option<usize> {
    let mut is_quoted = false;
    let mut is_escaped = false;
    for (index, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if character == wanted && !is_quoted => return Some(index),
            _ => {}
        }
    }
    None
}

/// Returns whether the first parameter `rel` has the relation `next`. RFC 8288 ignores further ones.
fn is_next(parameters: &str) -> bool {
    let mut rest = parameters;
    while !rest.is_empty() {
        let end = index_of_unquoted(rest, ';').unwrap_or(rest.len());
        let (parameter, following) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if let Some((name, value)) = parameter.split_once('=')
            && name.trim().eq_ignore_ascii_case("rel")
        {
            let mut relations = value.trim().trim_matches('"').split_whitespace();
            return relations.any(|relation| relation.eq_ignore_ascii_case("next"));
        }
        rest = following.strip_prefix(';').unwrap_or(following);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_in_value_follows_rfc_8288() {
        for (value, expected) in [
            ("</a?page=2>; rel=\"next\"", Some("/a?page=2")),
            ("</a,b>; rel=prev, </c>;rel=next", Some("/c")),
            (
                "<a>; title=\"x, y; rel=next\"; REL=\"last Next\"",
                Some("a"),
            ),
            ("<a>; title=\"\\\"\"; rel=next", Some("a")),
            ("<a>; rel=prev; rel=next", None),
            ("<a>; rel=nextish", None),
            ("<a>", None),
            ("<a", None),
            ("a; rel=next", None),
            ("", None),
        ] {
            assert_eq!(next_in_value(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn next_link_reads_every_header() {
        let mut headers = HeaderMap::new();
        assert_eq!(next_link(&headers), None);
        headers.append(LINK, "</1>; rel=first".parse().unwrap());
        headers.append(LINK, "</2>; rel=next".parse().unwrap());
        assert_eq!(next_link(&headers).as_deref(), Some("/2"));
    }
}
