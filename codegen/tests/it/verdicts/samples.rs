//! The documents that are compared, and the pairs of them.

use std::path::Path;
use std::sync::LazyLock;

use codegen::Input;
use codegen::ir::Api;
use codegen::source::bundle::no_files;
use codegen::tools::import::import;

use crate::support::{self, cases, read_project, source, upstream};

/// A document that the generator has read.
#[derive(Clone)]
pub(crate) struct Sample {
    /// A valid name of a module.
    pub(crate) name: String,
    pub(crate) api: Api,
}

/// An old and a new document.
pub(crate) struct Pair {
    pub(crate) old: Sample,
    pub(crate) new: Sample,
}

impl Pair {
    pub(crate) fn name(&self) -> String {
        format!("{}_to_{}", self.old.name, self.new.name)
    }
}

/// Reads the document that the overlay of every case changes.
pub(crate) fn base_text() -> String {
    support::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/base/api.yaml"))
}

pub(crate) fn read(name: &str, spec: &str, overlay: Option<&str>) -> Sample {
    let overlay = overlay.map(|text| source("overlay.yaml", text));
    let api = codegen::read(Input::new(source("api.yaml", spec), overlay));
    Sample {
        name: name.to_owned(),
        api: api.unwrap_or_else(|error| panic!("{error}")),
    }
}

/// The base with the overlay of each case.
pub(crate) static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let base = base_text();
    cases("diff")
        .iter()
        .map(|case| read(support::name(case), &base, Some(&support::read(case))))
        .collect()
});

/// The contract for each published document, oldest first. Decisions of the committed overlay that match nothing in an
/// older document are ignored.
pub(crate) static UPSTREAM: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let settings = read_project("spec/import.yaml");
    let overlay = read_project("spec/overlay.yaml");
    upstream::documents()
        .map(|(date, text)| {
            let settings = source("import.yaml", &settings);
            let imported = import(source("upstream", &text), &no_files, settings, None).unwrap();
            let input = Input::new(
                source("spec", &imported.spec),
                Some(source("overlay.yaml", &overlay)),
            );
            let (api, _) = codegen::read_with_unmatched(input)
                .unwrap_or_else(|error| panic!("{date}: {error}"));
            Sample {
                name: format!("upstream_{}", date.replace('-', "_")),
                api,
            }
        })
        .collect()
});

/// Returns the pairs: the base and each case, in both directions; each case and the next one, which combines their
/// changes; and each published document and the next one, in both directions.
pub(crate) fn pairs() -> Vec<Pair> {
    let pair = |old: &Sample, new: &Sample| Pair {
        old: old.clone(),
        new: new.clone(),
    };
    let base = read("base", &base_text(), None);
    let mut pairs: Vec<Pair> = SAMPLES
        .windows(2)
        .map(|samples| pair(&samples[0], &samples[1]))
        .collect();
    for sample in &*SAMPLES {
        pairs.extend([pair(&base, sample), pair(sample, &base)]);
    }
    for samples in UPSTREAM.windows(2) {
        let (old, new) = (&samples[0], &samples[1]);
        pairs.extend([pair(old, new), pair(new, old)]);
    }
    pairs
}
