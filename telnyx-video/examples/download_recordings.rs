//! Downloads the recordings of a day, four at a time. A second run resumes interrupted downloads, or starts them again
//! if they can't be resumed.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example download_recordings -- DIRECTORY yesterday
//! TELNYX_API_KEY=… cargo run --example download_recordings -- DIRECTORY 2026-03-14 ROOM_ID
//! ```
//!
//! Without an account, against a mock server with recordings:
//!
//! ```sh
//! cargo xtask mock --seed telnyx-video/examples/meeting.json -- \
//!     cargo run --example download_recordings -- recordings 2026-03-14
//! ```
//!
//! Downloads have the extension `.part` until they are complete. If the server sends a checksum, it must be correct,
//! except after a resumed download. Files that exist are not downloaded again.

use std::collections::HashSet;
use std::env;
use std::error::Error;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use base64::prelude::{BASE64_STANDARD, Engine};
use chrono::{TimeDelta, Utc};
use futures_util::{StreamExt, TryStreamExt, stream};
use indicatif::{DecimalBytes, ProgressBar, ProgressStyle};
use sha2::{Digest, Sha256};
use telnyx_video::models::{DateFilter, RoomRecording, RoomRecordingFilter};
use telnyx_video::reqwest::StatusCode;
use telnyx_video::{Client, Download, ErrorKind};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const USAGE: &str = "\
usage: download_recordings DIRECTORY DAY [ROOM_ID]
Downloads the recordings that started on a day in UTC, such as 2026-03-14 or yesterday.";

