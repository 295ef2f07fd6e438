//! Going on after an error.

use futures_util::{StreamExt, TryStreamExt};
use telnyx_video::models::Room;
use telnyx_video::{Error, ErrorKind, Items, Pages};

use super::library::{client, nth_page, number, numbers, page, page_asked_for, pages_asked_for};
use crate::support::{Answer, Server};

/// A list of four pages, of which the nth one asked for fails.
fn failing_once(failing: i64, failure: &Answer) -> Server {
    let mut failure = Some(failure.clone());
    Server::by(move |request| match page_asked_for(request) {
        number if number == failing => failure.take().unwrap_or_else(|| nth_page(number, 4)),
        number => nth_page(number, 4),
    })
}

fn failures() -> [Answer; 5] {
    [
        Answer::new(500, &[], ""),
        Answer::new(429, &[("retry-after", "7")], ""),
        Answer::close(),
        Answer::json(200, "<html>"),
        Answer::head(200, &[("content-length", "9")]).then_reset(),
    ]
}

/// The first error, and all that comes before and after it, resumed.
async fn all_rooms(mut rooms: Items<Room>) -> (Vec<i64>, Vec<Error>) {
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    while let Some(room) = rooms.next().await {
        match room {
            Ok(room) => found.push(number(&room)),
            Err(error) => {
                errors.push(error);
                rooms.resume();
            }
        }
    }
    (found, errors)
}

async fn all_pages(mut pages: Pages<Room>) -> (Vec<i64>, Vec<Error>) {
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => found.extend(numbers(&page)),
            Err(error) => {
                errors.push(error);
                pages.resume();
            }
        }
    }
    (found, errors)
}

#[tokio::test]
async fn every_item_comes_exactly_once() {
    let [failure, ..] = failures();
    let places = (1..=4).flat_map(|failing| [0, 1, 9].map(|prefetch| (failing, prefetch)));
    let places = places.map(|(failing, prefetch)| (failing, prefetch, failure.clone()));
    let kinds = failures().map(|failure| (2, 0, failure));
    for (failing, prefetch, failure) in places.chain(kinds) {
        let server = failing_once(failing, &failure);
        let list = client(&server).rooms().list();
        let (found, errors) = all_rooms(list.stream().prefetch(prefetch)).await;
        assert_eq!(found, [1, 2, 3, 4], "page {failing}: {failure:?}");
        assert_eq!(errors.len(), 1);

        let server = failing_once(failing, &failure);
        let list = client(&server).rooms().list();
        let (found, errors) = all_pages(list.pages().prefetch(prefetch)).await;
        assert_eq!(found, [1, 2, 3, 4], "page {failing}: {failure:?}");
        assert_eq!(errors.len(), 1);
    }
}

#[tokio::test]
async fn only_the_page_that_failed_is_asked_for_again() {
    let server = failing_once(3, &Answer::new(500, &[], ""));
    let (found, _) = all_rooms(client(&server).rooms().list().stream()).await;
    assert_eq!(found, [1, 2, 3, 4]);
    assert_eq!(pages_asked_for(&server), [1, 2, 3, 3, 4]);
}

#[tokio::test]
async fn a_list_can_be_resumed_again_and_again() {
    let mut answers = 0;
    let server = Server::by(move |request| {
        answers += 1;
        // Two failures, then a page, and so on.
        if answers % 3 == 0 {
            nth_page(page_asked_for(request), 4)
        } else {
            Answer::new(503, &[], "")
        }
    });
    let (found, errors) = all_rooms(client(&server).rooms().list().stream()).await;
    assert_eq!(found, [1, 2, 3, 4]);
    assert_eq!(errors.len(), 8);
    assert_eq!(
        pages_asked_for(&server),
        [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    );
}

#[tokio::test]
async fn a_repeated_page_can_be_asked_for_again() {
    let mut second = 0;
    let server = Server::by(move |request| match page_asked_for(request) {
        2 => {
            second += 1;
            nth_page(second, 3)
        }
        number => nth_page(number, 3),
    });
    let (found, errors) = all_rooms(client(&server).rooms().list().stream()).await;
    assert_eq!(found, [1, 2, 3]);
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].kind(), ErrorKind::Pagination);
    assert_eq!(pages_asked_for(&server), [1, 2, 2, 3]);
}

