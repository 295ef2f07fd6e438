use serde::de::{DeserializeOwned, Error as _};

use crate::runtime::call::without_byte_order_mark;

/// Why a body could not be decoded.
#[derive(Debug)]
pub struct DecodeFailure {
    /// The location in the body, such as `data[3].id`. `None` for the whole body or a syntax error outside a value.
    pub path: Option<String>,
    /// The error of the decoder.
    pub cause: serde_json::Error,
    /// The part of the body that was decoded, to which the position in `cause` refers. `None` for the whole body.
    pub part: Option<String>,
    /// Whether the body lacks the data or the items. It may have `errors` instead.
    pub lacks_data: bool,
}

impl DecodeFailure {
    /// Creates a failure at a location.
    pub fn new(path: impl Into<Option<String>>, cause: serde_json::Error) -> Self {
        Self {
            path: path.into(),
            cause,
            part: None,
            lacks_data: false,
        }
    }

    pub(super) fn missing_data() -> Self {
        Self::without_data(serde_json::Error::custom("`data` is missing or null"))
    }

    pub(super) fn without_data(cause: serde_json::Error) -> Self {
        Self {
            lacks_data: true,
            ..Self::new("data".to_owned(), cause)
        }
    }
}

pub(crate) fn from_slice<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeFailure> {
    let json = without_byte_order_mark(body);
    serde_json::from_slice(json).map_err(|cause| DecodeFailure::new(failing_path::<T>(json), cause))
}

/// Decodes again to find the path. The first attempt doesn't track it, because that takes time.
fn failing_path<T: DeserializeOwned>(json: &[u8]) -> Option<String> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let error = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err()?;
    let path = error.path();
    (path.iter().len() > 0).then(|| path.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    type Lists = BTreeMap<String, Vec<Option<u64>>>;

    fn path(body: &str) -> Option<String> {
        from_slice::<Lists>(body.as_bytes()).unwrap_err().path
    }

    #[test]
    fn from_slice_failure_has_path() {
        assert_eq!(path(r#"{"a":[1,null,"x"]}"#).unwrap(), "a[2]");
        assert_eq!(path("[]"), None);
        assert_eq!(path(""), None);
        assert_eq!(path("{} x"), None, "text after the document has no path");
    }
}
