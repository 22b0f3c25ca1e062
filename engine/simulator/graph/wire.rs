//! A Graph call and its answer as plain data, without any HTTP library.

use serde_json::Value;

/// HTTP methods the Graph API knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Does.
    Post,
    /// Undoes.
    Delete,
}

/// A call as it came over the wire, already split up.
#[derive(Debug, Clone)]
pub struct GraphRequest {
    /// The method.
    pub method: Method,
    /// The path with or without a version: `/v25.0/me/messages`.
    pub path: String,
    /// Query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// The JSON body, or a form body as an object of strings; `Null` when there is none.
    pub body: Value,
    /// Token of the `Authorization: Bearer` header. One in the query or body is found, too.
    pub token: Option<String>,
}

/// What the caller gets to see.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphAnswer {
    /// HTTP status.
    pub status: u16,
    /// Headers beside the content type.
    pub headers: Vec<(String, String)>,
    /// JSON body; a string is an HTML page, to be sent as it is.
    pub body: Value,
    /// Whether and when the answer goes out.
    pub fate: Fate,
}

/// What happens to an answer on its way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It goes out at once.
    Answer,
    /// It goes out so many ms later.
    AnswerAfter(i64),
    /// The connection is closed without a byte.
    Silence,
}
