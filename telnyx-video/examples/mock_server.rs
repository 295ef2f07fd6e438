//! Runs the mock server for clients in any language, until Ctrl-C or while a command runs.
//!
//! ```sh
//! cargo run --example mock_server --features mock -- --port 8080 --seed telnyx-video/examples/meeting.json
//! cargo run --example mock_server --features mock -- -- python3 my_service.py
//! cargo run --example mock_server --features mock -- --examples -- pytest
//! ```
//!
//! The default port is a free one. The seed is a JSON file with rooms, sessions, participants, recordings and
//! compositions. With `--examples`, the server responds to every operation with an example, and prints violations
//! of the contract. The environment of the command has `TELNYX_BASE_URL`, `TELNYX_API_KEY` and `TELNYX_PUBLIC_KEY`.
//! `cargo xtask mock` runs this program, and also accepts seeds in YAML.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use telnyx_video::mock::{MockRequest, MockServer};
use tokio::process::{Child, Command};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How often the state is updated without a request, so that the webhooks of completed compositions are sent on time.
const UPDATE_INTERVAL: Duration = Duration::from_secs(1);

const USAGE: &str =
    "usage: mock_server [--port N] [--seed FILE | --examples] [-- COMMAND [ARGUMENT…]]";

/// The variable in which `cargo xtask mock` passes a seed that it has converted from YAML: its path, a line feed and
/// its JSON.
const SEED_VARIABLE: &str = "MOCK_SERVER_SEED";

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<ExitCode> {
    let arguments = Arguments::parse(env::args_os().skip(1))?;
    let builder = MockServer::builder().port(arguments.port);
    let builder = match arguments.examples {
        true => builder.examples().on_response(print_violations),
        false => builder,
    };
    let server = builder.start().await?;
    if let Some((name, text)) = arguments.seed()? {
        let json = serde_json::from_str(&text)
            .map_err(|error| format!("{name}: invalid JSON: {error}"))?;
        server
            .seed(&json)
            .map_err(|error| format!("{name}: {error}"))?;
    }
    let settings = [
        format!("base URL    {}", server.base_url()),
        format!("API key     {}", server.api_key()),
        format!("public key  {}", server.public_key()),
    ];
    let Some((program, rest)) = arguments.command.split_first() else {
        println!("{}", settings.join("\n"));
        loop {
            update(&server).await;
        }
    };
    // Standard output is left to the command.
    eprintln!("{}", settings.join("\n"));
    // Before the command starts, so that a signal at any moment stops it as well.
    let terminated = termination()?;
    tokio::pin!(terminated);
    let mut command = start(&server, program, rest)
        .map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    let status = loop {
        tokio::select! {
            status = command.wait() => break status?,
            () = &mut terminated => {
                command.kill().await?;
                return Ok(ExitCode::FAILURE);
            }
            () = update(&server) => {}
        }
    };
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Waits for SIGTERM. Ctrl-C needs no handling, because the terminal sends SIGINT to the command as well.
#[cfg(unix)]
fn termination() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut signal = signal(SignalKind::terminate())?;
    Ok(async move {
        signal.recv().await;
    })
}

/// Other platforms have no SIGTERM.
#[cfg(not(unix))]
fn termination() -> io::Result<impl Future<Output = ()>> {
    Ok(std::future::pending())
}

fn print_violations(request: &MockRequest) {
    for violation in &request.violations {
        eprintln!("warning: {} {}: {violation}", request.method, request.path);
    }
}

async fn update(server: &MockServer) {
    tokio::time::sleep(UPDATE_INTERVAL).await;
    server.advance(Duration::ZERO);
}

/// Starts a command with the settings of the server in its environment, and without a proxy to it.
fn start(server: &MockServer, program: &OsString, arguments: &[OsString]) -> io::Result<Child> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env("TELNYX_BASE_URL", server.base_url())
        .env("TELNYX_API_KEY", server.api_key())
        .env("TELNYX_PUBLIC_KEY", server.public_key())
        .env_remove(SEED_VARIABLE);
    // Programs that know both names prefer the one in lower case.
    for (name, other) in [("NO_PROXY", "no_proxy"), ("no_proxy", "NO_PROXY")] {
        let hosts = match env::var(name).or_else(|_| env::var(other)) {
            Ok(hosts) => format!("127.0.0.1,{hosts}"),
            Err(_) => "127.0.0.1".to_owned(),
        };
        command.env(name, hosts);
    }
    command.kill_on_drop(true).spawn()
}

#[derive(Default)]
struct Arguments {
    port: u16,
    seed: Option<PathBuf>,
    examples: bool,
    command: Vec<OsString>,
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = OsString>) -> Result<Self> {
        let mut arguments = Self::default();
        while let Some(argument) = words.next() {
            match argument.to_str() {
                Some("--port") => {
                    let port = words.next().and_then(|port| port.to_str()?.parse().ok());
                    arguments.port =
                        port.ok_or_else(|| usage("--port takes a number up to 65535"))?;
                }
                Some("--seed") => {
                    let path = words.next().ok_or_else(|| usage("--seed takes a file"))?;
                    arguments.seed = Some(path.into());
                }
                Some("--examples") => arguments.examples = true,
                Some("--") => arguments.command = words.by_ref().collect(),
                _ => return Err(usage(&format!("unexpected argument {argument:?}")).into()),
            }
        }
        match arguments.examples && arguments.seed.is_some() {
            true => Err(usage("--examples takes no seed: it ignores the server's state").into()),
            false => Ok(arguments),
        }
    }

    /// Returns the path and the text of the seed.
    fn seed(&self) -> Result<Option<(String, String)>> {
        if let Some(path) = &self.seed {
            let text = fs::read_to_string(path)
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            return Ok(Some((path.display().to_string(), text)));
        }
        let seed = env::var(SEED_VARIABLE).unwrap_or_default();
        let seed = seed.split_once('\n');
        Ok(seed.map(|(path, text)| (path.to_owned(), text.to_owned())))
    }
}

fn usage(error: &str) -> String {
    format!("{error}\n{USAGE}")
}
