//! Compiles *callers*, which use every item of an old SDK, with the new SDK, and compares the result with the table of
//! verdicts.

use std::collections::BTreeMap;

use codegen::ir::Api;
use codegen::tools::diff::{Build, diff};
use serde_json::Value;

use super::caller::caller;
use super::samples::{self, Pair, Sample};
use crate::scaffold;
use crate::support::workspace::{Package, Workspace};

/// The package that contains the SDKs of all samples, and the callers in its examples.
const PACKAGE: &str = "verdicts";

/// An example whose modules are callers with the same expected result.
struct Example {
    name: &'static str,
    /// The text of the modules, by name.
    modules: BTreeMap<String, String>,
}

impl Example {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            modules: BTreeMap::new(),
        }
    }

    fn write(&self, package: &mut Package) {
        let mut main = "#![allow(warnings)]\nfn main() {}\n".to_owned();
        for (module, text) in &self.modules {
            package.write(&format!("examples/{}/{module}.rs", self.name), text);
            main.push_str(&format!("mod {module};\n"));
        }
        package.write(&format!("examples/{}/main.rs", self.name), main);
    }

    /// Returns the first error of each module that doesn't compile, and the names of the modules that do.
    fn split<'a>(&'a self, errors: &'a BTreeMap<String, String>) -> (Vec<String>, Vec<&'a str>) {
        let (mut failed, mut compiled) = (Vec::new(), Vec::new());
        for module in self.modules.keys() {
            match errors.get(&format!("{}/{module}.rs", self.name)) {
                Some(message) => failed.push(format!("{module}: {message}")),
                None => compiled.push(module.as_str()),
            }
        }
        (failed, compiled)
    }
}

#[test]
fn compiler_agrees_with_every_verdict() {
    let pairs = samples::pairs();
    let base = scaffold::generated();
    let mut package = Package::new(PACKAGE, &base.api, &base.files);
    let samples: BTreeMap<&str, &Sample> = pairs
        .iter()
        .flat_map(|pair| [&pair.old, &pair.new])
        .map(|sample| (sample.name.as_str(), sample))
        .collect();
    for sample in samples.into_values() {
        package.add_sdk(&module(sample, &sample.api), &sample.api);
    }
    // Callers with the SDK that they are written for.
    let mut unchanged = Example::new("unchanged");
    let (mut compiles, mut breaks) = (Example::new("compiles"), Example::new("breaks"));
    for pair in &pairs {
        let Pair { old, new } = pair;
        let text = caller(&old.api, &sdk(old, &old.api));
        unchanged.modules.insert(old.name.clone(), text);
        let text = caller(&old.api, &sdk(new, &old.api));
        match build(pair) {
            Build::Compiles => compiles.modules.insert(pair.name(), text),
            Build::Breaks => breaks.modules.insert(pair.name(), text),
            Build::Maybe => None,
        };
    }
    for example in [&unchanged, &compiles, &breaks] {
        example.write(&mut package);
    }

    let workspace = Workspace::new(PACKAGE);
    workspace.add(PACKAGE, package);
    let errors = compile_errors(&workspace);
    for example in [&unchanged, &compiles] {
        let (failed, _) = example.split(&errors);
        assert!(
            failed.is_empty(),
            "callers don't compile:\n{}",
            failed.join("\n")
        );
    }
    let (_, compiled) = breaks.split(&errors);
    assert!(
        compiled.is_empty(),
        "callers compile, but a verdict says that they don't: {compiled:?}"
    );
}

/// Returns whether a caller of the old SDK compiles with the new one, according to the table of verdicts.
fn build(pair: &Pair) -> Build {
    let builds: Vec<Build> = diff(&pair.old.api, &pair.new.api)
        .iter()
        .map(|change| change.kind.rule().build)
        .collect();
    [Build::Breaks, Build::Maybe]
        .into_iter()
        .find(|build| builds.contains(build))
        .unwrap_or(Build::Compiles)
}

/// Returns the path by which a caller for the API `caller` uses the SDK of a sample.
fn sdk(sample: &Sample, caller: &Api) -> String {
    format!("{PACKAGE}::{}", module(sample, caller))
}

/// Returns the module of an SDK. It ends with the name of a crate, so a caller compiles only with an SDK of the same
/// name.
fn module(sample: &Sample, caller: &Api) -> String {
    let crate_name = caller.package.replace('-', "_");
    format!("sdks::{}::{crate_name}", sample.name)
}

/// Compiles the examples, and returns the first error in each file.
fn compile_errors(workspace: &Workspace) -> BTreeMap<String, String> {
    let output = workspace.cargo(&[
        "check",
        "--examples",
        "--keep-going",
        "--message-format=json",
    ]);
    let messages = String::from_utf8(output.stdout).unwrap();
    let mut errors = BTreeMap::new();
    for line in messages.lines() {
        let message: Value = serde_json::from_str(line).unwrap();
        let message = &message["message"];
        if message["level"] != "error" {
            continue;
        }
        let spans = message["spans"].as_array().unwrap();
        for span in spans.iter().filter(|span| span["is_primary"] == true) {
            let file = span["file_name"].as_str().unwrap().replace('\\', "/");
            let Some((_, file)) = file.split_once("examples/") else {
                panic!("{}", message["rendered"]);
            };
            let text = message["rendered"].as_str().unwrap().to_owned();
            errors.entry(file.to_owned()).or_insert(text);
        }
    }
    assert!(
        !errors.is_empty() || output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    errors
}
