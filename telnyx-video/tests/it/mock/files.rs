//! The files of recordings, whole and in parts.

use futures_util::TryStreamExt;
use telnyx_video::Download;
use telnyx_video::bytes::BytesMut;
use telnyx_video::mock::MockServer;
use telnyx_video::models::RoomRecordingType;

use super::server;
use crate::support::plain_http;

/// The address of a recording that is completed.
async fn recorded(server: &MockServer) -> String {
    let room = server.client().rooms().create().send().await.unwrap().id;
    let ann = server.join(room, "Ann").unwrap().id;
    let video = RoomRecordingType::Video;
    let recording = server.start_recording(ann, video).unwrap().id;
    let recording = server.finish_recording(recording).unwrap();
    recording.download_url.unwrap()
}

async fn whole(download: Download) -> Vec<u8> {
    let whole: BytesMut = download.try_collect().await.unwrap();
    whole.to_vec()
}

/// Bytes from an offset on of the line that a file repeats.
fn expected(url: &str, from: usize) -> Vec<u8> {
    let file = url.split("/media").nth(1).unwrap();
    let line = format!("media of the mock server: {file}\n");
    let file = line.repeat(500_000 / line.len() + 1);
    file.as_bytes()[from..500_000].to_vec()
}

#[tokio::test]
async fn a_download_goes_on_where_it_was() {
    let server = server().await;
    let url = recorded(&server).await;
    let client = server.client();
    let download = client.download(&url).send().await.unwrap();
    assert_eq!(download.length(), Some(500_000));
    assert!(download.headers().contains_key("x-amz-checksum-sha256"));
    let etag = download.etag().unwrap().to_owned();
    assert_eq!(whole(download).await, expected(&url, 0));

    let rest = client
        .download(&url)
        .starting_at(499_990)
        .if_unchanged(&*etag);
    let rest = rest.send().await.unwrap();
    assert_eq!((rest.offset(), rest.length()), (499_990, Some(500_000)));
    assert!(!rest.headers().contains_key("x-amz-checksum-sha256"));
    assert_eq!(whole(rest).await, expected(&url, 499_990));

    let end = client
        .download(&url)
        .starting_at(500_000)
        .if_unchanged(&*etag);
    assert_eq!(whole(end.send().await.unwrap()).await, b"");

    let other = client
        .download(&url)
        .starting_at(9)
        .if_unchanged("\"other\"");
    let other = other.send().await.unwrap();
    assert_eq!(other.offset(), 0);
    assert_eq!(whole(other).await, expected(&url, 0));
}

/// The checksum is what `yes 'media of the mock server: …' | head --bytes 500000 | openssl dgst -sha256 -binary | base64` says.
#[tokio::test]
async fn a_checksum_is_that_of_the_file() {
    let server = server().await;
    let url = recorded(&server).await;
    let http = plain_http().build().unwrap();
    let file = http.get(&url).send().await.unwrap();
    assert!(
        url.ends_with("/media/recordings/00000000-0000-4000-8000-000000000006.webm"),
        "{url}"
    );
    assert_eq!(
        file.headers()["x-amz-checksum-sha256"],
        "3937pauKLZq1sXSyo4w/LCvcM8KBTN2LGDd15pgR5CA="
    );
    assert_eq!(file.headers()["accept-ranges"], "bytes");
    let middle = http
        .get(&url)
        .header("range", "bytes=3-5")
        .send()
        .await
        .unwrap();
    assert_eq!(middle.status(), 206);
    assert_eq!(middle.headers()["content-range"], "bytes 3-5/500000");
    assert_eq!(middle.text().await.unwrap(), "ia ");
    let beyond = http.get(&url).header("range", "bytes=500000-").send();
    let beyond = beyond.await.unwrap();
    assert_eq!(beyond.status(), 416);
    assert_eq!(beyond.headers()["content-range"], "bytes */500000");
}
