//! Lists the participants of active sessions, and mutes or kicks them or ends their sessions on command.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example moderate
//! ```
//!
//! Without an account, against a mock server with a meeting in progress:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- cargo run --example moderate
//! ```

use std::error::Error;
use std::io::{self, Write};

use futures_util::TryStreamExt;
use telnyx_video::Client;
use telnyx_video::models::{Participants, RoomSession, SessionFilter};
use telnyx_video::uuid::Uuid;

const HELP: &str = "\
  list                 list the participants
  mute NUMBER          mute a participant
  unmute NUMBER        unmute a participant
  kick NUMBER          remove a participant from their session
  end NUMBER           end the session of a participant
  quit                 exit";

/// A participant in the list.
struct Entry {
    session: Uuid,
    participant: Uuid,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    println!("{HELP}\n");
    let mut entries = list(&client).await?;
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
            [] | ["list"] => entries = list(&client).await?,
            [command, number] => match entry(&entries, number) {
                Some(entry) => match run(&client, command, entry).await {
                    Ok(result) => println!("{result}"),
                    // The participant may have left in the meantime.
                    Err(error) => println!("{error}"),
                },
                None => println!("no participant has the number {number}"),
            },
            _ => println!("{HELP}"),
        }
    }
}

/// Returns the participant with a number in the list, which counts from 1.
fn entry<'a>(entries: &'a [Entry], number: &str) -> Option<&'a Entry> {
    let number: usize = number.parse().ok()?;
    entries.get(number.checked_sub(1)?)
}

async fn list(client: &Client) -> Result<Vec<Entry>, telnyx_video::Error> {
    let active = SessionFilter::new().active(true);
    let sessions: Vec<RoomSession> = client
        .rooms()
        .sessions()
        .list()
        .filter(active)
        .include_participants(true)
        .stream()
        .try_collect()
        .await?;
    let mut entries = Vec::new();
    for session in &sessions {
        println!("session {}", session.id);
        let participants = session.participants.iter().flatten();
        for participant in participants.filter(|participant| participant.left_at.is_none()) {
            entries.push(Entry {
                session: session.id,
                participant: participant.id,
            });
            let name = participant.context.as_deref().unwrap_or("(no name)");
            println!("{:5}  {name}", entries.len());
        }
    }
    println!(
        "{} in {}",
        count(entries.len(), "participant"),
        count(sessions.len(), "session")
    );
    Ok(entries)
}

/// Writes a number with the singular or plural of a noun.
fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

async fn run(client: &Client, command: &str, entry: &Entry) -> Result<String, telnyx_video::Error> {
    let actions = client.rooms().sessions().actions();
    let Entry {
        session,
        participant,
    } = *entry;
    let only = Participants::from([participant]);
    let outcome = match command {
        "mute" => actions.mute(session).participants(only).send().await?,
        "unmute" => actions.unmute(session).participants(only).send().await?,
        "kick" => actions.kick(session).participants(only).send().await?,
        "end" => actions.end(session).send().await?,
        _ => return Ok(HELP.to_owned()),
    };
    Ok(outcome.result.unwrap_or_else(|| "done".to_owned()))
}
