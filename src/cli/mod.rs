//! The command line: arguments, progress, and printing what there is to say.

mod arguments;
mod check;
mod choices;
mod dependencies;
mod diff;
mod exit;
mod filter;
mod generate;
mod inspect;
mod lint;
mod mock;
mod printer;
mod progress;
mod remarks;
mod rustc_style;
mod snippet;
mod sources;

use clap::Parser;
use oasmith::stack;

use self::arguments::{Arguments, Command};
use self::exit::Exit;
use self::printer::Printer;

/// Does what the arguments of the process ask for.
pub(crate) fn run() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // The text of `--help` and `--version` comes as an error, too. Whoever closed the pipe does not listen.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
        }
    };
    let printer = Printer::new(arguments.message_format, arguments.quiet);
    let command = match arguments.command {
        // It goes on, and only its beginning needs the room.
        Command::Mock(arguments) => return mock::mock(&arguments, &printer),
        command => command,
    };
    stack::with_room(|| match command {
        Command::Generate(arguments) => generate::generate(&arguments, &printer),
        Command::Check(arguments) => check::check(&arguments, &printer),
        Command::Deps(arguments) => dependencies::print(&arguments, &printer),
        Command::Inspect(arguments) => inspect::inspect(&arguments, &printer),
        Command::Lint(arguments) => lint::lint(&arguments, &printer),
        Command::Mock(arguments) => mock::mock(&arguments, &printer),
    })
}
