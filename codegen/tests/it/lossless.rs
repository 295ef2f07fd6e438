//! Decoding an example and encoding it again gives the same JSON.
//!
//! An example program of a package does this for the examples that match their schema.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::process::Command;

use crate::support::typed_examples::{TypedExample, typed_examples};
use crate::support::workspace::{Package, Workspace};
use crate::support::{generate, print, source, upstream};
use crate::{scaffold, wire};
use codegen::Input;
use codegen::diagnostics::Mode;
use codegen::ir::{Api, Type};
use codegen::passes::overlay;
use codegen::source::bundle::bundle;
use codegen::source::load::load;
use codegen::tools::lint;

/// The name of the program.
pub(crate) const NAME: &str = "lossless";

/// The package with the models of upstream documents.
const PACKAGE: &str = "upstream_models";

/// The checks of a program, as Rust statements.
pub(crate) struct Checks {
    library: String,
    statements: String,
    count: usize,
    /// The locations of examples that don't match their schema.
    pub(crate) invalid: Vec<String>,
}

impl Checks {
    /// Starts the checks for the SDKs in a library.
    pub(crate) fn of_library(library: &str) -> Self {
        Self {
            library: library.to_owned(),
            statements: String::new(),
            count: 0,
            invalid: Vec::new(),
        }
    }

    /// Adds a check for each example of a document. `module` is the path of its SDK. Returns the names of the types.
    pub(crate) fn add(&mut self, module: &str, input: Input<'_>, api: &Api) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let document = load(input.spec).unwrap();
        let mut document = bundle(document, input.spec.name, input.files, Mode::Lenient)
            .unwrap()
            .value;
        if let Some(source) = input.overlay {
            overlay::apply(source, &mut document).unwrap();
        }
        let errors = lint::lint(input).unwrap();
        let errors: Vec<&str> = errors
            .iter()
            .filter_map(|it| Some(it.pointer()?.as_str()))
            .collect();
        for example in typed_examples(&document, api) {
            let TypedExample {
                pointer,
                name,
                rust_type,
                value,
            } = example;
            let location = format!("{module} #{}", pointer.as_str());
            let is_in_example = |error: &&str| {
                let rest = error.strip_prefix(pointer.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            if errors.iter().any(is_in_example) {
                self.invalid.push(location);
                continue;
            }
            names.insert(name);
            self.count += 1;
            let rust_type =
                rust_type.replace("models::", &format!("{}::{module}::models::", self.library));
            writeln!(
                self.statements,
                "    check::<{rust_type}>({location:?}, {:?});",
                value.to_string()
            )
            .unwrap();
        }
        names
    }

    /// Adds the program to a package.
    pub(crate) fn write(&self, package: &mut Package) {
        let main = format!(
            "{}\nfn main() {{\n{}}}\n",
            include_str!("../wire/runner/lossless.rs"),
            self.statements
        );
        package.write(&format!("examples/{NAME}.rs"), main);
    }
}

/// Runs the program, which prints the examples that change.
pub(crate) fn run(executable: &str) {
    let output = Command::new(executable).output().unwrap();
    assert!(output.status.success());
    let changed = String::from_utf8(output.stdout).unwrap();
    assert!(changed.is_empty(), "{changed}");
}

/// Examples of the documents that Telnyx published keep their JSON. Prints the number of examples.
#[test]
#[ignore = "compiles the models of four large documents; takes minutes"]
fn examples_of_upstream_documents_keep_their_json() {
    let base = scaffold::generated();
    let mut package = Package::new(PACKAGE, &base.api, &base.files);
    let mut checks = Checks::of_library(PACKAGE);
    for (date, text) in upstream::documents() {
        let module = format!("telnyx_{}", date.replace('-', "_"));
        let api = generate(date, &text, Mode::Lenient).unwrap().api;
        let (checked, invalid) = (checks.count, checks.invalid.len());
        let types = checks.add(&module, Input::new(source(date, &text), None), &api);
        package.add_sdk(&module, &models_only(api, types));
        let checked = checks.count - checked;
        let invalid = checks.invalid.len() - invalid;
        print(&format!(
            "{date}: {checked} examples checked, {invalid} don't match their schema"
        ));
    }
    checks.write(&mut package);
    let workspace = Workspace::new(PACKAGE);
    workspace.add(PACKAGE, package);
    let built = workspace.cargo_succeeds(&[
        "build",
        "--examples",
        "--message-format=json-render-diagnostics",
    ]);
    run(&wire::executable(&built.stdout, NAME));
}

/// Returns an API with these types and the types that they contain, without operations.
fn models_only(api: Api, mut names: BTreeSet<String>) -> Api {
    let mut queue = Vec::from_iter(names.clone());
    while let Some(name) = queue.pop() {
        let definition = api.types.iter().find(|it| it.name == name).unwrap();
        for part in definition.shape.parts().into_iter().filter_map(Type::named) {
            if names.insert(part.to_owned()) {
                queue.push(part.to_owned());
            }
        }
    }
    let types = api.types.into_iter().filter(|it| names.contains(&it.name));
    Api {
        types: types.collect(),
        resources: Vec::new(),
        ..api
    }
}
