//! The Graph API of the bench on a socket of loopback.

use std::rc::Rc;

use baton_simulator::Method;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::spawn_local;

use super::load::Load;
use super::world::Call;

/// Serves until it is dropped.
pub(super) async fn serve(listener: TcpListener, load: Rc<Load>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(spawn_local(converse(stream, Rc::clone(&load)))),
            Err(error) => tracing::warn!(%error, "the bench's Graph API could not accept"),
        }
    }
}

async fn converse(stream: TcpStream, load: Rc<Load>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let service = service_fn(move |request| answer(Rc::clone(&load), request));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection to the bench's Graph API ended early");
    }
}

async fn answer(
    load: Rc<Load>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let bearer = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = bearer.and_then(|value| value.strip_prefix("Bearer ")).map(str::to_owned);
    let method = if head.method == hyper::Method::POST {
        Method::Post
    } else if head.method == hyper::Method::DELETE {
        Method::Delete
    } else {
        Method::Get
    };
    let (path, query) = (head.uri.path().to_owned(), head.uri.query().unwrap_or("").to_owned());
    let (status, body) = load.called(Call { method, path, query, token, body });
    let mut response = Response::new(Full::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let json = hyper::header::HeaderValue::from_static("application/json; charset=UTF-8");
    response.headers_mut().insert(CONTENT_TYPE, json);
    Ok(response)
}
