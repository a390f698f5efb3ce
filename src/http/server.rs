//! Connections: accepted up to a number, read with limits, ended in good order.

use std::{future::Future, net::IpAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, http::Request};
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};

use super::socket::Sockets;

/// A request's head must be complete within this time.
const HEAD_TIME: Duration = Duration::from_secs(10);
const HEADERS: usize = 64;
/// Of a request's head.
const BUFFER_BYTES: usize = 32 * 1024;

/// Who is at the other end of the connection that a request came over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// What is served on a listener.
pub struct Server {
    pub router: Router,
    /// The WebSockets that the router opens.
    pub sockets: Sockets,
    /// Of HTTP; a WebSocket no longer counts as one of them.
    pub connections: usize,
    /// So long may what is under way take to end.
    pub drain: Duration,
}

impl Server {
    /// Serves until `stop` resolves, then lets requests under way end and says goodbye to every WebSocket.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()>) {
        // Every connection holds a receiver.
        let (stopping, _) = watch::channel(());
        tokio::select! {
            () = stop => {}
            () = self.sockets.watch() => {}
            () = self.take_connections(listener, &stopping) => {}
        }
        stopping.send_replace(());
        let ended = async { tokio::join!(stopping.closed(), self.sockets.drain(self.drain)) };
        if tokio::time::timeout(self.drain, ended).await.is_err() {
            tracing::warn!("some requests or sockets did not end in time");
        }
    }

    /// For ever.
    async fn take_connections(&self, listener: TcpListener, stopping: &watch::Sender<()>) {
        let permits = Arc::new(Semaphore::new(self.connections));
        loop {
            let permit = Arc::clone(&permits).acquire_owned().await;
            let (stream, peer) = match listener.accept().await {
                Ok((stream, address)) => (stream, Peer(address.ip())),
                Err(error) => {
                    // Most often there are no file descriptors left: some will be closed soon.
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            // Small answers must not wait for the acknowledgement of earlier ones.
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "cannot set TCP_NODELAY");
            }
            let connection = connect(stream, peer, self.router.clone(), stopping.subscribe());
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "a connection broke");
                }
                drop(permit);
            });
        }
    }
}

/// One connection, until it has become a WebSocket, the client leaves, or the request under way has ended when all stop.
async fn connect(
    stream: TcpStream,
    peer: Peer,
    router: Router,
    mut stopped: watch::Receiver<()>,
) -> hyper::Result<()> {
    let service = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        service.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(HEADERS)
        .max_buf_size(BUFFER_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    tokio::select! {
        ended = connection.as_mut() => return ended,
        _ = stopped.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    connection.await
}
