//! Downloads the recordings of a room, four at a time.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example download_recordings -- ROOM_ID DIRECTORY
//! ```
//!
//! Without an account, against a mock server with recordings:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- \
//!     cargo run --example download_recordings -- 3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4 recordings
//! ```
//!
//! A second run resumes interrupted downloads. Downloads have the extension `.part` until they are complete and their
//! checksum, if the server sends one, is correct.

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
use telnyx_video::{Client, Download, ErrorKind};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const CONCURRENCY: usize = 4;
/// The header in which Amazon S3 sends the SHA-256 checksum of a file.
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

    let filter = RoomRecordingFilter::new().room_id(Uuid::parse_str(room_id)?);
    let recordings = client
        .room_recordings()
        .list()
        .filter(filter)
        .page_size(250);
    let progress_bars = MultiProgress::new();
    let downloads = recordings.stream().map(|recording| {
        let (client, directory, progress_bars) = (&client, &directory, &progress_bars);
        async move {
            let recording = recording?;
            let id = recording.id;
            match download_file(client, directory, progress_bars, &recording).await {
                Ok(outcome) => Ok(outcome),
                Err(error) => {
                    progress_bars.println(format!("{id}: {error}"))?;
                    Ok::<_, Box<dyn Error>>(Outcome::Failed)
                }
            }
        }
    });
    let outcomes: Vec<Outcome> = downloads
        .buffer_unordered(CONCURRENCY)
        .try_collect()
        .await?;
    let count = |wanted| {
        outcomes
            .iter()
            .filter(|outcome| **outcome == wanted)
            .count()
    };
    println!(
        "{} downloaded, {} skipped, {} not ready, {} failed",
        count(Outcome::Downloaded),
        count(Outcome::Skipped),
        count(Outcome::NotReady),
        count(Outcome::Failed),
    );
    if count(Outcome::Failed) > 0 {
        return Err("some downloads failed; run the command again to resume them".into());
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Downloaded,
    Skipped,
    NotReady,
    Failed,
}

async fn download_file(
    client: &Client,
    directory: &Path,
    progress_bars: &MultiProgress,
    recording: &RoomRecording,
) -> Result<Outcome> {
    let path = directory.join(format!("{}.mp4", recording.id));
    if path.exists() {
        return Ok(Outcome::Skipped);
    }
    let Some(url) = &recording.download_url else {
        return Ok(Outcome::NotReady);
    };
    let partial_file = PartialFile::open(path.with_extension("part"))?;
    let url = url.expose();
    let download = match partial_file.validator() {
        None => client.download(url).send().await?,
        Some(validator) => {
            let rest = client
                .download(url)
                .starting_at(partial_file.length()?)
                .if_unchanged(validator);
            match rest.send().await {
                // The file has changed, but the server has not sent all of it.
                Err(error) if error.kind() == ErrorKind::Decode => {
                    client.download(url).send().await?
                }
                sent => sent?,
            }
        }
    };
    let progress = progress_bars.add(ProgressBar::new(download.length().unwrap_or_default()));
    progress.set_style(ProgressStyle::with_template(
        "{msg} {bar:30} {bytes}/{total_bytes} {eta}",
    )?);
    progress.set_message(recording.id.to_string());
    let written = partial_file.write(download, &progress).await;
    progress.finish_and_clear();
    written?.rename(&path)?;
    Ok(Outcome::Downloaded)
}

/// An incomplete file, and a second file with the validator that identifies its version.
struct PartialFile {
    path: PathBuf,
    file: File,
}

impl PartialFile {
    fn open(path: PathBuf) -> io::Result<Self> {
        let mut options = File::options();
        let file = options
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)?;
        Ok(Self { path, file })
    }

    fn validator_path(&self) -> PathBuf {
        self.path.with_extension("validator")
    }

    fn validator(&self) -> Option<String> {
        fs::read_to_string(self.validator_path()).ok()
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    async fn write(mut self, mut download: Download, progress: &ProgressBar) -> Result<Self> {
        match download.validator() {
            Some(validator) => fs::write(self.validator_path(), validator)?,
            None => remove_if_exists(&self.validator_path())?,
        }
        self.file.set_len(download.offset())?;
        self.file.seek(SeekFrom::Start(download.offset()))?;
        progress.set_position(download.offset());
        let mut hash = Sha256::new();
        while let Some(piece) = download.try_next().await? {
            hash.update(&piece);
            self.file.write_all(&piece)?;
            progress.inc(piece.len() as u64);
        }
        self.file.sync_all()?;
        let checksum = BASE64_STANDARD.encode(hash.finalize());
        // The checksum of a range response is that of the range.
        if let Some(expected) = download.headers().get(CHECKSUM)
            && download.offset() == 0
            && *expected != checksum
        {
            remove_if_exists(&self.path)?;
            remove_if_exists(&self.validator_path())?;
            return Err("the checksum of the file is wrong".into());
        }
        Ok(self)
    }

    fn rename(self, path: &Path) -> io::Result<()> {
        remove_if_exists(&self.validator_path())?;
        fs::rename(&self.path, path)
    }
}

/// Deletes a file if it exists.
fn remove_if_exists(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
