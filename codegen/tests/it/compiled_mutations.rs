//! Compiles the generated code of randomly mutated documents, as modules of one package.
//!
//! Takes minutes, and runs only if the environment variable `COMPILED_MUTATIONS` has a number of documents, such as
//! 100. They are the same each time.

use std::env;

use codegen::diagnostics::Mode;
use proptest::sample::Index;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::scaffold;
use crate::support::mutation::mutation;
use crate::support::workspace::{Package, Workspace};
use crate::support::{documents, invariants, print};

#[test]
fn mutated_documents_compile_without_warnings() {
    let Ok(count) = env::var("COMPILED_MUTATIONS") else {
        print("skipped: set COMPILED_MUTATIONS to the number of mutated documents to compile");
        return;
    };
    let count: usize = count
        .parse()
        .unwrap_or_else(|_| panic!("COMPILED_MUTATIONS: `{count}` is not a number"));
    let documents = documents(&["golden"]);
    let mutated = (
        proptest::prelude::any::<Index>(),
        proptest::collection::vec(mutation(), 1..5),
    );
    let mut runner = TestRunner::new(Config {
        rng_seed: RngSeed::Fixed(1),
        ..Config::default()
    });
    let base = scaffold::generated();
    let mut package = Package::new("mutations", &base.api, &base.files);
    let mut number = 0;
    while number < count {
        let (start, mutations) = mutated.new_tree(&mut runner).unwrap().current();
        let mut document = start.get(&documents).clone();
        mutations.iter().for_each(|it| it.apply(&mut document));
        let text = document.to_string();
        // A mutant that the generator rejects isn't counted.
        let Ok(generated) = invariants::generate(&text, None, Mode::Lenient) else {
            continue;
        };
        number += 1;
        package.add_sdk(&format!("mutations::m{number}"), &generated.api);
        // The document helps to find the cause when the code doesn't compile.
        package.write(&format!("src/mutations/m{number}/document.json"), text);
    }
    let workspace = Workspace::new("mutations");
    workspace.add("mutations", package);
    workspace.cargo_succeeds(&["check"]);
}
