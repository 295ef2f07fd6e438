//! Prefetching of pages.

use futures_util::{StreamExt, TryStreamExt};
use telnyx_video::ErrorKind;

use super::fixtures::{nth_page, numbers, page, remaining_rooms, requested_page, requested_pages};
use crate::support::{Reply, Server};

/// Starts a server that stalls on every page but the first.
fn stall_after_first_page(total: i64) -> Server {
    Server::with_handler(move |request| match requested_page(request) {
        1 => nth_page(1, total),
        _ => Reply::stall(),
    })
}

fn sorted(mut pages: Vec<i64>) -> Vec<i64> {
    pages.sort_unstable();
    pages
}

#[tokio::test]
async fn prefetch_sends_requests_while_first_page_is_read() {
    let server = stall_after_first_page(9);
    let mut rooms = server.client().rooms().list().stream().prefetch(2);
    rooms.try_next().await.unwrap().unwrap();
    // The stream is not polled here, so the requests are sent in the background.
    server.wait_for_requests(3).await;
    assert_eq!(sorted(requested_pages(&server)), [1, 2, 3]);
}

#[tokio::test]
async fn prefetched_pages_are_returned_in_order() {
    // The reply to page 2 waits for the request for page 3, and that one for page 4, so the test would
    // time out if pages were requested one by one.
    let server = Server::with_handler(|request| match requested_page(request) {
        2 => Reply::after_request_for("page%5Bnumber%5D=3", nth_page(2, 5)),
        3 => Reply::after_request_for("page%5Bnumber%5D=4", nth_page(3, 5)),
        number => nth_page(number, 5),
    });
    let pages = server.client().rooms().list().pages().prefetch(3);
    let pages: Vec<_> = pages.try_collect().await.unwrap();
    let order: Vec<_> = pages.iter().map(numbers).collect();
    assert_eq!(order, [[1], [2], [3], [4], [5]]);
    assert_eq!(sorted(requested_pages(&server)), [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn prefetch_requests_no_more_pages_than_its_limit() {
    for (limit, requested) in [
        (0, vec![1, 50]),
        (1, vec![1, 2, 50]),
        (2, vec![1, 2, 3, 50]),
        (5, vec![1, 2, 3, 4, 5, 6, 50]),
    ] {
        let server = Server::with_handler(|request| match requested_page(request) {
            number @ (1 | 50) => nth_page(number, 9),
            _ => Reply::stall(),
        });
        let client = server.client();
        let mut rooms = client.rooms().list().stream().prefetch(limit);
        rooms.try_next().await.unwrap().unwrap();
        server.wait_for_requests(requested.len() - 1).await;
        // Any other request would have been sent before this one is complete.
        client.rooms().list().page_number(50).send().await.unwrap();
        assert_eq!(sorted(requested_pages(&server)), requested);
    }
}

#[tokio::test]
async fn prefetch_requests_at_most_16_pages() {
    for total in [1_000, i64::MAX] {
        let server = Server::with_handler(move |request| match requested_page(request) {
            number @ (1 | 50) => nth_page(number, total),
            _ => Reply::stall(),
        });
        let client = server.client();
        let mut rooms = client.rooms().list().stream().prefetch(usize::MAX);
        rooms.try_next().await.unwrap().unwrap();
        server.wait_for_requests(17).await;
        // Any other request would have been sent before this one is complete.
        client.rooms().list().page_number(50).send().await.unwrap();
        let requested: Vec<i64> = (1..=17).chain([50]).collect();
        assert_eq!(sorted(requested_pages(&server)), requested);
    }
}

#[tokio::test]
async fn prefetch_stops_at_total_pages() {
    for total in 1..=4 {
        let server = Server::with_handler(move |request| nth_page(requested_page(request), total));
        let rooms = server.client().rooms().list().stream().prefetch(99);
        let all: Vec<i64> = (1..=total).collect();
        assert_eq!(remaining_rooms(rooms).await.unwrap(), all);
        assert_eq!(sorted(requested_pages(&server)), all);
    }
}

#[tokio::test]
async fn prefetch_without_total_pages_requests_one_page_at_a_time() {
    let server = Server::with_handler(|request| match requested_page(request) {
        number @ 1..=3 => page(&[number], r#"{"total_results":3}"#),
        _ => page(&[], "{}"),
    });
    let mut pages = server.client().rooms().list().pages().prefetch(9);
    for number in 1..=3 {
        let page = pages.try_next().await.unwrap().unwrap();
        assert_eq!(numbers(&page), [number]);
        let expected: Vec<i64> = (1..=number).collect();
        assert_eq!(requested_pages(&server), expected);
    }
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(requested_pages(&server), [1, 2, 3, 4]);
}

#[tokio::test]
async fn error_of_prefetched_page_is_returned_in_order() {
    // Page 3 fails before the reply to page 2.
    let server = Server::with_handler(|request| match requested_page(request) {
        2 => Reply::after_request_for("page%5Bnumber%5D=4", nth_page(2, 4)),
        3 => Reply::json(500, r#"{"message":"no"}"#),
        number => nth_page(number, 4),
    });
    let mut pages = server.client().rooms().list().pages().prefetch(3);
    for number in [1, 2] {
        let page = pages.next().await.unwrap().unwrap();
        assert_eq!(numbers(&page), [number]);
    }
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Status(_)));
    assert_eq!(error.detail(), Some("no"));
    assert_eq!(pages.next_page_number(), 3);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn repeated_page_is_detected_when_prefetched() {
    let server = Server::with_handler(|request| match requested_page(request) {
        1 => nth_page(1, 9),
        _ => nth_page(2, 9),
    });
    let mut pages = server.client().rooms().list().pages().prefetch(4);
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert_eq!(pages.next_page_number(), 3);
}

#[tokio::test]
async fn dropped_stream_cancels_prefetch() {
    let server = stall_after_first_page(9);
    let mut rooms = server.client().rooms().list().stream().prefetch(3);
    rooms.try_next().await.unwrap().unwrap();
    server.wait_for_stalls(3).await;
    drop(rooms);
    server.wait_for_disconnects(3).await;
}

#[tokio::test]
async fn error_cancels_prefetch() {
    let server = Server::with_handler(|request| match requested_page(request) {
        1 => nth_page(1, 9),
        2 => Reply::after_request_for("page%5Bnumber%5D=4", Reply::new(404, &[], "")),
        _ => Reply::stall(),
    });
    let mut pages = server.client().rooms().list().pages().prefetch(3);
    assert!(pages.next().await.unwrap().is_ok());
    server.wait_for_stalls(2).await;
    assert!(pages.next().await.unwrap().unwrap_err().is_not_found());
    server.wait_for_disconnects(2).await;
}

#[tokio::test]
async fn early_end_cancels_prefetch() {
    for end in [nth_page(2, 2), page(&[], r#"{"total_pages":2}"#)] {
        let server = Server::with_handler(move |request| match requested_page(request) {
            1 => nth_page(1, 9),
            2 => Reply::after_request_for("page%5Bnumber%5D=4", end.clone()),
            _ => Reply::stall(),
        });
        let mut pages = server.client().rooms().list().pages().prefetch(3);
        assert!(pages.next().await.unwrap().is_ok());
        server.wait_for_stalls(2).await;
        while let Some(page) = pages.next().await {
            assert_eq!(numbers(&page.unwrap()), [2]);
        }
        server.wait_for_disconnects(2).await;
        assert!(pages.next().await.is_none());
    }
}

#[tokio::test]
async fn prefetch_window_moves_with_reader() {
    let server = Server::with_handler(|request| nth_page(requested_page(request), 9));
    let mut pages = server.client().rooms().list().pages().prefetch(2);
    for read in 1..=9 {
        let page = pages.try_next().await.unwrap().unwrap();
        assert_eq!(numbers(&page), [read]);
        let requested = 9.min(read + 2);
        server
            .wait_for_requests(usize::try_from(requested).unwrap())
            .await;
        let expected: Vec<i64> = (1..=requested).collect();
        assert_eq!(sorted(requested_pages(&server)), expected);
    }
    assert!(pages.try_next().await.unwrap().is_none());
}
