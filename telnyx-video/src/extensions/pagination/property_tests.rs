//! Tests of properties that hold for every server. Nothing here does I/O.

use std::cell::RefCell;
use std::collections::HashMap;

use futures_util::StreamExt;
use proptest::prelude::*;
use reqwest::header::{HeaderMap, HeaderValue, LINK};
use reqwest::{Method, StatusCode, Url};
use serde_json::{Value, json};

use super::*;
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::pages::PageFuture;
use crate::runtime::property_test::for_all;
use crate::runtime::request::ParameterPairs;
use crate::runtime::response::{Response, ResponseBody};
use crate::{Client, ClientBuilder, ErrorKind};

/// The number of cases of each property.
const CASES: u32 = 256;

/// The greatest number of pages of a server.
const MAX_PAGES: usize = 12;

macro_rules! lists {
    ($($name:ident: $items:literal, $style:expr;)+) => {
        $(struct $name;

        impl List for $name {
            type Item = Value;
            const ITEMS: &'static str = $items;
            const STYLE: Style = $style;
        })+
    };
}

lists! {
    Numbers: "/records", Style::PageNumber { parameter: "page", total_pages: None };
    Offsets: "/items", Style::Offset { parameter: "offset", total: None };
    OffsetsWithTotal: "/items", Style::Offset { parameter: "offset", total: Some("/total") };
    Cursors: "/a/b", Style::Cursor { parameter: "cursor", next: "/a/next", has_more: None };
    LastIds: "/data", Style::LastId { parameter: "after", id: "/id", has_more: Some("/more") };
    LastIdsWithoutMore: "", Style::LastId { parameter: "after", id: "/id", has_more: None };
    Links: "", Style::Link { next: None };
    BodyLinks: "/data", Style::Link { next: Some("/next") };
}

/// A list, and how it is split into pages.
#[derive(Clone, Debug)]
struct Server {
    /// The number of items of each page. Only cursors and links can have empty pages.
    lengths: Vec<usize>,
    /// The page after each page. The last one is followed by none, unless the list is endless.
    next: Vec<Option<usize>>,
}

impl Server {
    /// Creates a server whose pages follow each other.
    fn of(lengths: Vec<usize>) -> Self {
        let next = (1..=lengths.len())
            .map(|next| (next < lengths.len()).then_some(next))
            .collect();
        Self { lengths, next }
    }

    fn items(&self) -> Vec<Value> {
        let count = self.lengths.iter().sum();
        (0..count).map(item).collect()
    }

    /// Returns the index of the first item of a page.
    fn start(&self, page: usize) -> usize {
        self.lengths.iter().take(page).sum()
    }

    /// Returns the items from an index to the end of the page that contains it.
    fn items_from(&self, index: usize) -> Vec<Value> {
        let mut end = 0;
        for length in &self.lengths {
            end += length;
            if end > index {
                return (index..end).map(item).collect();
            }
        }
        Vec::new()
    }

    fn respond(&self, url: &Url) -> (HeaderMap, Value) {
        let query: HashMap<_, _> = url.query_pairs().into_owned().collect();
        let number = |name: &str| query.get(name).map_or(0, |value| value.parse().unwrap());
        let total: usize = self.lengths.iter().sum();
        let mut headers = HeaderMap::new();
        let page = number("page");
        let page_items = |page: usize| match self.lengths.get(page) {
            Some(length) => {
                let start = self.start(page);
                (start..start + length).map(item).collect()
            }
            None => Vec::new(),
        };
        let next = self.next.get(page).copied().flatten();
        let body = match url.path() {
            "/numbers" => json!({"records": page_items(number("page").wrapping_sub(1))}),
            "/offsets" => json!({"items": self.items_from(number("offset")), "total": total}),
            "/cursors" => {
                let page = number("cursor");
                let next = self.next.get(page).copied().flatten();
                let next = next.map(|next| next.to_string());
                json!({"a": {"b": page_items(page), "next": next}})
            }
            "/last_ids" | "/last_ids_only" => {
                let after = query.get("after").map(|id| id.parse::<usize>().unwrap());
                let items = self.items_from(after.map_or(0, |id| id + 1));
                let last = after.map_or(0, |id| id + 1) + items.len();
                match url.path() {
                    "/last_ids" => json!({"more": last < total, "data": items}),
                    _ => json!(items),
                }
            }
            "/links" => {
                if let Some(next) = next {
                    let link = format!("</links?page={next}>; rel=\"next\"");
                    headers.insert(LINK, HeaderValue::try_from(link).unwrap());
                }
                json!(page_items(page))
            }
            "/body_links" => {
                let next = next.map(|next| format!("?page={next}"));
                json!({"data": page_items(page), "next": next})
            }
            path => panic!("unknown path {path}"),
        };
        (headers, body)
    }
}

