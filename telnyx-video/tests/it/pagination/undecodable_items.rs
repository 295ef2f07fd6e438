//! Items that can't be decoded, which affect no other item.

use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};
use telnyx_video::models::Room;
use telnyx_video::{Error, ErrorKind};

use super::fixtures::{id, nth_page, number, numbers, requested_page, requested_pages};
use crate::support::{API_KEY, Reply, Server};

/// Replies with a page of three items, of which those at these indices are undecodable.
fn page_with_undecodable(undecodable: &[usize], total_pages: i64) -> Reply {
    let item = |index: usize| match undecodable.contains(&index) {
        true => json!({"id": 7, "index": index}),
        false => json!({"id": id(i64::try_from(index).unwrap())}),
    };
    let data: Vec<Value> = (0..3).map(item).collect();
    let body = json!({"data": data, "meta": {"total_pages": total_pages}});
    Reply::json(200, body.to_string())
}

/// Starts a server for a list of two pages, of which the first has undecodable items.
fn serve(undecodable: Vec<usize>) -> Server {
    Server::with_handler(move |request| match requested_page(request) {
        1 => page_with_undecodable(&undecodable, 2),
        number => nth_page(number, 2),
    })
}

/// Returns the page number and the index of the item that could not be decoded.
fn location(error: &Error) -> (i64, usize) {
    let item = error.item().unwrap();
    (item.page_number(), item.index())
}

#[tokio::test]
async fn stream_returns_error_in_place_of_item_and_continues() {
    for prefetch in [0, 1] {
        for (undecodable, expected) in [
            (vec![0], vec![Err((1, 0)), Ok(1), Ok(2), Ok(2)]),
            (vec![1], vec![Ok(0), Err((1, 1)), Ok(2), Ok(2)]),
            (vec![1, 2], vec![Ok(0), Err((1, 1)), Err((1, 2)), Ok(2)]),
            (
                vec![0, 1, 2],
                vec![Err((1, 0)), Err((1, 1)), Err((1, 2)), Ok(2)],
            ),
        ] {
            let server = serve(undecodable);
            let rooms = server.client().rooms().list().stream().prefetch(prefetch);
            let rooms: Vec<_> = rooms
                .map(|room| room.as_ref().map(number).map_err(location))
                .collect()
                .await;
            assert_eq!(rooms, expected);
            assert_eq!(requested_pages(&server), [1, 2]);
        }
    }
}

#[tokio::test]
async fn pages_return_errors_of_items_before_their_page() {
    for (undecodable, expected) in [
        (
            vec![0, 2],
            vec![Err((1, 0)), Err((1, 2)), Ok(vec![1]), Ok(vec![2])],
        ),
        (
            vec![0, 1, 2],
            vec![
                Err((1, 0)),
                Err((1, 1)),
                Err((1, 2)),
                Ok(vec![]),
                Ok(vec![2]),
            ],
        ),
    ] {
        let server = serve(undecodable);
        let pages = server.client().rooms().list().pages();
        let pages: Vec<_> = pages
            .map(|page| page.as_ref().map(numbers).map_err(location))
            .collect()
            .await;
        assert_eq!(pages, expected);
    }
}

#[tokio::test]
async fn items_after_first_error_of_page_returns_rest() {
    let server = serve(vec![0, 2]);
    let mut pages = server.client().rooms().list().pages();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(location(&error), (1, 0));
    let rooms: Vec<_> = pages
        .items()
        .map(|room| room.as_ref().map(number).map_err(location))
        .collect()
        .await;
    assert_eq!(rooms, [Ok(1), Err((1, 2)), Ok(2)]);
}

#[tokio::test]
async fn undecodable_items_on_last_page_are_returned() {
    let server = Server::sequence([page_with_undecodable(&[2], 1)]);
    let rooms = server.client().rooms().list().stream();
    assert_eq!(
        rooms
            .filter(|room| std::future::ready(room.is_err()))
            .count()
            .await,
        1
    );

    let server = Server::sequence([page_with_undecodable(&[0, 1, 2], 1)]);
    let pages = server.client().rooms().list().pages();
    assert_eq!(pages.count().await, 4);
}

