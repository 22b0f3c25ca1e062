//! A connection that must not dawdle: from the first byte of a request's head its end must come within a time.
//!
//! hyper's own limit runs from the end of the request before, so it serves for idle connections only.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

/// Whether a request is being handled, so that what is read belongs to its body.
#[derive(Debug, Clone, Default)]
pub(super) struct Handling(Arc<AtomicBool>);

impl Handling {
    /// Until it is dropped a request is being handled.
    pub(super) fn begin(&self) -> Busy {
        self.0.store(true, Ordering::Relaxed);
        Busy(self.clone())
    }
}

/// Ends the handling when dropped.
pub(super) struct Busy(Handling);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Relaxed);
    }
}

/// A TCP connection whose heads must arrive in time.
pub(super) struct Paced {
    stream: TcpStream,
    handling: Handling,
    within: Duration,
    /// Runs while a head is arriving.
    head: Option<Pin<Box<Sleep>>>,
}

impl Paced {
    pub(super) fn new(stream: TcpStream, handling: Handling, within: Duration) -> Self {
        Self { stream, handling, within, head: None }
    }
}

impl AsyncRead for Paced {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if self.handling.0.load(Ordering::Relaxed) {
            self.head = None;
            return result;
        }
        // Asked even when bytes came: they may come one by one for ever.
        let within = self.within;
        let head = match &mut self.head {
            None if result.is_ready() && buffer.filled().len() > before => {
                self.head.insert(Box::pin(tokio::time::sleep(within)))
            }
            None => return result,
            Some(head) => head,
        };
        match head.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => result,
        }
    }
}

impl AsyncWrite for Paced {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
