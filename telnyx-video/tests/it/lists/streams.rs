//! The streams themselves.

use futures_util::{StreamExt, TryStreamExt};

use super::library::{client, nth_page};
use crate::support::Server;

#[tokio::test]
async fn pages_are_asked_for_one_by_one() {
    let server = Server::answering([nth_page(1, 9), nth_page(2, 9)]);
    let mut pages = client(&server).rooms().list().pages();
    assert_eq!(server.targets().len(), 0);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.meta.unwrap().total_pages, Some(9));
    assert_eq!(first.into_iter().count(), 1);
    assert_eq!(server.targets().len(), 1);
    pages.next().await.unwrap().unwrap();
    assert_eq!(server.targets().len(), 2);
}

#[tokio::test]
async fn streams_can_be_sent_moved_and_shown() {
    fn travels<T: Send + Unpin + std::fmt::Debug + 'static>(_: &T) {}
    let server = Server::answering([nth_page(1, 1)]);
    let list = client(&server).rooms().list();
    travels(&list.clone().pages());
    let rooms = list.stream();
    travels(&rooms);
    let rooms: Vec<_> = tokio::spawn(rooms.try_collect()).await.unwrap().unwrap();
    assert_eq!(rooms.len(), 1);
}
