//! Checks with the compiler whether code written for an old SDK compiles with the new one, as the verdicts say.

use std::collections::BTreeMap;

use codegen::ir::Api;
use codegen::tools::diff::{Build, diff};
use serde_json::Value;

use super::caller::caller;
use super::samples::{self, Pair, Sample};
use crate::scaffold;
use crate::support::workspace::{Package, Workspace};

/// The package with every SDK. Its examples are the callers.
const PACKAGE: &str = "verdicts";

/// An example whose modules are callers with the same expected result.
struct Example {
    name: &'static str,
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

    /// Returns the first error in each module that doesn't compile, and the names of those that do.
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
    // Every caller compiles with the SDK that it is written for.
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

/// Returns whether callers compile after all changes of a pair.
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

/// Returns the path of an SDK in a caller written for another API.
fn sdk(sample: &Sample, caller: &Api) -> String {
    format!("{PACKAGE}::{}", module(sample, caller))
}

/// Returns the module of an SDK. It ends with the name of the crate, which callers use.
fn module(sample: &Sample, caller: &Api) -> String {
    let crate_name = caller.package.replace('-', "_");
    format!("sdks::{}::{crate_name}", sample.name)
}

/// Returns the first compile error in each file of the examples.
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
