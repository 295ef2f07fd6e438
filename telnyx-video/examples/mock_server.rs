//! Runs the mock server for any client, in any language, until Ctrl-C.
//!
//! ```sh
//! cargo run --example mock_server --features mock -- 8080 < seed.json
//! ```
//!
//! The argument is the port; without one, a port that is free is taken. On standard input it takes rooms, sessions,
//! participants and recordings to begin with, as JSON, or nothing.

use std::env;
use std::error::Error;
use std::io::{IsTerminal, Read, stdin};
use std::process::ExitCode;
use std::time::Duration;

use telnyx_video::mock::MockServer;

/// How often compositions are looked at without a request, so that their webhooks come in time.
const BEAT: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).map_or(Ok(0), |port| port.parse())?;
    let server = MockServer::builder().port(port).start().await?;
    let mut seed = String::new();
    if !stdin().is_terminal() {
        stdin().read_to_string(&mut seed)?;
    }
    if !seed.trim().is_empty() {
        server.seed(&serde_json::from_str(&seed)?)?;
    }
    println!("base URL    {}", server.base_url());
    println!("API key     {}", server.api_key());
    println!("public key  {}", server.public_key());
    loop {
        tokio::time::sleep(BEAT).await;
        server.advance(Duration::ZERO);
    }
}
