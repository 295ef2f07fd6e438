//! How lists are paginated.

use serde::Deserialize;

/// How a list is paginated.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// How the next page is requested.
    pub style: PageStyle,
    /// The JSON pointer of the items in the body. `None` for the standard envelope `{"data": […], "meta": {…}}`, whose
    /// style is always `PageNumber`.
    pub items: Option<String>,
}

/// How the next page of a list is requested. Parameters are query parameters, and locations are JSON pointers.
///
/// Deserialized from `{page_number: {parameter: page}}`, to which `lower` rearranges the value of `x-sdk-pagination`,
/// `{style: page_number, parameter: page}`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PageStyle {
    /// By its number, counted from 1.
    PageNumber {
        /// The parameter with the number.
        parameter: String,
        /// The location of the number of pages in the body.
        total_pages: Option<String>,
    },
    /// By the number of items before it.
    Offset {
        /// The parameter with the offset.
        parameter: String,
        /// The location of the number of items on all pages in the body.
        total: Option<String>,
    },
    /// By a cursor, an opaque text.
    Cursor {
        /// The parameter with the cursor.
        parameter: String,
        /// The location of the next cursor in the body.
        next: String,
        /// The location of a boolean in the body: whether there are more pages.
        has_more: Option<String>,
    },
    /// By the ID of the last item of the page before.
    LastId {
        /// The parameter with the ID.
        parameter: String,
        /// The location of the ID in an item.
        #[serde(default = "default_id")]
        id: String,
        /// The location of a boolean in the body: whether there are more pages.
        has_more: Option<String>,
    },
    /// By its URL.
    Link {
        /// The location of the URL in the body, or `None` for the header `Link`.
        next: Option<String>,
    },
}

fn default_id() -> String {
    "/id".to_owned()
}

impl Pagination {
    /// Returns the pagination of a list in the standard envelope.
    pub fn standard(parameter: String) -> Self {
        Self {
            style: PageStyle::PageNumber {
                parameter,
                total_pages: None,
            },
            items: None,
        }
    }
}

impl PageStyle {
    /// Returns the parameter that selects a page.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::PageNumber { parameter, .. }
            | Self::Offset { parameter, .. }
            | Self::Cursor { parameter, .. }
            | Self::LastId { parameter, .. } => Some(parameter),
            Self::Link { .. } => None,
        }
    }

    /// Returns the locations that the SDK reads in the body or, for `id`, in an item.
    pub(crate) fn locations(&self) -> [Option<&str>; 2] {
        match self {
            Self::PageNumber { total_pages, .. } => [None, total_pages.as_deref()],
            Self::Offset { total, .. } => [None, total.as_deref()],
            Self::Cursor { next, has_more, .. } => [Some(next), has_more.as_deref()],
            Self::LastId { id, has_more, .. } => [Some(id), has_more.as_deref()],
            Self::Link { next } => [None, next.as_deref()],
        }
    }

    /// Describes the style and the locations that the SDK reads: `cursor (/meta/next, /meta/has_more)`.
    pub fn describe(&self) -> String {
        let style = match self {
            Self::PageNumber { .. } => "page number",
            Self::Offset { .. } => "offset",
            Self::Cursor { .. } => "cursor",
            Self::LastId { .. } => "last ID",
            Self::Link { .. } => "link",
        };
        let locations = Vec::from_iter(self.locations().into_iter().flatten());
        match locations.as_slice() {
            [] => style.to_owned(),
            locations => format!("{style} ({})", locations.join(", ")),
        }
    }
}
