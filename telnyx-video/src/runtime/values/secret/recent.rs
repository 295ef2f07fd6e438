//! Recent secrets. Errors must not show them even after they are replaced.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::Secret;

/// The number of secrets that are kept.
const CAPACITY: usize = 16;

/// The most recently added secrets.
#[derive(Debug, Default)]
pub(crate) struct RecentSecrets(Mutex<VecDeque<Secret>>);

impl RecentSecrets {
    pub(crate) fn add(&self, secrets: Vec<Secret>) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for secret in secrets {
            // A provider may return the same token again.
            if recent.contains(&secret) {
                continue;
            }
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
