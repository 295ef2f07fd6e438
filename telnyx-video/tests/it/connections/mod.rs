//! TLS, versions of HTTP, proxies, and redirects from `https` to `http`.
//!
//! Tests of environment variables run a default client in a separate process; see [`subprocess`].

mod certificate_authority;
mod connect_proxy;
mod subprocess;
mod tls_server;

mod certificates;
mod http_versions;
mod proxies;
mod redirects;
mod silent_connections;
