//! The values that can stand in a path.

use std::borrow::Cow;

use uuid::Uuid;

/// A value that can stand in the path of a request: a [`Uuid`], text, or an integer.
///
/// It is always sent as one percent-encoded segment, so no id can climb out of its path. An empty
/// text, `.` and `..` are refused before anything is sent.
///
/// This trait is sealed: it is implemented here and nowhere else.
pub trait PathArgument: sealed::Text {}

mod sealed {
    use std::borrow::Cow;

    /// The text of an argument, before it is encoded.
    pub trait Text {
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
path_arguments!(written: Uuid, &Uuid, u64, i64, u32, i32);

fn written(argument: &impl ToString) -> Cow<'static, str> {
    Cow::Owned(argument.to_string())
}
