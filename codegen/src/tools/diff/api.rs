//! What holds for an API as a whole.

use super::change::{Changes, Direction, Item};
use super::pairs::{Pair, pairs};
use super::verdict::Kind;
use crate::diagnostics::Pointer;
use crate::ir::{Api, Scheme};

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
    compare_key(old, new, changes);
    changes.reworded(
        item("the crate", &title),
        &[("title", old.title != new.title)],
    );
}

/// Compares what a client is made with to say who it is.
fn compare_key(old: &Api, new: &Api, changes: &mut Changes) {
    let schemes = Pointer::root().child("components").child("securitySchemes");
    compare_scheme(item(&schemes), &old.key_scheme, &new.key_scheme, changes);
    let (before, now) = (&old.credentials, &new.credentials);
    for pair in pairs(before.keys(), now.keys(), |name| (*name).clone()) {
        let (Pair::New(name) | Pair::Gone(name) | Pair::Kept(_, name)) = pair;
        let pointer = schemes.child(name);
        match (before.get(name), now.get(name)) {
            (Some(was), Some(is)) => compare_scheme(item(&pointer), was, is, changes),
            (None, _) => changes.added(Kind::CredentialNew, item(&pointer), &**name),
            (_, None) => changes.gone(Kind::CredentialGone, item(&pointer), &**name),
        }
    }
    let keyless = "may be without an API key";
    match (old.is_api_key_optional(), new.is_api_key_optional()) {
        (false, true) => changes.added(Kind::AnonymityNew, item(&schemes), keyless),
        (true, false) => changes.gone(Kind::AnonymityGone, item(&schemes), keyless),
        _ => {}
    }
}

fn item(pointer: &Pointer) -> Item<'_> {
    Item {
        label: "client",
        pointer,
        direction: Direction::Request,
    }
}

fn compare_scheme(item: Item<'_>, old: &Scheme, new: &Scheme, changes: &mut Changes) {
    let is_pair = |scheme: &Scheme| *scheme == Scheme::Basic;
    let kind = match is_pair(old) == is_pair(new) {
        true => Kind::KeyMoved,
        false => Kind::KeyReplaced,
    };
    changes.replaced(kind, item, scheme(old), scheme(new));
}

fn scheme(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Bearer => "a bearer key".to_owned(),
        Scheme::Basic => "HTTP basic authentication".to_owned(),
        Scheme::Header(name) => format!("in the header `{name}`"),
        Scheme::Query(name) => format!("in the query, as `{name}`"),
        Scheme::Cookie(name) => format!("in the cookie `{name}`"),
    }
}
