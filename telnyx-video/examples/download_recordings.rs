//! Downloads the recordings of a room, four at a time.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example download_recordings -- ROOM_ID DIRECTORY
//! ```
//!
//! Without an account, with a mock server that has recordings:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- \
//!     cargo run --example download_recordings -- 3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4 recordings
//! ```
//!
//! Run again after an interruption, it goes on where it was. A file has its name only when it is complete, and is what the
//! server says that it is, where the server says so.

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine};
use futures_util::{StreamExt, TryStreamExt};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use sha2::{Digest, Sha256};
use telnyx_video::models::{RoomRecording, RoomRecordingFilter};
use telnyx_video::uuid::Uuid;
use telnyx_video::{Client, Download};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const AT_ONCE: usize = 4;
/// The header in which S3 says what a file is.
const CHECKSUM: &str = "x-amz-checksum-sha256";

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [room_id, directory] = arguments.as_slice() else {
        return Err("usage: download_recordings ROOM_ID DIRECTORY".into());
    };
    let client = Client::from_env()?;
    let directory = PathBuf::from(directory);
    fs::create_dir_all(&directory)?;

    let of_room = RoomRecordingFilter::new().room_id(Uuid::parse_str(room_id)?);
    let recordings = client
        .room_recordings()
        .list()
        .filter(of_room)
        .page_size(250);
    let bars = MultiProgress::new();
    let downloads = recordings.stream().map(|recording| {
        let (client, directory, bars) = (&client, &directory, &bars);
        async move {
            let recording = recording?;
            let name = recording.id;
            match fetch(client, directory, bars, &recording).await {
                Ok(outcome) => Ok(outcome),
                Err(error) => {
                    bars.println(format!("{name}: {error}"))?;
                    Ok::<_, Box<dyn Error>>(Outcome::Failed)
                }
            }
        }
    });
    let outcomes: Vec<Outcome> = downloads.buffer_unordered(AT_ONCE).try_collect().await?;
    let count = |wanted| {
        outcomes
            .iter()
            .filter(|outcome| **outcome == wanted)
            .count()
    };
    println!(
        "{} downloaded, {} there already, {} not ready, {} failed",
        count(Outcome::Downloaded),
        count(Outcome::There),
        count(Outcome::NotReady),
        count(Outcome::Failed),
    );
    if count(Outcome::Failed) > 0 {
        return Err("run it again to go on".into());
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Downloaded,
    There,
    NotReady,
    Failed,
}

async fn fetch(
    client: &Client,
    directory: &Path,
    bars: &MultiProgress,
    recording: &RoomRecording,
) -> Result<Outcome> {
    let target = directory.join(format!("{}.mp4", recording.id));
    if target.exists() {
        return Ok(Outcome::There);
    }
    let Some(url) = &recording.download_url else {
        return Ok(Outcome::NotReady);
    };
    let part = Part::open(target.with_extension("part"))?;
    let mut request = client.download(url);
    if let Some(etag) = part.etag() {
        // Of another file at that address, all is sent.
        request = request.starting_at(part.length()?).if_unchanged(etag);
    }
    let download = request.send().await?;
    let bar = bars.add(ProgressBar::new(download.length().unwrap_or_default()));
    bar.set_style(ProgressStyle::with_template(
        "{msg} {bar:30} {bytes}/{total_bytes} {eta}",
    )?);
    bar.set_message(recording.id.to_string());
    let written = part.write(download, &bar).await;
    bar.finish_and_clear();
    written?.rename(&target)?;
    Ok(Outcome::Downloaded)
}

/// A file that is not complete yet, and beside it what tells it from another at the same address.
struct Part {
    path: PathBuf,
    file: File,
}

impl Part {
    fn open(path: PathBuf) -> io::Result<Self> {
        let mut options = File::options();
        let file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)?;
        Ok(Self { path, file })
    }

    fn etag_path(&self) -> PathBuf {
        self.path.with_extension("etag")
    }

    fn etag(&self) -> Option<String> {
        fs::read_to_string(self.etag_path()).ok()
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    async fn write(mut self, mut download: Download, bar: &ProgressBar) -> Result<Self> {
        match download.etag() {
            Some(etag) => fs::write(self.etag_path(), etag)?,
            None => remove(&self.etag_path())?,
        }
        self.file.set_len(download.offset())?;
        self.file.seek(SeekFrom::Start(download.offset()))?;
        bar.set_position(download.offset());
        while let Some(piece) = download.try_next().await? {
            self.file.write_all(&piece)?;
            bar.inc(piece.len() as u64);
        }
        self.file.sync_all()?;
        self.check(&download)?;
        Ok(self)
    }

    /// Compares the file with the checksum of the server, if there is one.
    fn check(&mut self, download: &Download) -> Result<()> {
        // That of a part would be of the part alone.
        let Some(expected) = download
            .headers()
            .get(CHECKSUM)
            .filter(|_| download.offset() == 0)
        else {
            return Ok(());
        };
        self.file.rewind()?;
        let mut hash = Sha256::new();
        io::copy(&mut self.file, &mut HashWriter(&mut hash))?;
        if BASE64_STANDARD.encode(hash.finalize()).as_bytes() != expected.as_bytes() {
            remove(&self.path)?;
            remove(&self.etag_path())?;
            return Err("the file is not what the server says that it is".into());
        }
        Ok(())
    }

    fn rename(self, target: &Path) -> io::Result<()> {
        remove(&self.etag_path())?;
        fs::rename(&self.path, target)
    }
}

struct HashWriter<'a>(&'a mut Sha256);

impl Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Deletes a file that may not be there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
