//! Errors of responses with a success status but an unexpected body.

use super::explanation::Explanation;
use super::sanitize::one_line;
use super::{Error, ErrorKind, Redaction};
use crate::runtime::call::{CallInfo, RawResponse};

impl Error {
    pub(crate) fn content_encoding(call: CallInfo, response: RawResponse, encoding: &str) -> Self {
        let reason = content_encoding_reason(encoding);
        Self::new(ErrorKind::Decode, call, response, reason)
    }

    /// Adds the problems in the body, which some servers report although the status is a success.
    pub(crate) fn with_reported_problems(mut self, redaction: Redaction<'_>) -> Self {
        let status = self.status().unwrap_or_default();
        let explanation = Explanation::new(status, self.body().unwrap_or_default(), redaction);
        if explanation.problems.count > 0 {
            self = self.append_reason(&format!("the server reported: {}", explanation.summary()));
            self.0.problems = explanation.problems;
        }
        self
    }
}

pub(super) fn content_encoding_reason(encoding: &str) -> String {
    let feature = match encoding {
        "gzip" | "x-gzip" => Some("gzip"),
        "deflate" => Some("deflate"),
        "br" => Some("brotli"),
        "zstd" => Some("zstd"),
        _ => None,
    };
    let enable_feature = feature.map_or_else(String::new, |feature| {
        format!("enable the feature `{feature}` of the crate `reqwest`, or ")
    });
    let encoding = one_line(encoding, 100);
    format!(
        "the body has the content encoding `{encoding}`, which was not requested and can't be decoded; \
         help: {enable_feature}stop the server or the proxy in front of it from encoding responses"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_encoding_reason_names_feature_of_known_encodings() {
        assert_eq!(
            content_encoding_reason("br"),
            "the body has the content encoding `br`, which was not requested and can't be decoded; \
             help: enable the feature `brotli` of the crate `reqwest`, or stop the server or the \
             proxy in front of it from encoding responses"
        );
        assert_eq!(
            content_encoding_reason("a\nb"),
            "the body has the content encoding `a b`, which was not requested and can't be decoded; \
             help: stop the server or the proxy in front of it from encoding responses"
        );
    }
}
