//! Prints on the terminal which work a task is doing, if that takes long.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anstyle::Style;

const STYLE: Style = Style::new().dimmed();

/// Work that takes less time isn't shown.
const DELAY: Duration = Duration::from_secs(2);

/// Runs `work`. If that takes long, prints its name, such as `linting the spec…`, except in pipes and in CI.
pub(crate) fn during<T>(name: &str, work: impl FnOnce() -> T) -> T {
    if !is_shown() {
        return work();
    }
    thread::scope(|scope| {
        // Dropped when the work ends, even by a panic.
        let (_running, ended) = mpsc::channel();
        scope.spawn(|| print_after(DELAY, name, ended, &mut anstream::stderr()));
        work()
    })
}

/// Whether progress is shown: standard error is a terminal, and this isn't CI.
pub(crate) fn is_shown() -> bool {
    io::stderr().is_terminal() && env::var_os("CI").is_none()
}

/// Prints the name of the work, unless the sender of `ended` is dropped before the delay has passed.
fn print_after(delay: Duration, name: &str, ended: Receiver<()>, output: &mut impl Write) {
    if ended.recv_timeout(delay) == Err(RecvTimeoutError::Timeout) {
        // The work continues if its progress can't be printed.
        let _ = writeln!(output, "{STYLE}{name}…{STYLE:#}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn print_after_prints_only_while_work_is_running() {
        let (running, ended) = mpsc::channel();
        let mut output = Vec::new();
        print_after(Duration::ZERO, "linting", ended, &mut output);
        assert_eq!(
            anstream::adapter::strip_bytes(&output).into_vec(),
            "linting…\n".as_bytes()
        );
        drop(running);

        let (running, ended) = mpsc::channel();
        drop(running);
        let mut output = Vec::new();
        print_after(DELAY, "linting", ended, &mut output);
        assert_eq!(output, b"");
    }
}