fn item(id: usize) -> Value {
    json!({"id": id.to_string()})
}

thread_local! {
    /// The server that responds to [`send`].
    static SERVER: RefCell<Server> = RefCell::new(Server::of(Vec::new()));

    /// Shared, because creating a client takes long.
    static CLIENT: Client = ClientBuilder::for_tests()
        .with_api_key("KEY0123".into())
        .base_url("https://a.example")
        .build()
        .unwrap();
}

/// Passes a request to the server of this thread.
fn send<L: List<Item = Value>>(request: Request<Page<Value>>) -> PageFuture<Value> {
    Box::pin(async move {
        let request = request.into_parts().build_for_tests()?;
        let (headers, body) = SERVER.with_borrow(|server| server.respond(request.url()));
        let body = body.to_string();
        let value = PartialListPage::<L>::decode(StatusCode::OK, body.as_bytes()).unwrap();
        let mut call = CallInfo::new("list", Method::GET);
        call.set_url(request.url());
        let raw = RawResponse {
            status: StatusCode::OK,
            headers,
            body: body.into(),
            retry_after: None,
        };
        Ok(Response { value, call, raw })
    })
}

fn request(path: &'static str) -> Request<Page<Value>> {
    CLIENT.with(|client| Request::get(client, path))
}

fn stream<L: List<Item = Value>>(path: &'static str) -> Pages<Value> {
    let request = request(path);
    let paginator = paginator::<L>(&request);
    Pages::with_paginator(request, send::<L>, paginator)
}

/// Reads at most `limit` pages. Returns their items, and the error that ended the stream.
async fn read(pages: &mut Pages<Value>, limit: usize) -> (Vec<Value>, Option<ErrorKind>) {
    let mut items = Vec::new();
    for _ in 0..limit {
        match pages.next().await {
            Some(Ok(page)) => items.extend(page),
            Some(Err(error)) => return (items, Some(error.kind())),
            None => break,
        }
    }
    (items, None)
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.build().unwrap().block_on(future)
}

/// How a list is read.
#[derive(Clone, Copy, Debug)]
struct Reader {
    prefetch: usize,
    /// The number of pages after which reading is interrupted and resumed.
    interruption: usize,
}

/// Checks that a reader gets every item once and in order.
fn check<L: List<Item = Value>>(path: &'static str, server: &Server, reader: Reader) {
    SERVER.set(server.clone());
    let expected = server.items();
    block_on(async {
        let mut pages = stream::<L>(path).prefetch(reader.prefetch);
        assert_eq!(
            read(&mut pages, 99).await,
            (expected.clone(), None),
            "{path}"
        );

        let mut pages = stream::<L>(path).prefetch(reader.prefetch);
        let (mut items, _) = read(&mut pages, reader.interruption).await;
        if let Some(position) = pages.next_position() {
            let mut rest = stream::<L>(path).resume_from(position);
            items.extend(read(&mut rest, 99).await.0);
            assert_eq!(items, expected, "{path}");
        }
    });
}

#[test]
fn stream_can_return_to_an_earlier_position() {
    fn check<L: List<Item = Value>>(path: &'static str) {
        let server = Server::of(vec![1; 4]);
        SERVER.set(server.clone());
        block_on(async {
            let mut pages = stream::<L>(path);
            read(&mut pages, 1).await;
            let second = pages.next_position().unwrap();
            read(&mut pages, 2).await;
            let mut pages = pages.resume_from(second);
            assert_eq!(pages.next_page_number(), 1, "{path}");
            let rest = read(&mut pages, 99).await;
            assert_eq!(rest, (server.items().split_off(1), None), "{path}");
        });
    }
    check::<Cursors>("/cursors");
    check::<LastIds>("/last_ids");
    check::<Links>("/links");
    check::<Offsets>("/offsets");
}

