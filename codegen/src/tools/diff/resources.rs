//! Added and removed resources.

use super::Comparison;
use super::change::{Changes, Item};
use super::describe;
use super::matching::{self, Match};
use super::verdict::Kind;

pub(super) fn compare(comparison: &Comparison<'_>, changes: &mut Changes) {
    let (old, new) = (&comparison.old.resources, &comparison.new.resources);
    for found in matching::by_key(old, new, |resource| resource.path.clone()) {
        let (Match::Added(resource) | Match::Removed(resource) | Match::Both(_, resource)) = found;
        let label = describe::resource(&resource.path);
        let item = Item::new(&label, &resource.pointer);
        match found {
            Match::Added(_) => changes.added(Kind::ResourceAdded, item, &*label),
            Match::Removed(_) => changes.removed(Kind::ResourceRemoved, item, &*label),
            Match::Both(old, new) => {
                let texts = [("description", old.description != new.description)];
                changes.documentation(item, &texts);
            }
        }
    }
}
