//! The program that has all tasks; the library describes it.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::main()
}
