//! Resources that are new or gone.

use super::Comparison;
use super::change::{Changes, Direction, Item};
use super::labels;
use super::pairs::{Pair, pairs};
use super::verdict::Kind;

pub(super) fn compare(comparison: &Comparison<'_>, changes: &mut Changes) {
    let (old, new) = (&comparison.old.resources, &comparison.new.resources);
    for pair in pairs(old, new, |resource| resource.path.clone()) {
        let (Pair::New(resource) | Pair::Gone(resource) | Pair::Kept(_, resource)) = pair;
        let label = labels::resource(&resource.path);
        let item = Item {
            label: &label,
            pointer: &resource.pointer,
            direction: Direction::Both,
        };
        match pair {
            Pair::New(_) => changes.added(Kind::ResourceNew, item, &*label),
            Pair::Gone(_) => changes.gone(Kind::ResourceGone, item, &*label),
            Pair::Kept(old, new) => {
                let texts = [("description", old.description != new.description)];
                changes.reworded(item, &texts);
            }
        }
    }
}
