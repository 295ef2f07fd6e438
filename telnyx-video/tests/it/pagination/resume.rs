//! Resuming lists after errors.

use futures_util::{StreamExt, TryStreamExt};
use telnyx_video::models::Room;
use telnyx_video::{Error, ErrorKind, Items, Pages};

use super::fixtures::{nth_page, number, numbers, page, requested_page, requested_pages};
use crate::support::{Reply, Server};

/// Starts a server for a list of four pages, on which the first request for one page fails.
fn fail_once(failing: i64, failure: &Reply) -> Server {
    let mut failure = Some(failure.clone());
    Server::with_handler(move |request| match requested_page(request) {
        number if number == failing => failure.take().unwrap_or_else(|| nth_page(number, 4)),
        number => nth_page(number, 4),
    })
}

fn failures() -> [Reply; 5] {
    [
        Reply::new(500, &[], ""),
        Reply::new(429, &[("retry-after", "7")], ""),
        Reply::close(),
        Reply::json(200, "<html>"),
        Reply::head(200, &[("content-length", "9")]).then_reset(),
    ]
}

/// Returns all rooms and errors of a stream that is resumed after every error.
async fn all_rooms(mut rooms: Items<Room>) -> (Vec<i64>, Vec<Error>) {
    let (mut rooms_found, mut errors) = (Vec::new(), Vec::new());
    while let Some(room) = rooms.next().await {
        match room {
            Ok(room) => rooms_found.push(number(&room)),
            Err(error) => {
                errors.push(error);
                rooms.resume();
            }
        }
    }
    (rooms_found, errors)
}

async fn all_pages(mut pages: Pages<Room>) -> (Vec<i64>, Vec<Error>) {
    let (mut rooms_found, mut errors) = (Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => rooms_found.extend(numbers(&page)),
            Err(error) => {
                errors.push(error);
                pages.resume();
            }
        }
    }
    (rooms_found, errors)
}

#[tokio::test]
async fn resumed_list_returns_every_item_once() {
    let [failure, ..] = failures();
    let pages =
        (1..=4).flat_map(|failing| [0, 1, 9].map(|prefetch| (failing, prefetch, failure.clone())));
    let kinds = failures().map(|failure| (2, 0, failure));
    for (failing, prefetch, failure) in pages.chain(kinds) {
        let server = fail_once(failing, &failure);
        let list = server.client().rooms().list();
        let (rooms_found, errors) = all_rooms(list.stream().prefetch(prefetch)).await;
        assert_eq!(rooms_found, [1, 2, 3, 4], "page {failing}: {failure:?}");
        assert_eq!(errors.len(), 1);

        let server = fail_once(failing, &failure);
        let list = server.client().rooms().list();
        let (rooms_found, errors) = all_pages(list.pages().prefetch(prefetch)).await;
        assert_eq!(rooms_found, [1, 2, 3, 4], "page {failing}: {failure:?}");
        assert_eq!(errors.len(), 1);
    }
}

#[tokio::test]
async fn resume_requests_only_failed_page_again() {
    let server = fail_once(3, &Reply::new(500, &[], ""));
    let (rooms_found, _) = all_rooms(server.client().rooms().list().stream()).await;
    assert_eq!(rooms_found, [1, 2, 3, 4]);
    assert_eq!(requested_pages(&server), [1, 2, 3, 3, 4]);
}

#[tokio::test]
async fn list_can_be_resumed_repeatedly() {
    let mut requests = 0;
    let server = Server::with_handler(move |request| {
        requests += 1;
        // Every third request succeeds.
        if requests % 3 == 0 {
            nth_page(requested_page(request), 4)
        } else {
            Reply::new(503, &[], "")
        }
    });
    let (rooms_found, errors) = all_rooms(server.client().rooms().list().stream()).await;
    assert_eq!(rooms_found, [1, 2, 3, 4]);
    assert_eq!(errors.len(), 8);
    assert_eq!(
        requested_pages(&server),
        [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    );
}

#[tokio::test]
async fn resume_requests_repeated_page_again() {
    let mut second = 0;
    let server = Server::with_handler(move |request| match requested_page(request) {
        2 => {
            second += 1;
            nth_page(second, 3)
        }
        number => nth_page(number, 3),
    });
    let (rooms_found, errors) = all_rooms(server.client().rooms().list().stream()).await;
    assert_eq!(rooms_found, [1, 2, 3]);
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].kind(), ErrorKind::Pagination);
    assert_eq!(requested_pages(&server), [1, 2, 2, 3]);
}

