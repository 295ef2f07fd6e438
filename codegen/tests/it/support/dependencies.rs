//! Writes the manifest of a package that depends on everything that the project depends on.
//!
//! Cargo compiles a dependency once for each set of its features. In a workspace with this package, dependencies have
//! the same features as in the project, so cargo uses the ones that are already compiled.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use toml_edit::{Array, DocumentMut, InlineTable, Item, TableLike, Value};

/// The packages of the project.
const MEMBERS: [&str; 3] = ["codegen", "telnyx-video", "xtask"];

/// The feature of `telnyx-video` that isn't enabled when the project is tested.
const EXCLUDED: &str = "native-tls";

/// Returns the manifest of the package.
pub(crate) fn manifest() -> String {
    let shared = read("Cargo.toml");
    let shared = &shared["workspace"]["dependencies"];
    let mut dependencies = BTreeMap::new();
    for member in MEMBERS {
        add_member(
            &read(&format!("{member}/Cargo.toml")),
            shared,
            &mut dependencies,
        );
    }
    let mut manifest: DocumentMut = "[package]\nname = \"dependencies\"\nedition = \"2024\"\n"
        .parse()
        .unwrap();
    for (name, dependency) in dependencies {
        manifest["dependencies"][&name] = dependency.into();
    }
    manifest.to_string()
}

/// A dependency of one or more packages of the project.
#[derive(Default)]
struct Dependency {
    /// The keys `version`, `package` and `default-features`.
    keys: InlineTable,
    features: BTreeSet<String>,
}

impl From<Dependency> for Item {
    fn from(Dependency { mut keys, features }: Dependency) -> Self {
        keys.insert(
            "features",
            Value::Array(features.into_iter().collect::<Array>()),
        );
        keys.into()
    }
}

fn read(path: &str) -> DocumentMut {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = fs::read_to_string(project.join(path)).unwrap();
    text.parse().unwrap()
}

/// Adds the dependencies of a package. `shared` is the table `workspace.dependencies`.
fn add_member(member: &DocumentMut, shared: &Item, all: &mut BTreeMap<String, Dependency>) {
    for kind in ["dependencies", "dev-dependencies"] {
        for (name, item) in entries(member.get(kind)) {
            let is_inherited = item.get("workspace").is_some();
            let source = if is_inherited { &shared[name] } else { item };
            if source.get("path").is_some() {
                continue;
            }
            let dependency = all.entry(name.to_owned()).or_default();
            if let Some(version) = source.as_str() {
                dependency.keys.insert("version", version.into());
            }
            for key in ["version", "package", "default-features"] {
                if let Some(value) = source.get(key).and_then(Item::as_value) {
                    dependency.keys.insert(key, value.clone());
                }
            }
            for features in [source.get("features"), item.get("features")] {
                dependency.features.extend(strings(features));
            }
        }
    }
    let features = entries(member.get("features")).filter(|(name, _)| *name != EXCLUDED);
    for enabled in features.flat_map(|(_, enabled)| strings(Some(enabled))) {
        let Some((name, feature)) = enabled.split_once('/') else {
            continue;
        };
        if let Some(dependency) = all.get_mut(name.trim_end_matches('?')) {
            dependency.features.insert(feature.to_owned());
        }
    }
}

fn entries(table: Option<&Item>) -> impl Iterator<Item = (&str, &Item)> {
    table
        .and_then(Item::as_table_like)
        .into_iter()
        .flat_map(TableLike::iter)
}

fn strings(list: Option<&Item>) -> Vec<String> {
    list.and_then(Item::as_array)
        .into_iter()
        .flatten()
        .map(|item| item.as_str().unwrap().to_owned())
        .collect()
}
