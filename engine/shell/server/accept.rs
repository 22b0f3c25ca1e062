//! The accept loop: so many connections at once, heads within 10 s, idle ones for 60 s, and a graceful end.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use super::Routes;
use super::pace::{Handling, Paced};

/// Bounds of connections. Tests shorten the times.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Connections at once; more wait in the system's queue.
    pub connections: u32,
    /// From the first byte of a request's head to its end.
    pub head: Duration,
    /// Without a request.
    pub idle: Duration,
    /// What is on its way at the end gets this long.
    pub drain: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 10_000,
            head: Duration::from_secs(10),
            idle: Duration::from_secs(60),
            drain: Duration::from_secs(5),
        }
    }
}

/// Serves until `stop` resolves, then lets requests on their way finish.
pub async fn run(
    listener: TcpListener,
    routes: Routes,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(bounds.connections as usize));
    let (ending, ended) = watch::channel(false);
    tokio::pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place.expect("the semaphore is never closed"), listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!("a connection was not accepted: {error}");
                // Mostly "too many open files": others must close first.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let (routes, ended) = (routes.clone(), ended.clone());
        tokio::spawn(async move {
            connection(stream, routes, bounds, ended).await;
            drop(place);
        });
    }
    drop(listener);
    ending.send_replace(true);
    let all = places.acquire_many(bounds.connections);
    if tokio::time::timeout(bounds.drain, all).await.is_err() {
        tracing::warn!("some requests were still on their way at the end");
    }
}

async fn connection(
    stream: TcpStream,
    routes: Routes,
    bounds: Bounds,
    mut ended: watch::Receiver<bool>,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!("a connection is not quick: {error}");
    }
    let handling = Handling::default();
    let io = TokioIo::new(Paced::new(stream, handling.clone(), bounds.head));
    let service = service_fn(move |request: Request<Incoming>| {
        let busy = handling.begin();
        let answer = routes.clone().answer(request);
        async move {
            let answer = answer.await;
            drop(busy);
            Ok::<_, Infallible>(answer)
        }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.idle)
        .serve_connection(io, service);
    tokio::pin!(served);
    // Only ever changes once, at the end.
    let result = tokio::select! {
        result = &mut served => result,
        _ = ended.changed() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = result {
        tracing::debug!("a connection ended: {error}");
    }
}
