//! Parses the dates and times of RFC 3339.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Utc};

/// Parses a date-time, which is in UTC if it has no offset.
pub(super) fn date_time(text: &str) -> Option<DateTime<Utc>> {
    let (local, offset) = local_time(text)?;
    let offset = FixedOffset::east_opt(offset)?;
    Some(local.checked_sub_offset(offset)?.and_utc())
}

/// Parses a date, or the date of a date-time. The date isn't converted to UTC.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    match <&[u8; 10]>::try_from(text.as_bytes()) {
        Ok(date) => year_month_day(date),
        Err(_) => local_time(text).map(|(local, _)| local.date()),
    }
    .or_else(|| text.parse().ok())
}

/// Parses a date-time as the local time and its offset from UTC in seconds.
fn local_time(text: &str) -> Option<(NaiveDateTime, i32)> {
    common_local_time(text.as_bytes()).or_else(|| {
        let time = text.parse::<DateTime<FixedOffset>>().ok()?;
        Some((time.naive_local(), time.offset().local_minus_utc()))
    })
}

/// Parses the common form `YYYY-MM-DDThh:mm:ss`, with or without fraction and offset. This is several times faster
/// than chrono, which parses all other forms.
fn common_local_time(text: &[u8]) -> Option<(NaiveDateTime, i32)> {
    let (date, text) = text.split_first_chunk()?;
    let (&[b'T' | b't' | b' ', h1, h2, b':', m1, m2, b':', s1, s2], text) =
        text.split_first_chunk()?
    else {
        return None;
    };
    let (mut nanosecond, text) = fraction(text)?;
    let mut second = two_digits(s1, s2)?;
    if second == 60 {
        // chrono represents a leap second as at least 10^9 nanoseconds.
        second = 59;
        nanosecond += 1_000_000_000;
    }
    let hour = two_digits(h1, h2)?;
    let minute = two_digits(m1, m2)?;
    let local = year_month_day(date)?.and_hms_nano_opt(hour, minute, second, nanosecond)?;
    Some((local, offset(text)?))
}

fn year_month_day(text: &[u8; 10]) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return None;
    };
    let year = two_digits(y1, y2)? * 100 + two_digits(y3, y4)?;
    NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        two_digits(m1, m2)?,
        two_digits(d1, d2)?,
    )
}

/// Parses the optional fraction of a second as nanoseconds, and returns the rest of the text as well.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let [b'.', b'0'..=b'9', ..] = text else {
        return Some((0, text));
    };
    // The value of the next digit. 0 from the tenth digit on.
    let (mut nanoseconds, mut unit) = (0, 100_000_000);
    let (_, mut rest) = text.split_first()?;
    while let [byte @ b'0'..=b'9', after @ ..] = rest {
        nanoseconds += digit(*byte)? * unit;
        unit /= 10;
        rest = after;
    }
    Some((nanoseconds, rest))
}

/// Parses an offset as seconds. `""` is 0.
fn offset(text: &[u8]) -> Option<i32> {
    let (sign, h1, h2, m1, m2) = match *text {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', h1, h2, b':', m1, m2] => (1, h1, h2, m1, m2),
        [b'-', h1, h2, b':', m1, m2] => (-1, h1, h2, m1, m2),
        _ => return None,
    };
    let (hours, minutes) = (two_digits(h1, h2)?, two_digits(m1, m2)?);
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (hours < 24 && minutes < 60).then_some(sign * seconds)
}

fn two_digits(tens: u8, ones: u8) -> Option<u32> {
    Some(digit(tens)? * 10 + digit(ones)?)
}

fn digit(byte: u8) -> Option<u32> {
    let digit = byte.wrapping_sub(b'0');
    (digit < 10).then_some(digit.into())
}
