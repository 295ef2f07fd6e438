//! Makes calls in a separate process.
//!
//! Proxies and trusted authorities come from environment variables, which are shared by all tests of
//! a process. So a test runs this test binary again, with other variables, and selects only one
//! test, which makes the calls if [`is_subprocess`].

use std::env;
use std::process::Command;

use telnyx_video::{Client, ClientBuilder, Error, Response};

use super::tls_server::SUCCESS;
use crate::support::{API_KEY, Reply, Server, within_timeout};

pub(crate) const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";

/// The refresh token in the request body.
pub(crate) const TOKEN: &str = "refresh.token";

/// Variables of the parent process that would affect the call.
const REMOVED_VARIABLES: [&str; 11] = [
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

/// The variable that marks the subprocess.
const IS_SUBPROCESS: &str = "TEST_IS_SUBPROCESS";

/// The prefix of the line in which the subprocess prints the result.
const RESULT_PREFIX: &str = "result of the call: ";

/// Makes a call in a subprocess with these variables, and returns the status of the response, or the
/// kind and the status of the error.
pub(crate) async fn call(base_url: &str, variables: &[(&str, &str)]) -> String {
    let test = concat!(
        module_path!(),
        "::call_with_default_client_uses_environment"
    );
    run(test, base_url, variables).await
}

/// Runs a test in a subprocess with these variables, and returns the result that it reports.
pub(crate) async fn run(test: &str, base_url: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "--nocapture"]);
    // The names of tests do not include the crate.
    let (_, test) = test.split_once("::").unwrap();
    command.arg(test);
    command.env(IS_SUBPROCESS, "");
    for name in REMOVED_VARIABLES {
        command.env_remove(name);
    }
    command.env("TELNYX_API_KEY", API_KEY);
    command.env("TELNYX_BASE_URL", base_url);
    command.envs(variables.iter().copied());
    let output = within_timeout(tokio::task::spawn_blocking(move || command.output()));
    let output = output.await.unwrap().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    match stdout
        .lines()
        .find_map(|line| line.strip_prefix(RESULT_PREFIX))
    {
        Some(result) => result.to_owned(),
        None => panic!("{stdout}{}", String::from_utf8_lossy(&output.stderr)),
    }
}

pub(crate) fn is_subprocess() -> bool {
    env::var_os(IS_SUBPROCESS).is_some()
}

/// Returns a builder with the key and the base URL in the environment.
pub(crate) fn client_builder() -> ClientBuilder {
    Client::builder()
        .api_key(env::var("TELNYX_API_KEY").unwrap())
        .base_url(env::var("TELNYX_BASE_URL").unwrap())
}

/// Reports the result of a call to the parent process.
pub(crate) fn report<T>(result: Result<Response<T>, Error>) {
    let result = match result {
        Ok(response) => response.status().as_u16().to_string(),
        Err(error) => describe(&error),
    };
    // Starts a new line, because the test harness may have printed part of one.
    println!("\n{RESULT_PREFIX}{result}");
}

#[tokio::test]
async fn call_with_default_client_uses_environment() {
    if is_subprocess() {
        let client = Client::from_env().unwrap();
        let actions = client.rooms().actions();
        let refresh = actions.refresh_client_token(ROOM, TOKEN);
        return report(refresh.send_with_response().await);
    }
    let server = Server::always(Reply::json(200, SUCCESS));
    assert_eq!(call(&server.base_url(), &[]).await, "200");
    assert_eq!(server.targets().len(), 1);
}

fn describe(error: &Error) -> String {
    let kind = error.kind();
    match error.status() {
        Some(status) => format!("{kind:?} {}", status.as_u16()),
        None => format!("{kind:?}: {error}"),
    }
}
