//! The program that `cargo xtask` builds; see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::main()
}
