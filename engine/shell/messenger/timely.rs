//! A request body that is never late: it gives itself away only while there is time.
//!
//! Invariant: a body that was not handed out was not sent, whatever happened to the request, since
//! the request announces a length that never came (durability 3.4, Sending).

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use thiserror::Error;

/// The body came to its turn after the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("too late to send")]
pub struct Late;

/// Tells whether a body was handed out to the connection.
#[derive(Debug, Clone, Default)]
pub struct HandedOut(Arc<AtomicBool>);

impl HandedOut {
    /// `false` proves that nothing was sent.
    pub fn is_true(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// All of a request's bytes, or none after the deadline: a process that was stopped inside a TLS
/// handshake or in the connection pool's queue sends nothing when it wakes up.
#[derive(Debug)]
pub struct Timely {
    bytes: Option<Bytes>,
    deadline: Instant,
    handed_out: HandedOut,
}

impl Timely {
    /// The body, and the mark that tells whether it was handed out.
    pub fn new(bytes: Bytes, deadline: Instant) -> (Self, HandedOut) {
        let handed_out = HandedOut::default();
        (Self { bytes: Some(bytes), deadline, handed_out: handed_out.clone() }, handed_out)
    }
}

impl Body for Timely {
    type Data = Bytes;
    type Error = Late;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Late>>> {
        let Some(bytes) = self.bytes.take() else {
            return Poll::Ready(None);
        };
        if Instant::now() >= self.deadline {
            return Poll::Ready(Some(Err(Late)));
        }
        self.handed_out.0.store(true, Ordering::Release);
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn poll(body: &mut Timely) -> Option<Result<Bytes, Late>> {
        let mut context = Context::from_waker(std::task::Waker::noop());
        match Pin::new(body).poll_frame(&mut context) {
            Poll::Ready(frame) => {
                frame.map(|frame| frame.map(|frame| frame.into_data().unwrap_or_default()))
            }
            Poll::Pending => panic!("a body in memory never waits"),
        }
    }

    #[test]
    fn before_the_deadline_all_of_it_is_handed_out_once() {
        let deadline = Instant::now() + Duration::from_secs(60);
        let (mut body, handed_out) = Timely::new(Bytes::from_static(b"{}"), deadline);
        assert!(!handed_out.is_true() && !body.is_end_stream());
        assert_eq!(body.size_hint().exact(), Some(2));
        assert_eq!(poll(&mut body), Some(Ok(Bytes::from_static(b"{}"))));
        assert!(handed_out.is_true() && body.is_end_stream());
        assert_eq!(poll(&mut body), None);
    }

    #[test]
    fn after_the_deadline_nothing_is_handed_out() {
        let (mut body, handed_out) = Timely::new(Bytes::from_static(b"{}"), Instant::now());
        assert_eq!(poll(&mut body), Some(Err(Late)));
        assert!(!handed_out.is_true());
    }
}
