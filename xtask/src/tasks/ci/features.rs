//! The SDK with each of its features alone, and with every two of them.

use anyhow::Result;

use super::Cargo;
use super::needs::{self, Probe};
use crate::project::package::{self, PACKAGE};

const NATIVE_TLS: &str = "native-tls";

/// By cargo-hack where it is installed, which puts the features together itself.
pub(super) fn commands(probe: &Probe) -> Result<Vec<Cargo>> {
    let excluded = if probe.has_openssl { "" } else { NATIVE_TLS };
    if needs::has_tool("cargo-hack") {
        let mut arguments = vec!["hack", "check", "-p", PACKAGE, "--locked"];
        arguments.extend(["--feature-powerset", "--depth", "2"]);
        if !excluded.is_empty() {
            arguments.extend(["--exclude-features", excluded, "--exclude-all-features"]);
        }
        return Ok(vec![Cargo::new(&arguments)]);
    }
    let mut features = package::features()?;
    features.retain(|feature| feature != "default" && feature != excluded);
    Ok(selections(&features).iter().map(|it| check(it)).collect())
}

fn check(features: &str) -> Cargo {
    Cargo::new(&[
        "check",
        "--quiet",
        "-p",
        PACKAGE,
        "--locked",
        "--no-default-features",
        "--features",
        features,
    ])
}

/// None, each, and every two.
fn selections(features: &[String]) -> Vec<String> {
    let mut selections = vec![String::new()];
    for (index, feature) in features.iter().enumerate() {
        selections.push(feature.clone());
        let others = features.iter().skip(index + 1);
        selections.extend(others.map(|other| format!("{feature},{other}")));
    }
    selections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_each_and_every_two() {
        let features = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(
            selections(&features),
            ["", "a", "a,b", "a,c", "b", "b,c", "c"]
        );
    }
}
