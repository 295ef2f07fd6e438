//! Programs that run beside a test.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A program that runs until it is dropped.
pub(crate) struct Running(Child);

impl Running {
    /// Starts a program, and waits for the first line that it prints.
    pub(crate) fn start(command: &mut Command) -> (Self, String) {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut running = Self(child.unwrap());
        let mut line = String::new();
        let mut printed = BufReader::new(running.0.stdout.take().unwrap());
        printed.read_line(&mut line).unwrap();
        (running, line.trim_end().to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
