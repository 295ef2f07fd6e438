//! Operation Objects.

use openapiv3::PathItem;

use crate::diagnostics::Pointer;

/// An Operation Object, and the Path Item Object that contains it.
pub(super) struct OperationObject<'a> {
    /// The path template without query and fragment. Documents that list a path twice append a fragment, as in
    /// `/rooms#search`. Requests don't contain the fragment.
    pub(super) path: &'a str,
    /// The query in the path template, which every request contains.
    pub(super) query: &'a str,
    pub(super) item: &'a PathItem,
    pub(super) item_pointer: Pointer,
    /// The HTTP method, in lower case.
    pub(super) http_method: &'a str,
    pub(super) operation: &'a openapiv3::Operation,
    pub(super) pointer: Pointer,
}
