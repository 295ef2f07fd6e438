//! The types of values.

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Any text.
    Text,
    /// Text that must not be shown.
    Secret,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer(Integer),
    /// A number.
    Number,
    /// A UUID.
    Uuid,
    /// A day.
    Date,
    /// An instant.
    DateTime,
    /// Any JSON value.
    Any,
    /// A body that is not JSON.
    Bytes,
    /// A part of a body that is a file.
    File,
    /// A list.
    List(Box<Type>),
    /// An object with any keys.
    Map(Box<Type>),
    /// A type with a name.
    Named(String),
}

/// The width of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// 32 bits, as the format `int32` says.
    Int32,
    /// 64 bits.
    Int64,
}

impl Type {
    /// The name of the named type at the core of this one, through lists and maps.
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) => inner.named(),
            _ => None,
        }
    }

    /// The type of what is in a list or a map.
    pub fn inner(&self) -> Option<&Self> {
        match self {
            Self::List(inner) | Self::Map(inner) => Some(inner),
            _ => None,
        }
    }

    /// The types of the runtime that are part of the models where this one is: what a file or a body of bytes is made of.
    pub fn of_runtime(&self) -> &'static [&'static str] {
        match self {
            Self::Bytes => &["ByteSource"],
            Self::File => &["ByteSource", "FilePart"],
            Self::List(inner) => inner.of_runtime(),
            _ => &[],
        }
    }
}