#[tokio::test]
async fn resume_without_error_has_no_effect() {
    let server = Server::with_handler(|request| nth_page(requested_page(request), 2));
    let mut rooms = server.client().rooms().list().stream();
    rooms.resume();
    let mut rooms_found = Vec::new();
    while let Some(room) = rooms.try_next().await.unwrap() {
        rooms_found.push(number(&room));
        rooms.resume();
    }
    assert_eq!(rooms_found, [1, 2]);
    // The same is true after the end.
    rooms.resume();
    assert!(rooms.next().await.is_none());
    assert_eq!(requested_pages(&server), [1, 2]);

    let server = Server::always(page(&[], "{}"));
    let mut pages = server.client().rooms().list().pages();
    assert!(pages.next().await.is_none());
    pages.resume();
    assert!(pages.next().await.is_none());
    assert_eq!(requested_pages(&server), [1]);
}

#[tokio::test]
async fn resume_from_replaces_invalid_position() {
    let server = Server::with_handler(|request| nth_page(requested_page(request), 4));
    let mut rooms = server.client().rooms().list().stream().resume_from("x");
    let error = rooms.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let rooms: Vec<Room> = rooms.resume_from("3").try_collect().await.unwrap();
    assert_eq!(rooms.iter().map(number).collect::<Vec<_>>(), [3, 4]);
}

#[tokio::test]
async fn list_without_resume_sends_nothing_after_error() {
    let server = fail_once(2, &Reply::new(500, &[], ""));
    let mut rooms = server.client().rooms().list().stream();
    assert!(rooms.next().await.unwrap().is_ok());
    assert!(rooms.next().await.unwrap().is_err());
    for _ in 0..3 {
        assert!(rooms.next().await.is_none());
    }
    assert_eq!(requested_pages(&server), [1, 2]);
}

#[tokio::test]
async fn page_number_is_that_of_next_page() {
    let server = Server::with_handler(|request| nth_page(requested_page(request), 9));
    let mut pages = server.client().rooms().list().page_number(4).pages();
    assert_eq!(pages.next_page_number(), 4);
    for returned in [4, 5, 6] {
        let page = pages.try_next().await.unwrap().unwrap();
        assert_eq!(numbers(&page), [returned]);
        assert_eq!(pages.next_page_number(), returned + 1);
    }

    let pages = server.client().rooms().list().pages();
    assert_eq!(pages.next_page_number(), 1);
}

#[tokio::test]
async fn page_number_ignores_prefetched_pages() {
    let server = Server::with_handler(|request| nth_page(requested_page(request), 9));
    let mut rooms = server.client().rooms().list().stream().prefetch(4);
    assert_eq!(rooms.next_page_number(), 1);
    rooms.try_next().await.unwrap().unwrap();
    server.wait_for_requests(5).await;
    assert_eq!(rooms.next_page_number(), 2);
}

#[tokio::test]
async fn new_list_can_start_at_page_number() {
    for prefetch in [0, 9] {
        let server = fail_once(3, &Reply::new(500, &[], ""));
        let mut rooms = server.client().rooms().list().stream().prefetch(prefetch);
        let mut rooms_found = Vec::new();
        while let Ok(Some(room)) = rooms.try_next().await {
            rooms_found.push(number(&room));
        }
        let stopped_at = rooms.next_page_number();
        assert_eq!(stopped_at, 3);
        drop(rooms);

        let list = server.client().rooms().list().page_number(stopped_at);
        let (remaining, errors) = all_rooms(list.stream()).await;
        rooms_found.extend(remaining);
        assert_eq!(rooms_found, [1, 2, 3, 4]);
        assert!(errors.is_empty());
    }
}

/// A new list that starts at this number reads no page twice, and reads pages that were added later.
#[tokio::test]
async fn page_number_at_end_is_that_of_next_page() {
    let with_total: fn(i64) -> Reply = |number| match number {
        1..=3 => nth_page(number, 3),
        _ => page(&[], r#"{"total_pages":3}"#),
    };
    let without_total: fn(i64) -> Reply = |number| match number {
        1..=3 => page(&[number], "{}"),
        _ => page(&[], "{}"),
    };
    for page_of in [with_total, without_total] {
        let server = Server::with_handler(move |request| page_of(requested_page(request)));
        let mut rooms = server.client().rooms().list().stream();
        while rooms.try_next().await.unwrap().is_some() {}
        assert_eq!(rooms.next_page_number(), 4);
        rooms.resume();
        assert_eq!(rooms.next_page_number(), 4);

        let list = server.client().rooms().list().page_number(4);
        let (rooms_found, errors) = all_rooms(list.stream()).await;
        assert_eq!(rooms_found, [0; 0]);
        assert!(errors.is_empty());

        let grown = Server::with_handler(|request| nth_page(requested_page(request), 4));
        let list = grown.client().rooms().list().page_number(4);
        let (rooms_found, _) = all_rooms(list.stream()).await;
        assert_eq!(rooms_found, [4]);
    }
}
