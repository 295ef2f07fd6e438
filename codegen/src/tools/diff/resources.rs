//! Compares resources: whether they exist, and their descriptions. Their operations are compared in `operations`.

use super::change::{Changes, Item};
use super::verdict::Kind;
use crate::ir::Api;
use crate::names;

pub(super) fn compare(changes: &mut Changes, apis: [&Api; 2]) {
    changes.compare_lists(
        apis.map(|api| &*api.resources),
        |resource| resource.path.clone(),
        |resource| {
            Item::new(
                names::resource_expression(&resource.path),
                &resource.pointer,
            )
        },
        |_| [Kind::ResourceAdded, Kind::ResourceRemoved],
        |resource| names::resource_expression(&resource.path),
        |changes, item, [old, new]| {
            let differs = old.description != new.description;
            changes.documentation_changed(&item, &[("description", differs)]);
        },
    );
}
