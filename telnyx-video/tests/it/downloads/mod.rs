//! Downloads: requests, ranges, redirects, timeouts and failures.

mod failures;
mod idle_timeout;
mod ranges;
mod redirects;
mod requests;

use futures_util::TryStreamExt;
use telnyx_video::{Client, Download, Error};

use crate::support::{Reply, Server};

/// The signature in the URLs of these tests.
const SIGNATURE: &str = "c2lnbmF0dXJl";

/// Returns a signed URL, as storage services create them.
fn signed_url(server: &Server) -> String {
    server.url(&format!("/files/a.mp4?Expires=300&Signature={SIGNATURE}"))
}

fn client(server: &Server) -> Client {
    server.client_builder().build().unwrap()
}

/// Replies with a whole file.
fn file(content: &str) -> Reply {
    Reply::new(200, &[("content-type", "video/mp4")], content)
}

/// Replies with a range of a file.
fn partial_content(content_range: &str, content: &str) -> Reply {
    Reply::new(206, &[("content-range", content_range)], content)
}

async fn start_download(server: &Server) -> Result<Download, Error> {
    client(server).download(signed_url(server)).send().await
}

/// Reads the remaining content.
async fn read_all(download: &mut Download) -> Result<String, Error> {
    let mut text = String::new();
    while let Some(piece) = download.try_next().await? {
        text += std::str::from_utf8(&piece).unwrap();
    }
    Ok(text)
}

/// Returns the messages and debug output of an error.
fn error_output(error: &Error) -> String {
    use std::error::Error as _;
    format!("{error} {error:?} {:?} {:?}", error.source(), error.url())
}
