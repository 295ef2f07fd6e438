//! A call in a process of its own.
//!
//! Proxies and trusted authorities come from the environment, which belongs to a whole process, and
//! changing it under the feet of other tests is not safe. So a test starts this program again, with
//! the environment that it wants, for nothing but [`a_call_goes_where_the_environment_says`].

use std::env;
use std::process::Command;

use telnyx_video::{Client, Error};

use super::origin::SUCCESS;
use crate::support::{API_KEY, Answer, Server, soon};

pub(crate) const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";

/// The refresh token in the body of the call.
pub(crate) const TOKEN: &str = "refresh.token";

/// What would have a say in the call, too.
const CLEARED: [&str; 11] = [
    "ALL_PROXY",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "all_proxy",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "REQUEST_METHOD",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
];

/// Tells the process that it is the one that makes the call.
const IS_CALLER: &str = "TEST_IS_CALLER";

/// What stands before the outcome in what the process prints.
const MARK: &str = "the call ended with ";

/// Makes a call in a process whose environment says no more of clients than this, and gives its
/// outcome: the status of success, or the kind and the status of the error.
pub(crate) async fn call(base_url: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "--nocapture"]);
    // The harness leaves the name of the crate out.
    let (_, module) = module_path!().split_once("::").unwrap();
    command.arg(format!("{module}::a_call_goes_where_the_environment_says"));
    command.env(IS_CALLER, "");
    for name in CLEARED {
        command.env_remove(name);
    }
    command.env("TELNYX_API_KEY", API_KEY);
    command.env("TELNYX_BASE_URL", base_url);
    command.envs(variables.iter().copied());
    let output = soon(tokio::task::spawn_blocking(move || command.output()));
    let output = output.await.unwrap().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let outcome = printed.lines().find_map(|line| line.strip_prefix(MARK));
    match outcome {
        Some(outcome) => outcome.to_owned(),
        None => panic!("{printed}{}", String::from_utf8_lossy(&output.stderr)),
    }
}

#[tokio::test]
async fn a_call_goes_where_the_environment_says() {
    if env::var_os(IS_CALLER).is_some() {
        return make_the_call().await;
    }
    let server = Server::always(Answer::json(200, SUCCESS));
    assert_eq!(call(&server.base_url(), &[]).await, "200");
    assert_eq!(server.targets().len(), 1);
}

async fn make_the_call() {
    let client = Client::from_env().unwrap();
    let actions = client.rooms().actions();
    let refresh = actions.refresh_client_token(ROOM, TOKEN);
    let outcome = match refresh.send_with_response().await {
        Ok(response) => response.status().as_u16().to_string(),
        Err(error) => failure(&error),
    };
    // The harness may have begun a line.
    println!("\n{MARK}{outcome}");
}

fn failure(error: &Error) -> String {
    let kind = error.kind();
    match error.status() {
        Some(status) => format!("{kind:?} {}", status.as_u16()),
        None => format!("{kind:?}: {error}"),
    }
}
