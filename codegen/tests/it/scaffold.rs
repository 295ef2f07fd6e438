//! Scaffolding a crate for another API: its files, and that clippy, rustdoc and its tests pass.

use std::path::{Path, PathBuf};

use codegen::diagnostics::Mode;
use codegen::render::emit::Files;
use codegen::tools::scaffold::{self, Name};
use codegen::{Generated, Input};

use crate::support::workspace::{self, Package, Workspace};
use crate::support::{compare, read, source};

const NAME: Name<'_> = Name {
    package: "acme-pets",
    version: "1.2.3",
};

fn case() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scaffold/pets.yaml")
}

/// Generates from the case. Other tests use the result for a crate to which they add the SDKs of their own cases.
pub(crate) fn generated() -> Generated {
    generated_with(NAME.package, "[{bearer: []}]")
}

/// Generates from the case with this name and these Security Requirement Objects.
fn generated_with(package: &str, requirements: &str) -> Generated {
    let text = read(&case());
    let text = text.replace(
        "security: [{bearer: []}]",
        &format!("security: {requirements}"),
    );
    let input = Input {
        package: Some(package),
        ..Input::new(source("pets.yaml", &text), None)
    };
    codegen::generate(input, Mode::Strict).unwrap()
}

fn front_page(requirements: &str) -> String {
    let Generated { api, files, .. } = generated_with(NAME.package, requirements);
    let mut files = scaffold::crate_files(&workspace::sdk(), NAME, &api, &files).unwrap();
    files.remove("src/lib.rs").unwrap()
}

#[test]
fn front_page_names_credentials() {
    for (requirements, variables, sentence) in [
        (
            "[{header: []}]",
            "ACME_PETS_API_KEY, ACME_PETS_BASE_URL",
            "The API key is sent in the header `X-Key`.",
        ),
        (
            "[{basic: []}, {}]",
            "ACME_PETS_USERNAME, ACME_PETS_PASSWORD, ACME_PETS_BASE_URL",
            "`Client::new(username, password)`.",
        ),
        (
            "[{bearer: [], header: []}]",
            "ACME_PETS_API_KEY, ACME_PETS_BASE_URL",
            "`ClientBuilder::credential`, for `header`.",
        ),
    ] {
        let page = front_page(requirements);
        let call = format!("Client::from_env()?; // {variables}\n");
        assert!(page.contains(&call) && page.contains(sentence), "{page}");
    }
    let page = front_page("[]");
    assert!(page.contains("// ACME_PETS_BASE_URL\n"), "{page}");
    assert!(
        !page.contains("API key") && !page.contains("credential"),
        "{page}"
    );
}

fn scaffolded() -> Files {
    let Generated { api, files, .. } = generated();
    scaffold::crate_files(&workspace::sdk(), NAME, &api, &files).unwrap()
}

#[test]
fn crate_files_writes_manifest_readme_and_front_page() {
    let files = scaffolded();
    // The compared text of each file ends where the text that is the same in every crate begins.
    let texts = [
        ("Cargo.toml", "\n[features]"),
        ("README.md", "\n## License"),
        ("src/lib.rs", "(never)"),
    ];
    let texts = texts.map(|(path, end)| {
        let text = files[path].split(end).next().unwrap();
        format!("//// {path}\n{text}")
    });
    let difference = compare(&case(), "txt", &texts.concat());
    assert!(difference.is_none(), "{}", difference.unwrap());
}

#[test]
fn crate_files_replaces_names_of_the_sdk() {
    let files = scaffolded();
    let mut foreign = files.iter().filter(|(path, text)| {
        !path.starts_with("LICENSE-") && text.to_lowercase().contains("telnyx")
    });
    assert_eq!(foreign.next(), None);
    assert!(files["src/runtime/client/constructors.rs"].contains("\"ACME_PETS_API_KEY\""));
    let excluded = [
        "src/extensions",
        "src/mock",
        "src/webhook",
        "src/guide",
        "tests",
        "docs",
    ];
    let is_excluded = |path: &&String| excluded.iter().any(|it| path.starts_with(it));
    assert_eq!(files.keys().find(is_excluded), None);
}

#[test]
fn crate_files_rejects_invalid_names() {
    let Generated { api, files, .. } = generated();
    for (package, cause) in [
        ("", "it must consist of ASCII letters"),
        ("2fa", "it must consist of ASCII letters"),
        ("acme pets", "it must consist of ASCII letters"),
        ("../acme", "it must consist of ASCII letters"),
        ("async", "it must consist of ASCII letters"),
        ("std", "a crate that ships with Rust has this name"),
        ("serde-json", "a dependency of the runtime has this name"),
        ("proptest", "a dependency of the runtime has this name"),
    ] {
        let name = Name { package, ..NAME };
        let error = scaffold::crate_files(&workspace::sdk(), name, &api, &files).unwrap_err();
        let message = error.to_string();
        let expected = format!("error: invalid crate name `{package}`: {cause}");
        assert!(
            message.starts_with(&expected) && message.contains("--crate-name"),
            "{message}"
        );
    }
}

#[test]
fn scaffolded_crate_passes_clippy_rustdoc_and_tests() {
    let workspace = Workspace::new("scaffold");
    let Generated { api, files, .. } = generated();
    workspace.add("pets", Package::new(NAME.package, &api, &files));
    for (package, requirements) in [("acme-basic", "[{basic: []}]"), ("acme-open", "[]")] {
        let Generated { api, files, .. } = generated_with(package, requirements);
        workspace.add(package, Package::new(package, &api, &files));
    }
    for arguments in [
        &["clippy", "--all-targets", "--", "-D", "warnings"][..],
        &[
            "rustdoc",
            "--package",
            NAME.package,
            "--lib",
            "--",
            "-D",
            "warnings",
        ],
        &["test"],
    ] {
        workspace.cargo_succeeds(arguments);
    }
}
