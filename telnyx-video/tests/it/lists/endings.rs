//! Where a list ends, by what the server says and by what it does not say.

use futures_util::StreamExt;
use telnyx_video::{ErrorKind, RequestOptions};

use super::library::{
    client, nth_page, page, page_asked_for, page_without_meta, pages_asked_for, rest,
};
use crate::support::{Answer, Server};

/// These pages have to be read as these rooms, without an error and without asking for more than
/// the pages that are there.
async fn assert_reads(pages: &[Answer], expected: &[u64]) {
    for prefetch in [0, 1, 9] {
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
        let all: Vec<u64> = (1..=pages.len().try_into().unwrap()).collect();
        assert_eq!(asked_for, all, "{pages:?}");
    }
}

/// These pages have to be read as these rooms and then an error, and as nothing after it.
async fn assert_repeats(pages: Vec<Answer>, expected: &[u64]) {
    let asked = pages.len();
    let server = Server::answering(pages);
    let mut pages = client(&server).rooms().list().pages();
    let mut found = Vec::new();
    let error = loop {
        match pages.next().await.unwrap() {
            Ok(page) => found.extend(super::library::numbers(&page)),
            Err(error) => break error,
        }
    };
    assert_eq!(found, expected);
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert!(!error.is_retryable());
    assert_eq!(error.attempts(), 1);
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(server.requests().len(), asked);
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
async fn an_empty_page_ends_the_list_before_its_total() {
    let pages = [
        nth_page(1, 9),
        page(&[], r#"{"page_number":2,"total_pages":9}"#),
    ];
    let server = Server::answering(pages);
    let rooms = client(&server).rooms().list().stream();
    assert_eq!(rest(rooms).await.unwrap(), [1]);
    assert_eq!(pages_asked_for(&server), [1, 2]);
}

#[tokio::test]
async fn a_page_number_that_stays_is_an_error() {
    let stays = |rooms: &[u64]| page(rooms, r#"{"page_number":1,"total_pages":9}"#);
    assert_repeats(vec![stays(&[1]), stays(&[2])], &[1]).await;
    let without_total = |rooms: &[u64]| page(rooms, r#"{"page_number":1}"#);
    assert_repeats(vec![without_total(&[1]), without_total(&[2])], &[1]).await;
    // Also further on, where the number is that of the page before.
    let later = vec![nth_page(1, 9), nth_page(2, 9), nth_page(2, 9)];
    assert_repeats(later, &[1, 2]).await;
}

#[tokio::test]
async fn a_server_that_repeats_its_page_for_ever_is_an_error() {
    for repeated in [
        page_without_meta(&[1, 2]),
        page(&[1, 2], "null"),
        page(&[1, 2], "{}"),
        page(&[1, 2], r#"{"page_number":1,"total_pages":9}"#),
    ] {
        for prefetch in [0, 3] {
            let server = Server::always(repeated.clone());
            let mut rooms = client(&server).rooms().list().stream().prefetch(prefetch);
            assert!(rooms.next().await.unwrap().is_ok());
            assert!(rooms.next().await.unwrap().is_ok());
            let error = rooms.next().await.unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Pagination);
            assert!(rooms.next().await.is_none());
        }
    }
}

/// Its total grows with every page, and would do so for ever.
#[tokio::test]
async fn a_server_that_moves_its_end_away_with_the_same_items_is_an_error() {
    let server = Server::by(|request| {
        let total = page_asked_for(request) + 1;
        page(&[1], &format!(r#"{{"total_pages":{total}}}"#))
    });
    let mut rooms = client(&server).rooms().list().stream();
    assert!(rooms.next().await.unwrap().is_ok());
    let error = rooms.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert_eq!(pages_asked_for(&server), [1, 2]);
}

#[tokio::test]
async fn a_server_that_goes_in_a_circle_is_an_error() {
    for prefetch in [0, 3] {
        let server = Server::by(|request| match page_asked_for(request) {
            1 => page_without_meta(&[1, 2]),
            number if number % 2 == 0 => page_without_meta(&[3, 4]),
            _ => page_without_meta(&[5, 6]),
        });
        let mut pages = client(&server).rooms().list().pages().prefetch(prefetch);
        let mut found = Vec::new();
        let error = loop {
            match pages.next().await.unwrap() {
                Ok(page) => found.push(super::library::numbers(&page)),
                Err(error) => break error,
            }
        };
        assert_eq!(found, [[1, 2], [3, 4], [5, 6]]);
        assert_eq!(error.kind(), ErrorKind::Pagination);
        let line = error.to_string();
        assert!(line.ends_with(": page 4 is page 2 again"), "{line}");
        assert!(pages.next().await.is_none());
        assert_eq!(pages_asked_for(&server), [1, 2, 3, 4]);
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
        let all: Vec<u64> = (1..=300).collect();
        assert_eq!(rest(rooms).await.unwrap(), all);
        let mut asked_for = pages_asked_for(&server);
        asked_for.sort_unstable();
        assert_eq!(asked_for, all);
    }
}

#[tokio::test]
async fn a_list_may_begin_on_its_last_page_and_after_it() {
    for first in [3, 4, u64::MAX] {
        let server = Server::by(move |_| page(&[7], r#"{"total_pages":3}"#));
        let list = client(&server).rooms().list().page_number(first);
        assert_eq!(rest(list.stream().prefetch(2)).await.unwrap(), [7]);
        assert_eq!(pages_asked_for(&server), [first]);
    }
}

/// There is no number after the greatest, and the list ends with it.
#[tokio::test]
async fn a_list_may_begin_at_the_greatest_number() {
    let server = Server::always(page_without_meta(&[7]));
    let list = client(&server).rooms().list().page_number(u64::MAX);
    assert_eq!(rest(list.stream()).await.unwrap(), [7]);
    assert_eq!(pages_asked_for(&server), [u64::MAX]);
}

#[tokio::test]
async fn what_was_set_goes_along_ahead_as_well() {
    let server = Server::by(|request| {
        let (_, rest) = request.target().split_once("page%5Bnumber%5D=").unwrap();
        let number = rest.split('&').next().unwrap().parse().unwrap();
        nth_page(number, 3)
    });
    let options = RequestOptions::new()
        .query("preview", true)
        .header("x-a", "b");
    let list = client(&server).rooms().list().page_size(1).options(options);
    assert_eq!(rest(list.stream().prefetch(9)).await.unwrap(), [1, 2, 3]);
    let mut targets = server.targets();
    targets.sort_unstable();
    assert_eq!(
        targets,
        [1, 2, 3].map(|n| format!("/rooms?page%5Bsize%5D=1&page%5Bnumber%5D={n}&preview=true"))
    );
    for request in server.requests() {
        assert_eq!(request.header("x-a"), Some("b"));
        assert_eq!(
            request.header("authorization"),
            Some("Bearer KEY0123456789")
        );
    }
}
