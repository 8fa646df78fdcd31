//! Serving until one is told to end.

use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Serves until `told` ends. Whoever has begun to ask by then is answered yet, but is not waited for longer than `patience`: a
/// client that never ends its request would keep the server for ever.
///
/// # Errors
///
/// None so far: what goes wrong with a connection ends that connection.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    told: impl Future<Output = ()> + Send + 'static,
    patience: Duration,
) -> io::Result<()> {
    let (say, said) = oneshot::channel();
    let served = axum::serve(listener, app).with_graceful_shutdown(async move {
        told.await;
        // Nobody hears it when all is over already.
        let _ = say.send(());
    });
    tokio::select! {
        served = served => served,
        () = run_out(said, patience) => Ok(()),
    }
}

/// Waits until the patience is at its end, which begins when it is said to.
async fn run_out(said: oneshot::Receiver<()>, patience: Duration) {
    match said.await {
        Ok(()) => tokio::time::sleep(patience).await,
        Err(_) => std::future::pending().await,
    }
}

/// Ends when the process is told to: by Ctrl-C, or by what else ends one.
pub async fn told_to_end() {
    tokio::select! {
        () = interrupted() => {}
        () = terminated() => {}
    }
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Nothing will tell: the process ends when it is killed.
        std::future::pending::<()>().await;
    }
}

async fn terminated() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut told) = signal(SignalKind::terminate()) {
            told.recv().await;
            return;
        }
    }
    std::future::pending::<()>().await;
}
