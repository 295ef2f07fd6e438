//! Connections as they really are: over TLS, in either version of HTTP, by way of a proxy, and led
//! away from by a redirect.
//!
//! What a client makes of its environment is tried on the client that is made by default, in a
//! process of its own; see [`process`].

mod authority;
mod origin;
mod process;
mod tunnel;

mod certificates;
mod protocols;
mod proxies;
mod redirects;
