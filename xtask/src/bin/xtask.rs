//! The program that `cargo xtask` runs. `lib.rs` explains why there are two.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::main()
}
