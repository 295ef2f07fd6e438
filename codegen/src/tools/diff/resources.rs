//! Added and removed resources.

use super::change::{Changes, Item};
use super::describe;
use super::verdict::Kind;
use crate::ir::Api;

pub(super) fn compare(changes: &mut Changes, apis: [&Api; 2]) {
    changes.list(
        apis.map(|api| &*api.resources),
        |resource| resource.path.clone(),
        |resource| Item::new(describe::resource(&resource.path), &resource.pointer),
        |resource| (Kind::ResourceAdded, describe::resource(&resource.path)),
        |resource| (Kind::ResourceRemoved, describe::resource(&resource.path)),
        |changes, item, [old, new]| {
            changes.documentation(
                &item,
                &[("description", old.description != new.description)],
            );
        },
    );
}
