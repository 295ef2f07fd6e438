//! Decoding an example and encoding it again gives the same JSON.
//!
//! An example program of a package does this for the examples that match their schema.

use std::fmt::Write;
use std::process::Command;

use crate::support::typed_examples::{TypedExample, typed_examples};
use crate::support::workspace::Package;
use codegen::Input;
use codegen::diagnostics::Mode;
use codegen::ir::Api;
use codegen::passes::overlay;
use codegen::source::bundle::bundle;
use codegen::source::load::load;
use codegen::tools::lint;

/// The name of the program.
pub(crate) const NAME: &str = "lossless";

/// The checks of a program.
#[derive(Default)]
pub(crate) struct Checks {
    /// Rust statements.
    statements: String,
    /// The number of statements.
    pub(crate) count: usize,
    /// The locations of the examples that don't match their schema, so aren't checked.
    pub(crate) mismatches: Vec<String>,
}

impl Checks {
    /// Adds a check for each example of a document that matches its schema. `sdk` is the path of the crate or module.
    pub(crate) fn add(&mut self, sdk: &str, input: Input<'_>, api: &Api) {
        let document = load(input.document).unwrap();
        let mut document = bundle(
            document,
            input.document.name,
            input.read_file,
            Mode::Lenient,
        )
        .unwrap()
        .value;
        if let Some(source) = input.overlay {
            overlay::apply(&load(source).unwrap(), &mut document).unwrap();
        }
        let errors = lint::lint(input).unwrap();
        let errors: Vec<&str> = errors
            .iter()
            .filter_map(|it| Some(it.pointer()?.as_str()))
            .collect();
        for example in typed_examples(&document, api) {
            let TypedExample {
                pointer,
                rust_type,
                value,
            } = example;
            let location = format!("{sdk} #{}", pointer.as_str());
            let is_in_example = |error: &&str| {
                let rest = error.strip_prefix(pointer.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            if errors.iter().any(is_in_example) {
                self.mismatches.push(location);
                continue;
            }
            let rust_type = rust_type.replace("models::", &format!("{sdk}::models::"));
            self.count += 1;
            writeln!(
                self.statements,
                "    check::<{rust_type}>({location:?}, {:?});",
                value.to_string()
            )
            .unwrap();
        }
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
