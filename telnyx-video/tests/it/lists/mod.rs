//! Reading lists: ahead, again after an error, and to whatever end the server puts to them.

mod library;

mod endings;
mod prefetch;
mod resume;
mod streams;
