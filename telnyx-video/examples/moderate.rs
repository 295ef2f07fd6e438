//! Lists who is in which session right now, and mutes, kicks or ends on command.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example moderate
//! ```
//!
//! Without an account, with a mock server in which a meeting goes on:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- cargo run --example moderate
//! ```

use std::error::Error;
use std::io::{self, Write};

use futures_util::TryStreamExt;
use telnyx_video::Client;
use telnyx_video::models::{Participants, RoomSession, RoomSessionFilter};
use telnyx_video::uuid::Uuid;

const HELP: &str = "\
  list                 who is there now
  mute NUMBER          take the microphone of a participant away
  unmute NUMBER        give it back
  kick NUMBER          send a participant out
  end NUMBER           end the session that a participant is in
  quit";

/// A participant of a running session, as numbered in the list.
struct Seat {
    session: Uuid,
    participant: Uuid,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    println!("{HELP}\n");
    let mut seats = list(&client).await?;
    loop {
        print!("> ");
        io::stdout().flush()?;
        let mut line = String::new();
        if io::stdin().read_line(&mut line)? == 0 {
            return Ok(());
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["quit"] => return Ok(()),
            [] | ["list"] => seats = list(&client).await?,
            [command, number] => match seat(&seats, number) {
                Some(seat) => match act(&client, command, seat).await {
                    Ok(told) => println!("{told}"),
                    // Somebody who has left meanwhile is no reason to stop.
                    Err(error) => println!("{error}"),
                },
                None => println!("there is no number {number} in the list"),
            },
            _ => println!("{HELP}"),
        }
    }
}

/// The seat of a number in the list, which counts from 1.
fn seat<'a>(seats: &'a [Seat], number: &str) -> Option<&'a Seat> {
    let number: usize = number.parse().ok()?;
    seats.get(number.checked_sub(1)?)
}

async fn list(client: &Client) -> Result<Vec<Seat>, telnyx_video::Error> {
    let running = RoomSessionFilter::new().active(true);
    let sessions = client.rooms().sessions().list().filter(running);
    let sessions: Vec<RoomSession> = sessions
        .include_participants(true)
        .stream()
        .try_collect()
        .await?;
    let mut seats = Vec::new();
    for session in &sessions {
        println!("session {}", session.id);
        let there = session.participants.iter().flatten();
        for participant in there.filter(|participant| participant.left_at.is_none()) {
            seats.push(Seat {
                session: session.id,
                participant: participant.id,
            });
            let name = participant.context.as_deref().unwrap_or("(no name)");
            println!("{:5}  {name}", seats.len());
        }
    }
    println!("{} people in {} sessions", seats.len(), sessions.len());
    Ok(seats)
}

async fn act(client: &Client, command: &str, seat: &Seat) -> Result<String, telnyx_video::Error> {
    let actions = client.rooms().sessions().actions();
    let only = Participants::from([seat.participant]);
    let done = match command {
        "mute" => actions.mute(seat.session).participants(only).send().await?,
        "unmute" => {
            actions
                .unmute(seat.session)
                .participants(only)
                .send()
                .await?
        }
        "kick" => actions.kick(seat.session).participants(only).send().await?,
        "end" => actions.end(seat.session).send().await?,
        _ => return Ok(HELP.to_owned()),
    };
    Ok(done.result.unwrap_or_else(|| "done".to_owned()))
}
