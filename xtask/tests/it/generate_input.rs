//! The documents that `cargo xtask generate` reads, and the files that they refer to.

use std::fs;

use crate::generate::{SPEC, generate, generated, new_project};
use crate::project::err;

#[test]
fn references_to_files_outside_directory_are_errors() {
    let project = new_project("several_files");
    let one_file = project.read("spec.yaml");
    let pet = one_file.split_once("    Pet:\n").unwrap().1;
    project.write("api/models/pet.yaml", pet);
    let refer = |to: &str| {
        let text = SPEC.replace("#/components/schemas/Pet", to);
        let (text, _) = text.split_once("  schemas:").unwrap();
        project.write("api/spec.yaml", text);
        project.xtask(&["generate", "--spec", "api/spec.yaml", "--out", "out"])
    };
    let output = refer("models/pet.yaml");
    assert!(output.status.success(), "{}", err(&output));
    let model = project.read("out/models/pet.rs");
    assert!(model.contains("pub struct Pet {"));
    project.write("pet.yaml", pet);
    for (to, expected) in [
        (
            "../pet.yaml",
            "isn't a relative path to a file in the directory of the document",
        ),
        ("pets.yaml", "file `pets.yaml`: there is no such file"),
        (
            "models",
            "file `models`: it cannot be read: it is not a regular file",
        ),
    ] {
        let output = refer(to);
        assert_eq!(output.status.code(), Some(1));
        let error = err(&output);
        assert!(error.contains(" error: #/paths/~1pets~1{pet_id}/get/"));
        assert!(
            error.contains(expected) && error.contains("\n  help: "),
            "{error}"
        );
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_directory_and_devices_are_not_read() {
    use std::os::unix::fs::symlink;

    let project = new_project("links");
    let text = SPEC.replace("#/components/schemas/Pet", "pet.yaml");
    project.write("api/spec.yaml", text.split_once("  schemas:").unwrap().0);
    project.write("secret.yaml", "password: swordfish");
    for target in ["../secret.yaml", "/dev/zero"] {
        let link = project.directory.join("api/pet.yaml");
        symlink(target, &link).unwrap();
        let output = project.xtask(&["generate", "--spec", "api/spec.yaml", "--out", "out"]);
        fs::remove_file(link).unwrap();
        assert_eq!(output.status.code(), Some(1));
        let expected = "file `pet.yaml`: it cannot be read: it is a link to a file outside the directory of the document";
        assert!(err(&output).contains(expected), "{}", err(&output));
        assert!(!err(&output).contains("swordfish"));
    }
}

#[test]
fn document_over_size_limit_is_error() {
    let project = new_project("size_limit");
    project.write("spec.yaml", &format!("{SPEC}# {}", " ".repeat(1 << 20)));
    let output = generate(&project, &["--max-input-size", "1"]);
    assert_eq!(output.status.code(), Some(1));
    let expected =
        "the document and its files have more than 1 MiB; `--max-input-size` raises the limit";
    assert!(err(&output).contains(expected), "{}", err(&output));
    assert!(
        generate(&project, &["--max-input-size", "2"])
            .status
            .success()
    );
}

#[test]
fn document_that_is_not_utf8_is_error() {
    let project = generated("no_text");
    fs::write(project.directory.join("latin.yaml"), b"title: caf\xe9").unwrap();
    fs::create_dir(project.directory.join("folder.yaml")).unwrap();
    for spec in ["latin.yaml", "folder.yaml"] {
        let output = project.xtask(&["generate", "--spec", spec, "--out", "out"]);
        assert_eq!(output.status.code(), Some(1));
        let error = err(&output);
        assert!(
            error.starts_with(&format!("error: cannot read {spec}\n  help: ")),
            "{error}"
        );
    }
    assert!(generate(&project, &["--check"]).status.success());
}
