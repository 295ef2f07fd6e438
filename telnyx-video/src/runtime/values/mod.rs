//! The types of fields and arguments, and their conversion from and to JSON.

pub mod decode;
pub mod model;
pub mod nullable;
pub mod open_enum;
pub mod secret;
pub mod selection;
pub mod union;
pub mod unknown_value;

pub use self::decode::Decode;
pub(crate) use self::decode::ViaDecode;
pub use self::decode::scalar::Scalar;
pub use self::decode::shape::{Key, Keys, Rank, Shape, rank, shape_of_content, shape_of_field};
pub use self::nullable::Nullable;
pub(crate) use self::secret::RecentSecrets;
pub use self::secret::{Secret, record_secrets};
pub use self::selection::Selection;
pub use self::unknown_value::UnknownValue;
