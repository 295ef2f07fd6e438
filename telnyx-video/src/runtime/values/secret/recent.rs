//! Recent secrets. Errors must not show them even after they are replaced.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::Secret;

const CAPACITY: usize = 16;

#[derive(Debug, Default)]
pub(crate) struct RecentSecrets(Mutex<VecDeque<Secret>>);

impl RecentSecrets {
    pub(crate) fn add(&self, secrets: Vec<Secret>) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for secret in secrets {
            // A provider may return the same key again.
            recent.retain(|it| *it != secret);
            if recent.len() == CAPACITY {
                recent.pop_front();
            }
            recent.push_back(secret);
        }
    }

    pub(crate) fn to_vec(&self) -> Vec<Secret> {
        let recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_that_is_added_again_is_kept_longest() {
        let recent = RecentSecrets::default();
        let secrets = || (1..16).map(|number| Secret::from(format!("B{number}")));
        recent.add(vec![Secret::from("A")]);
        recent.add(secrets().collect());
        recent.add(vec![Secret::from("A"), Secret::from("B16")]);
        let expected: Vec<Secret> = secrets()
            .skip(1)
            .chain([Secret::from("A"), Secret::from("B16")])
            .collect();
        assert_eq!(recent.to_vec(), expected);
    }
}
