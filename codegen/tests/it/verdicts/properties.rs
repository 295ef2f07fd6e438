//! What holds for any two documents.

use std::sync::LazyLock;

use codegen::ir::Api;
use codegen::tools::diff::{Change, Kind, diff};

use super::samples::{self, Sample};
use crate::support;

/// How many documents each one is compared with.
const OTHERS: usize = 8;

static DOCUMENTS: LazyLock<Vec<Api>> = LazyLock::new(|| {
    let golden = support::cases("golden").into_iter();
    let golden =
        golden.map(|path| samples::read("golden", &std::fs::read_to_string(path).unwrap(), None));
    let read = samples::samples().iter().chain(samples::published());
    read.cloned()
        .chain(golden)
        .map(|Sample { api, .. }| api)
        .collect()
});

#[test]
fn nothing_changes_between_a_document_and_itself() {
    for api in &*DOCUMENTS {
        assert_eq!(diff(api, api), []);
    }
}

#[test]
fn the_way_back_mirrors_the_way_there() {
    for (place, api) in DOCUMENTS.iter().enumerate() {
        for other in DOCUMENTS.iter().cycle().skip(place + 1).take(OTHERS) {
            let (there, back) = (diff(api, other), diff(other, api));
            let there = there.into_iter().map(turned).collect();
            assert_eq!(seen(there), seen(back));
        }
    }
}

/// A change as it looks from the other side.
fn turned(change: Change) -> Change {
    let (was, is) = match change.kind {
        // What has other words has them on both sides.
        Kind::Reworded => (change.was, change.is),
        _ => (change.is, change.was),
    };
    Change {
        kind: mirrored(change.kind),
        was,
        is,
        ..change
    }
}

/// What can be told from both sides alike.
fn seen(changes: Vec<Change>) -> Vec<String> {
    // Each side speaks of what has another name by the newer one.
    let is_renamed = |change: &Change| {
        matches!(
            change.kind,
            Kind::ResourceRenamed | Kind::TypeRenamed | Kind::PlaceholderRenamed
        )
    };
    let has_renames = changes.iter().any(is_renamed);
    let mut seen: Vec<String> = changes
        .into_iter()
        .map(|change| {
            let Change {
                direction, was, is, ..
            } = &change;
            let kind = family(change.kind);
            if has_renames {
                format!("{kind:?} {direction}")
            } else {
                format!("{kind:?} {direction} {was:?} {is:?}")
            }
        })
        .collect();
    seen.sort();
    seen
}

/// One for all kinds that may be the mirror image of the same kind.
fn family(kind: Kind) -> Kind {
    match kind {
        Kind::ParameterTakesMore | Kind::SelectionDemanded => Kind::ParameterTypeChanged,
        Kind::ParameterNewRequired => Kind::ParameterNew,
        Kind::FieldNewRequired => Kind::FieldNew,
        Kind::PathTypeWidened => Kind::PathTypeNarrowed,
        Kind::TagNew => Kind::TagGone,
        Kind::CredentialsDemanded => Kind::CredentialsChanged,
        kind => kind,
    }
}

/// What a change is called on the way back.
fn mirrored(kind: Kind) -> Kind {
    match family(kind) {
        Kind::CredentialNew => Kind::CredentialGone,
        Kind::CredentialGone => Kind::CredentialNew,
        Kind::AnonymityNew => Kind::AnonymityGone,
        Kind::AnonymityGone => Kind::AnonymityNew,
        Kind::ResourceNew => Kind::ResourceGone,
        Kind::ResourceGone => Kind::ResourceNew,
        Kind::OperationNew => Kind::OperationGone,
        Kind::OperationGone => Kind::OperationNew,
        Kind::BodyNew => Kind::BodyGone,
        Kind::BodyGone => Kind::BodyNew,
        Kind::FailureNew => Kind::FailureGone,
        Kind::FailureGone => Kind::FailureNew,
        Kind::ParameterNew => Kind::ParameterGone,
        Kind::ParameterGone => Kind::ParameterNew,
        Kind::ParameterNowRequired => Kind::ParameterNowOptional,
        Kind::ParameterNowOptional => Kind::ParameterNowRequired,
        Kind::TypeNew => Kind::TypeGone,
        Kind::TypeGone => Kind::TypeNew,
        Kind::MakingNew => Kind::MakingGone,
        Kind::MakingGone => Kind::MakingNew,
        Kind::ReadingNew => Kind::ReadingGone,
        Kind::ReadingGone => Kind::ReadingNew,
        Kind::FieldNew => Kind::FieldGone,
        Kind::FieldGone => Kind::FieldNew,
        Kind::FieldNowRequired => Kind::FieldNowOptional,
        Kind::FieldNowOptional => Kind::FieldNowRequired,
        Kind::EnumValueNew => Kind::EnumValueGone,
        Kind::EnumValueGone => Kind::EnumValueNew,
        Kind::VariantNew => Kind::VariantGone,
        Kind::VariantGone => Kind::VariantNew,
        Kind::RequestNarrowed => Kind::RequestWidened,
        Kind::RequestWidened => Kind::RequestNarrowed,
        Kind::ResponseNarrowed => Kind::ResponseWidened,
        Kind::ResponseWidened => Kind::ResponseNarrowed,
        Kind::Deprecated => Kind::DeprecationWithdrawn,
        Kind::DeprecationWithdrawn => Kind::Deprecated,
        // The rest is the same from both sides.
        kind => kind,
    }
}
