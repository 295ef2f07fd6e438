//! The files of recordings, and range requests.

use futures_util::TryStreamExt;
use telnyx_video::Download;
use telnyx_video::bytes::BytesMut;
use telnyx_video::mock::MockServer;
use telnyx_video::models::RoomRecordingType;

use super::start_server;
use crate::support::http_without_tls;

/// Creates a completed recording and returns its URL.
async fn create_recording(server: &MockServer) -> String {
    let room = server.client().rooms().create().send().await.unwrap().id;
    let ann = server.join(room, "Ann").unwrap().id;
    let video = RoomRecordingType::Video;
    let recording = server.start_recording(ann, video).unwrap().id;
    let recording = server.finish_recording(recording).unwrap();
    recording.download_url.unwrap().expose().to_owned()
}

async fn read_all(download: Download) -> Vec<u8> {
    let content: BytesMut = download.try_collect().await.unwrap();
    content.to_vec()
}

/// Returns the content of a file from an offset: a repeated line.
fn expected(url: &str, from: usize) -> Vec<u8> {
    let file = url.split("/media").nth(1).unwrap();
    let line = format!("media of the mock server: {file}\n");
    let file = line.repeat(500_000 / line.len() + 1);
    file.as_bytes()[from..500_000].to_vec()
}

#[tokio::test]
async fn download_resumes_unless_etag_differs() {
    let server = start_server().await;
    let url = create_recording(&server).await;
    let client = server.client();
    let download = client.download(&url).send().await.unwrap();
    assert_eq!(download.length(), Some(500_000));
    assert!(download.headers().contains_key("x-amz-checksum-sha256"));
    let etag = download.etag().unwrap().to_owned();
    assert_eq!(read_all(download).await, expected(&url, 0));

    let rest = client
        .download(&url)
        .starting_at(499_990)
        .if_unchanged(&*etag);
    let rest = rest.send().await.unwrap();
    assert_eq!((rest.offset(), rest.length()), (499_990, Some(500_000)));
    assert!(!rest.headers().contains_key("x-amz-checksum-sha256"));
    assert_eq!(read_all(rest).await, expected(&url, 499_990));

    let end = client
        .download(&url)
        .starting_at(500_000)
        .if_unchanged(&*etag);
    assert_eq!(read_all(end.send().await.unwrap()).await, b"");

    let other = client
        .download(&url)
        .starting_at(9)
        .if_unchanged("\"other\"");
    let other = other.send().await.unwrap();
    assert_eq!(other.offset(), 0);
    assert_eq!(read_all(other).await, expected(&url, 0));
}

/// The checksum was computed with
/// `yes 'media of the mock server: …' | head --bytes 500000 | openssl dgst -sha256 -binary | base64`.
#[tokio::test]
async fn file_has_checksum_and_supports_ranges() {
    let server = start_server().await;
    let url = create_recording(&server).await;
    let http = http_without_tls().build().unwrap();
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
