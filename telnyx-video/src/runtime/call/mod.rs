//! The facts about a call that errors, responses and spans report: its request, its raw response, and the wait that the
//! server requests.
//!
//! A *call* is one use of a method such as `send`. A call takes one or more *attempts*: one HTTP request each.

mod call_info;
mod raw_response;
mod retry_after;

pub use self::call_info::CallInfo;
pub(crate) use self::raw_response::REQUEST_ID;
pub use self::raw_response::RawResponse;
pub(crate) use self::raw_response::without_byte_order_mark;
pub(crate) use self::retry_after::{has_retry_after, retry_after};
