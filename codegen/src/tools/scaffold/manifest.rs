//! Derives the manifest of a scaffolded crate from the manifest of the SDK.

use std::str::FromStr;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::crate_docs::summary;
use super::{MARK, Sdk, incomplete_sdk, text};
use crate::diagnostics::Result;
use crate::ir::Api;
use crate::names;

const DEPENDENCY_TABLES: [&str; 2] = ["dependencies", "dev-dependencies"];

pub(super) struct Manifest {
    /// The tables of features and dependencies that are copied. Dependencies have their versions from the workspace.
    document: DocumentMut,
    /// The name of the SDK's library.
    pub(super) library: String,
    workspace_package: Table,
    pub(super) variable_prefix: String,
}

impl Manifest {
    pub(super) fn read(sdk: &Sdk) -> Result<Self> {
        // toml_edit would attach the comment above `serde.workspace = true` to `workspace`, which isn't copied.
        let manifest = text(sdk, "Cargo.toml")?;
        let manifest = manifest.replace(".workspace = true", " = { workspace = true }");
        let mut document = parse(&manifest)?;
        let workspace = parse(&sdk.workspace)?;
        let package = table(document.as_table(), &["package"])?.clone();
        let settings = table(&package, &["metadata", "scaffold"])?;
        let variable_prefix = settings.get("variables").and_then(Item::as_str);
        let variable_prefix = variable_prefix
            .ok_or_else(|| incomplete_sdk("[package.metadata.scaffold] has no `variables`"))?;
        let omitted_features = strings(settings.get("omitted-features"));
        let kept_dev_dependencies = strings(settings.get("kept-dev-dependencies"));

        document.retain(|key, _| key == "features" || DEPENDENCY_TABLES.contains(&key));
        let shared = table(workspace.as_table(), &["workspace", "dependencies"])?;
        for table in DEPENDENCY_TABLES {
            inherit(&mut document, table, shared);
        }
        retain(&mut document, "features", |name, _| {
            omitted_features.iter().all(|it| it != name)
        });
        let enabled: Vec<String> = entries(&document, "features")
            .flat_map(|(_, enabled)| strings(Some(enabled)))
            .collect();
        retain(&mut document, "dependencies", |name, dependency| {
            !is_optional(dependency) || enabled.iter().any(|entry| mentions(entry, name))
        });
        retain(&mut document, "dev-dependencies", |name, _| {
            kept_dev_dependencies.iter().any(|it| it == name)
        });
        let name = package.get("name").and_then(Item::as_str);
        Ok(Self {
            document,
            library: names::library(name.unwrap_or_default()),
            workspace_package: table(workspace.as_table(), &["workspace", "package"])?.clone(),
            variable_prefix: variable_prefix.to_owned(),
        })
    }

    /// Whether a copied dependency has a library with this name.
    pub(super) fn depends_on(&self, library: &str) -> bool {
        let tables = DEPENDENCY_TABLES.into_iter();
        let mut dependencies = tables.flat_map(|table| entries(&self.document, table));
        dependencies.any(|(name, _)| name.replace('-', "_") == library)
    }

    pub(super) fn text(&self, version: &str, api: &Api) -> String {
        let mut package = Table::new();
        let description = summary(&api.title);
        for (key, value) in [
            ("name", &*api.package),
            ("version", version),
            ("description", &description),
            ("readme", "README.md"),
        ] {
            package.insert(key, Item::Value(value.into()));
        }
        for (key, value) in &self.workspace_package {
            package.insert(key, value.clone());
        }
        // The default is the name of the package with underscores, which may have capitals, for example.
        let library = match names::library(&api.package) {
            library if library == api.package.replace('-', "_") => String::new(),
            library => format!("[lib]\nname = \"{library}\"\n\n"),
        };
        format!(
            "# {MARK} Exception: you may change the version.\n\n[package]\n{package}\n{library}\
             # Separate from any workspace in a parent directory.\n[workspace]\n\n{}\n",
            self.document.to_string().trim(),
        )
    }
}

/// Returns the version in the manifest of a crate.
pub fn version(manifest: &str) -> Option<String> {
    let document = DocumentMut::from_str(manifest).ok()?;
    let version = document.get("package")?.get("version")?;
    version.as_str().map(str::to_owned)
}

fn parse(text: &str) -> Result<DocumentMut> {
    DocumentMut::from_str(text).map_err(|error| incomplete_sdk(format!("a manifest: {error}")))
}

fn table<'a>(table: &'a Table, path: &[&str]) -> Result<&'a Table> {
    let nested = path
        .iter()
        .try_fold(table, |table, key| table.get(key)?.as_table());
    nested.ok_or_else(|| incomplete_sdk(format!("a manifest has no [{}]", path.join("."))))
}

/// Iterates over the entries of a table in the manifest, which may be missing.
fn entries<'a>(
    document: &'a DocumentMut,
    table: &str,
) -> impl Iterator<Item = (&'a str, &'a Item)> {
    let table = document.get(table).and_then(Item::as_table);
    table.into_iter().flat_map(Table::iter)
}

fn strings(array: Option<&Item>) -> Vec<String> {
    let items = array.and_then(Item::as_array).into_iter();
    let strings = items.flat_map(Array::iter).filter_map(Value::as_str);
    strings.map(str::to_owned).collect()
}

fn retain(document: &mut DocumentMut, table: &str, keep: impl Fn(&str, &Item) -> bool) {
    if let Some(table) = document.get_mut(table).and_then(Item::as_table_mut) {
        table.retain(|name, item| keep(name, item));
    }
}

