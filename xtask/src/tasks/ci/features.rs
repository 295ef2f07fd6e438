//! The step that checks the SDK with no feature, each feature alone, and each pair of features.

use std::process::Command;

use anyhow::Result;

use super::cargo::cargo;
use super::requirements::has_openssl;
use crate::project::package::{self, PACKAGE};

/// Returns one command for each combination. Omits the feature `native-tls` if it can't be built.
pub(super) fn commands() -> Result<Vec<Command>> {
    let has_openssl = has_openssl();
    let mut features: Vec<String> = package::read()?.features.into_keys().collect();
    features.retain(|feature| feature != "default" && (has_openssl || feature != "native-tls"));
    let commands = combinations(&features).into_iter().map(|features| {
        cargo(&format!(
            "check --quiet -p {PACKAGE} --locked --no-default-features --features={features}"
        ))
    });
    Ok(commands.collect())
}

/// Returns the combinations of at most two features. The features of a combination are separated by commas.
fn combinations(features: &[String]) -> Vec<String> {
    let mut combinations = vec![String::new()];
    for (index, feature) in features.iter().enumerate() {
        combinations.push(feature.clone());
        let others = features.iter().skip(index + 1);
        combinations.extend(others.map(|other| format!("{feature},{other}")));
    }
    combinations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_have_at_most_two_features() {
        let features = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(
            combinations(&features),
            ["", "a", "a,b", "a,c", "b", "b,c", "c"]
        );
    }
}
