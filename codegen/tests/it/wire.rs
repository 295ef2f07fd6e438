//! What emitted methods send and read: each case is generated, compiled, and called against a server of its own.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

#[path = "support/examples.rs"]
mod examples;
#[path = "support/judge.rs"]
mod judge;
#[path = "support/package.rs"]
mod package;
mod support;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::bundle::bundle;
use codegen::load::{Source, load};
use codegen::report::Mode;
use codegen::{Generated, Input};
use support::name;

/// What stands before the traffic of each case in what the runner prints.
const SEPARATOR: &str = "//// ";

/// Each case becomes a package: the runtime of the SDK around the code of the case. One program calls them all. What it
/// sent and was answered is then judged by a validator that is not ours.
#[test]
fn calls_become_the_expected_traffic() {
    let cases = support::cases("wire");
    let workspace = package::begin_workspace("wire");
    for case in &cases {
        write_package(&workspace, case);
    }
    write_runner(&workspace, &cases);
    let output = package::cargo(
        &workspace,
        &["build", "-p", "runner", "--message-format=json"],
    );
    assert!(
        output.status.success(),
        "{}",
        failures(&String::from_utf8_lossy(&output.stdout), &output.stderr)
    );
    let exchanges = workspace.join("exchanges.json");
    let mut runner = Command::new(executable(&output.stdout));
    let output = runner.arg(&exchanges).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let told: Vec<(&str, &str)> = printed
        .split(SEPARATOR)
        .skip(1)
        .map(|part| part.split_once('\n').unwrap())
        .collect();
    assert_eq!(told.len(), cases.len());
    let faults = cases
        .iter()
        .zip(told)
        .filter_map(|(case, (told_name, traffic))| {
            assert_eq!(name(case), told_name);
            support::compare(case, "txt", traffic)
        });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    judge::judge(&exchanges);
}

/// What a case is generated from, and whether that is done strictly, or leniently since a file beside it has what is then
/// said.
fn with_input<T>(case: &Path, take: impl FnOnce(Input<'_>, Mode) -> T) -> T {
    let text = fs::read_to_string(case).unwrap();
    let beside = case.parent().unwrap();
    let read =
        |path: &str| fs::read_to_string(beside.join(path)).map_err(|error| error.to_string());
    let spec = Source {
        name: name(case),
        text: &text,
    };
    let input = Input {
        files: &read,
        ..Input::alone(spec, None)
    };
    let is_lenient = case.with_extension("report").exists();
    let mode = if is_lenient {
        Mode::Lenient
    } else {
        Mode::Strict
    };
    take(input, mode)
}

fn generate(case: &Path) -> Generated {
    let (generated, mode) = with_input(case, |input, mode| {
        (codegen::generate_from(input, mode), mode)
    });
    let generated = generated.unwrap_or_else(|error| panic!("{error}"));
    if mode == Mode::Lenient {
        let mut report = String::new();
        for notice in &generated.report.notices {
            writeln!(report, "{notice}").unwrap();
        }
        let fault = support::compare(case, "report", &report);
        assert!(fault.is_none(), "{}", fault.unwrap_or_default());
    }
    generated
}

fn write_package(workspace: &Path, case: &Path) {
    let generated = generate(case);
    let name = name(case);
    let package = package::write_package(
        workspace,
        name,
        &format!("wire-{name}"),
        &generated.api,
        &generated.files,
    );
    // The tests of the runtime stay behind, and what they need with them.
    package::edit_manifest(&package, |manifest| {
        manifest.remove("dev-dependencies");
    });
}

/// The program: the loopback server, and the calls of each case in a module of its own.
fn write_runner(workspace: &Path, cases: &[PathBuf]) {
    let package = workspace.join("cases/runner");
    let mut manifest = include_str!("wire/runner/manifest.toml").to_owned();
    let mut main = String::from("mod incoming;\nmod server;\n\n");
    let mut runs = String::new();
    for case in cases {
        let name = name(case);
        manifest.push_str(&format!("wire-{name} = {{ path = \"../{name}\" }}\n"));
        let calls = fs::read_to_string(case.with_extension("rs")).unwrap();
        main.push_str(&format!(
            "mod {name} {{\n    use wire_{name}::*;\n    use crate::server::Server;\n\n    \
             #[allow(unused_variables, reason = \"not every case tells the server anything\")]\n    pub(crate) async fn calls(server: &Server, client: Client) -> Result<()> {{\n{calls}\n        Ok(())\n    }}\n}}\n\n"
        ));
        let document = with_input(case, |input, mode| {
            let document = load(input.spec).unwrap();
            bundle(document, name, input.files, mode).unwrap().value
        });
        let examples = examples::examples(&document).to_string();
        runs.push_str(&format!(
            "    let server = server::Server::start({examples:?});\n    \
             let client = wire_{name}::Client::builder().api_key(server::KEY).base_url(server.url());\n    \
             {name}::calls(&server, client.build().unwrap()).await.unwrap();\n    \
             print!(\"{SEPARATOR}{name}\\n{{}}\", server.traffic());\n    \
             exchanges.insert({name:?}, server.exchanges());\n"
        ));
    }
    main.push_str(&format!(
        "fn main() {{\n    let mut runtime = tokio::runtime::Builder::new_current_thread();\n    \
         runtime.enable_all().build().unwrap().block_on(run());\n}}\n\n\
         async fn run() {{\n    let mut exchanges = std::collections::BTreeMap::new();\n{runs}    \
         let path = std::env::args().nth(1).unwrap();\n    \
         std::fs::write(path, serde_json::to_vec(&exchanges).unwrap()).unwrap();\n}}\n"
    ));
    package::write(&package.join("Cargo.toml"), &manifest);
    package::write(&package.join("src/main.rs"), &main);
    for (file, text) in [
        ("src/incoming.rs", include_str!("wire/runner/incoming.rs")),
        ("src/server.rs", include_str!("wire/runner/server.rs")),
    ] {
        package::write(&package.join(file), text);
    }
}

/// What the compiler has to say.
fn failures(messages: &str, errors: &[u8]) -> String {
    let rendered = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(message["message"]["rendered"].as_str()?.to_owned())
    });
    let rendered: String = rendered.collect();
    format!("{rendered}{}", String::from_utf8_lossy(errors))
}

/// The program that cargo has built.
fn executable(messages: &[u8]) -> String {
    let messages = String::from_utf8_lossy(messages);
    let found = messages.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(message["executable"].as_str()?.to_owned())
    });
    found.unwrap()
}
