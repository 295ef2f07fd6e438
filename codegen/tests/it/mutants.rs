//! Documents with random changes, as modules of one package: whatever is made of them compiles without a warning.
//!
//! That takes minutes, so it is done when it is asked for: `MUTANTS=100` takes so many of them, the same ones each time.

use std::env;

use codegen::diagnostics::Mode;
use proptest::sample::Index;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::layout;
use crate::support;
use crate::support::mutation::mutation;
use crate::support::pipeline;
use crate::support::say::say;
use crate::support::workspace::{Package, Workspace};

/// How many documents are wanted; none, and a word about it, unless somebody asks.
fn wanted() -> usize {
    let Ok(wanted) = env::var("MUTANTS") else {
        say("skipped: say in the variable MUTANTS how many changed documents to compile");
        return 0;
    };
    let number = wanted.parse();
    number.unwrap_or_else(|_| panic!("MUTANTS: `{wanted}` is no number"))
}

#[test]
fn what_is_made_of_changed_documents_compiles_without_a_warning() {
    let wanted = wanted();
    if wanted == 0 {
        return;
    }
    let documents = support::documents(&["golden"]);
    let change = (
        proptest::prelude::any::<Index>(),
        proptest::collection::vec(mutation(), 1..5),
    );
    let mut runner = TestRunner::new(Config {
        rng_seed: RngSeed::Fixed(1),
        ..Config::default()
    });
    let base = layout::generated();
    let mut package = Package::new("mutants", &base.api, &base.files);
    let mut written = 0;
    while written < wanted {
        let (start, changes) = change.new_tree(&mut runner).unwrap().current();
        let mut document = start.get(&documents).clone();
        changes.iter().for_each(|it| it.apply(&mut document));
        let text = document.to_string();
        // Of some, nothing can be made.
        let Ok(generated) = pipeline::take(&text, None, Mode::Lenient) else {
            continue;
        };
        written += 1;
        package.add_sdk(&format!("mutants::m{written}"), &generated.api);
        // What to look at when it does not compile.
        package.write(&format!("src/mutants/m{written}/document.json"), text);
    }
    let workspace = Workspace::new("mutants");
    workspace.add("mutants", package);
    workspace.cargo_succeeds(&["check"]);
}
