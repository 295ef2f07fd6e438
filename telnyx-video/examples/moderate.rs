//! Lists the participants in a room, and mutes them, removes them or ends their session on command.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example moderate -- ROOM_ID
//! ```
//!
//! Without an account, against a mock server with a meeting in progress:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- \
//!     cargo run --example moderate -- 3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4
//! ```

use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use futures_util::TryStreamExt;
use telnyx_video::Client;
use telnyx_video::models::{ListSessionsForRoomFilter, ParticipantSelection};
use telnyx_video::uuid::Uuid;

const USAGE: &str = "\
usage: moderate ROOM_ID
Reads commands that act on the participants in this room only.";

const HELP: &str = "\
commands:
  list             list the participants
  mute NUMBER      mute a participant
  unmute NUMBER    unmute a participant
  kick NUMBER      remove a participant from their session (asks for confirmation)
  end NUMBER       end the session of a participant (asks for confirmation)
  quit             exit";

/// A participant in the list.
struct Entry {
    session: Uuid,
    participant: Uuid,
    name: String,
    joined: String,
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let room = match arguments.as_slice() {
        [room] => room.parse::<Uuid>().ok(),
        _ => None,
    };
    let Some(room) = room else {
        eprintln!("{USAGE}");
        return Ok(ExitCode::from(2));
    };
    let client = Client::from_env()?;
    println!("{HELP}\n");
    let mut entries = list(&client, room).await?;
    while let Some(line) = ask("> ")? {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["quit"] => break,
            [] | ["list"] => entries = list(&client, room).await?,
            [command @ ("mute" | "unmute" | "kick" | "end"), number] => {
                // Numbers in the list count from 1.
                let index = number
                    .parse::<usize>()
                    .ok()
                    .and_then(|it| it.checked_sub(1));
                match index.and_then(|index| entries.get(index)) {
                    Some(entry) => match run(&client, command, entry, &entries).await {
                        Ok(result) => println!("{result}"),
                        // The participant may have left in the meantime.
                        Err(error) => println!("{error}"),
                    },
                    None => println!("no participant has the number {number:?}"),
                }
            }
            _ => println!("{HELP}"),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a question and returns the next line of input, or `None` at its end.
fn ask(question: &str) -> io::Result<Option<String>> {
    print!("{question}");
    io::stdout().flush()?;
    let mut line = String::new();
    let length = io::stdin().read_line(&mut line)?;
    Ok((length > 0).then_some(line))
}

async fn list(client: &Client, room: Uuid) -> Result<Vec<Entry>, telnyx_video::Error> {
    let active = ListSessionsForRoomFilter::new().active(true);
    let sessions = client.rooms().sessions().list_for_room(room).filter(active);
    let mut sessions = sessions.include_participants(true).stream();
    let mut entries = Vec::new();
    while let Some(session) = sessions.try_next().await? {
        let participants = session.participants.into_iter().flatten();
        for participant in participants.filter(|participant| participant.left_at.is_none()) {
            let joined = participant
                .joined_at
                .map(|at| at.format("%H:%M:%S UTC").to_string());
            entries.push(Entry {
                session: session.id,
                participant: participant.id,
                // Quoted by `{:?}`, which escapes the characters that control a terminal.
                name: format!("{:?}", participant.context.unwrap_or_default()),
                joined: joined.unwrap_or_default(),
            });
        }
    }
    let width = entries.iter().map(|entry| entry.name.chars().count()).max();
    let width = width.unwrap_or_default();
    for (number, entry) in (1..).zip(&entries) {
        println!("{number:3}  {:width$}  joined {}", entry.name, entry.joined);
    }
    println!("{} in the room", count(entries.len()));
    Ok(entries)
}

fn count(participants: usize) -> String {
    let plural = if participants == 1 { "" } else { "s" };
    format!("{participants} participant{plural}")
}

/// Runs a command for a participant, and returns what it did.
async fn run(
    client: &Client,
    command: &str,
    entry: &Entry,
    entries: &[Entry],
) -> Result<String, Box<dyn Error>> {
    let (session, name) = (entry.session, &entry.name);
    let only = ParticipantSelection::from([entry.participant]);
    let in_session = entries.iter().filter(|it| it.session == session).count();
    let question = match command {
        "kick" => format!("remove {name} from the meeting? [y/N] "),
        "end" => format!("end the meeting of {}? [y/N] ", count(in_session)),
        _ => String::new(),
    };
    if !question.is_empty() && ask(&question)?.is_none_or(|answer| answer.trim() != "y") {
        return Ok("nothing was changed".to_owned());
    }
    let actions = client.rooms().sessions().actions();
    let done = match command {
        "mute" => {
            actions.mute(session).participants(only).send().await?;
            format!("muted {name}")
        }
        "unmute" => {
            actions.unmute(session).participants(only).send().await?;
            format!("unmuted {name}")
        }
        "kick" => {
            actions.kick(session).participants(only).send().await?;
            format!("removed {name} from session {session}")
        }
        _ => {
            actions.end(session).send().await?;
            format!("ended session {session} of {}", count(in_session))
        }
    };
    Ok(done)
}
