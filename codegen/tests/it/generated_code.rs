//! Generated code at work: the SDKs of all cases as modules of one package, around one runtime.

use std::fs;

use codegen::diagnostics::Mode;
use codegen::source::load::Source;

use crate::support::workspace::{Package, Workspace};
use crate::support::{cases, name};
use crate::{scaffold, wire};

/// The SDKs of `golden` and of what is left of `report` in lenient mode compile without a warning, and so do their
/// examples; those of `wire` send the expected traffic.
#[test]
fn generated_code_compiles_without_warnings_and_sends_the_expected_traffic() {
    let workspace = Workspace::new("generated_code");
    let mut package = package_with_sdks("generated_code");
    wire::add(&mut package);
    workspace.add("generated_code", package);
    let built = workspace.cargo_succeeds(&[
        "build",
        "--examples",
        "--message-format=json-render-diagnostics",
    ]);
    wire::check(&built.stdout, &workspace.path("exchanges.json"));
    workspace.cargo_succeeds(&["test", "--doc", "--", "golden", "report"]);
}

fn package_with_sdks(name_of_package: &str) -> Package {
    let base = scaffold::generated();
    let mut package = Package::new(name_of_package, &base.api, &base.files);
    for (directory, mode) in [("golden", Mode::Strict), ("report", Mode::Lenient)] {
        for case in cases(directory) {
            let text = fs::read_to_string(&case).unwrap();
            let name = name(&case);
            let text = &text;
            let generated =
                codegen::generate(codegen::Input::new(Source { name, text }, None), mode).unwrap();
            package.add_sdk(&format!("{directory}::{name}"), &generated.api);
        }
    }
    package
}
