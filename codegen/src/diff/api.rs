//! What holds for an API as a whole.

use super::change::{Changes, Direction, Item};
use super::verdict::Kind;
use crate::ir::Api;
use crate::pointer::Pointer;

pub(super) fn compare(old: &Api, new: &Api, changes: &mut Changes) {
    let root = Pointer::root();
    let title = root.child("info").child("title");
    let server = root.child("servers").child(0).child("url");
    let package = root.child("x-sdk-package");
    let item = |label, pointer| Item {
        label,
        pointer,
        direction: Direction::Both,
    };
    let crate_item = item("the crate", &package);
    changes.replaced(
        Kind::PackageRenamed,
        crate_item,
        &*old.package,
        &*new.package,
    );
    let url = item("client", &server);
    changes.replaced(Kind::BaseUrlChanged, url, &*old.base_url, &*new.base_url);
    changes.reworded(
        item("the crate", &title),
        &[("title", old.title != new.title)],
    );
}
