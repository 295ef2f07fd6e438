//! The program that `cargo xtask` runs; the library describes it.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::main()
}
