//! Whether code that was written for the old SDK compiles with the new one, as the verdicts have it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use codegen::diff::{Build, diff};
use codegen::emit;
use codegen::ir::Api;
use serde_json::Value;

use crate::caller::caller;
use crate::package::{begin_workspace, cargo, edit_manifest, write, write_package};
use crate::samples::{self, Pair, Sample};

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

    fn write(&self, package: &Path) {
        let directory = package.join("examples").join(self.name);
        let mut main = "#![allow(warnings)]\nfn main() {}\n".to_owned();
        for (module, text) in &self.modules {
            write(&directory.join(format!("{module}.rs")), text);
            main.push_str(&format!("mod {module};\n"));
        }
        write(&directory.join("main.rs"), &main);
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
    let workspace = begin_workspace(PACKAGE);
    // The runtime needs the base URL of one of the SDKs.
    let base = pairs
        .iter()
        .map(|pair| &pair.old)
        .find(|it| it.name == "base");
    let base = &base.unwrap().api;
    let emitted = emit::emit(base, "api.yaml").unwrap();
    let package = write_package(&workspace, PACKAGE, PACKAGE, base, &emitted);
    // The callers need none of what the tests of the runtime need.
    edit_manifest(&package, |manifest| {
        manifest.remove("dev-dependencies");
    });
    write_sdks(&package, &pairs);
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
        example.write(&package);
    }

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
    format!("{PACKAGE}::sdks::{}::{}", sample.name, crate_name(known))
}

fn crate_name(api: &Api) -> String {
    api.package.replace('-', "_")
}

/// Puts the SDKs of all documents beside each other around one runtime, each below the name of its crate.
fn write_sdks(package: &Path, pairs: &[Pair]) {
    let source = package.join("src");
    let samples = pairs.iter().flat_map(|pair| [&pair.old, &pair.new]);
    let samples: BTreeMap<&str, &Api> = samples
        .map(|sample| (sample.name.as_str(), &sample.api))
        .collect();
    let modules = samples.keys().map(|name| format!("pub mod {name};\n"));
    write(&source.join("sdks/mod.rs"), &modules.collect::<String>());
    for (name, api) in &samples {
        let crate_name = crate_name(api);
        let directory = source.join("sdks").join(name);
        write(
            &directory.join("mod.rs"),
            &format!("pub mod {crate_name};\n"),
        );
        let root = format!("crate::sdks::{name}::{crate_name}::");
        for (path, text) in emit::emit(api, "api.yaml").unwrap() {
            let text = text.replace("crate::", &root);
            write(&directory.join(&crate_name).join(path), &own_client(&text));
        }
        write(
            &directory.join(&crate_name).join("mod.rs"),
            "pub use crate::*;\npub mod models;\npub mod resources;\n",
        );
    }
    let root = fs::read_to_string(source.join("lib.rs")).unwrap();
    let root = root.replace(
        "mod send;",
        "#[allow(missing_docs, warnings)]\npub mod sdks;\nmod send;",
    );
    write(&source.join("lib.rs"), &root);
}

/// Gives an SDK a client of its own: that of the runtime can have the methods of one SDK only.
fn own_client(text: &str) -> String {
    text.replace("impl Client {", "pub struct Sdk(pub Client);\n\nimpl Sdk {")
        .replace("::new(self)", "::new(&self.0)")
}

/// The files of the examples that the compiler refuses, each with the first reason.
fn refusals(workspace: &Path) -> BTreeMap<String, String> {
    let arguments = [
        "check",
        "--examples",
        "--keep-going",
        "--message-format=json",
    ];
    let output = cargo(workspace, &arguments);
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
