//! Path arguments.

use std::borrow::Cow;

use uuid::Uuid;

/// An argument in the path of a request: a [`Uuid`], a string or an integer.
///
/// It becomes one percent-encoded segment, so it can't change the rest of the path. With `""`, `.` or
/// `..`, sending the request fails before anything is sent.
///
/// This trait is sealed: other crates can't implement it.
pub trait PathArgument: sealed::AsString {}

mod sealed {
    use std::borrow::Cow;

    /// Converts an argument to a string.
    pub trait AsString {
        /// Returns the string, not encoded.
        fn as_string(&self) -> Cow<'_, str>;
    }
}

macro_rules! path_arguments {
    ($convert:path: $($argument:ty),+ $(,)?) => {$(
        impl PathArgument for $argument {}

        impl sealed::AsString for $argument {
            fn as_string(&self) -> Cow<'_, str> {
                $convert(self)
            }
        }
    )+};
}

path_arguments!(Cow::Borrowed: &str, String, &String);
path_arguments!(to_string: Uuid, &Uuid, u64, i64, u32, i32);

fn to_string(argument: &impl ToString) -> Cow<'static, str> {
    Cow::Owned(argument.to_string())
}
