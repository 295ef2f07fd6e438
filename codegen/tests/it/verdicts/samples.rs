//! The documents of the tests, and the pairs that they make.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use codegen::Input;
use codegen::ir::Api;
use codegen::source::bundle::no_files;
use codegen::source::load::Source;
use codegen::tools::import::import;

use crate::{published, support};

/// A document as the generator sees it.
#[derive(Clone)]
pub(crate) struct Sample {
    /// A name that a module can have.
    pub(crate) name: String,
    pub(crate) api: Api,
}

/// Two documents, one after the other.
pub(crate) struct Pair {
    pub(crate) old: Sample,
    pub(crate) new: Sample,
}

impl Pair {
    pub(crate) fn name(&self) -> String {
        format!("{}_to_{}", self.old.name, self.new.name)
    }
}

/// The document that every case changes something of.
pub(crate) fn base_text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/base/api.yaml");
    fs::read_to_string(path).unwrap()
}

/// Reads a document, with an overlay or without one.
pub(crate) fn read(name: &str, spec: &str, overlay: Option<&str>) -> Sample {
    let source = |name, text| Source { name, text };
    let overlay = overlay.map(|text| source(name, text));
    let api = codegen::read(codegen::Input::new(source("api.yaml", spec), overlay));
    Sample {
        name: name.to_owned(),
        api: api.unwrap_or_else(|error| panic!("{error}")),
    }
}

/// Each case: what its overlay makes of the base. Read once for all tests.
pub(crate) fn samples() -> &'static [Sample] {
    static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(read_samples);
    &SAMPLES
}

fn read_samples() -> Vec<Sample> {
    let base = base_text();
    let cases = support::cases("diff").into_iter();
    let samples = cases.map(|path| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        read(name, &base, Some(&fs::read_to_string(&path).unwrap()))
    });
    samples.collect()
}

fn source(text: &str) -> Source<'_> {
    let name = "document";
    Source { name, text }
}

/// The video contract as it stood at four dates, for those who have the documents of Telnyx, oldest first.
///
/// The overlay is that of today: what it decides about nodes that were not there yet is left out. Read once for all tests.
pub(crate) fn published() -> &'static [Sample] {
    static PUBLISHED: LazyLock<Vec<Sample>> = LazyLock::new(read_published);
    &PUBLISHED
}

fn read_published() -> Vec<Sample> {
    let dates = ["2022-05-20", "2025-08-15", "2026-02-05", "2026-07-16"];
    let [settings, overlay] = ["spec/import.yaml", "spec/overlay.yaml"].map(|path| {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        fs::read_to_string(project.join(path)).unwrap()
    });
    let samples = dates.into_iter().filter_map(|date| {
        let upstream = published::document(date)?;
        let imported = import(source(&upstream), &no_files, source(&settings), None).unwrap();
        let (api, _) = codegen::read_matching(Input::new(
            source(&imported.contract),
            Some(source(&overlay)),
        ))
        .unwrap_or_else(|error| panic!("{date}: {error}"));
        Some(Sample {
            name: format!("upstream_{}", date.replace('-', "_")),
            api,
        })
    });
    samples.collect()
}

/// Each case, there and back; each case and the next, so that changes meet; and each date and the next, there and back.
pub(crate) fn pairs() -> Vec<Pair> {
    let base = read("base", &base_text(), None);
    let samples = samples();
    let neighbours = samples.windows(2).map(|samples| Pair {
        old: samples[0].clone(),
        new: samples[1].clone(),
    });
    let mut pairs: Vec<Pair> = neighbours.collect();
    for sample in samples {
        pairs.extend(there_and_back(base.clone(), sample.clone()));
    }
    for dates in published().windows(2) {
        pairs.extend(there_and_back(dates[0].clone(), dates[1].clone()));
    }
    pairs
}

fn there_and_back(old: Sample, new: Sample) -> [Pair; 2] {
    let there = Pair {
        old: old.clone(),
        new: new.clone(),
    };
    [there, Pair { old: new, new: old }]
}
