//! The values that can stand in a path.

use uuid::Uuid;

/// A value that can stand in the path of a request: a [`Uuid`], text, or an integer.
///
/// It is always sent as one percent-encoded segment, so no id can climb out of its path. An empty
/// text, `.` and `..` are refused before anything is sent.
///
/// This trait is sealed: it is implemented here and nowhere else.
pub trait PathArgument: sealed::Text {}

mod sealed {
    /// The text of an argument, before it is encoded.
    pub trait Text {
        fn into_text(self) -> String;
    }
}

macro_rules! path_arguments {
    ($($argument:ty),+ $(,)?) => {$(
        impl PathArgument for $argument {}

        impl sealed::Text for $argument {
            fn into_text(self) -> String {
                self.to_string()
            }
        }
    )+};
}

path_arguments!(Uuid, &Uuid, &str, String, &String, u64, i64, u32, i32);
