//! Runs the mock server for any client, in any language: until Ctrl-C, or for as long as a command runs.
//!
//! ```sh
//! cargo run --example mock_server --features mock -- --port 8080 --seed telnyx-video/examples/meeting.json
//! cargo run --example mock_server --features mock -- -- python3 my_service.py
//! ```
//!
//! Without a port, one that is free is taken. The seed has rooms, sessions, participants, recordings and compositions to
//! begin with, as JSON. A command is led to the server by `TELNYX_BASE_URL`, `TELNYX_API_KEY` and `TELNYX_PUBLIC_KEY`.
//! `cargo xtask mock` runs this program, and takes YAML as well.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use telnyx_video::mock::MockServer;
use tokio::process::{Child, Command};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How often compositions are looked at without a request, so that their webhooks come in time.
const BEAT: Duration = Duration::from_secs(1);

const USAGE: &str = "usage: mock_server [--port N] [--seed FILE] [-- COMMAND [ARGUMENT…]]";

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
    let server = MockServer::builder().port(arguments.port).start().await?;
    if let Some(seed) = arguments.seed {
        let text = fs::read_to_string(&seed);
        let text = text.map_err(|error| format!("cannot read {}: {error}", seed.display()))?;
        let json = serde_json::from_str(&text);
        let json = json.map_err(|error| format!("{} is not JSON: {error}", seed.display()))?;
        server.seed(&json)?;
    }
    let told = [
        format!("base URL    {}", server.base_url()),
        format!("API key     {}", server.api_key()),
        format!("public key  {}", server.public_key()),
    ];
    let Some((program, rest)) = arguments.command.split_first() else {
        println!("{}", told.join("\n"));
        loop {
            beat(&server).await;
        }
    };
    // What the command prints is its own.
    eprintln!("{}", told.join("\n"));
    let mut command = start(&server, program, rest)
        .map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    let ended = termination()?;
    tokio::pin!(ended);
    let status = loop {
        tokio::select! {
            status = command.wait() => break status?,
            () = &mut ended => {
                command.kill().await?;
                return Ok(ExitCode::FAILURE);
            }
            () = beat(&server) => {}
        }
    };
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Comes when this program is told to end. Ctrl-C needs no care: a terminal tells the command as well.
#[cfg(unix)]
fn termination() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut signal = signal(SignalKind::terminate())?;
    Ok(async move {
        signal.recv().await;
    })
}

/// Elsewhere, programs are not told.
#[cfg(not(unix))]
fn termination() -> io::Result<impl Future<Output = ()>> {
    Ok(std::future::pending())
}

async fn beat(server: &MockServer) {
    tokio::time::sleep(BEAT).await;
    server.advance(Duration::ZERO);
}

/// Runs a command that finds its way to the server, whatever proxy there is.
fn start(server: &MockServer, program: &OsString, arguments: &[OsString]) -> io::Result<Child> {
    let direct = env::var("NO_PROXY").map_or_else(
        |_| "127.0.0.1".to_owned(),
        |others| format!("127.0.0.1,{others}"),
    );
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env("TELNYX_BASE_URL", server.base_url())
        .env("TELNYX_API_KEY", server.api_key())
        .env("TELNYX_PUBLIC_KEY", server.public_key())
        .env("NO_PROXY", direct);
    command.kill_on_drop(true).spawn()
}

#[derive(Default)]
struct Arguments {
    port: u16,
    seed: Option<PathBuf>,
    command: Vec<OsString>,
}

impl Arguments {
    fn parse(mut given: impl Iterator<Item = OsString>) -> Result<Self> {
        let mut arguments = Self::default();
        while let Some(argument) = given.next() {
            match argument.to_str() {
                Some("--port") => {
                    let port = given.next().and_then(|port| port.to_str()?.parse().ok());
                    arguments.port = port.ok_or("--port takes a number of up to 65535")?;
                }
                Some("--seed") => arguments.seed = Some(given.next().ok_or(USAGE)?.into()),
                Some("--") => arguments.command = given.by_ref().collect(),
                _ => return Err(USAGE.into()),
            }
        }
        Ok(arguments)
    }
}
