//! Colours and usage errors, which all tasks have in common.

use std::process::Output;

use crate::generate::{SPEC, generated};
use crate::project::{Project, err, out};

/// Creates a project whose generated code is out of date, and whose document has a lint error.
fn project(name: &str) -> Project {
    let project = generated(name);
    let spec = SPEC.replace("operationId: GetPet", "operationId: FetchPet");
    project.write("new.yaml", &spec);
    project.write(
        "broken.yaml",
        &SPEC.replace("operationId: GetPet", "summary: Get"),
    );
    project
}

const LINT: &[&str] = &["spec", "lint", "broken.yaml"];
const DIFF: &[&str] = &["spec", "diff", "spec.yaml", "new.yaml"];
const CHECK: &[&str] = &["generate", "--check", "--spec", "new.yaml", "--out", "out"];

/// Runs a task on this workspace with these environment variables, and without others about colours.
fn run(project: &Project, arguments: &[&str], variables: &[&str]) -> Output {
    let mut command = project.command(arguments);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.envs(variables.iter().map(|name| (name, "1")));
    command.output().unwrap()
}

#[test]
fn lint_diff_and_generate_agree_about_colours() {
    let project = project("colours");
    for (variables, is_coloured) in [
        (&[][..], false),
        (&["CLICOLOR_FORCE"], true),
        (&["CLICOLOR_FORCE", "NO_COLOR"], false),
    ] {
        for (arguments, severity) in [(LINT, "error"), (DIFF, "minor"), (CHECK, "error")] {
            let output = run(&project, arguments, variables);
            let text = out(&output) + &err(&output);
            assert!(text.contains(severity), "{arguments:?}: {text}");
            let has_coloured_severity = text
                .lines()
                .any(|line| line.contains('\u{1b}') && line.contains(severity));
            assert_eq!(
                has_coloured_severity, is_coloured,
                "{arguments:?} {variables:?}: {text}"
            );
            assert_eq!(text.contains('\u{1b}'), is_coloured, "{arguments:?}");
        }
    }
}

#[test]
fn usage_errors_print_problem_and_usage() {
    let project = project("usage");
    for (arguments, problem, usage) in [
        (
            &["generate", "--spec", "spec.yaml"][..],
            "error: `--spec spec.yaml` needs `--out`: ",
            "\n\nUsage: cargo xtask generate [OPTIONS]\n",
        ),
        (
            &["ci", "stile"],
            "error: unknown step `stile`\n  help: choose from these steps: ",
            "\n\nUsage: cargo xtask ci [OPTIONS] [STEP]...\n",
        ),
        (
            &["spec", "diff", "a.yaml"],
            "error: the following required arguments were not provided:\n  <NEW>",
            "\n\nUsage: cargo xtask spec diff <OLD> <NEW>\n",
        ),
        (
            &["release", "1.x"],
            "error: invalid value '1.x' for '[VERSION]': unexpected character 'x'",
            "\n\nFor more information, try '--help'.\n",
        ),
        (
            &["lint"],
            "error: unrecognized subcommand 'lint'",
            "\n\nUsage: cargo xtask [OPTIONS] <COMMAND>\n",
        ),
    ] {
        let output = run(&project, arguments, &[]);
        let error = err(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
        assert!(
            error.starts_with(problem) && error.contains(usage),
            "{arguments:?}: {error}"
        );
    }
}
