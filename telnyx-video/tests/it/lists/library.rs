//! A server whose list of rooms has as many pages as it says.

use futures_util::TryStreamExt;
use telnyx_video::models::Room;
use telnyx_video::{Client, Error, Items, Page, Retries};

use crate::support::{Answer, Request, Server};

/// The id of the nth room.
pub(crate) fn id(n: u64) -> String {
    format!("00000000-0000-0000-0000-{n:012}")
}

/// The n of a room.
pub(crate) fn number(room: &Room) -> u64 {
    let id = room.id.to_string();
    id.rsplit('-').next().unwrap().parse().unwrap()
}

pub(crate) fn numbers(page: &Page<Room>) -> Vec<u64> {
    page.data.iter().map(number).collect()
}

/// A page with these rooms, and this text as its `meta`.
pub(crate) fn page(rooms: &[u64], meta: &str) -> Answer {
    Answer::json(
        200,
        format!(r#"{{"data":[{}],"meta":{meta}}}"#, data(rooms)),
    )
}

/// A page with these rooms, and without `meta`.
pub(crate) fn page_without_meta(rooms: &[u64]) -> Answer {
    Answer::json(200, format!(r#"{{"data":[{}]}}"#, data(rooms)))
}

fn data(rooms: &[u64]) -> String {
    let rooms: Vec<String> = rooms
        .iter()
        .map(|n| format!(r#"{{"id":"{}"}}"#, id(*n)))
        .collect();
    rooms.join(",")
}

/// Page `number` of a list in which it holds the room of the same number.
pub(crate) fn nth_page(number: u64, total: u64) -> Answer {
    page(
        &[number],
        &format!(r#"{{"page_number":{number},"total_pages":{total}}}"#),
    )
}

/// Which page a request asks for.
pub(crate) fn page_asked_for(request: &Request) -> u64 {
    let (_, number) = request.target().split_once("page%5Bnumber%5D=").unwrap();
    number.parse().unwrap()
}

/// Which pages have been asked for, in the order in which the requests arrived.
pub(crate) fn pages_asked_for(server: &Server) -> Vec<u64> {
    server.requests().iter().map(page_asked_for).collect()
}

/// A client that repeats nothing by itself.
pub(crate) fn client(server: &Server) -> Client {
    let builder = server.builder().retry_policy(Retries::none());
    builder.build().unwrap()
}

/// The rooms that are left of a list.
pub(crate) async fn rest(rooms: Items<Room>) -> Result<Vec<u64>, Error> {
    rooms.map_ok(|room| number(&room)).try_collect().await
}
