//! What is wrong with a document: where it is, why it is wrong, and a way out.

use std::fmt;

use crate::diagnostics::pointer::Pointer;

/// The result of every step that can meet a faulty document.
pub type Result<T> = std::result::Result<T, Error>;

/// A fault in a document.
///
/// Its [`Display`](fmt::Display) names the document, the place in it, the cause, and on a second line what to do.
#[derive(Debug)]
pub struct Error(Box<Fault>);

#[derive(Debug)]
struct Fault {
    document: Option<String>,
    place: Place,
    cause: String,
    help: String,
    is_limit: bool,
}

#[derive(Debug)]
enum Place {
    Nowhere,
    Line { line: usize, column: usize },
    Pointer(Pointer),
}

impl Error {
    /// A fault of the node at `pointer`.
    pub fn at(pointer: &Pointer, cause: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Place::Pointer(pointer.clone()), cause, help)
    }

    /// A fault of the text at a line and column, both counted from 1.
    pub fn in_text(
        line: usize,
        column: usize,
        cause: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(Place::Line { line, column }, cause, help)
    }

    /// A fault that has no place of its own.
    pub fn general(cause: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Place::Nowhere, cause, help)
    }

    fn new(place: Place, cause: impl Into<String>, help: impl Into<String>) -> Self {
        Self(Box::new(Fault {
            document: None,
            place,
            cause: cause.into(),
            help: help.into(),
            is_limit: false,
        }))
    }

    /// Says that the document may well be right, and that it is the generator that cannot do more.
    #[must_use]
    pub fn of_generator(mut self) -> Self {
        self.0.is_limit = true;
        self
    }

    /// Whether the document may well be right.
    pub fn is_limit(&self) -> bool {
        self.0.is_limit
    }

    /// Names the document at fault, unless a step closer to it already did.
    #[must_use]
    pub fn in_document(mut self, name: &str) -> Self {
        self.0.document.get_or_insert_with(|| name.to_owned());
        self
    }

    /// The same fault, of the node at `pointer`.
    #[must_use]
    pub(crate) fn moved(mut self, pointer: Pointer) -> Self {
        self.0.place = Place::Pointer(pointer);
        self
    }

    /// The document at fault, where it is named.
    pub fn document(&self) -> Option<&str> {
        self.0.document.as_deref()
    }

    /// Where the fault is, when it is a node of a document.
    pub fn pointer(&self) -> Option<&Pointer> {
        match &self.0.place {
            Place::Pointer(pointer) => Some(pointer),
            Place::Nowhere | Place::Line { .. } => None,
        }
    }

    /// The line of the text that the fault is in, when it is one of the text.
    pub(crate) fn line(&self) -> Option<usize> {
        match self.0.place {
            Place::Line { line, .. } => Some(line),
            Place::Nowhere | Place::Pointer(_) => None,
        }
    }

    /// The node at fault: where there is none, the whole document.
    pub(crate) fn node(&self) -> Pointer {
        self.pointer().cloned().unwrap_or_default()
    }

    /// What is wrong.
    pub fn cause(&self) -> &str {
        &self.0.cause
    }

    /// What to do about it.
    pub fn help(&self) -> &str {
        &self.0.help
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault {
            document,
            place,
            cause,
            help,
            ..
        } = &*self.0;
        if let Some(document) = document {
            write!(f, "{document}:")?;
        }
        match place {
            Place::Nowhere if document.is_some() => write!(f, " ")?,
            Place::Nowhere => {}
            Place::Line { line, column } => write!(f, "{line}:{column}: ")?,
            Place::Pointer(pointer) if document.is_some() => write!(f, " {pointer}: ")?,
            Place::Pointer(pointer) => write!(f, "{pointer}: ")?,
        }
        write!(f, "{cause}\n  help: {help}")
    }
}

impl std::error::Error for Error {}
