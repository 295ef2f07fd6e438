//! The end of a list, with and without `meta`.

use futures_util::StreamExt;
use telnyx_video::{ErrorKind, RequestOptions};

use super::fixtures::{
    nth_page, numbers, page, page_without_meta, remaining_rooms, requested_page, requested_pages,
};
use crate::support::{Reply, Server};

/// Asserts that a list with these pages has these rooms, and that each page is requested once.
async fn assert_reads(pages: &[Reply], expected: &[i64]) {
    for prefetch in [0, 9] {
        let script = pages.to_vec();
        let server = Server::with_handler(move |request| {
            let index = usize::try_from(requested_page(request) - 1).unwrap();
            script
                .get(index)
                .cloned()
                .unwrap_or_else(|| Reply::new(404, &[], ""))
        });
        let rooms = server.client().rooms().list().stream().prefetch(prefetch);
        assert_eq!(remaining_rooms(rooms).await.unwrap(), expected, "{pages:?}");
        let mut requested = requested_pages(&server);
        requested.sort_unstable();
        let all: Vec<i64> = (1..=pages.len().try_into().unwrap()).collect();
        assert_eq!(requested, all, "{pages:?}");
    }
}

#[tokio::test]
async fn list_without_total_pages_stops_at_empty_page() {
    for (second, third) in [
        (page_without_meta(&[2]), page_without_meta(&[])),
        (page(&[2], "null"), page(&[], "null")),
        (page(&[2], "{}"), page(&[], "{}")),
        (page(&[2], "[]"), page(&[], "7")),
        (
            page(&[2], r#"{"page_number":2}"#),
            page(&[], r#"{"page_number":3}"#),
        ),
        (
            page(&[2], r#"{"total_pages":null,"total_results":2}"#),
            page(&[], r#"{"total_pages":null,"total_results":2}"#),
        ),
        (
            page(&[2], r#"{"total_pages":"2"}"#),
            page(&[], r#"{"total_pages":-1}"#),
        ),
    ] {
        assert_reads(&[page_without_meta(&[1]), second, third], &[1, 2]).await;
    }
}

#[tokio::test]
async fn empty_first_page_ends_list() {
    for meta in [
        "null",
        "{}",
        r#"{"page_number":1,"total_pages":0}"#,
        r#"{"page_number":1,"total_pages":1}"#,
    ] {
        assert_reads(&[page(&[], meta)], &[]).await;
    }
}

#[tokio::test]
async fn empty_page_before_total_pages_is_error() {
    let first = page(&[1], r#"{"total_pages":3}"#);
    for empty in [page(&[], r#"{"total_pages":3}"#), page_without_meta(&[])] {
        let server = Server::sequence([first.clone(), empty, nth_page(2, 3), nth_page(3, 3)]);
        let mut rooms = server.client().rooms().list().stream();
        assert!(rooms.next().await.unwrap().is_ok());
        let error = rooms.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Pagination);
        let line = error.to_string();
        assert!(
            line.ends_with(": page 2 is empty, but `total_pages` is 3"),
            "{line}"
        );
        assert!(rooms.next().await.is_none());
        assert_eq!(rooms.next_page_number(), 2);

        rooms.resume();
        assert_eq!(remaining_rooms(rooms).await.unwrap(), [2, 3]);
    }
}

#[tokio::test]
async fn first_item_may_move_to_next_page() {
    let pages = [
        page(&[1, 2], r#"{"page_number":1,"total_pages":2}"#),
        page(&[1, 2], r#"{"page_number":2,"total_pages":3}"#),
        page(&[3], r#"{"page_number":3,"total_pages":3}"#),
    ];
    assert_reads(&pages, &[1, 2, 1, 2, 3]).await;
}

#[tokio::test]
async fn endless_list_with_advancing_page_numbers_is_error() {
    let server = Server::with_handler(|request| {
        let number = requested_page(request);
        page(&[1], &format!(r#"{{"page_number":{number}}}"#))
    });
    let rooms = server.client().rooms().list().stream();
    let error = remaining_rooms(rooms).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert_eq!(requested_pages(&server), [1, 2, 3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn total_pages_of_zero_does_not_hide_items() {
    assert_reads(&[page(&[1], r#"{"total_pages":0}"#)], &[1]).await;
}

#[tokio::test]
async fn list_stops_at_total_pages() {
    let pages = [nth_page(1, 3), nth_page(2, 3), nth_page(3, 3)];
    assert_reads(&pages, &[1, 2, 3]).await;
}

#[tokio::test]
async fn growing_total_pages_extends_list() {
    let pages = [
        nth_page(1, 2),
        nth_page(2, 3),
        nth_page(3, 4),
        nth_page(4, 4),
    ];
    assert_reads(&pages, &[1, 2, 3, 4]).await;
}

#[tokio::test]
async fn shrinking_total_pages_ends_list() {
    let server = Server::sequence([nth_page(1, 9), nth_page(2, 3), nth_page(3, 3)]);
    let rooms = server.client().rooms().list().stream();
    assert_eq!(remaining_rooms(rooms).await.unwrap(), [1, 2, 3]);
    assert_eq!(requested_pages(&server), [1, 2, 3]);

    // To less than the current page.
    let server = Server::sequence([nth_page(1, 9), nth_page(2, 9), nth_page(3, 1)]);
    let rooms = server.client().rooms().list().stream();
    assert_eq!(remaining_rooms(rooms).await.unwrap(), [1, 2, 3]);
    assert_eq!(requested_pages(&server), [1, 2, 3]);
}

#[tokio::test]
async fn total_pages_may_be_missing_on_some_pages() {
    let pages = [
        page_without_meta(&[1]),
        nth_page(2, 4),
        page_without_meta(&[3]),
        nth_page(4, 4),
    ];
    assert_reads(&pages, &[1, 2, 3, 4]).await;
}

#[tokio::test]
async fn repeated_page_is_error_and_ends_list() {
    let cases = [
        // The server reports the same page number with other items.
        (
            vec![
                page(&[1], r#"{"page_number":1,"total_pages":9}"#),
                page(&[2], r#"{"page_number":1,"total_pages":9}"#),
            ],
            vec![1],
            "page 2 repeats page 1",
        ),
        (
            vec![
                page(&[1], r#"{"page_number":1}"#),
                page(&[2], r#"{"page_number":1}"#),
            ],
            vec![1],
            "page 2 repeats page 1",
        ),
        (
            vec![nth_page(1, 9), nth_page(2, 9), nth_page(2, 9)],
            vec![1, 2],
            "page 3 repeats page 2",
        ),
        // The first item is the same, and there is no total.
        (
            vec![page_without_meta(&[1, 2]), page_without_meta(&[1, 3])],
            vec![1, 2],
            "page 2 repeats page 1",
        ),
        (
            vec![page(&[1, 2], "null"), page(&[1, 3], "null")],
            vec![1, 2],
            "page 2 repeats page 1",
        ),
        (
            vec![page(&[1, 2], "{}"), page(&[1, 2], "{}")],
            vec![1, 2],
            "page 2 repeats page 1",
        ),
        // The first item is the same, and the total grows with every page.
        (
            vec![
                page(&[1], r#"{"total_pages":2}"#),
                page(&[1], r#"{"total_pages":3}"#),
            ],
            vec![1],
            "page 2 repeats page 1",
        ),
        // A cycle.
        (
            vec![
                page_without_meta(&[1, 2]),
                page_without_meta(&[3, 4]),
                page_without_meta(&[5, 6]),
                page_without_meta(&[3, 4]),
            ],
            vec![1, 2, 3, 4, 5, 6],
            "page 4 repeats page 2",
        ),
    ];
    for (script, expected, reason) in cases {
        let page_count = script.len();
        let server = Server::sequence(script);
        let mut pages = server.client().rooms().list().pages();
        let mut rooms_found = Vec::new();
        let error = loop {
            match pages.next().await.unwrap() {
                Ok(page) => rooms_found.extend(numbers(&page)),
                Err(error) => break error,
            }
        };
        assert_eq!(rooms_found, expected);
        assert_eq!(error.kind(), ErrorKind::Pagination);
        assert_eq!(error.operation(), Some("rooms.list"));
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.attempts(), 1);
        assert!(!error.is_retryable());
        let line = error.to_string();
        assert!(
            line.ends_with(&format!("returned 200 OK: {reason}")),
            "{line}"
        );
        assert!(pages.next().await.is_none());
        assert!(pages.next().await.is_none());
        assert_eq!(server.requests().len(), page_count);
    }
}

/// A fixed total guarantees that the list ends, so repeated items are no error.
#[tokio::test]
async fn repeated_items_with_fixed_total_pages_are_no_error() {
    let page = page(&[1], r#"{"total_pages":3}"#);
    assert_reads(&[page.clone(), page.clone(), page], &[1, 1, 1]).await;
}

#[tokio::test]
async fn list_of_300_pages_is_read_in_order() {
    for prefetch in [0, 4] {
        let server = Server::with_handler(|request| nth_page(requested_page(request), 300));
        let rooms = server.client().rooms().list().stream().prefetch(prefetch);
        let all: Vec<i64> = (1..=300).collect();
        assert_eq!(remaining_rooms(rooms).await.unwrap(), all);
        let mut requested = requested_pages(&server);
        requested.sort_unstable();
        assert_eq!(requested, all);
    }
}

#[tokio::test]
async fn list_can_start_at_or_after_last_page() {
    for first in [3, 4, i64::MAX] {
        let server = Server::with_handler(move |_| page(&[7], r#"{"total_pages":3}"#));
        let list = server.client().rooms().list().page_number(first);
        assert_eq!(
            remaining_rooms(list.stream().prefetch(2)).await.unwrap(),
            [7]
        );
        assert_eq!(requested_pages(&server), [first]);
    }
}

#[tokio::test]
async fn prefetched_pages_have_options_of_list() {
    for prefetch in [0, 9] {
        let server = Server::with_handler(|request| nth_page(requested_page(request), 5));
        let options = RequestOptions::new()
            .query("preview", true)
            .header("x-a", "b");
        let list = server.client().rooms().list().page_size(1).page_number(3);
        let rooms = list.options(options).stream().prefetch(prefetch);
        assert_eq!(remaining_rooms(rooms).await.unwrap(), [3, 4, 5]);
        let mut targets = server.targets();
        targets.sort_unstable();
        assert_eq!(
            targets,
            [3, 4, 5].map(|n| format!("/rooms?page%5Bsize%5D=1&page%5Bnumber%5D={n}&preview=true"))
        );
        for request in server.requests() {
            assert_eq!(request.header("x-a"), Some("b"));
            assert_eq!(
                request.header("authorization"),
                Some("Bearer KEY0123456789")
            );
        }
    }
}
