//! Decoding JSON, with the place of a failure.

use serde::de::DeserializeOwned;

/// Why a body could not be decoded, and where.
#[derive(Debug)]
pub(crate) struct DecodeFailure {
    /// Such as `data[3].id`; `None` if the failure is not in one place of the document.
    pub(crate) path: Option<String>,
    pub(crate) cause: serde_json::Error,
}

/// Decodes a whole body.
pub(crate) fn from_slice<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeFailure> {
    serde_json::from_slice(body).map_err(|cause| DecodeFailure {
        path: failing_path::<T>(body),
        cause,
    })
}

/// Decodes once more, now keeping track of the path; only failures pay for that.
fn failing_path<T: DeserializeOwned>(body: &[u8]) -> Option<String> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
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
    fn a_failure_names_its_place() {
        assert_eq!(path(r#"{"a":[1,null,"x"]}"#).unwrap(), "a[2]");
        assert_eq!(path("[]"), None);
        assert_eq!(path(""), None);
        assert_eq!(
            path("{} x"),
            None,
            "what follows the document is in no place of it"
        );
    }
}
