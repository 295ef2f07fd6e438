//! The program that has all tasks. `lib.rs` explains why there are two.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::main()
}
