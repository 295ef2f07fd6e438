//! Properties that the comparison of any two documents has.

use std::sync::LazyLock;

use codegen::ir::Api;
use codegen::tools::diff::{Change, Kind, diff};

use super::samples::{self, SAMPLES, Sample, UPSTREAM};
use crate::support;

/// The number of other documents with which each document is compared.
const OTHERS: usize = 8;

static DOCUMENTS: LazyLock<Vec<Api>> = LazyLock::new(|| {
    let golden = support::cases("golden")
        .into_iter()
        .map(|case| samples::read("golden", &support::read(&case), None));
    SAMPLES
        .iter()
        .chain(&*UPSTREAM)
        .cloned()
        .chain(golden)
        .map(|Sample { api, .. }| api)
        .collect()
});

#[test]
fn diff_of_equal_documents_is_empty() {
    for api in &*DOCUMENTS {
        assert_eq!(diff(api, api), []);
    }
}

#[test]
fn diff_of_swapped_documents_is_mirrored() {
    for (index, api) in DOCUMENTS.iter().enumerate() {
        for other in DOCUMENTS.iter().cycle().skip(index + 1).take(OTHERS) {
            let forward = diff(api, other).into_iter().map(mirrored).collect();
            assert_eq!(comparable(forward), comparable(diff(other, api)));
        }
    }
}

/// Returns the change that the comparison in the other direction reports.
fn mirrored(change: Change) -> Change {
    let (old, new) = match change.kind {
        // In both directions, `new` lists the texts that differ.
        Kind::DocumentationChanged => (change.old, change.new),
        _ => (change.new, change.old),
    };
    Change {
        kind: mirrored_kind(change.kind),
        old,
        new,
        ..change
    }
}

/// Returns the sorted parts of changes that are the same in both directions.
fn comparable(changes: Vec<Change>) -> Vec<String> {
    // Values contain the new names of renamed items, and these depend on the direction.
    let has_renames = changes.iter().any(|change| {
        matches!(
            change.kind,
            Kind::ResourceRenamed | Kind::TypeRenamed | Kind::PlaceholderRenamed
        )
    });
    let mut comparable: Vec<String> = changes
        .into_iter()
        .map(|change| {
            let (kind, direction) = (family(change.kind), change.item.direction);
            if has_renames {
                format!("{kind:?} {direction}")
            } else {
                format!("{kind:?} {direction} {:?} {:?}", change.old, change.new)
            }
        })
        .collect();
    comparable.sort();
    comparable
}

/// Returns one kind for all kinds whose reverse is the same kind: for example, both an added argument and an added
/// setter become `ParameterRemoved`.
fn family(kind: Kind) -> Kind {
    match kind {
        Kind::ParameterNullable | Kind::SelectionRequired => Kind::ParameterTypeChanged,
        Kind::RequiredParameterAdded => Kind::ParameterAdded,
        Kind::RequiredFieldAdded => Kind::FieldAdded,
        Kind::PathTypeWidened => Kind::PathTypeNarrowed,
        Kind::DiscriminatorAdded => Kind::DiscriminatorRemoved,
        Kind::CredentialRequired => Kind::CredentialsChanged,
        kind => kind,
    }
}

/// Kinds that are the reverse of each other. Other kinds are their own reverse.
const MIRRORED: [(Kind, Kind); 23] = [
    (Kind::ApiKeyAdded, Kind::ApiKeyRemoved),
    (Kind::CredentialAdded, Kind::CredentialRemoved),
    (Kind::ClientParameterAdded, Kind::ClientParameterRemoved),
    (Kind::AnonymousAccessAdded, Kind::AnonymousAccessRemoved),
    (Kind::ResourceAdded, Kind::ResourceRemoved),
    (Kind::OperationAdded, Kind::OperationRemoved),
    (Kind::BodyAdded, Kind::BodyRemoved),
    (Kind::StreamAdded, Kind::StreamRemoved),
    (Kind::ErrorResponseAdded, Kind::ErrorResponseRemoved),
    (Kind::ParameterAdded, Kind::ParameterRemoved),
    (Kind::ParameterNowRequired, Kind::ParameterNowOptional),
    (Kind::TypeAdded, Kind::TypeRemoved),
    (Kind::RequestUseAdded, Kind::RequestUseRemoved),
    (Kind::DeserializeAdded, Kind::DeserializeRemoved),
    (Kind::EqAdded, Kind::EqRemoved),
    (Kind::FieldAdded, Kind::FieldRemoved),
    (Kind::FieldSetterAdded, Kind::FieldSetterRemoved),
    (Kind::FieldNowRequired, Kind::FieldNowOptional),
    (Kind::EnumValueAdded, Kind::EnumValueRemoved),
    (Kind::VariantAdded, Kind::VariantRemoved),
    (Kind::RequestBoundsNarrowed, Kind::RequestBoundsWidened),
    (Kind::ResponseBoundsNarrowed, Kind::ResponseBoundsWidened),
    (Kind::Deprecated, Kind::DeprecationRemoved),
];

fn mirrored_kind(kind: Kind) -> Kind {
    let kind = family(kind);
    MIRRORED
        .into_iter()
        .find_map(|(a, b)| match kind {
            kind if kind == a => Some(b),
            kind if kind == b => Some(a),
            _ => None,
        })
        .unwrap_or(kind)
}
