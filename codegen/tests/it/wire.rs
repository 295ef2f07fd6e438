//! What emitted methods send and read: each case is generated, compiled, and called against a server of its own.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::examples::examples;
use crate::support::judge::judge;
use crate::support::workspace::Package;
use crate::support::{self, name};
use codegen::diagnostics::Mode;
use codegen::source::bundle::bundle;
use codegen::source::load::{Source, load};
use codegen::{Generated, Input};

/// What stands before the traffic of each case in what the runner prints.
const SEPARATOR: &str = "//// ";

/// The name of the program that makes the calls.
const RUNNER: &str = "wire";

/// Adds the SDK of each case to a package, and an example that calls them all.
pub(crate) fn add(package: &mut Package) {
    let cases = support::cases("wire");
    for case in &cases {
        let module = format!("wire::{}", name(case));
        package.add_sdk(&module, &generate(case).api);
    }
    write_runner(package, &cases);
}

/// Runs the example that cargo has built, and compares what was sent and answered with the expected traffic. A validator
/// that is not ours then judges it.
pub(crate) fn check(messages: &[u8], exchanges: &Path) {
    let mut runner = Command::new(executable(messages));
    let output = runner.arg(exchanges).output().unwrap();
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
    let cases = support::cases("wire");
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
    judge(exchanges);
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
        ..Input::new(spec, None)
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
    let (generated, mode) = with_input(case, |input, mode| (codegen::generate(input, mode), mode));
    let generated = generated.unwrap_or_else(|error| panic!("{error}"));
    if mode == Mode::Lenient {
        let mut report = String::new();
        for notice in &generated.report.diagnostics {
            writeln!(report, "{notice}").unwrap();
        }
        let fault = support::compare(case, "report", &report);
        assert!(fault.is_none(), "{}", fault.unwrap_or_default());
    }
    generated
}

/// The program: the loopback server, and the calls of each case in a module of its own.
fn write_runner(package: &mut Package, cases: &[PathBuf]) {
    let mut main = String::from("//! Calls.\n\nmod incoming;\nmod server;\n\n");
    let mut runs = String::new();
    for case in cases {
        let name = name(case);
        let calls = fs::read_to_string(case.with_extension("rs")).unwrap();
        main.push_str(&format!(
            "mod {name} {{\n    use emitted::wire::{name}::*;\n    use crate::server::Server;\n\n    \
             #[allow(unused_variables, reason = \"not every case tells the server anything\")]\n    pub(crate) async fn calls(server: &Server, client: Client) -> Result<()> {{\n{calls}\n        Ok(())\n    }}\n}}\n\n"
        ));
        let document = with_input(case, |input, mode| {
            let document = load(input.spec).unwrap();
            bundle(document, name, input.files, mode).unwrap().value
        });
        let examples = examples(&document).to_string();
        runs.push_str(&format!(
            "    let server = server::Server::start({examples:?});\n    \
             let client = emitted::wire::{name}::Client::builder().api_key(server::KEY).base_url(server.url());\n    \
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
    package.write(&format!("examples/{RUNNER}/main.rs"), main);
    for (file, text) in [
        ("incoming.rs", include_str!("../wire/runner/incoming.rs")),
        ("server.rs", include_str!("../wire/runner/server.rs")),
    ] {
        package.write(&format!("examples/{RUNNER}/{file}"), text);
    }
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
