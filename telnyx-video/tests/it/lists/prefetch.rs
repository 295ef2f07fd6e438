//! Pages that are asked for before they are wanted.

use futures_util::{StreamExt, TryStreamExt};
use telnyx_video::ErrorKind;

use super::library::{client, nth_page, numbers, page, page_asked_for, pages_asked_for, rest};
use crate::support::{Answer, Server};

/// A list whose pages after the first stall.
fn stalling_after_the_first(total: i64) -> Server {
    Server::by(move |request| match page_asked_for(request) {
        1 => nth_page(1, total),
        _ => Answer::stall(),
    })
}

fn sorted(mut pages: Vec<i64>) -> Vec<i64> {
    pages.sort_unstable();
    pages
}

#[tokio::test]
async fn requests_for_further_pages_arrive_while_the_first_is_not_yet_read() {
    let server = stalling_after_the_first(9);
    let mut rooms = client(&server).rooms().list().stream().prefetch(2);
    rooms.try_next().await.unwrap().unwrap();
    // The stream is not polled here, so the requests go on by themselves.
    server.has_received(3).await;
    assert_eq!(sorted(pages_asked_for(&server)), [1, 2, 3]);
}

#[tokio::test]
async fn pages_come_in_order_whatever_order_the_answers_come_in() {
    // Page 2 is answered only after the request for page 3 has arrived, and page 3 only after that
    // for page 4: were they asked for one by one, this would never end.
    let server = Server::by(|request| match page_asked_for(request) {
        2 => Answer::after_arrival_of("page%5Bnumber%5D=3", nth_page(2, 5)),
        3 => Answer::after_arrival_of("page%5Bnumber%5D=4", nth_page(3, 5)),
        number => nth_page(number, 5),
    });
    let pages = client(&server).rooms().list().pages().prefetch(3);
    let pages: Vec<_> = pages.try_collect().await.unwrap();
    let order: Vec<_> = pages.iter().map(numbers).collect();
    assert_eq!(order, [[1], [2], [3], [4], [5]]);
    assert_eq!(sorted(pages_asked_for(&server)), [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn no_more_pages_are_asked_for_than_were_allowed() {
    for (allowed, asked_for) in [
        (0, vec![1, 50]),
        (1, vec![1, 2, 50]),
        (2, vec![1, 2, 3, 50]),
        (5, vec![1, 2, 3, 4, 5, 6, 50]),
    ] {
        let server = Server::by(|request| match page_asked_for(request) {
            number @ (1 | 50) => nth_page(number, 9),
            _ => Answer::stall(),
        });
        let client = client(&server);
        let mut rooms = client.rooms().list().stream().prefetch(allowed);
        rooms.try_next().await.unwrap().unwrap();
        server.has_received(asked_for.len() - 1).await;
        // By the time this is answered, any other request would have arrived as well.
        client.rooms().list().page_number(50).send().await.unwrap();
        assert_eq!(sorted(pages_asked_for(&server)), asked_for);
    }
}

#[tokio::test]
async fn no_more_than_sixteen_are_ever_asked_for() {
    for total in [1_000, i64::MAX] {
        let server = Server::by(move |request| match page_asked_for(request) {
            number @ (1 | 50) => nth_page(number, total),
            _ => Answer::stall(),
        });
        let client = client(&server);
        let mut rooms = client.rooms().list().stream().prefetch(usize::MAX);
        rooms.try_next().await.unwrap().unwrap();
        server.has_received(17).await;
        // By the time this is answered, any other request would have arrived as well.
        client.rooms().list().page_number(50).send().await.unwrap();
        let asked_for: Vec<i64> = (1..=17).chain([50]).collect();
        assert_eq!(sorted(pages_asked_for(&server)), asked_for);
    }
}

#[tokio::test]
async fn no_page_is_asked_for_past_the_total() {
    for total in 1..=4 {
        let server = Server::by(move |request| nth_page(page_asked_for(request), total));
        let rooms = client(&server).rooms().list().stream().prefetch(99);
        let all: Vec<i64> = (1..=total).collect();
        assert_eq!(rest(rooms).await.unwrap(), all);
        assert_eq!(sorted(pages_asked_for(&server)), all);
    }
}

#[tokio::test]
async fn nothing_is_asked_for_ahead_without_a_total() {
    let server = Server::by(|request| match page_asked_for(request) {
        number @ 1..=3 => page(&[number], r#"{"total_results":3}"#),
        _ => page(&[], "{}"),
    });
    let mut pages = client(&server).rooms().list().pages().prefetch(9);
    for number in 1..=3 {
        let page = pages.try_next().await.unwrap().unwrap();
        assert_eq!(numbers(&page), [number]);
        let expected: Vec<i64> = (1..=number).collect();
        assert_eq!(pages_asked_for(&server), expected);
    }
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(pages_asked_for(&server), [1, 2, 3, 4]);
}

#[tokio::test]
async fn an_error_comes_at_the_place_of_its_page() {
    // Page 3 fails before page 2 is answered.
    let server = Server::by(|request| match page_asked_for(request) {
        2 => Answer::after_arrival_of("page%5Bnumber%5D=4", nth_page(2, 4)),
        3 => Answer::json(500, r#"{"message":"no"}"#),
        number => nth_page(number, 4),
    });
    let mut pages = client(&server).rooms().list().pages().prefetch(3);
    for number in [1, 2] {
        let page = pages.next().await.unwrap().unwrap();
        assert_eq!(numbers(&page), [number]);
    }
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.detail(), Some("no"));
    assert_eq!(pages.page_number(), 3);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_repetition_is_found_in_a_page_fetched_ahead() {
    let server = Server::by(|request| match page_asked_for(request) {
        1 => nth_page(1, 9),
        _ => nth_page(2, 9),
    });
    let mut pages = client(&server).rooms().list().pages().prefetch(4);
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert_eq!(pages.page_number(), 3);
}

#[tokio::test]
async fn dropping_the_stream_cancels_what_is_under_way() {
    let server = stalling_after_the_first(9);
    let mut rooms = client(&server).rooms().list().stream().prefetch(3);
    rooms.try_next().await.unwrap().unwrap();
    server.has_stalled(3).await;
    drop(rooms);
    server.was_hung_up_on(3).await;
}

#[tokio::test]
async fn an_error_cancels_what_is_under_way() {
    let server = Server::by(|request| match page_asked_for(request) {
        1 => nth_page(1, 9),
        2 => Answer::after_arrival_of("page%5Bnumber%5D=4", Answer::new(404, &[], "")),
        _ => Answer::stall(),
    });
    let mut pages = client(&server).rooms().list().pages().prefetch(3);
    assert!(pages.next().await.unwrap().is_ok());
    server.has_stalled(2).await;
    assert!(pages.next().await.unwrap().unwrap_err().is_not_found());
    server.was_hung_up_on(2).await;
}

#[tokio::test]
async fn an_end_that_comes_early_cancels_what_is_under_way() {
    for end in [nth_page(2, 2), page(&[], r#"{"total_pages":9}"#)] {
        let server = Server::by(move |request| match page_asked_for(request) {
            1 => nth_page(1, 9),
            2 => Answer::after_arrival_of("page%5Bnumber%5D=4", end.clone()),
            _ => Answer::stall(),
        });
        let mut pages = client(&server).rooms().list().pages().prefetch(3);
        assert!(pages.next().await.unwrap().is_ok());
        server.has_stalled(2).await;
        while let Some(page) = pages.next().await {
            assert_eq!(numbers(&page.unwrap()), [2]);
        }
        server.was_hung_up_on(2).await;
        assert!(pages.next().await.is_none());
    }
}

#[tokio::test]
async fn the_window_moves_along_with_the_reader() {
    let server = Server::by(|request| nth_page(page_asked_for(request), 9));
    let mut pages = client(&server).rooms().list().pages().prefetch(2);
    for read in 1..=9 {
        let page = pages.try_next().await.unwrap().unwrap();
        assert_eq!(numbers(&page), [read]);
        let asked_for = 9.min(read + 2);
        server
            .has_received(usize::try_from(asked_for).unwrap())
            .await;
        let expected: Vec<i64> = (1..=asked_for).collect();
        assert_eq!(sorted(pages_asked_for(&server)), expected);
    }
    assert!(pages.try_next().await.unwrap().is_none());
}
