//! Compiles generated code: packages in cargo workspaces below the target directory of the project.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use codegen::ir::Api;
use codegen::render::emit::{self, Files};
use codegen::tools::scaffold::{self, Sdk};
use toml_edit::{DocumentMut, Item, Table, value};

use super::dependencies;

/// The directory of the project.
fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A cargo workspace. It has the target directory, lock file, profiles and features of dependencies of the project, so
/// cargo compiles only its packages, not their dependencies.
pub(crate) struct Workspace {
    directory: PathBuf,
}

impl Workspace {
    pub(crate) fn new(name: &str) -> Self {
        let workspace = Self {
            directory: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name),
        };
        let mut manifest: DocumentMut = "[workspace]\nresolver = \"3\"\nmembers = [\"*/\"]\n"
            .parse()
            .unwrap();
        let project_manifest = fs::read_to_string(project().join("Cargo.toml")).unwrap();
        let project_manifest: DocumentMut = project_manifest.parse().unwrap();
        manifest.insert("profile", project_manifest["profile"].clone());
        write(&workspace.path("Cargo.toml"), &manifest.to_string());
        let lock = fs::read_to_string(project().join("Cargo.lock")).unwrap();
        write(&workspace.path("Cargo.lock"), &lock);
        write(
            &workspace.path("dependencies/Cargo.toml"),
            &dependencies::manifest(),
        );
        write(&workspace.path("dependencies/src/lib.rs"), "");
        workspace
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.directory.join(path)
    }

    /// Writes the files of a package. Removes other files, which an earlier run has left.
    pub(crate) fn add(&self, name: &str, package: Package) {
        let directory = self.path(name);
        let files = package.finish();
        remove_others(&directory, "", &files);
        for (path, text) in &files {
            write(&directory.join(path), text);
        }
    }

    /// Runs cargo in the workspace, with the target directory of the project.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        Command::new(env!("CARGO"))
            .args(arguments)
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_NET_OFFLINE", "true")
            .current_dir(&self.directory)
            .output()
            .unwrap()
    }

    /// Runs cargo like [`cargo`](Self::cargo), and panics with the output if it fails.
    #[track_caller]
    pub(crate) fn cargo_succeeds(&self, arguments: &[&str]) -> Output {
        let output = self.cargo(arguments);
        assert!(
            output.status.success(),
            "cargo {}: {}{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }
}

/// A scaffolded package in which warnings are errors. SDKs of other APIs can be added as modules.
pub(crate) struct Package {
    files: Files,
    /// The name of the library.
    library: String,
    /// The paths of the modules of added SDKs, and of the modules that contain these.
    modules: BTreeSet<String>,
}

impl Package {
    /// Scaffolds a package like `cargo xtask generate --crate-name`, and edits its manifest for the workspace.
    pub(crate) fn new(name: &str, api: &Api, generated: &Files) -> Self {
        let mut package = Self {
            files: crate_files(name, api, generated),
            library: name.replace('-', "_"),
            modules: BTreeSet::new(),
        };
        package.edit_manifest(|manifest| {
            manifest.remove("workspace");
            let mut rust = Table::new();
            rust.insert("warnings", value("deny"));
            let mut lints = Table::new();
            lints.insert("rust", Item::Table(rust));
            manifest.insert("lints", Item::Table(lints));
            manifest["dependencies"]["dependencies"]["path"] = value("../dependencies");
        });
        package
    }

    pub(crate) fn edit_manifest(&mut self, edit: impl FnOnce(&mut DocumentMut)) {
        let mut manifest = self.files["Cargo.toml"].parse().unwrap();
        edit(&mut manifest);
        self.write("Cargo.toml", manifest.to_string());
    }

    pub(crate) fn write(&mut self, path: &str, text: impl Into<String>) {
        self.files.insert(path.to_owned(), text.into());
    }

    /// Adds the SDK of an API as a module, such as `golden::pets`. It has its own client, but the runtime of the
    /// package.
    pub(crate) fn add_sdk(&mut self, module: &str, api: &Api) {
        self.add_extensions(api);
        let directory = format!("src/{}", module.replace("::", "/"));
        let api = Api {
            // A unique name, to find the paths of the library in examples.
            package: "example-library".to_owned(),
            // Only the mock server uses the contract, and scaffolded crates don't have it.
            contract: None,
            ..api.clone()
        };
        let library = format!("{}::{module}::", self.library);
        for (path, text) in emit::emit(&api, "api.yaml").unwrap() {
            let text = text
                .replace("crate::", &format!("crate::{module}::"))
                .replace("example_library::", &library);
            self.write(&format!("{directory}/generated/{path}"), text);
        }
        self.write(&format!("{directory}/mod.rs"), include_str!("sdk.rs.txt"));
        let ends = module.match_indices("::").map(|(end, _)| end);
        let paths = ends
            .chain([module.len()])
            .map(|end| module[..end].to_owned());
        self.modules.extend(paths);
    }

    /// Adds the parts of the runtime that only some APIs need, if they aren't there.
    fn add_extensions(&mut self, api: &Api) {
        let root = self.files.get_mut("src/lib.rs").unwrap();
        if !root.contains("pub mod extensions;") {
            root.push_str("\n#[doc(hidden)]\npub mod extensions;\n");
            let using = Files::from([("a.rs".to_owned(), "use crate::extensions::A;".to_owned())]);
            let mut extensions = crate_files(&self.library, api, &using);
            extensions.retain(|path, _| path.starts_with("src/extensions/"));
            self.files.extend(extensions);
        }
    }

    /// Returns all files by path, including the declarations of the modules.
    fn finish(mut self) -> Files {
        for module in &self.modules {
            let (parent, name) = module.rsplit_once("::").unwrap_or(("", module));
            let file = match parent {
                "" => "src/lib.rs".to_owned(),
                parent => format!("src/{}/mod.rs", parent.replace("::", "/")),
            };
            let text = self.files.entry(file);
            let text = text.or_insert_with(|| "//! SDKs.\n".to_owned());
            text.push_str(&format!("\npub mod {name};\n"));
        }
        self.files
    }
}

fn crate_files(package: &str, api: &Api, generated: &Files) -> Files {
    let api = Api {
        package: package.to_owned(),
        ..api.clone()
    };
    scaffold::crate_files(&sdk(), "0.1.0", &api, generated).unwrap()
}

/// Reads the SDK of the project, whose runtime scaffolded packages contain.
pub(crate) fn sdk() -> Sdk {
    let package = project().join("telnyx-video");
    let mut files = Files::new();
    for name in ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT"] {
        let text = fs::read_to_string(package.join(name)).unwrap();
        files.insert(name.to_owned(), text);
    }
    read_below(&package.join("src"), "src", &mut files);
    Sdk {
        workspace: fs::read_to_string(project().join("Cargo.toml")).unwrap(),
        files,
    }
}

fn read_below(directory: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read_below(&entry.path(), &name, files);
        } else {
            files.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

/// Writes a file, unless it already has this text: cargo compiles a package again if its files are newer than the
/// output.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Removes the files in a directory that aren't in `files`. `prefix` is the path of the directory in the package.
fn remove_others(directory: &Path, prefix: &str, files: &Files) {
    for entry in fs::read_dir(directory).into_iter().flatten() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            remove_others(&entry.path(), &format!("{name}/"), files);
        } else if !files.contains_key(&name) {
            fs::remove_file(entry.path()).unwrap();
        }
    }
}
