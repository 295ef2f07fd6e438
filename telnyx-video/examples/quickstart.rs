//! Creates a room and a token to join it, and lists the participants of that room.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example quickstart
//! ```
//!
//! Without an account, against a mock server:
//!
//! ```sh
//! cargo xtask mock -- cargo run --example quickstart
//! ```

use futures_util::TryStreamExt;
use telnyx_video::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?; // reads TELNYX_API_KEY and, if set, TELNYX_BASE_URL

    let room = client.rooms().create().max_participants(10).send().await?;
    println!("created room {}", room.id);

    let actions = client.rooms().actions();
    let tokens = actions.generate_join_client_token(room.id).send().await?;
    if let Some(token) = &tokens.token {
        // The token is a `Secret`: `expose()` returns the text, which a browser needs.
        println!("created a token of {} characters", token.expose().len());
    }

    // A session is a meeting held in the room. A new room has none until someone joins.
    let sessions = client.rooms().sessions().list_for_room(room.id);
    let mut sessions = sessions.include_participants(true).stream();
    let mut count = 0;
    while let Some(session) = sessions.try_next().await? {
        for participant in session.participants.into_iter().flatten() {
            println!("participant {} joined {}", participant.id, session.id);
            count += 1;
        }
    }
    println!("participants so far: {count}");
    Ok(())
}
