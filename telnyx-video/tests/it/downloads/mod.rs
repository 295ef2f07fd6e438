//! What goes to where a file is, what comes of the answer, and what becomes of a download that the
//! network or the server fails.

mod failures;
mod parts;
mod redirects;
mod requests;
mod silence;

use futures_util::TryStreamExt;
use telnyx_video::{Client, Download, Error};

use crate::support::{Answer, Server};

/// What gives permission in the addresses here.
const SIGNATURE: &str = "c2lnbmF0dXJl";

/// An address as storage services sign them.
fn signed(server: &Server) -> String {
    server.url(&format!("/files/a.mp4?Expires=300&Signature={SIGNATURE}"))
}

fn client(server: &Server) -> Client {
    server.builder().build().unwrap()
}

/// A whole file.
fn file(content: &str) -> Answer {
    Answer::new(200, &[("content-type", "video/mp4")], content)
}

/// A part of a file.
fn part(content_range: &str, content: &str) -> Answer {
    Answer::new(206, &[("content-range", content_range)], content)
}

async fn begun(server: &Server) -> Result<Download, Error> {
    client(server).download(signed(server)).send().await
}

/// All that comes.
async fn read(download: &mut Download) -> Result<String, Error> {
    let mut text = String::new();
    while let Some(piece) = download.try_next().await? {
        text += std::str::from_utf8(&piece).unwrap();
    }
    Ok(text)
}

/// An error in all the forms in which it may be printed.
fn shown(error: &Error) -> String {
    use std::error::Error as _;
    format!("{error} {error:?} {:?} {:?}", error.source(), error.url())
}