#[tokio::test]
async fn undecodable_item_error_shows_location_and_excerpt() {
    let server = serve(vec![1]);
    let rooms = server.client().rooms().list().stream();
    let errors = rooms.filter_map(|room| std::future::ready(room.err()));
    let errors: Vec<Error> = errors.collect().await;
    let error = &errors[0];
    assert_eq!(errors.len(), 1);
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(!error.is_retryable());
    assert_eq!(error.operation(), Some("rooms.list"));
    assert_eq!(error.json_path(), Some("data[1].id"));
    assert_eq!(error.item().unwrap().json(), r#"{"id":7,"index":1}"#);
    let line = error.to_string();
    assert!(
        line.starts_with("rooms.list (GET /rooms) failed: "),
        "{line}"
    );
    assert!(
        line.ends_with(
            " returned 200 OK: can't decode item 1 of page 1 at data[1].id: \
             invalid type: integer `7`, expected a UUID at line 1 column 7, \
             near `{\"id\":7,\"index\":1}`"
        ),
        "{line}"
    );
}

#[tokio::test]
async fn undecodable_item_error_has_bounded_length() {
    let body = json!({"data": [{"unique_name": "x".repeat(9_999), "id": "y".repeat(9_999)}]});
    let server = Server::always(Reply::json(200, body.to_string()));
    let mut rooms = server.client().rooms().list().stream();
    let error = rooms.next().await.unwrap().unwrap_err();
    assert!(error.to_string().len() < 2_000, "{error}");
    assert!(error.item().unwrap().json().len() > 19_998);
}

#[tokio::test]
async fn undecodable_item_with_secret_is_not_shown() {
    let body = json!({"data": [{"id": API_KEY}]});
    let server = Server::always(Reply::json(200, body.to_string()));
    let mut rooms = server.client().rooms().list().stream();
    let error = rooms.next().await.unwrap().unwrap_err();
    let line = error.to_string();
    assert!(
        line.ends_with(
            ": can't decode item 0 of page 1 at data[0].id: invalid type: string, expected a UUID at \
             line 1 column 21; the JSON may contain secrets and is not shown"
        ),
        "{line}"
    );
    let debug = format!("{error:?} {:?}", error.item());
    assert!(!debug.contains(API_KEY), "{debug}");
    assert_eq!(
        error.item().unwrap().json(),
        format!(r#"{{"id":"{API_KEY}"}}"#)
    );
}

#[tokio::test]
async fn page_number_after_undecodable_item_is_that_of_its_page() {
    let server = serve(vec![1]);
    let mut rooms = server.client().rooms().list().stream();
    assert!(rooms.next().await.unwrap().is_ok());
    assert_eq!(rooms.next_page_number(), 2);
    assert!(rooms.next().await.unwrap().is_err());
    assert_eq!(rooms.next_page_number(), 1);
    assert!(rooms.next().await.unwrap().is_ok());
    assert_eq!(rooms.next_page_number(), 2);

    let mut pages = server.client().rooms().list().pages();
    assert!(pages.next().await.unwrap().is_err());
    assert_eq!(pages.next_page_number(), 1);
    assert!(pages.next().await.unwrap().is_ok());
    assert_eq!(pages.next_page_number(), 2);
}

#[tokio::test]
async fn resume_after_undecodable_item_requests_nothing_again() {
    let server = serve(vec![1]);
    let mut rooms = server.client().rooms().list().stream();
    let mut rooms_found = Vec::new();
    while let Some(room) = rooms.next().await {
        match room {
            Ok(room) => rooms_found.push(number(&room)),
            Err(_) => rooms.resume(),
        }
    }
    assert_eq!(rooms_found, [0, 2, 2]);
    assert_eq!(requested_pages(&server), [1, 2]);
}

#[tokio::test]
async fn repeated_pages_of_undecodable_items_are_error() {
    let server = Server::always(Reply::json(200, r#"{"data":[7]}"#));
    let rooms = server.client().rooms().list().stream();
    let errors: Vec<_> = rooms.map(|room| room.unwrap_err().kind()).collect().await;
    assert_eq!(errors, [ErrorKind::Decode, ErrorKind::Pagination]);
}

#[tokio::test]
async fn send_error_has_decoded_items() {
    let server = serve(vec![1]);
    let list = server.client().rooms().list().page_number(1);
    let error = list.send().await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.json_path(), Some("data[1].id"));
    assert_eq!(error.item(), None);
    let rooms: Vec<i64> = error.decoded_items::<Room>().iter().map(number).collect();
    assert_eq!(rooms, [0, 2]);
    let items = error.decoded_items::<Value>();
    assert_eq!(items[1], json!({"id": 7, "index": 1}));
    assert_eq!(items.len(), 3);
}

#[tokio::test]
async fn try_next_can_be_called_after_undecodable_item() {
    let server = serve(vec![0]);
    let mut rooms = server.client().rooms().list().stream();
    assert!(rooms.try_next().await.is_err());
    assert_eq!(number(&rooms.try_next().await.unwrap().unwrap()), 1);
}
