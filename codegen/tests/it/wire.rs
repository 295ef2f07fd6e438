//! The traffic of generated methods: the requests that they send, and how they read responses.
//!
//! A case is a document and, in a file with the extension `rs`, the calls to make. An example program makes the calls
//! of all cases, each against a server of its own that records the requests. A case with an expected `report` is
//! generated in lenient mode.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::diagnostics::Mode;
use codegen::source::bundle::bundle;
use codegen::source::load::load;
use codegen::{Generated, Input};
use serde_json::Value;

use crate::lossless::Checks;
use crate::support::examples::examples;
use crate::support::workspace::Package;
use crate::support::{cases, check_all, compare, lines, name, openapi_core, read, source};

/// The separator before the name and traffic of each case in the output of the example.
const SEPARATOR: &str = "//// ";

/// The name of the example.
const RUNNER: &str = "wire";

/// Adds the SDK of each case to a package, and the example.
pub(crate) fn add(package: &mut Package, checks: &mut Checks) {
    let cases = cases("wire");
    for case in &cases {
        let module = format!("wire::{}", name(case));
        let generated = generate(case);
        package.add_sdk(&module, &generated.api);
        with_input(case, |input, _| {
            checks.add(&format!("generated_code::{module}"), input, &generated.api)
        });
    }
    write_runner(package, &cases);
}

/// Runs the compiled example, compares the traffic with the expected traffic, and validates it with openapi-core.
///
/// `messages` is the output of `cargo build`. The example writes its requests and responses to the file `exchanges`.
pub(crate) fn check(messages: &[u8], exchanges: &Path) {
    let output = Command::new(executable(messages, RUNNER))
        .arg(exchanges)
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let traffic: Vec<(&str, &str)> = printed
        .split(SEPARATOR)
        .skip(1)
        .map(|part| part.split_once('\n').unwrap())
        .collect();
    let cases = cases("wire");
    assert_eq!(traffic.len(), cases.len());
    check_all(cases.iter().zip(traffic).map(|(case, (printed, traffic))| {
        assert_eq!(name(case), printed);
        compare(case, "txt", traffic)
    }));
    openapi_core::validate(exchanges);
}

/// Calls a function with the input and the mode of a case. The input borrows from local values, so it can't be
/// returned.
fn with_input<T>(case: &Path, function: impl FnOnce(Input<'_>, Mode) -> T) -> T {
    let text = read(case);
    let directory = case.parent().unwrap();
    let read_file =
        |path: &str| fs::read_to_string(directory.join(path)).map_err(|error| error.to_string());
    let input = Input {
        read_file: &read_file,
        ..Input::new(source(name(case), &text), None)
    };
    let mode = if case.with_extension("report").exists() {
        Mode::Lenient
    } else {
        Mode::Strict
    };
    function(input, mode)
}

fn generate(case: &Path) -> Generated {
    with_input(case, |input, mode| {
        let generated = codegen::generate(input, mode).unwrap_or_else(|error| panic!("{error}"));
        if mode == Mode::Lenient {
            let report = lines(&generated.report.diagnostics);
            check_all([compare(case, "report", &report)]);
        }
        generated
    })
}

/// Writes the source of the example: the server, and a module with the calls of each case.
fn write_runner(package: &mut Package, cases: &[PathBuf]) {
    let mut modules = String::new();
    let mut runs = String::new();
    for case in cases {
        let name = name(case);
        let calls = read(&case.with_extension("rs"));
        let document = with_input(case, |input, mode| {
            let document = load(input.document).unwrap();
            bundle(document, name, input.read_file, mode).unwrap().value
        });
        let examples = examples(&document).to_string();
        write!(
            modules,
            r#"mod {name} {{
    use crate::server::Server;
    use generated_code::wire::{name}::*;

    #[allow(unused_variables, reason = "some cases don't use the server")]
    pub(crate) async fn calls(server: &Server, client: Client) -> Result<()> {{
{calls}
        Ok(())
    }}
}}

"#
        )
        .unwrap();
        write!(
            runs,
            r#"    let server = server::Server::start({examples:?});
    let client = generated_code::wire::{name}::Client::builder()
        .api_key(server::KEY)
        .base_url(server.url())
        .timer(server.timer())
        .build()
        .unwrap();
    {name}::calls(&server, client).await.unwrap();
    print!("{SEPARATOR}{name}\n{{}}", server.traffic());
    exchanges.insert({name:?}, server.exchanges());
"#
        )
        .unwrap();
    }
    let main = format!(
        r"//! Calls the operations of every case.

mod recorded_request;
mod server;

{modules}fn main() {{
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(run());
}}

async fn run() {{
    let mut exchanges = std::collections::BTreeMap::new();
{runs}    let path = std::env::args().nth(1).unwrap();
    std::fs::write(path, serde_json::to_vec(&exchanges).unwrap()).unwrap();
}}
"
    );
    for (file, text) in [
        ("main.rs", main.as_str()),
        (
            "recorded_request.rs",
            include_str!("../wire/runner/recorded_request.rs"),
        ),
        ("server.rs", include_str!("../wire/runner/server.rs")),
    ] {
        package.write(&format!("examples/{RUNNER}/{file}"), text);
    }
}

/// Finds the path of the compiled example with this name in the output of `cargo build`.
pub(crate) fn executable(messages: &[u8], name: &str) -> String {
    String::from_utf8_lossy(messages)
        .lines()
        .find_map(|line| {
            let message: Value = serde_json::from_str(line).ok()?;
            let path = message["executable"].as_str()?;
            (message["target"]["name"] == name).then(|| path.to_owned())
        })
        .unwrap()
}
