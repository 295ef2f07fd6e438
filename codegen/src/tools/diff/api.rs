//! Changes that affect the whole API: package, base URL, credentials.

use std::collections::BTreeSet;

use super::change::{Changes, Direction, Item};
use super::verdict::Kind;
use crate::diagnostics::Pointer;
use crate::ir::{Api, Scheme};

pub(super) fn compare(old: &Api, new: &Api, changes: &mut Changes) {
    let root = Pointer::root();
    let package = root.child("x-sdk-package");
    let server = root.child("servers").child(0).child("url");
    let title = root.child("info").child("title");
    changes.changed(
        Kind::PackageRenamed,
        Item::new("the crate", &package),
        &*old.package,
        &*new.package,
    );
    changes.changed(
        Kind::BaseUrlChanged,
        Item::new("client", &server),
        &*old.base_url,
        &*new.base_url,
    );
    compare_credentials(old, new, changes);
    changes.documentation(
        Item::new("the crate", &title),
        &[("title", old.title != new.title)],
    );
}

fn compare_credentials(old: &Api, new: &Api, changes: &mut Changes) {
    let schemes = Pointer::root().child("components").child("securitySchemes");
    compare_scheme(client(&schemes), &old.key_scheme, &new.key_scheme, changes);
    let (old_credentials, new_credentials) = (&old.credentials, &new.credentials);
    let names = old_credentials.keys().chain(new_credentials.keys());
    for name in names.collect::<BTreeSet<_>>() {
        let pointer = schemes.child(name);
        let item = client(&pointer);
        match (old_credentials.get(name), new_credentials.get(name)) {
            (Some(old), Some(new)) => compare_scheme(item, old, new, changes),
            (None, _) => changes.added(Kind::CredentialAdded, item, &**name),
            (_, None) => changes.removed(Kind::CredentialRemoved, item, &**name),
        }
    }
    changes.toggled(
        (Kind::AnonymousAccessAdded, Kind::AnonymousAccessRemoved),
        client(&schemes),
        (old.is_api_key_optional(), new.is_api_key_optional()),
        "clients without an API key",
    );
}

fn client(pointer: &Pointer) -> Item<'_> {
    Item::new("client", pointer).with_direction(Direction::Request)
}

fn compare_scheme(item: Item<'_>, old: &Scheme, new: &Scheme, changes: &mut Changes) {
    let kind = if (*old == Scheme::Basic) == (*new == Scheme::Basic) {
        Kind::CredentialMoved
    } else {
        Kind::CredentialKindChanged
    };
    changes.changed(kind, item, scheme(old), scheme(new));
}

fn scheme(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Bearer => "HTTP bearer authentication".to_owned(),
        Scheme::Basic => "HTTP basic authentication".to_owned(),
        Scheme::Header(name) => format!("header `{name}`"),
        Scheme::Query(name) => format!("query parameter `{name}`"),
        Scheme::Cookie(name) => format!("cookie `{name}`"),
    }
}
