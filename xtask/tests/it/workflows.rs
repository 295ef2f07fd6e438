//! The workflows in `.github`.

use std::fs;
use std::path::Path;

/// Returns the names and texts of the workflows.
fn workflows() -> Vec<(String, String)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.github/workflows");
    let entries = fs::read_dir(directory).unwrap();
    let read = |path: &Path| {
        (
            path.display().to_string(),
            fs::read_to_string(path).unwrap(),
        )
    };
    entries.map(|entry| read(&entry.unwrap().path())).collect()
}

#[test]
fn actions_are_pinned_by_commit() {
    let mut count = 0;
    for (name, text) in workflows() {
        for line in text.lines().filter(|line| line.contains("uses: ")) {
            let (_, revision) = line.split_once('@').unwrap();
            let (commit, version) = revision.split_once(" # v").unwrap_or((revision, ""));
            let is_commit =
                commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_commit && !version.is_empty(), "{name}: {line}");
            count += 1;
        }
    }
    assert!(count > 5);
}

/// A job that can get the token of the registry restores no cache and runs no code of the tests.
#[test]
fn job_with_registry_token_runs_no_tests() {
    let (_, text) = workflows()
        .into_iter()
        .find(|(name, _)| name.ends_with("release.yml"))
        .unwrap();
    let (test, publish) = text.split_once("\n  publish:\n").unwrap();
    assert!(test.contains(".ci/run") && !test.contains("id-token"));
    assert!(publish.contains("id-token: write"));
    assert!(!publish.contains(".ci/run") && !publish.contains("cache"));
}
