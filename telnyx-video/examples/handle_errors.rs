//! Handles an error: prints the invalid fields, and decides whether to try again.
//!
//! ```sh
//! TELNYX_API_KEY=… cargo run --example handle_errors
//! ```
//!
//! Without an account, against a mock server:
//!
//! ```sh
//! cargo xtask mock -- cargo run --example handle_errors
//! ```

use telnyx_video::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    // The maximum is 50, so this request creates no room.
    let created = client.rooms().create().max_participants(5000).send().await;
    let Err(error) = created else {
        return Ok(());
    };
    for problem in error.problems() {
        let field = problem.pointer.as_deref().unwrap_or("(no field)");
        let text = problem.detail.as_deref().or(problem.title.as_deref());
        println!("{field:?}: {}", text.unwrap_or("invalid").escape_debug());
    }
    if error.may_have_succeeded() {
        println!("check whether the room exists before you try again");
    } else if error.is_retryable() {
        println!("try again later");
    } else {
        println!("correct the request");
    }
    if let Some(id) = error.request_id() {
        println!("request ID for Telnyx support: {id:?}");
    }
    Ok(())
}
