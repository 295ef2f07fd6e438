//! Validates recorded traffic with openapi-core, an independent implementation in Python.

use std::env;
use std::path::Path;
use std::process::Command;

use super::print;

/// Validates the requests and responses in the file `exchanges` against the documents of their cases. Skipped if
/// openapi-core isn't installed.
pub(crate) fn validate(exchanges: &Path) {
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let probe = Command::new(&python)
        .args(["-c", "import openapi_core, werkzeug, yaml"])
        .output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        print(&format!(
            "skipped: {python} has no openapi_core; CONTRIBUTING.md describes how to install it"
        ));
        return;
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let output = Command::new(python)
        // Writes no bytecode next to the script.
        .arg("-B")
        .arg(tests.join("../../telnyx-video/tests/official/validate.py"))
        .arg(tests.join("wire"))
        .arg(exchanges)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