fn is_optional(dependency: &Item) -> bool {
    let optional = dependency.get("optional");
    optional.and_then(Item::as_bool).unwrap_or(false)
}

/// Whether an entry of a feature mentions a dependency `a`: `dep:a`, `a/b` or `a?/b`.
fn mentions(entry: &str, dependency: &str) -> bool {
    let name = entry.strip_prefix("dep:").unwrap_or(entry);
    name.split(['/', '?']).next() == Some(dependency)
}

/// Replaces each dependency with `workspace = true` by the dependency of the workspace, `shared`.
fn inherit(document: &mut DocumentMut, table: &str, shared: &Table) {
    let Some(dependencies) = document.get_mut(table).and_then(Item::as_table_mut) else {
        return;
    };
    for (name, item) in dependencies.iter_mut() {
        let own = item
            .as_table_like()
            .filter(|own| own.contains_key("workspace"));
        if let (Some(own), Some(shared)) = (own, shared.get(&name)) {
            *item = Item::Value(merged(shared, own));
        }
    }
}

/// Returns a dependency with the keys of the workspace and of the SDK.
fn merged(shared: &Item, own: &dyn TableLike) -> Value {
    let mut merged = InlineTable::new();
    match shared.as_table_like() {
        Some(shared) => copy(shared, &mut merged),
        None => {
            let version = shared.as_str().unwrap_or_default();
            merged.insert("version", version.into());
        }
    }
    copy(own, &mut merged);
    match merged.get("version") {
        Some(version) if merged.len() == 1 => version.clone(),
        _ => Value::InlineTable(merged),
    }
}

/// Copies the keys of a dependency. Values are replaced, features are appended.
fn copy(from: &dyn TableLike, to: &mut InlineTable) {
    for (key, value) in from.iter() {
        let Some(value) = value.as_value().filter(|_| key != "workspace") else {
            continue;
        };
        match (to.get_mut(key).and_then(Value::as_array_mut), value) {
            (Some(known), Value::Array(added)) => {
                known.extend(added.iter().cloned());
                known.fmt();
            }
            _ => {
                to.insert(key, value.clone());
            }
        }
    }
    to.fmt();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures;
    use crate::render::emit::Files;

    const WORKSPACE: &str = r#"
[workspace.package]
edition = "2024"
license = "MIT"

[workspace.dependencies]
hyper = "1.6"
reqwest = { version = "0.13", default-features = false, features = ["http2"] }
serde = "1.0"
tracing = { version = "0.1", default-features = false }
"#;

    const PACKAGE: &str = r#"
[package]
name = "acme-voice"
version = "7.0.0"

[package.metadata.scaffold]
variables = "ACME_"
omitted-features = ["mock"]
kept-dev-dependencies = ["serde-test"]

[features]
default = ["tracing"]
tracing = ["dep:tracing"]
mock = ["dep:hyper", "reqwest/stream"]

[dependencies]
# Only for tests.
hyper = { workspace = true, optional = true }
# Speaks HTTP.
reqwest = { workspace = true, features = ["form"] }
# Reads and writes.
serde.workspace = true
tracing = { workspace = true, optional = true }
zeroize = "1.8"

[dev-dependencies]
hyper.workspace = true
serde-test = "1.0"

[[example]]
name = "mock"
required-features = ["mock"]
"#;

    fn manifest(package: &str) -> Result<Manifest> {
        Manifest::read(&Sdk {
            workspace: WORKSPACE.to_owned(),
            files: Files::from([("Cargo.toml".to_owned(), package.to_owned())]),
        })
    }

    fn api(package: &str) -> Api {
        Api {
            package: package.to_owned(),
            title: "SMS API".to_owned(),
            ..fixtures::api(Vec::new(), Vec::new())
        }
    }

    #[test]
    fn text_has_resolved_dependencies_and_kept_features() {
        let expected = r#"# @generated by cargo xtask generate. Do not edit. Exception: you may change the version.

[package]
name = "acme-sms"
version = "0.1.0"
description = "SDK for the SMS API"
readme = "README.md"
edition = "2024"
license = "MIT"

# Separate from any workspace in a parent directory.
[workspace]

[features]
default = ["tracing"]
tracing = ["dep:tracing"]

[dependencies]
# Speaks HTTP.
reqwest = { version = "0.13", default-features = false, features = ["http2", "form"] }
# Reads and writes.
serde = "1.0"
tracing = { version = "0.1", default-features = false, optional = true }
zeroize = "1.8"

[dev-dependencies]
serde-test = "1.0"
"#;
        let manifest = manifest(PACKAGE).unwrap();
        assert_eq!(manifest.text("0.1.0", &api("acme-sms")), expected);
        assert_eq!(manifest.library, "acme_voice");
        assert!(manifest.depends_on("serde_test") && !manifest.depends_on("hyper"));
        assert_eq!(version(expected).unwrap(), "0.1.0");
    }

    #[test]
    fn library_of_package_with_capitals_has_snake_case() {
        let text = manifest(PACKAGE).unwrap().text("0.1.0", &api("AcmeSms"));
        assert!(text.contains("\n[lib]\nname = \"acme_sms\"\n\n"), "{text}");
    }

    #[test]
    fn read_rejects_an_incomplete_manifest() {
        for (package, cause) in [
            ("[package", "a manifest: TOML parse error"),
            ("[package]\n", "a manifest has no [metadata.scaffold]"),
            (
                "[package.metadata.scaffold]\n",
                "[package.metadata.scaffold] has no `variables`",
            ),
        ] {
            let error = manifest(package).err().unwrap();
            let expected = format!("error: cannot copy the runtime of the SDK: {cause}");
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
    }
}