#[tokio::test]
async fn without_an_error_it_changes_nothing() {
    let server = Server::by(|request| nth_page(page_asked_for(request), 2));
    let mut rooms = client(&server).rooms().list().stream();
    rooms.resume();
    let mut found = Vec::new();
    while let Some(room) = rooms.try_next().await.unwrap() {
        found.push(number(&room));
        rooms.resume();
    }
    assert_eq!(found, [1, 2]);
    // Not after the end, either.
    rooms.resume();
    assert!(rooms.next().await.is_none());
    assert_eq!(pages_asked_for(&server), [1, 2]);

    let server = Server::always(page(&[], "{}"));
    let mut pages = client(&server).rooms().list().pages();
    assert!(pages.next().await.is_none());
    pages.resume();
    assert!(pages.next().await.is_none());
    assert_eq!(pages_asked_for(&server), [1]);
}

#[tokio::test]
async fn without_it_nothing_is_sent_after_an_error() {
    let server = failing_once(2, &Answer::new(500, &[], ""));
    let mut rooms = client(&server).rooms().list().stream();
    assert!(rooms.next().await.unwrap().is_ok());
    assert!(rooms.next().await.unwrap().is_err());
    for _ in 0..3 {
        assert!(rooms.next().await.is_none());
    }
    assert_eq!(pages_asked_for(&server), [1, 2]);
}

#[tokio::test]
async fn the_page_number_is_that_of_the_page_given_out_next() {
    let server = Server::by(|request| nth_page(page_asked_for(request), 9));
    let mut pages = client(&server).rooms().list().page_number(4).pages();
    assert_eq!(pages.page_number(), 4);
    for given_out in [4, 5, 6] {
        let page = pages.try_next().await.unwrap().unwrap();
        assert_eq!(numbers(&page), [given_out]);
        assert_eq!(pages.page_number(), given_out + 1);
    }

    let pages = client(&server).rooms().list().pages();
    assert_eq!(pages.page_number(), 1);
}

#[tokio::test]
async fn the_page_number_is_not_that_of_pages_fetched_ahead() {
    let server = Server::by(|request| nth_page(page_asked_for(request), 9));
    let mut rooms = client(&server).rooms().list().stream().prefetch(4);
    assert_eq!(rooms.page_number(), 1);
    rooms.try_next().await.unwrap().unwrap();
    server.has_received(5).await;
    assert_eq!(rooms.page_number(), 2);
}

#[tokio::test]
async fn a_list_can_be_taken_up_again_by_its_page_number() {
    for prefetch in [0, 9] {
        let server = failing_once(3, &Answer::new(500, &[], ""));
        let mut rooms = client(&server).rooms().list().stream().prefetch(prefetch);
        let mut found = Vec::new();
        while let Ok(Some(room)) = rooms.try_next().await {
            found.push(number(&room));
        }
        let stopped_at = rooms.page_number();
        assert_eq!(stopped_at, 3);
        drop(rooms);

        let list = client(&server).rooms().list().page_number(stopped_at);
        let (rest, errors) = all_rooms(list.stream()).await;
        found.extend(rest);
        assert_eq!(found, [1, 2, 3, 4]);
        assert!(errors.is_empty());
    }
}

/// At its end, a list can be taken up again as well: no page is read twice, and one that has come
/// since is read.
#[tokio::test]
async fn at_the_end_the_page_number_is_that_of_the_next_page() {
    let with_total: fn(i64) -> Answer = |number| match number {
        1..=3 => nth_page(number, 3),
        _ => page(&[], r#"{"total_pages":3}"#),
    };
    let without_total: fn(i64) -> Answer = |number| match number {
        1..=3 => page(&[number], "{}"),
        _ => page(&[], "{}"),
    };
    for library in [with_total, without_total] {
        let server = Server::by(move |request| library(page_asked_for(request)));
        let mut rooms = client(&server).rooms().list().stream();
        while rooms.try_next().await.unwrap().is_some() {}
        assert_eq!(rooms.page_number(), 4);
        rooms.resume();
        assert_eq!(rooms.page_number(), 4);

        let list = client(&server).rooms().list().page_number(4);
        let (found, errors) = all_rooms(list.stream()).await;
        assert_eq!(found, [0; 0]);
        assert!(errors.is_empty());

        let grown = Server::by(|request| nth_page(page_asked_for(request), 4));
        let list = client(&grown).rooms().list().page_number(4);
        let (found, _) = all_rooms(list.stream()).await;
        assert_eq!(found, [4]);
    }
}
