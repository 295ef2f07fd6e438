//! Compares the properties of the whole API: package, base URL, title, credentials, client parameters and resources.

use super::change::{Changes, Direction, Item};
use super::verdict::Kind;
use crate::diagnostics::Pointer;
use crate::ir::{Api, Scheme};
use crate::names;
use crate::render::authentication::secret_location;

pub(super) fn compare(changes: &mut Changes, apis: [&Api; 2]) {
    let [old, new] = apis;
    let root = Pointer::root();
    let package = Item::new("the crate", &root.child("x-sdk-package"));
    let packages = apis.map(|api| &*api.package);
    changes.changed(Kind::PackageRenamed, &package, packages);
    let server = Item::new("client", &root.child("servers").child(0).child("url"));
    let base_urls = apis.map(|api| &*api.base_url);
    changes.changed(Kind::BaseUrlChanged, &server, base_urls);
    let title = Item::new("the crate", &root.child("info").child("title"));
    changes.documentation_changed(&title, &[("title", old.title != new.title)]);
    compare_credentials(changes, apis);
    let client = Item::new("client", &root.child("x-sdk-client-parameters"));
    changes.compare_lists(
        apis.map(|api| &api.client_parameters),
        |name| name,
        |name| {
            let kinds = [Kind::ClientParameterAdded, Kind::ClientParameterRemoved];
            (client.clone(), kinds, name.clone())
        },
    );
    let resources = changes.compare_lists(
        apis.map(|api| &api.resources),
        |resource| &resource.path,
        |resource| {
            let expression = names::resource_expression(&resource.path);
            let item = Item::new(&expression, &resource.pointer);
            let kinds = [Kind::ResourceAdded, Kind::ResourceRemoved];
            (item, kinds, expression)
        },
    );
    for (item, [old, new]) in resources {
        let differs = old.description != new.description;
        changes.documentation_changed(&item, &[("description", differs)]);
    }
}

fn compare_credentials(changes: &mut Changes, apis: [&Api; 2]) {
    let pointer = Pointer::root().child("components").child("securitySchemes");
    let client = Item::new("client", &pointer).with_direction(Direction::Request);
    let key_schemes = apis.map(|api| api.has_api_key().then_some(&api.key_scheme));
    match key_schemes {
        [Some(old), Some(new)] => compare_scheme(changes, &client, [old, new]),
        _ => changes.toggled(
            [Kind::ApiKeyAdded, Kind::ApiKeyRemoved],
            &client,
            key_schemes.map(|it| it.is_some()),
            "API key",
        ),
    }
    let credentials = changes.compare_lists(
        apis.map(|api| &api.credentials),
        |(name, _)| name,
        |(name, _)| {
            let item = client.part(client.label.clone(), &pointer.child(name));
            let kinds = [Kind::CredentialAdded, Kind::CredentialRemoved];
            (item, kinds, name.clone())
        },
    );
    for (item, both) in credentials {
        compare_scheme(changes, &item, both.map(|(_, scheme)| scheme));
    }
    changes.toggled(
        [Kind::AnonymousAccessAdded, Kind::AnonymousAccessRemoved],
        &client,
        apis.map(Api::has_optional_api_key),
        "clients without an API key",
    );
}

fn compare_scheme(changes: &mut Changes, item: &Item, schemes: [&Scheme; 2]) {
    let [was_basic, is_basic] = schemes.map(|scheme| *scheme == Scheme::Basic);
    let kind = match was_basic == is_basic {
        true => Kind::CredentialMoved,
        false => Kind::CredentialKindChanged,
    };
    changes.changed(kind, item, schemes.map(secret_location));
}