#[test]
fn page_number_at_end_is_that_after_last_page_with_items() {
    fn check<L: List<Item = Value>>(path: &'static str) {
        SERVER.set(Server::of(vec![1, 1, 0]));
        block_on(async {
            let mut pages = stream::<L>(path);
            read(&mut pages, 99).await;
            assert_eq!(pages.next_page_number(), 3, "{path}");
        });
    }
    check::<Cursors>("/cursors");
    check::<Links>("/links");
}

#[test]
fn every_style_returns_every_item_once_and_in_order() {
    let lengths = |minimum| proptest::collection::vec(minimum..5_usize, 0..MAX_PAGES);
    let reader = || {
        (0..4_usize, 0..MAX_PAGES).prop_map(|(prefetch, interruption)| Reader {
            prefetch,
            interruption,
        })
    };
    for_all(CASES, (lengths(1), reader()), |(lengths, reader)| {
        let server = Server::of(lengths);
        check::<Numbers>("/numbers", &server, reader);
        check::<Offsets>("/offsets", &server, reader);
        check::<OffsetsWithTotal>("/offsets", &server, reader);
        check::<LastIds>("/last_ids", &server, reader);
        check::<LastIdsWithoutMore>("/last_ids_only", &server, reader);
    });
    for_all(CASES, (lengths(0), reader()), |(lengths, reader)| {
        let server = Server::of(lengths);
        check::<Cursors>("/cursors", &server, reader);
        check::<Links>("/links", &server, reader);
        check::<BodyLinks>("/body_links", &server, reader);
    });
}

/// If the pages form a cycle, the stream ends with an error within three times as many pages as there are.
#[test]
fn cursors_and_links_that_repeat_are_errors() {
    let page = (0..3_usize, proptest::option::weighted(0.9, 0..MAX_PAGES));
    for_all(
        CASES,
        proptest::collection::vec(page, 1..MAX_PAGES),
        |pages| {
            let count = pages.len();
            let (lengths, next): (_, Vec<_>) = pages.into_iter().unzip();
            let next: Vec<_> = next
                .into_iter()
                .map(|next: Option<usize>| next.map(|next| next % count))
                .collect();
            let server = Server { lengths, next };
            let path_of_pages = std::iter::successors(Some(0), |page| server.next[*page]);
            let is_endless = path_of_pages.take(count + 1).count() > count;
            SERVER.set(server.clone());
            block_on(async {
                for mut pages in [
                    stream::<Cursors>("/cursors"),
                    stream::<Links>("/links"),
                    stream::<BodyLinks>("/body_links"),
                ] {
                    let (_, error) = read(&mut pages, 3 * count + 2).await;
                    let ended = pages.next().await.is_none();
                    assert!(ended, "{pages:?}");
                    let is_error = error == Some(ErrorKind::Pagination);
                    // An empty page that refers to itself ends the list without an error.
                    let has_empty_page = || server.lengths.contains(&0);
                    assert!(is_error == is_endless || has_empty_page(), "{error:?}");
                }
            });
        },
    );
}

/// A server that ignores the position returns the first page again and again.
#[test]
fn servers_that_ignore_position_are_errors() {
    fn without_query<L: List<Item = Value>>(request: Request<Page<Value>>) -> PageFuture<Value> {
        send::<L>(request.change(|parts| {
            parts.query = ParameterPairs::default();
            Ok(())
        }))
    }
    fn items_before_error<L: List<Item = Value>>(path: &'static str) -> usize {
        let request = request(path);
        let paginator = paginator::<L>(&request);
        let mut pages = Pages::with_paginator(request, without_query::<L>, paginator);
        let (items, error) = block_on(read(&mut pages, 9));
        assert_eq!(error, Some(ErrorKind::Pagination));
        items.len()
    }
    SERVER.set(Server::of(vec![2, 2]));
    assert_eq!(items_before_error::<Offsets>("/offsets"), 2);
    assert_eq!(items_before_error::<Cursors>("/cursors"), 2);
    assert_eq!(items_before_error::<LastIds>("/last_ids"), 2);
}
