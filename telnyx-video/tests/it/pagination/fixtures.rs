//! Pages of a list of rooms with numbered ids.

use futures_util::TryStreamExt;
use telnyx_video::models::Room;
use telnyx_video::{Error, Items, Page};

use crate::support::{Reply, Request, Server};

/// Returns the id of the nth room.
pub(crate) fn id(n: i64) -> String {
    format!("00000000-0000-0000-0000-{n:012}")
}

/// Returns the number of a room.
pub(crate) fn number(room: &Room) -> i64 {
    let id = room.id.to_string();
    id.rsplit('-').next().unwrap().parse().unwrap()
}

pub(crate) fn numbers(page: &Page<Room>) -> Vec<i64> {
    page.data.iter().map(number).collect()
}

/// Replies with a page of these rooms and this JSON as its `meta`.
pub(crate) fn page(rooms: &[i64], meta: &str) -> Reply {
    Reply::json(
        200,
        format!(r#"{{"data":[{}],"meta":{meta}}}"#, data(rooms)),
    )
}

/// Replies with a page of these rooms without `meta`.
pub(crate) fn page_without_meta(rooms: &[i64]) -> Reply {
    Reply::json(200, format!(r#"{{"data":[{}]}}"#, data(rooms)))
}

fn data(rooms: &[i64]) -> String {
    let rooms: Vec<String> = rooms
        .iter()
        .map(|n| format!(r#"{{"id":"{}"}}"#, id(*n)))
        .collect();
    rooms.join(",")
}

/// Replies with page `number` of a list with one room of the same number on each page.
pub(crate) fn nth_page(number: i64, total: i64) -> Reply {
    page(
        &[number],
        &format!(r#"{{"page_number":{number},"total_pages":{total}}}"#),
    )
}

/// Returns the page number in a request.
pub(crate) fn requested_page(request: &Request) -> i64 {
    let (_, number) = request.target().split_once("page%5Bnumber%5D=").unwrap();
    number.split('&').next().unwrap().parse().unwrap()
}

/// Returns the page numbers in all requests, in order.
pub(crate) fn requested_pages(server: &Server) -> Vec<i64> {
    server.requests().iter().map(requested_page).collect()
}

/// Returns the numbers of the rooms that a stream has left.
pub(crate) async fn remaining_rooms(rooms: Items<Room>) -> Result<Vec<i64>, Error> {
    rooms.map_ok(|room| number(&room)).try_collect().await
}
