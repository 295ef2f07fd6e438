//! Creates a room and a token to join it, and counts the participants of the active sessions.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example quickstart
//! ```
//!
//! Without an account, against a mock server with a meeting in progress:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- cargo run --example quickstart
//! ```

use std::error::Error;

use futures_util::TryStreamExt;
use telnyx_video::Client;
use telnyx_video::models::SessionFilter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;

    let room = client.rooms().create().max_participants(10).send().await?;
    println!("created room {}", room.id);

    let actions = client.rooms().actions();
    let tokens = actions.generate_join_client_token(room.id).send().await?;
    // Tokens are secrets, so debug output shows "[redacted]".
    println!("token for browsers: {:?}", tokens.token);

    let active = SessionFilter::new().active(true);
    let mut sessions = client
        .rooms()
        .sessions()
        .list()
        .filter(active)
        .include_participants(true)
        .stream();
    while let Some(session) = sessions.try_next().await? {
        match session.participants.map_or(0, |all| all.len()) {
            1 => println!("1 participant is in session {}", session.id),
            count => println!("{count} participants are in session {}", session.id),
        }
    }

    client.rooms().delete(room.id).send().await?;
    println!("deleted room {}", room.id);
    Ok(())
}
