//! Whether code that was written for the old SDK compiles with the new one, as the verdicts have it.

use std::collections::BTreeMap;

use codegen::ir::Api;
use codegen::tools::diff::{Build, diff};
use serde_json::Value;

use super::caller::caller;
use super::samples::{self, Pair, Sample};
use crate::layout;
use crate::support::workspace::{Package, Workspace};

/// The package that holds every SDK; the examples in it are the callers.
const PACKAGE: &str = "verdicts";

/// Callers of which the compiler should say the same.
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

    /// The callers that the compiler has refused, each with the first reason, and those that it has not.
    fn split<'a>(&'a self, refusals: &'a BTreeMap<String, String>) -> (Vec<String>, Vec<&'a str>) {
        let (mut refused, mut taken) = (Vec::new(), Vec::new());
        for module in self.modules.keys() {
            match refusals.get(&format!("{}/{module}.rs", self.name)) {
                Some(message) => refused.push(format!("{module}: {message}")),
                None => taken.push(module.as_str()),
            }
        }
        (refused, taken)
    }
}

#[test]
fn the_compiler_agrees_with_every_verdict() {
    let pairs = samples::pairs();
    let own = layout::generated();
    let mut package = Package::new(PACKAGE, &own.api, &own.files);
    let samples = pairs.iter().flat_map(|pair| [&pair.old, &pair.new]);
    let samples: BTreeMap<&str, &Sample> = samples.map(|it| (it.name.as_str(), it)).collect();
    for sample in samples.into_values() {
        package.add_sdk(&module(sample, &sample.api), &sample.api);
    }
    // A caller that compiles with no SDK would prove nothing.
    let mut own = Example::new("own");
    let (mut kept, mut broken) = (Example::new("kept"), Example::new("broken"));
    for pair in &pairs {
        let Pair { old, new } = pair;
        let text = caller(&old.api, &sdk(old, &old.api));
        own.modules.insert(old.name.clone(), text);
        let text = caller(&old.api, &sdk(new, &old.api));
        match build(pair) {
            Build::Kept => kept.modules.insert(pair.name(), text),
            Build::Broken => broken.modules.insert(pair.name(), text),
            Build::Either => None,
        };
    }
    for example in [&own, &kept, &broken] {
        example.write(&mut package);
    }

    let workspace = Workspace::new(PACKAGE);
    workspace.add(PACKAGE, package);
    let refusals = refusals(&workspace);
    for example in [&own, &kept] {
        let (refused, _) = example.split(&refusals);
        assert!(
            refused.is_empty(),
            "do not compile:\n{}",
            refused.join("\n")
        );
    }
    let (_, taken) = broken.split(&refusals);
    assert!(
        taken.is_empty(),
        "compile, though a verdict denies it: {taken:?}"
    );
}

/// What the changes of a pair, taken together, mean for code that calls the SDK.
fn build(pair: &Pair) -> Build {
    let changes = diff(&pair.old.api, &pair.new.api);
    let builds = changes.iter().map(|change| change.kind.rule().build);
    let builds: Vec<Build> = builds.collect();
    [Build::Broken, Build::Either]
        .into_iter()
        .find(|build| builds.contains(build))
        .unwrap_or(Build::Kept)
}

/// The path by which a caller that was written for `known` names an SDK.
fn sdk(sample: &Sample, known: &Api) -> String {
    format!("{PACKAGE}::{}", module(sample, known))
}

/// The module of an SDK, which ends with the name of its crate.
fn module(sample: &Sample, known: &Api) -> String {
    format!("sdks::{}::{}", sample.name, known.package.replace('-', "_"))
}

/// The files of the examples that the compiler refuses, each with the first reason.
fn refusals(workspace: &Workspace) -> BTreeMap<String, String> {
    let arguments = [
        "check",
        "--examples",
        "--keep-going",
        "--message-format=json",
    ];
    let output = workspace.cargo(&arguments);
    let messages = String::from_utf8(output.stdout).unwrap();
    let messages = messages
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut refusals = BTreeMap::new();
    for message in messages.filter(|message| message["message"]["level"] == "error") {
        let message = &message["message"];
        let spans = message["spans"].as_array().unwrap();
        for span in spans.iter().filter(|span| span["is_primary"] == true) {
            let file = span["file_name"].as_str().unwrap().replace('\\', "/");
            let Some((_, file)) = file.split_once("examples/") else {
                panic!("{}", message["rendered"]);
            };
            let text = message["rendered"].as_str().unwrap().to_owned();
            refusals.entry(file.to_owned()).or_insert(text);
        }
    }
    assert!(
        !refusals.is_empty() || output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    refusals
}