const CONCURRENCY: usize = 4;
/// The header in which Amazon S3 sends the SHA-256 checksum of a file.
const CHECKSUM: &str = "x-amz-checksum-sha256";

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let Some((directory, filter)) = parse(&arguments) else {
        eprintln!("{USAGE}");
        return Ok(ExitCode::from(2));
    };
    fs::create_dir_all(&directory)?;
    let client = Client::from_env()?;
    let list = client
        .room_recordings()
        .list()
        .filter(filter)
        .page_size(250);
    let mut recordings: Vec<RoomRecording> = list.stream().try_collect().await?;
    // A recording that moves to another page while the list is read appears twice.
    let mut ids = HashSet::new();
    recordings.retain(|recording| ids.insert(recording.id));

    let template =
        "{bar:30} {decimal_bytes} of {decimal_total_bytes}, {decimal_bytes_per_sec}, {eta} left";
    let progress = ProgressBar::new(0).with_style(ProgressStyle::with_template(template)?);
    for recording in &recordings {
        // Replaced by the exact size when the download starts.
        progress.inc_length(estimated_size(recording));
    }
    let downloads = stream::iter(&recordings).map(async |recording| {
        let outcome = download(&client, recording, &directory, &progress).await;
        let text = match &outcome {
            Ok(Outcome::Downloaded(path)) => format!("downloaded {}", path.display()),
            Ok(Outcome::Exists(path)) => format!("{} exists", path.display()),
            Ok(Outcome::NotReady) => format!("{} is not ready", recording.id),
            Err(error) => format!("{} failed: {error}", recording.id),
        };
        progress.suspend(|| println!("{text}"));
        outcome
    });
    let outcomes: Vec<_> = downloads.buffer_unordered(CONCURRENCY).collect().await;
    // Before the bar is finished, which sets its position to its length.
    let (size, elapsed) = (progress.position(), progress.elapsed());
    progress.finish_and_clear();

    let count = |is_counted: fn(&Result<Outcome>) -> bool| {
        outcomes
            .iter()
            .filter(|outcome| is_counted(outcome))
            .count()
    };
    let failed = count(|it| it.is_err());
    println!(
        "{} downloaded, {} skipped, {} not ready, {failed} failed; {} at {}/s",
        count(|it| matches!(it, Ok(Outcome::Downloaded(_)))),
        count(|it| matches!(it, Ok(Outcome::Exists(_)))),
        count(|it| matches!(it, Ok(Outcome::NotReady))),
        DecimalBytes(size),
        DecimalBytes((size as f64 / elapsed.as_secs_f64()) as u64),
    );
    if failed > 0 {
        eprintln!("run the command again to resume the failed downloads");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns the directory, and the filter for the recordings.
fn parse(arguments: &[String]) -> Option<(PathBuf, RoomRecordingFilter)> {
    let (directory, day, room) = match arguments {
        [directory, day] => (directory, day, None),
        [directory, day, room] => (directory, day, Some(room.parse().ok()?)),
        _ => return None,
    };
    let day = match day.as_str() {
        "yesterday" => (Utc::now() - TimeDelta::days(1)).date_naive(),
        day => day.parse().ok()?,
    };
    let mut filter = RoomRecordingFilter::new().date_started_at(DateFilter::new().eq_(day));
    filter.room_id = room;
    Some((directory.into(), filter))
}

fn estimated_size(recording: &RoomRecording) -> u64 {
    (recording.size_mb.unwrap_or_default() * 1e6) as u64
}

enum Outcome {
    Downloaded(PathBuf),
    Exists(PathBuf),
    NotReady,
}

async fn download(
    client: &Client,
    recording: &RoomRecording,
    directory: &Path,
    progress: &ProgressBar,
) -> Result<Outcome> {
    let estimated_size = estimated_size(recording);
    let Some(url) = &recording.download_url else {
        progress.dec_length(estimated_size);
        return Ok(Outcome::NotReady);
    };
    let url = url.expose();
    let path = directory.join(format!("{}.{}", recording.id, extension(url)));
    if path.exists() {
        progress.dec_length(estimated_size);
        return Ok(Outcome::Exists(path));
    }
    let part = Part::open(directory.join(format!("{}.part", recording.id)))?;
    let started = part.start(client, url).await;
    let remaining = |it: &Download| Some(it.length()?.saturating_sub(it.offset()));
    let size = started.as_ref().ok().and_then(remaining);
    progress.inc_length(size.unwrap_or_default());
    progress.dec_length(estimated_size);
    let download = started?;
    part.write(download, progress).await?.rename(&path)?;
    Ok(Outcome::Downloaded(path))
}

/// Returns the extension of the file at a URL, whose query contains the signature.
fn extension(url: &str) -> &str {
    let path = Path::new(url.split('?').next().unwrap_or_default());
    let extension = path.extension().and_then(OsStr::to_str);
    let is_valid = |it: &&str| it.bytes().all(|byte| byte.is_ascii_alphanumeric());
    extension.filter(is_valid).unwrap_or("mp4")
}

/// An incomplete file, and a second file with the validator that identifies its version.
struct Part {
    path: PathBuf,
    file: File,
}

impl Part {
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

    /// Starts or continues the download.
    async fn start(&self, client: &Client, url: &str) -> Result<Download> {
        if let Ok(validator) = fs::read_to_string(self.validator_path()) {
            let rest = client
                .download(url)
                .starting_at(self.file.metadata()?.len());
            match rest.if_unchanged(validator).send().await {
                // The stored validator is incomplete, the file has changed although the server ignored `if_unchanged`,
                // or the server has no bytes after those stored: download the whole file.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::InvalidRequest
                            | ErrorKind::Decode
                            | ErrorKind::Status(StatusCode::RANGE_NOT_SATISFIABLE)
                    ) => {}
                sent => return Ok(sent?),
            }
        }
        Ok(client.download(url).send().await?)
    }

    async fn write(mut self, mut download: Download, progress: &ProgressBar) -> Result<Self> {
        // Truncated before the validator is stored, so that it never belongs to another version than the bytes.
        self.file.set_len(download.offset())?;
        self.file.seek(SeekFrom::Start(download.offset()))?;
        match download.validator() {
            Some(validator) => fs::write(self.validator_path(), validator)?,
            None => remove_if_exists(&self.validator_path())?,
        }
        let mut hash = Sha256::new();
        while let Some(piece) = download.try_next().await? {
            hash.update(&piece);
            self.file.write_all(&piece)?;
            progress.inc(piece.len() as u64);
        }
        self.file.sync_all()?;
        // The checksum of a range response is that of the range.
        if let Some(expected) = download.headers().get(CHECKSUM)
            && download.offset() == 0
            && *expected != BASE64_STANDARD.encode(hash.finalize())
        {
            remove_if_exists(&self.path)?;
            remove_if_exists(&self.validator_path())?;
            return Err("the checksum of the file is wrong".into());
        }
        Ok(self)
    }

    fn rename(self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)?;
        remove_if_exists(&self.validator_path())
    }
}

/// Deletes a file if it exists.
fn remove_if_exists(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
