//! Streams of pages and items.

use futures_util::{StreamExt, TryStreamExt};

use super::fixtures::nth_page;
use crate::support::Server;

#[tokio::test]
async fn pages_are_requested_one_by_one() {
    let server = Server::sequence([nth_page(1, 9), nth_page(2, 9)]);
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
async fn streams_implement_common_traits() {
    fn assert_traits<T: Send + Unpin + std::fmt::Debug + 'static>(_: &T) {}
    let server = Server::sequence([nth_page(1, 1)]);
    let list = server.client().rooms().list();
    assert_traits(&list.clone().pages());
    let rooms = list.stream();
    assert_traits(&rooms);
    let rooms: Vec<_> = tokio::spawn(rooms.try_collect()).await.unwrap().unwrap();
    assert_eq!(rooms.len(), 1);
}
