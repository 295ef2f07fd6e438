//! Where a list ends, by what the server says and by what it does not say.

use futures_util::StreamExt;
use telnyx_video::{ErrorKind, RequestOptions};

use super::library::{
    client, nth_page, numbers, page, page_asked_for, page_without_meta, pages_asked_for, rest,
};
use crate::support::{Answer, Server};

/// These pages have to be read as these rooms, without an error and without asking for more than
/// the pages that are there.
async fn assert_reads(pages: &[Answer], expected: &[i64]) {
    for prefetch in [0, 9] {
        let script = pages.to_vec();
        let server = Server::by(move |request| {
            let index = usize::try_from(page_asked_for(request) - 1).unwrap();
            script
                .get(index)
                .cloned()
                .unwrap_or_else(|| Answer::new(404, &[], ""))
        });
        let rooms = client(&server).rooms().list().stream().prefetch(prefetch);
        assert_eq!(rest(rooms).await.unwrap(), expected, "{pages:?}");
        let mut asked_for = pages_asked_for(&server);
        asked_for.sort_unstable();
        let all: Vec<i64> = (1..=pages.len().try_into().unwrap()).collect();
        assert_eq!(asked_for, all, "{pages:?}");
    }
}

#[tokio::test]
async fn a_list_that_says_nothing_of_its_end_ends_with_an_empty_page() {
    for (second, third) in [
        (page_without_meta(&[2]), page_without_meta(&[])),
        (page(&[2], "null"), page(&[], "null")),
        (page(&[2], "{}"), page(&[], "{}")),
        (page(&[2], "[]"), page(&[], "7")),
        (
            page(&[2], r#"{"page_number":2}"#),
            page(&[], r#"{"page_number":3}"#),
        ),
        (
            page(&[2], r#"{"total_pages":null,"total_results":2}"#),
            page(&[], r#"{"total_pages":null,"total_results":2}"#),
        ),
        (
            page(&[2], r#"{"total_pages":"2"}"#),
            page(&[], r#"{"total_pages":-1}"#),
        ),
        (page_without_meta(&[2]), Answer::json(200, "{}")),
        (
            page_without_meta(&[2]),
            Answer::json(200, r#"{"data":null}"#),
        ),
    ] {
        assert_reads(&[page_without_meta(&[1]), second, third], &[1, 2]).await;
    }
}

#[tokio::test]
async fn a_list_may_be_empty() {
    for meta in [
        "null",
        "{}",
        r#"{"page_number":1,"total_pages":0}"#,
        r#"{"page_number":1,"total_pages":9}"#,
    ] {
        assert_reads(&[page(&[], meta)], &[]).await;
    }
}

#[tokio::test]
async fn a_total_of_nothing_does_not_hide_what_is_there() {
    assert_reads(&[page(&[1], r#"{"total_pages":0}"#)], &[1]).await;
}

#[tokio::test]
async fn a_total_ends_the_list() {
    let pages = [nth_page(1, 3), nth_page(2, 3), nth_page(3, 3)];
    assert_reads(&pages, &[1, 2, 3]).await;
}

#[tokio::test]
async fn a_total_may_grow_on_the_way() {
    let pages = [
        nth_page(1, 2),
        nth_page(2, 3),
        nth_page(3, 4),
        nth_page(4, 4),
    ];
    assert_reads(&pages, &[1, 2, 3, 4]).await;
}

#[tokio::test]
async fn a_total_may_shrink_on_the_way() {
    let server = Server::answering([nth_page(1, 9), nth_page(2, 3), nth_page(3, 3)]);
    let rooms = client(&server).rooms().list().stream();
    assert_eq!(rest(rooms).await.unwrap(), [1, 2, 3]);
    assert_eq!(pages_asked_for(&server), [1, 2, 3]);

    // Below the page at hand, even.
    let server = Server::answering([nth_page(1, 9), nth_page(2, 9), nth_page(3, 1)]);
    let rooms = client(&server).rooms().list().stream();
    assert_eq!(rest(rooms).await.unwrap(), [1, 2, 3]);
    assert_eq!(pages_asked_for(&server), [1, 2, 3]);
}

#[tokio::test]
async fn a_total_may_come_and_go() {
    let pages = [
        page_without_meta(&[1]),
        nth_page(2, 4),
        page_without_meta(&[3]),
        nth_page(4, 4),
    ];
    assert_reads(&pages, &[1, 2, 3, 4]).await;
}

#[tokio::test]
async fn the_same_page_again_is_an_error_and_the_end() {
    let cases = [
        // By the number the server reports, whatever the items.
        (
            vec![
                page(&[1], r#"{"page_number":1,"total_pages":9}"#),
                page(&[2], r#"{"page_number":1,"total_pages":9}"#),
            ],
            vec![1],
            "page 2 repeats page 1",
        ),
        (
            vec![
                page(&[1], r#"{"page_number":1}"#),
                page(&[2], r#"{"page_number":1}"#),
            ],
            vec![1],
            "page 2 repeats page 1",
        ),
        (
            vec![nth_page(1, 9), nth_page(2, 9), nth_page(2, 9)],
            vec![1, 2],
            "page 3 repeats page 2",
        ),
        // By the first item, where there is no total.
        (
            vec![page_without_meta(&[1, 2]), page_without_meta(&[1, 3])],
            vec![1, 2],
            "page 2 repeats page 1",
        ),
        (
            vec![page(&[1, 2], "null"), page(&[1, 3], "null")],
            vec![1, 2],
            "page 2 repeats page 1",
        ),
        (
            vec![page(&[1, 2], "{}"), page(&[1, 2], "{}")],
            vec![1, 2],
            "page 2 repeats page 1",
        ),
        // By the first item, where the total grows, and would do so for ever.
        (
            vec![
                page(&[1], r#"{"total_pages":2}"#),
                page(&[1], r#"{"total_pages":3}"#),
            ],
            vec![1],
            "page 2 repeats page 1",
        ),
        // In a circle.
        (
            vec![
                page_without_meta(&[1, 2]),
                page_without_meta(&[3, 4]),
                page_without_meta(&[5, 6]),
                page_without_meta(&[3, 4]),
            ],
            vec![1, 2, 3, 4, 5, 6],
            "page 4 repeats page 2",
        ),
    ];
    for (script, expected, reason) in cases {
        let asked = script.len();
        let server = Server::answering(script);
        let mut pages = client(&server).rooms().list().pages();
        let mut found = Vec::new();
        let error = loop {
            match pages.next().await.unwrap() {
                Ok(page) => found.extend(numbers(&page)),
                Err(error) => break error,
            }
        };
        assert_eq!(found, expected);
        assert_eq!(error.kind(), ErrorKind::Pagination);
        assert_eq!(error.operation(), Some("rooms.list"));
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.attempts(), 1);
        assert!(!error.is_retryable());
        let line = error.to_string();
        assert!(
            line.ends_with(&format!("returned 200 OK: {reason}")),
            "{line}"
        );
        assert!(pages.next().await.is_none());
        assert!(pages.next().await.is_none());
        assert_eq!(server.requests().len(), asked);
    }
}

/// With a total there is an end, so that the same items again do no harm.
#[tokio::test]
async fn the_same_items_up_to_a_fixed_total_end() {
    let page = page(&[1], r#"{"total_pages":3}"#);
    assert_reads(&[page.clone(), page.clone(), page], &[1, 1, 1]).await;
}

#[tokio::test]
async fn three_hundred_pages_are_read_one_after_the_other() {
    for prefetch in [0, 4] {
        let server = Server::by(|request| nth_page(page_asked_for(request), 300));
        let rooms = client(&server).rooms().list().stream().prefetch(prefetch);
        let all: Vec<i64> = (1..=300).collect();
        assert_eq!(rest(rooms).await.unwrap(), all);
        let mut asked_for = pages_asked_for(&server);
        asked_for.sort_unstable();
        assert_eq!(asked_for, all);
    }
}

#[tokio::test]
async fn a_list_may_begin_on_its_last_page_and_after_it() {
    for first in [3, 4, i64::MAX] {
        let server = Server::by(move |_| page(&[7], r#"{"total_pages":3}"#));
        let list = client(&server).rooms().list().page_number(first);
        assert_eq!(rest(list.stream().prefetch(2)).await.unwrap(), [7]);
        assert_eq!(pages_asked_for(&server), [first]);
    }
}

#[tokio::test]
async fn what_was_set_goes_along_ahead_as_well() {
    for prefetch in [0, 9] {
        let server = Server::by(|request| {
            let (_, rest) = request.target().split_once("page%5Bnumber%5D=").unwrap();
            let number = rest.split('&').next().unwrap().parse().unwrap();
            nth_page(number, 5)
        });
        let options = RequestOptions::new()
            .query("preview", true)
            .header("x-a", "b");
        let list = client(&server).rooms().list().page_size(1).page_number(3);
        let rooms = list.options(options).stream().prefetch(prefetch);
        assert_eq!(rest(rooms).await.unwrap(), [3, 4, 5]);
        let mut targets = server.targets();
        targets.sort_unstable();
        assert_eq!(
            targets,
            [3, 4, 5].map(|n| format!("/rooms?page%5Bsize%5D=1&page%5Bnumber%5D={n}&preview=true"))
        );
        for request in server.requests() {
            assert_eq!(request.header("x-a"), Some("b"));
            assert_eq!(
                request.header("authorization"),
                Some("Bearer KEY0123456789")
            );
        }
    }
}
