//! Reading a list to its end, and never beyond.

use futures_util::{StreamExt, TryStreamExt};
use telnyx_video::{Client, ErrorKind, RequestOptions};

use crate::support::{Answer, Server};

/// The id of the nth room.
fn id(n: u8) -> String {
    format!("00000000-0000-0000-0000-0000000000{n:02}")
}

/// A page with these rooms, and this text as its `meta`.
fn page(rooms: &[u8], meta: &str) -> Answer {
    let data: Vec<String> = rooms
        .iter()
        .map(|n| format!(r#"{{"id":"{}"}}"#, id(*n)))
        .collect();
    let data = data.join(",");
    Answer::json(200, format!(r#"{{"data":[{data}],"meta":{meta}}}"#))
}

async fn ids(client: &Client) -> Vec<String> {
    let rooms = client.rooms().list().stream();
    rooms
        .map_ok(|room| room.id.to_string())
        .try_collect()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_list_is_read_to_its_total() {
    let server = Server::answering([
        page(&[1, 2], r#"{"page_number":1,"total_pages":2}"#),
        page(&[3], r#"{"page_number":2,"total_pages":2}"#),
    ]);
    assert_eq!(ids(&server.client()).await, [id(1), id(2), id(3)]);
    assert_eq!(
        server.targets(),
        ["/rooms?page%5Bnumber%5D=1", "/rooms?page%5Bnumber%5D=2"]
    );
}

#[tokio::test]
async fn without_meta_a_list_is_read_to_the_first_empty_page() {
    let server = Server::answering([page(&[1], "null"), page(&[2], "{}"), page(&[], "null")]);
    assert_eq!(ids(&server.client()).await, [id(1), id(2)]);
    assert_eq!(server.targets().len(), 3);
}

#[tokio::test]
async fn an_empty_list_has_no_pages() {
    let server = Server::answering([page(&[], r#"{"total_pages":0}"#)]);
    let mut pages = server.client().rooms().list().pages();
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(server.targets().len(), 1);
}

#[tokio::test]
async fn pages_are_asked_for_one_by_one() {
    let server = Server::answering([
        page(&[1], r#"{"total_pages":9}"#),
        page(&[2], r#"{"total_pages":9}"#),
    ]);
    let mut pages = server.client().rooms().list().pages();
    assert_eq!(server.targets().len(), 0);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.meta.unwrap().total_pages, Some(9));
    assert_eq!(first.into_iter().count(), 1);
    assert_eq!(server.targets().len(), 1);
    pages.next().await.unwrap().unwrap();
    assert_eq!(server.targets().len(), 2);
}

#[tokio::test]
async fn reading_starts_at_the_page_asked_for_and_keeps_the_rest_of_the_query() {
    let server = Server::answering([
        page(&[1], r#"{"total_pages":4}"#),
        page(&[2], r#"{"total_pages":4}"#),
    ]);
    let list = server.client().rooms().list();
    let pages = list
        .page_size(1)
        .page_number(3)
        .options(RequestOptions::new().query("preview", true))
        .pages();
    assert_eq!(pages.count().await, 2);
    assert_eq!(
        server.targets(),
        [
            "/rooms?page%5Bsize%5D=1&page%5Bnumber%5D=3&preview=true",
            "/rooms?page%5Bsize%5D=1&page%5Bnumber%5D=4&preview=true",
        ]
    );
}

#[tokio::test]
async fn the_same_page_again_is_an_error_and_the_end() {
    let repetitions = [
        // By the number the server reports, whatever the items.
        [
            page(&[1], r#"{"page_number":1,"total_pages":9}"#),
            page(&[2], r#"{"page_number":1,"total_pages":9}"#),
        ],
        // By the first item, where there is no total.
        [page(&[1, 2], "null"), page(&[1, 3], "null")],
        // By the first item, where the total grows.
        [
            page(&[1], r#"{"total_pages":2}"#),
            page(&[1], r#"{"total_pages":3}"#),
        ],
    ];
    for script in repetitions {
        let server = Server::answering(script);
        let mut rooms = server.client().rooms().list().stream();
        let mut error = None;
        while let Some(room) = rooms.next().await {
            assert!(error.is_none(), "nothing comes after the error");
            error = room.err();
        }
        let error = error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Pagination);
        assert_eq!(error.operation(), Some("ListRooms"));
        assert_eq!(error.status().unwrap(), 200);
        let line = error.to_string();
        assert!(
            line.ends_with("answered 200 OK: page 2 is page 1 again"),
            "{line}"
        );
        assert_eq!(server.targets().len(), 2);
    }
}

#[tokio::test]
async fn an_item_that_moves_to_the_next_page_is_no_repetition() {
    let server = Server::answering([
        page(&[1], r#"{"page_number":1,"total_pages":2}"#),
        page(&[1], r#"{"page_number":2,"total_pages":2}"#),
    ]);
    assert_eq!(ids(&server.client()).await, [id(1), id(1)]);
}

#[tokio::test]
async fn a_failing_page_ends_the_list() {
    let server = Server::answering([
        page(&[1], r#"{"total_pages":9}"#),
        Answer::json(500, r#"{"message":"no"}"#),
    ]);
    let mut rooms = server.client().rooms().list().stream();
    assert!(rooms.next().await.unwrap().is_ok());
    let error = rooms.next().await.unwrap().unwrap_err();
    assert_eq!(error.detail(), Some("no"));
    assert!(rooms.next().await.is_none());
    assert_eq!(server.targets().len(), 2);
}

#[tokio::test]
async fn streams_can_be_sent_moved_and_shown() {
    fn travels<T: Send + Unpin + std::fmt::Debug + 'static>(_: &T) {}
    let server = Server::answering([page(&[1], r#"{"total_pages":1}"#)]);
    let list = server.client().rooms().list();
    travels(&list.clone().pages());
    let rooms = list.stream();
    travels(&rooms);
    let rooms: Vec<_> = tokio::spawn(rooms.try_collect()).await.unwrap().unwrap();
    assert_eq!(rooms.len(), 1);
}
