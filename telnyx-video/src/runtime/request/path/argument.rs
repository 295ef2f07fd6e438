use std::fmt::Display;

use uuid::Uuid;

/// An argument in the path of a request: a [`Uuid`], a string or an integer.
///
/// The argument becomes one percent-encoded segment, so it can't change the rest of the path. With `""`, `.` or `..`,
/// sending the request fails before anything is sent. Other crates can't implement this trait.
pub trait PathArgument: Display + sealed::Sealed {}

mod sealed {
    pub trait Sealed {}
}

macro_rules! path_arguments {
    ($($argument:ty),+) => {$(
        impl PathArgument for $argument {}
        impl sealed::Sealed for $argument {}
    )+};
}

path_arguments!(&str, String, &String, Uuid, &Uuid, u64, i64, u32, i32);
