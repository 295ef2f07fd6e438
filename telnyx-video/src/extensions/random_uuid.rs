//! Random UUIDs, for idempotency keys and the boundaries of multipart bodies.

use std::hash::{BuildHasher, RandomState};
use std::process;
use std::time::Instant;

use uuid::{Builder, Uuid};

pub(super) fn random_uuid() -> Uuid {
    let bits = u128::from(random_bits()) << 64 | u128::from(random_bits());
    Builder::from_random_bytes(bits.to_ne_bytes()).into_uuid()
}

/// Returns random bits. Their source is the random seed of the standard library's hash maps.
fn random_bits() -> u64 {
    // Forked processes have the same seed; the process ID and the time distinguish them.
    RandomState::new().hash_one((process::id(), Instant::now()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn random_uuid_returns_distinct_uuids_of_version_4() {
        let uuids: BTreeSet<Uuid> = (0..1_000).map(|_| random_uuid()).collect();
        assert_eq!(uuids.len(), 1_000);
        assert!(uuids.iter().all(|uuid| uuid.get_version_num() == 4));
    }
}
