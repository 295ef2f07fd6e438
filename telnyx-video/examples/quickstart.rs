//! Makes a room, a token to join it with, and tells who is in the rooms of the account.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example quickstart
//! ```
//!
//! Without an account, with a mock server in which a meeting goes on:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- cargo run --example quickstart
//! ```

use std::error::Error;

use futures_util::TryStreamExt;
use telnyx_video::Client;
use telnyx_video::models::RoomSessionFilter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;

    let room = client.rooms().create().max_participants(10).send().await?;
    println!("made the room {}", room.id);

    let tokens = client.rooms().actions();
    let tokens = tokens.generate_join_client_token(room.id).send().await?;
    // The token itself is a secret, and is not printed by accident.
    println!("a browser joins it with {:?}", tokens.token);

    let running = RoomSessionFilter::new().active(true);
    let sessions = client.rooms().sessions().list().filter(running);
    let mut sessions = sessions.include_participants(true).stream();
    while let Some(session) = sessions.try_next().await? {
        let participants = session.participants.unwrap_or_default();
        println!(
            "{} people are in the session {}",
            participants.len(),
            session.id
        );
    }

    client.rooms().delete(room.id).send().await?;
    println!("deleted the room again");
    Ok(())
}
