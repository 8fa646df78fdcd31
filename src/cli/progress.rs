//! A sign of life on a terminal, when a run takes long.

use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::ProgressBar;
use oasmith::diagnostic::escape_control;

use super::printer::Printer;

/// How long a run may take without a sign.
const PATIENCE: Duration = Duration::from_millis(700);

/// How long each picture of the sign stands.
const TICK: Duration = Duration::from_millis(100);

/// A spinner that shows itself only when there is someone to see it and something to wait for.
pub(super) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Begins to wait for the end of a run.
    pub(super) fn start(document: &Path, printer: &Printer) -> Self {
        if !printer.shows_progress() {
            return Self(None);
        }
        let message = format!(
            "generating from {}",
            escape_control(&document.display().to_string())
        );
        let (end, ended) = mpsc::channel::<()>();
        let spinner = thread::spawn(move || {
            if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new_spinner().with_message(message);
            while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                bar.tick();
            }
            bar.finish_and_clear();
        });
        Self(Some((end, spinner)))
    }

    /// Takes the sign away, before anything else is printed.
    pub(super) fn finish(self) {
        if let Some((end, spinner)) = self.0 {
            drop(end);
            // A spinner that fell over has nothing to tell.
            let _ = spinner.join();
        }
    }
}
