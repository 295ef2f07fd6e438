//! Compiles and runs the generated code of all cases, as modules of one package with one runtime.

use codegen::Input;
use codegen::diagnostics::Mode;

use crate::lossless::{self, Checks};
use crate::support::workspace::{Package, Workspace};
use crate::support::{cases, generate, name, read, read_project, source};
use crate::{scaffold, wire};

/// The SDKs of the cases in `golden` and, in lenient mode, `report` compile without a warning, and so do the examples
/// in their documentation. Examples keep their JSON. The SDKs of `wire` send the expected requests.
#[test]
fn generated_code_compiles_without_warnings_and_sends_the_expected_traffic() {
    let workspace = Workspace::new("generated_code");
    let mut checks = Checks::default();
    let mut package = package_with_sdks("generated_code", &mut checks);
    wire::add(&mut package, &mut checks);
    checks.write(&mut package);
    workspace.add("generated_code", package);
    let built = workspace.cargo_succeeds(&[
        "build",
        "--examples",
        "--message-format=json-render-diagnostics",
    ]);
    wire::check(&built.stdout, &workspace.path("exchanges.json"));
    lossless::run(&wire::executable(&built.stdout, lossless::NAME));
    workspace.cargo_succeeds(&["test", "--doc", "--", "golden", "report"]);
}

fn package_with_sdks(package_name: &str, checks: &mut Checks) -> Package {
    let base = scaffold::generated();
    let mut package = Package::new(package_name, &base.api, &base.files);
    for (directory, mode) in [("golden", Mode::Strict), ("report", Mode::Lenient)] {
        for case in cases(directory) {
            let name = name(&case);
            let generated = generate(name, &read(&case), mode).unwrap();
            let module = format!("{directory}::{name}");
            package.add_sdk(&module, &generated.api);
            let text = read(&case);
            checks.add(
                &format!("generated_code::{module}"),
                Input::new(source(name, &text), None),
                &generated.api,
            );
        }
    }
    add_video(&mut package, checks);
    package
}

/// Adds the SDK of the project's own contract.
fn add_video(package: &mut Package, checks: &mut Checks) {
    let spec = read_project("spec/telnyx-video.yaml");
    let overlay = read_project("spec/overlay.yaml");
    let overlay = source("overlay.yaml", &overlay);
    let input = Input::new(source("telnyx-video.yaml", &spec), Some(overlay));
    let api = codegen::read(input).unwrap();
    package.add_sdk("video", &api);
    checks.add("generated_code::video", input, &api);
}
