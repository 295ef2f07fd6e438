//! What a validator that is not ours has to say of the traffic of cases.

use std::env;
use std::path::Path;
use std::process::Command;

/// Holds what was sent and answered against the document of each case. Without the validator, this says so.
pub(crate) fn judge(exchanges: &Path) {
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let probe = Command::new(&python)
        .args(["-c", "import openapi_core, werkzeug, yaml"])
        .output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        println!("skipped: {python} has no openapi_core; CONTRIBUTING.md says how to install it");
        return;
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let output = Command::new(python)
        // Nothing is left in the directory.
        .arg("-B")
        .arg(tests.join("../../telnyx-video/tests/official/judge.py"))
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
