//! The workflows in `.github`.

use std::fs;
use std::path::Path;

use regex::Regex;
use serde_json::Value;

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

/// Returns what is unpinned about the packages that a line of a workflow installs.
fn unpinned_install(line: &str) -> Option<&'static str> {
    let command = line.trim_start_matches("- ").trim_start_matches("run: ");
    let has = |option: &str| command.split_whitespace().any(|word| word == option);
    let rules = [
        (r"\bpip[0-9.]* install\b", &["--require-hashes"][..]),
        (r"\bnpm ci\b", &["--ignore-scripts"]),
        (r"\bcargo install\b", &["--locked", "--version"]),
        (
            r"\bnpm (i|install|add|exec)\b|\b(npx|pipx|uvx|yarn|pnpm)\b",
            &["a lock file"],
        ),
    ];
    let mut missing = rules.into_iter().filter_map(|(pattern, options)| {
        let installs = Regex::new(pattern).unwrap().is_match(command);
        let mut options = options.iter().copied();
        options.find(|option| installs && !has(option))
    });
    missing.next()
}

#[test]
fn unpinned_install_finds_missing_options() {
    for (line, expected) in [
        (
            "- run: pip install --requirement a.txt",
            Some("--require-hashes"),
        ),
        (
            "- run: python -m pip install --require-hashes -r a.txt",
            None,
        ),
        ("- run: npm install --global telnyx@7", Some("a lock file")),
        ("  npx cowsay", Some("a lock file")),
        ("  npm ci --prefix node", Some("--ignore-scripts")),
        ("  npm ci --ignore-scripts", None),
        ("  cargo install --locked cargo-fuzz", Some("--version")),
        (
            "  cargo install --version 0.1.0 cargo-fuzz",
            Some("--locked"),
        ),
        ("  cargo install --locked --version 0.1.0 cargo-fuzz", None),
        ("- run: rustup toolchain install stable", None),
    ] {
        assert_eq!(unpinned_install(line), expected, "{line}");
    }
}

#[test]
fn packages_are_pinned_by_hash() {
    for (name, text) in workflows() {
        for line in text.lines() {
            assert_eq!(unpinned_install(line), None, "{name}: {line}");
        }
        // Without it, the action builds tools that it has no hash of.
        let installs = text.matches("taiki-e/install-action@").count();
        assert_eq!(text.matches("fallback: none").count(), installs, "{name}");
    }
}

#[test]
fn lock_files_have_hashes_of_all_packages() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../telnyx-video/tests/official");
    let read = |name| fs::read_to_string(directory.join(name)).unwrap();
    let requirements = read("requirements.txt").replace("\\\n", "");
    let mut packages = requirements.lines().filter(|line| line.contains("=="));
    assert!(packages.clone().count() > 10);
    assert!(packages.all(|line| line.contains(" --hash=sha256:")));

    let lock: Value = serde_json::from_str(&read("package-lock.json")).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    // The package without a name is the manifest.
    let mut installed = packages.iter().filter(|(name, _)| !name.is_empty());
    assert!(packages.len() > 1);
    assert!(installed.all(|(_, package)| {
        let hash = package["integrity"].as_str().unwrap_or_default();
        hash.starts_with("sha512-")
    }));
}
