//! Parses the dates and times of RFC 3339.

use chrono::{DateTime, FixedOffset, NaiveDate};

/// Parses a date-time, which is in UTC if it has no offset.
pub(super) fn date_time(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}Z")))
        // Accepts more forms, but is several times slower.
        .or_else(|_| text.parse())
        .ok()
}

/// Parses a date, or the date of a date-time. The date isn't converted to UTC.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let date = || Some(date_time(text)?.date_naive());
    text.parse().ok().or_else(date)
}
