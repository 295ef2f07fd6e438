//! A server whose list of rooms has as many pages as it says.

use futures_util::TryStreamExt;
use telnyx_video::models::Room;
use telnyx_video::{Client, Error, Items, Page, Retries};

use crate::support::{Answer, Request, Server};

/// The id of the nth room.
pub(crate) fn id(n: i64) -> String {
    format!("00000000-0000-0000-0000-{n:012}")
}

/// The n of a room.
pub(crate) fn number(room: &Room) -> i64 {
    let id = room.id.to_string();
    id.rsplit('-').next().unwrap().parse().unwrap()
}

pub(crate) fn numbers(page: &Page<Room>) -> Vec<i64> {
    page.data.iter().map(number).collect()
}

/// A page with these rooms, and this text as its `meta`.
pub(crate) fn page(rooms: &[i64], meta: &str) -> Answer {
    Answer::json(
        200,
        format!(r#"{{"data":[{}],"meta":{meta}}}"#, data(rooms)),
    )
}

/// A page with these rooms, and without `meta`.
pub(crate) fn page_without_meta(rooms: &[i64]) -> Answer {
    Answer::json(200, format!(r#"{{"data":[{}]}}"#, data(rooms)))
}

fn data(rooms: &[i64]) -> String {
    let rooms: Vec<String> = rooms
        .iter()
        .map(|n| format!(r#"{{"id":"{}"}}"#, id(*n)))
        .collect();
    rooms.join(",")
}

/// Page `number` of a list in which it holds the room of the same number.
pub(crate) fn nth_page(number: i64, total: i64) -> Answer {
    page(
        &[number],
        &format!(r#"{{"page_number":{number},"total_pages":{total}}}"#),
    )
}

/// Which page a request asks for.
pub(crate) fn page_asked_for(request: &Request) -> i64 {
    let (_, number) = request.target().split_once("page%5Bnumber%5D=").unwrap();
    number.parse().unwrap()
}

/// Which pages have been asked for, in the order in which the requests arrived.
pub(crate) fn pages_asked_for(server: &Server) -> Vec<i64> {
    server.requests().iter().map(page_asked_for).collect()
}

/// A client that repeats nothing by itself.
pub(crate) fn client(server: &Server) -> Client {
    let builder = server.builder().retry_policy(Retries::none());
    builder.build().unwrap()
}

/// The rooms that are left of a list.
pub(crate) async fn rest(rooms: Items<Room>) -> Result<Vec<i64>, Error> {
    rooms.map_ok(|room| number(&room)).try_collect().await
}
