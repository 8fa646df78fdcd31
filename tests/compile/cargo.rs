//! Cargo, as the checks run it.

use std::process::Command;

use super::workspace::Workspace;

/// Runs a cargo command in the workspace; fails with all that it said when it fails.
pub fn cargo(workspace: &Workspace, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(arguments)
        .current_dir(&workspace.folder)
        .env("CLIPPY_CONF_DIR", &workspace.folder)
        .env("CARGO_TARGET_DIR", workspace.folder.join("target"))
        .env("RUSTDOCFLAGS", "-Dwarnings")
        // It would take gigabytes to save seconds.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TERM_COLOR", "never");
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "cargo {}\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr),
        String::from_utf8_lossy(&output.stdout),
    );
}
