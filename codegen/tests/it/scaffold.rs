//! Scaffolding a crate for another API: its files, and that clippy, rustdoc and its tests pass.

use std::path::{Path, PathBuf};

use codegen::diagnostics::Mode;
use codegen::ir::Api;
use codegen::render::emit::Files;
use codegen::tools::scaffold;
use codegen::{Generated, Input};

use crate::support::workspace::{self, Package, Workspace};
use crate::support::{compare, read, source};

const PACKAGE: &str = "acme-pets";
const VERSION: &str = "1.2.3";

fn case() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scaffold/pets.yaml")
}

/// Generates from the case. Other tests use the result for a crate to which they add the SDKs of their own cases.
pub(crate) fn generated() -> Generated {
    generated_with(PACKAGE, "[{bearer: []}]")
}

/// Generates from the case with this name and these Security Requirement Objects.
fn generated_with(package: &str, requirements: &str) -> Generated {
    generated_from(package, &document(requirements))
}

/// Returns the document of the case with these Security Requirement Objects.
fn document(requirements: &str) -> String {
    read(&case()).replace(
        "security: [{bearer: []}]",
        &format!("security: {requirements}"),
    )
}

/// Returns the document of the case with these Security Requirement Objects, and the only parameter as a parameter of
/// the client.
fn document_with_client_parameter(requirements: &str) -> String {
    let text = document(requirements);
    let text = text.replace("name: pet_id,", "name: pet_id, example: rex,");
    format!("{text}x-sdk-client-parameters: [pet_id]\n")
}

fn generated_from(package: &str, text: &str) -> Generated {
    let input = Input {
        package: Some(package),
        ..Input::new(source("pets.yaml", text), None)
    };
    codegen::generate(input, Mode::Strict).unwrap()
}

fn front_page(text: &str) -> String {
    let Generated { api, files, .. } = generated_from(PACKAGE, text);
    let mut files = scaffold::crate_files(&workspace::sdk(), VERSION, &api, &files).unwrap();
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
        let page = front_page(&document(requirements));
        let call = format!("Client::from_env()?; // {variables}\n");
        assert!(page.contains(&call) && page.contains(sentence), "{page}");
    }
    let page = front_page(&document("[]"));
    assert!(page.contains("// ACME_PETS_BASE_URL\n"), "{page}");
    assert!(
        !page.contains("API key") && !page.contains("credential"),
        "{page}"
    );
}

#[test]
fn front_page_with_client_parameters_sets_them() {
    const SERVER: &str = "https://api.example.com";
    for (requirements, server, calls) in [
        (
            "[{bearer: []}]",
            SERVER,
            &[r#"api_key(std::env::var("ACME_PETS_API_KEY")?)"#][..],
        ),
        (
            "[{basic: []}]",
            "/v1",
            &[
                r#"basic_auth(std::env::var("ACME_PETS_USERNAME")?, std::env::var("ACME_PETS_PASSWORD").unwrap_or_default())"#,
                r#"base_url(std::env::var("ACME_PETS_BASE_URL")?)"#,
            ],
        ),
        ("[]", SERVER, &[]),
    ] {
        let text = document_with_client_parameter(requirements).replace(SERVER, server);
        let calls: String = calls.iter().map(|it| format!("//!     .{it}\n")).collect();
        let expected = format!(
            "//! let client = Client::builder()\n{calls}//!     .pet_id(\"pet_id\")\n//!     .build()?;\n\
             //! let pet = client.pets().retrieve().send().await?;\n"
        );
        let page = front_page(&text);
        assert!(page.contains(&expected), "{page}");
    }
}

fn scaffolded() -> Files {
    let Generated { api, files, .. } = generated();
    scaffold::crate_files(&workspace::sdk(), VERSION, &api, &files).unwrap()
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
        let api = Api {
            package: package.to_owned(),
            ..api.clone()
        };
        let error = scaffold::crate_files(&workspace::sdk(), VERSION, &api, &files).unwrap_err();
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
    workspace.add("pets", Package::new(PACKAGE, &api, &files));
    for (package, text) in [
        (
            "acme-basic",
            document_with_client_parameter("[{basic: []}]"),
        ),
        ("acme-open", document("[]")),
    ] {
        let Generated { api, files, .. } = generated_from(package, &text);
        workspace.add(package, Package::new(package, &api, &files));
    }
    for arguments in [
        &["clippy", "--all-targets", "--", "-D", "warnings"][..],
        &[
            "rustdoc",
            "--package",
            PACKAGE,
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
