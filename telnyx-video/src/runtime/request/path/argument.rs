//! Path arguments.

use std::borrow::Cow;

use uuid::Uuid;

/// An argument in the path of a request: a [`Uuid`], a string or an integer.
///
/// It becomes one percent-encoded segment, so it can't change the rest of the path. Sending a
/// request with `""`, `.` or `..` fails before anything is sent.
///
/// This trait is sealed: other crates can't implement it.
pub trait PathArgument: sealed::Text {}

mod sealed {
    use std::borrow::Cow;

    /// Converts an argument to text.
    pub trait Text {
        /// Returns the text, not encoded.
        fn text(&self) -> Cow<'_, str>;
    }
}

macro_rules! path_arguments {
    ($text:path: $($argument:ty),+ $(,)?) => {$(
        impl PathArgument for $argument {}

        impl sealed::Text for $argument {
            fn text(&self) -> Cow<'_, str> {
                $text(self)
            }
        }
    )+};
}

path_arguments!(Cow::Borrowed: &str, String, &String);
path_arguments!(to_text: Uuid, &Uuid, u64, i64, u32, i32);

fn to_text(argument: &impl ToString) -> Cow<'static, str> {
    Cow::Owned(argument.to_string())
}
