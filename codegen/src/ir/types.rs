//! Types of values in requests and responses.

/// The type of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Type {
    /// A string.
    String,
    /// A string that must not be logged or displayed.
    Secret,
    /// A boolean.
    Boolean,
    /// An integer.
    Integer(Integer),
    /// A number that may have a fraction.
    Number,
    /// A UUID.
    Uuid,
    /// A calendar date.
    Date,
    /// A point in time.
    DateTime,
    /// Any JSON value.
    #[default]
    Any,
    /// The bytes of a request body.
    Bytes,
    /// A file in a multipart body.
    File,
    /// An array with items of this type.
    Array(Box<Type>),
    /// An object with any keys, whose values have this type.
    Map(Box<Type>),
    /// An item of an array or a value of a map that may be null.
    Nullable(Box<Type>),
    /// The [`TypeDefinition`](super::TypeDefinition) with this name.
    Named(String),
}

/// The range of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integer {
    /// 32 bits, for the format `int32`.
    Int32,
    /// 64 bits, for any other format.
    Int64,
    /// 64 bits without a sign, for the format `uint64`, and for a maximum beyond [`Int64`](Self::Int64) with a minimum
    /// of 0 or more.
    Uint64,
}

impl Type {
    /// Returns the name of a named type, also inside of arrays and maps.
    pub fn named(&self) -> Option<&str> {
        match self.innermost() {
            Self::Named(name) => Some(name),
            _ => None,
        }
    }

    /// Returns the type of the items of an array, the values of a map or the value that may be null.
    pub fn inner(&self) -> Option<&Self> {
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => Some(inner),
            _ => None,
        }
    }

    /// Returns the type inside of all arrays, maps and `Nullable`, or the type itself.
    pub fn innermost(&self) -> &Self {
        self.inner().map_or(self, Self::innermost)
    }

    /// Returns the same type as [`innermost`](Self::innermost), mutably.
    pub fn innermost_mut(&mut self) -> &mut Self {
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.innermost_mut(),
            ty => ty,
        }
    }

    /// Returns the names of the SDK's runtime types that represent files and bytes in this type.
    pub fn runtime_types(&self) -> &'static [&'static str] {
        match self {
            Self::Bytes => &["ByteSource"],
            Self::File => &["ByteSource", "FilePart"],
            Self::Array(inner) => inner.runtime_types(),
            _ => &[],
        }
    }
}
