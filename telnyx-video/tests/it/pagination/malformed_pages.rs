//! Pages without `data`, with a malformed `meta`, or with a byte order mark.

use futures_util::StreamExt;

use super::fixtures::{id, number, numbers, page};
use crate::support::{Reply, Server};

#[tokio::test]
async fn list_without_data_shows_what_server_reports() {
    for (body, details) in [
        (
            r#"{"errors":[{"code":"10005","title":"Not found"},{"title":"No"}]}"#,
            "; the server reported: Not found (10005); No",
        ),
        (
            r#"{"message":"Try later","data":null}"#,
            "; the server reported: Try later",
        ),
        (
            r#"{"meta":{"total_pages":3}}"#,
            r#", near `{"meta":{"total_pages":3}}`"#,
        ),
        (r#"{"rooms":[]}"#, r#", near `{"rooms":[]}`"#),
        ("{}", ", near `{}`"),
    ] {
        let server = Server::always(Reply::json(200, body));
        let list = server.client().rooms().list();
        let of_send = list.clone().send().await.unwrap_err();
        let mut rooms = list.stream();
        let of_stream = rooms.next().await.unwrap().unwrap_err();
        assert!(rooms.next().await.is_none());
        for error in [of_send, of_stream] {
            assert!(error.is_decode());
            let line = error.to_string();
            assert!(
                line.contains(
                    " returned 200 OK: can't decode the body at data: `data` is missing or null, near `"
                ),
                "{line}"
            );
            assert!(line.ends_with(details), "{line}");
        }
    }
}

#[tokio::test]
async fn problems_in_list_without_data_are_accessible() {
    let body = r#"{"errors":[{"code":"10005","title":"No key KEY0123456789"}]}"#;
    let server = Server::always(Reply::json(200, body));
    let error = server.client().rooms().list().send().await.unwrap_err();
    assert_eq!(error.code(), Some("10005"));
    assert_eq!(error.title(), Some("No key [redacted]"));
    assert!(!error.to_string().contains("KEY0123456789"), "{error}");
}

#[tokio::test]
async fn malformed_meta_does_not_lose_items() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for meta in [deep.as_str(), "1e400", r#""none""#, "[{}]"] {
        let server = Server::always(page(&[1, 2], meta));
        let page = server.client().rooms().list().send().await.unwrap();
        assert_eq!(numbers(&page), [1, 2]);
        assert_eq!(page.meta, None, "{meta}");
    }
}

#[tokio::test]
async fn byte_order_mark_before_page_is_skipped() {
    let body = format!("\u{feff}{{\"data\":[{{\"id\":\"{}\"}},7]}}", id(1));
    let server = Server::always(Reply::json(200, body));
    let mut rooms = server.client().rooms().list().stream();
    assert_eq!(number(&rooms.next().await.unwrap().unwrap()), 1);
    let error = rooms.next().await.unwrap().unwrap_err();
    assert_eq!(error.json_path(), Some("data[1]"));
}
