//! Derives the manifest of a scaffolded crate from the manifest of the SDK.

use std::str::FromStr;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::{MARK, Name, Sdk, incomplete_sdk, text};
use crate::diagnostics::Result;

/// The tables of the manifest that are copied.
const KEPT: [&str; 3] = ["features", "dependencies", "dev-dependencies"];

/// The manifest of the SDK, with inherited workspace values resolved.
pub(super) struct Manifest {
    document: DocumentMut,
    package: Table,
    /// The table `workspace.package`.
    shared: Table,
    variables: String,
}

impl Manifest {
    pub(super) fn read(sdk: &Sdk) -> Result<Self> {
        let mut document = parse(text(sdk, "Cargo.toml")?)?;
        let workspace = parse(&sdk.workspace)?;
        let package = table(document.as_table(), &["package"])?.clone();
        let settings = table(&package, &["metadata", "scaffold"])?;
        let variables = settings.get("variables").and_then(Item::as_str);
        let variables = variables
            .ok_or_else(|| incomplete_sdk("[package.metadata.scaffold] has no `variables`"))?;
        let left_out = texts(settings.get("features"));
        let tests = texts(settings.get("dev-dependencies"));

        document.retain(|key, _| KEPT.contains(&key));
        let versions = table(workspace.as_table(), &["workspace", "dependencies"])?;
        for kind in ["dependencies", "dev-dependencies"] {
            inherit(&mut document, kind, versions);
        }
        if let Some(features) = document.get_mut("features").and_then(Item::as_table_mut) {
            features.retain(|name, _| !left_out.iter().any(|left_out| left_out == name));
        }
        let features = document
            .get("features")
            .and_then(Item::as_table)
            .into_iter();
        let enabled: Vec<String> = features
            .flat_map(Table::iter)
            .flat_map(|(_, enabled)| texts(Some(enabled)))
            .collect();
        retain(&mut document, "dependencies", |name, dependency| {
            !is_optional(dependency) || enabled.iter().any(|enabled| enables(enabled, name))
        });
        retain(&mut document, "dev-dependencies", |name, _| {
            tests.iter().any(|test| test == name)
        });
        Ok(Self {
            variables: variables.to_owned(),
            shared: table(workspace.as_table(), &["workspace", "package"])?.clone(),
            document,
            package,
        })
    }

    /// Returns the name of the SDK's library.
    pub(super) fn library(&self) -> String {
        let name = self.package.get("name").and_then(Item::as_str);
        name.unwrap_or_default().replace('-', "_")
    }

    pub(super) fn variables(&self) -> &str {
        &self.variables
    }

    /// Whether the SDK depends on a library.
    pub(super) fn depends_on(&self, library: &str) -> bool {
        let tables = ["dependencies", "dev-dependencies"].into_iter();
        let tables = tables.filter_map(|kind| self.document.get(kind)?.as_table());
        let mut names = tables.flat_map(Table::iter).map(|(name, _)| name);
        names.any(|name| name.replace('-', "_") == library)
    }

    /// Returns the manifest of a scaffolded crate.
    pub(super) fn text(&self, name: Name<'_>, title: &str) -> String {
        let mut package = Table::new();
        let description = format!("SDK for the {title}");
        for (key, value) in [
            ("name", name.package),
            ("version", name.version),
            ("description", &description),
            ("readme", "README.md"),
        ] {
            package.insert(key, Item::Value(value.into()));
        }
        for (key, value) in &self.shared {
            package.insert(key, value.clone());
        }
        format!(
            "# {MARK} Only the version is yours.\n\n[package]\n{package}\n\
             # Separate from any workspace in a parent directory.\n[workspace]\n\n{}\n",
            self.document.to_string().trim(),
        )
    }
}

pub(super) fn version(text: &str) -> Option<String> {
    let document = DocumentMut::from_str(text).ok()?;
    let version = document.get("package")?.get("version")?;
    version.as_str().map(str::to_owned)
}

fn parse(text: &str) -> Result<DocumentMut> {
    DocumentMut::from_str(text).map_err(|error| incomplete_sdk(format!("a manifest: {error}")))
}

fn table<'a>(table: &'a Table, path: &[&str]) -> Result<&'a Table> {
    let below = path
        .iter()
        .try_fold(table, |table, key| table.get(key)?.as_table());
    below.ok_or_else(|| incomplete_sdk(format!("a manifest has no [{}]", path.join("."))))
}

fn texts(array: Option<&Item>) -> Vec<String> {
    let items = array.and_then(Item::as_array).into_iter();
    let texts = items.flat_map(Array::iter).filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

fn retain(document: &mut DocumentMut, kind: &str, mut keep: impl FnMut(&str, &Item) -> bool) {
    if let Some(table) = document.get_mut(kind).and_then(Item::as_table_mut) {
        table.retain(|name, item| keep(name, item));
    }
}

fn is_optional(dependency: &Item) -> bool {
    let optional = dependency.get("optional");
    optional.and_then(Item::as_bool).unwrap_or(false)
}

/// Whether an entry of a feature, such as `dep:a` or `a/b`, enables a dependency.
fn enables(entry: &str, dependency: &str) -> bool {
    let name = entry.strip_prefix("dep:").unwrap_or(entry);
    name.split(['/', '?']).next() == Some(dependency)
}

/// Replaces `workspace = true` by the dependency in the workspace.
fn inherit(document: &mut DocumentMut, kind: &str, versions: &Table) {
    let Some(dependencies) = document.get_mut(kind).and_then(Item::as_table_mut) else {
        return;
    };
    for (mut name, item) in dependencies.iter_mut() {
        let own = item
            .as_table_like()
            .filter(|own| own.contains_key("workspace"));
        if let (Some(own), Some(shared)) = (own, versions.get(&name)) {
            // toml_edit attaches the comment above a dotted key to its last segment.
            let comment = own
                .key("workspace")
                .and_then(|key| key.leaf_decor().prefix())
                .cloned();
            *item = Item::Value(merged(shared, own));
            if let Some(comment) = comment.filter(|_| name.leaf_decor().prefix().is_none()) {
                name.leaf_decor_mut().set_prefix(comment);
            }
        }
    }
}

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

/// Copies the keys of a dependency to another, and appends its features.
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
features = ["mock"]
dev-dependencies = ["serde-test"]

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

    #[test]
    fn text_has_resolved_dependencies_and_kept_features() {
        let name = Name {
            package: "acme-sms",
            version: "0.1.0",
        };
        let expected = r#"# @generated by cargo xtask generate. Do not edit. Only the version is yours.

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
        assert_eq!(manifest.text(name, "SMS API"), expected);
        assert_eq!(manifest.library(), "acme_voice");
        assert!(manifest.depends_on("serde_test") && !manifest.depends_on("hyper"));
        assert_eq!(version(expected).unwrap(), "0.1.0");
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
