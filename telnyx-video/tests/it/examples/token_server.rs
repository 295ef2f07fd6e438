//! The token server, with a browser on its page and webhooks through a tunnel.

use telnyx_video::mock::MockServer;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

use super::browser::Browser;
use super::programs::command;
use crate::support::ChildProcess;

/// Forwards all connections to another address.
async fn forward(from: TcpListener, to: String) {
    while let Ok((mut outside, _)) = from.accept().await {
        let mut inside = TcpStream::connect(&to).await.unwrap();
        tokio::spawn(async move {
            // Errors are left for client and server to report.
            let _ = copy_bidirectional(&mut outside, &mut inside).await;
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_updates_participants_on_webhooks() {
    let browser = match Browser::start().await {
        Ok(browser) => browser,
        Err(reason) => {
            println!("skipped: {reason}");
            return;
        }
    };
    let server = MockServer::start().await.unwrap();
    let tunnel = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let public_url = format!("http://{}/", tunnel.local_addr().unwrap());
    let mut example = command(&server, "token_server");
    example
        .env("LISTEN", "127.0.0.1:0")
        .env("PUBLIC_URL", public_url);
    let mut example = ChildProcess::start(&mut example);
    let line = example.read_line();
    let url = line.strip_prefix("listening on ").unwrap();
    let address = url.strip_prefix("http://").unwrap().to_owned();
    tokio::spawn(forward(tunnel, address));

    browser.open(url).await;
    browser
        .evaluate("document.body.dataset.loaded = 'once'")
        .await;
    browser.enter("input[name=room]", "weekly-standup").await;
    browser.click("button").await;
    browser
        .wait("!document.querySelector('#token').hidden")
        .await;
    let token = browser.evaluate("document.querySelector('#token').textContent");
    let token = token.await.as_str().unwrap().to_owned();

    let participants_are = |expected: &str| {
        let list =
            "[...document.querySelectorAll('#participants li')].map((item) => item.textContent)";
        format!("{list}.join(', ') === '{expected}'")
    };
    let ann = server.join_with_token(&token, "Ann <b>").unwrap();
    browser.wait(&participants_are("Ann <b>")).await;
    server.join(only_room(&server).await, "Bob").unwrap();
    browser.wait(&participants_are("Ann <b>, Bob")).await;
    server.leave(ann.id).unwrap();
    browser.wait(&participants_are("Bob")).await;
    let loaded = browser.evaluate("document.body.dataset.loaded").await;
    assert_eq!(loaded, "once", "the page was reloaded");
}

/// Returns the id of the only room, which the page has created.
async fn only_room(server: &MockServer) -> telnyx_video::uuid::Uuid {
    let rooms = server.client().rooms().list().send().await.unwrap().data;
    assert_eq!(rooms.len(), 1);
    rooms.first().unwrap().id
}
