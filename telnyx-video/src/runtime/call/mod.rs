//! The request and the raw response of a call, as errors, responses and spans report them.

mod call_info;
mod raw_response;

pub use self::call_info::CallInfo;
pub(crate) use self::raw_response::REQUEST_ID;
pub use self::raw_response::RawResponse;
pub(crate) use self::raw_response::without_byte_order_mark;
