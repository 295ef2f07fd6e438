//! What errors, responses and spans know about a call: its request and its raw response.

mod call_info;
mod raw_response;

pub use self::call_info::CallInfo;
pub use self::raw_response::RawResponse;
