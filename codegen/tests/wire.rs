//! What emitted methods send: each case is generated, compiled, and called against a server of its own.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

#[path = "support/package.rs"]
mod package;
mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::load::Source;
use codegen::report::Mode;

/// What stands before the traffic of each case in what the runner prints.
const SEPARATOR: &str = "//// ";

fn name(case: &Path) -> &str {
    case.file_stem().and_then(|name| name.to_str()).unwrap()
}

/// Each case becomes a package: the runtime of the SDK around the code of the case. One program calls them all.
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
    let output = Command::new(executable(&output.stdout)).output().unwrap();
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
}

fn write_package(workspace: &Path, case: &Path) {
    let text = fs::read_to_string(case).unwrap();
    let source = Source {
        name: name(case),
        text: &text,
    };
    let generated = codegen::generate(source, None, Mode::Strict);
    let generated = generated.unwrap_or_else(|error| panic!("{error}"));
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
fn write_runner(workspace: &Path, cases: &[std::path::PathBuf]) {
    let package = workspace.join("cases/runner");
    let mut manifest = include_str!("wire/runner/manifest.toml").to_owned();
    let mut main = String::from("mod server;\n\n");
    let mut runs = String::new();
    for case in cases {
        let name = name(case);
        manifest.push_str(&format!("wire-{name} = {{ path = \"../{name}\" }}\n"));
        let calls = fs::read_to_string(case.with_extension("rs")).unwrap();
        main.push_str(&format!(
            "mod {name} {{\n    use wire_{name}::*;\n    use crate::server::Server;\n\n    \
             #[allow(unused_variables)]\n    pub(crate) async fn calls(server: &Server, client: Client) -> Result<()> {{\n{calls}\n        Ok(())\n    }}\n}}\n\n"
        ));
        runs.push_str(&format!(
            "    let server = server::Server::start();\n    \
             let client = wire_{name}::Client::builder().api_key(server::KEY).base_url(server.url());\n    \
             {name}::calls(&server, client.build().unwrap()).await.unwrap();\n    \
             print!(\"{SEPARATOR}{name}\\n{{}}\", server.traffic());\n"
        ));
    }
    main.push_str(&format!(
        "fn main() {{\n    let mut runtime = tokio::runtime::Builder::new_current_thread();\n    \
         runtime.enable_all().build().unwrap().block_on(run());\n}}\n\nasync fn run() {{\n{runs}}}\n"
    ));
    package::write(&package.join("Cargo.toml"), &manifest);
    package::write(&package.join("src/main.rs"), &main);
    package::write(
        &package.join("src/server.rs"),
        include_str!("wire/runner/server.rs"),
    );
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
