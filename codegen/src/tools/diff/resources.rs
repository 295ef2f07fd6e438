//! Compares resources: whether they exist, and their descriptions. Their operations are compared in `operations`.

use super::change::{Changes, Item};
use super::describe;
use super::verdict::Kind;
use crate::ir::Api;

pub(super) fn compare(changes: &mut Changes, apis: [&Api; 2]) {
    changes.compare_lists(
        apis.map(|api| &*api.resources),
        |resource| resource.path.clone(),
        |resource| Item::new(describe::resource(&resource.path), &resource.pointer),
        |_| [Kind::ResourceAdded, Kind::ResourceRemoved],
        |resource| describe::resource(&resource.path),
        |changes, item, [old, new]| {
            let differs = old.description != new.description;
            changes.documentation_changed(&item, &[("description", differs)]);
        },
    );
}
