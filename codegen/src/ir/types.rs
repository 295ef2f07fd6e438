//! Types of values.

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A string.
    String,
    /// A string that must not be logged or displayed.
    Secret,
    /// A boolean.
    Boolean,
    /// An integer.
    Integer(Integer),
    /// A number.
    Number,
    /// A UUID.
    Uuid,
    /// A calendar date.
    Date,
    /// A point in time.
    DateTime,
    /// Any JSON value.
    Any,
    /// The bytes of a request body.
    Bytes,
    /// A file in a multipart body.
    File,
    /// An array.
    Array(Box<Type>),
    /// An object with any keys.
    Map(Box<Type>),
    /// The named type of this name.
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
    /// Returns the name of the named type, also if it is the item of an array or the value of a map.
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Array(inner) | Self::Map(inner) => inner.named(),
            _ => None,
        }
    }

    /// Returns the type of the items of an array or the values of a map.
    pub fn inner(&self) -> Option<&Self> {
        match self {
            Self::Array(inner) | Self::Map(inner) => Some(inner),
            _ => None,
        }
    }

    /// Returns the names of the runtime types for files and bytes in this type.
    pub fn runtime_types(&self) -> &'static [&'static str] {
        match self {
            Self::Bytes => &["ByteSource"],
            Self::File => &["ByteSource", "FilePart"],
            Self::Array(inner) => inner.runtime_types(),
            _ => &[],
        }
    }
}
