//! `oasmith mock`

use std::io;
use std::net::SocketAddr;

use oasmith::config::{Config, Layout, Parts};
use oasmith::mock::Mock;
use oasmith::pipeline::{self, Meaning};
use oasmith::stack;
use tokio::net::TcpListener;

use super::arguments::Mock as Arguments;
use super::exit::Exit;
use super::printer::{Printer, counted};

/// Serves the document until the process is told to end.
pub(super) fn mock(arguments: &Arguments, printer: &Printer) -> Exit {
    let config = Config {
        // What is served is made for the mock, whatever part of the output is wanted.
        parts: Parts::default(),
        ..arguments.input.config(Layout::Modules)
    };
    let (meaning, diagnostics) =
        stack::with_room(|| pipeline::inspect(&arguments.input.document, &config));
    printer.diagnostics(&diagnostics, meaning.as_ref());
    let is_refused = diagnostics.has_errors() && !config.keep_going;
    let Some(meaning) = meaning.filter(|_| !is_refused) else {
        return Exit::Refused;
    };
    match serve(mocked(meaning, arguments), arguments.listen, printer) {
        Ok(()) => Exit::Done,
        Err(error) => {
            printer.fault(&format!("cannot listen on {}: {error}", arguments.listen));
            Exit::Refused
        }
    }
}

fn mocked(meaning: Meaning, arguments: &Arguments) -> Mock {
    // It is served as long as the process is there.
    let Meaning {
        api, facts, config, ..
    } = Box::leak(Box::new(meaning));
    let mut mock = Mock::new(api, facts).strict_query(config.server.strict_query == Some(true));
    if let Some(status) = arguments.status {
        mock = mock.with_status(status);
    }
    if let Some(credential) = &arguments.accept_credential {
        mock = mock.accepting(credential);
    }
    mock
}

fn serve(mock: Mock, address: SocketAddr, printer: &Printer) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await?;
        let (operations, base_path) = (mock.operations(), mock.base_path());
        let router = mock.router();
        let address = listener.local_addr()?;
        let base_path = base_path.unwrap_or_default();
        printer.output(&format!("listening on http://{address}{base_path}\n"));
        let operations = counted(operations, "operation");
        printer.note(&format!("{operations}; Ctrl-C ends it"));
        let served = axum::serve(listener, router).with_graceful_shutdown(told_to_end());
        tokio::select! {
            served = served => served,
            // Whoever says it twice does not want to wait for what has begun.
            () = told_twice() => Ok(()),
        }
    })
}

async fn told_twice() {
    told_to_end().await;
    told_to_end().await;
}

/// Waits for Ctrl-C, or for what else ends a process.
async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = ended.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
