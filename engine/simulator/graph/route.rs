//! Reads a Graph path: whose node, which edge, and so which call.

use crate::graph::Method;
use crate::ledger::Call;
use crate::platform::Platform;

/// The first part of a path behind the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// `me`: the page of the token.
    Me,
    /// A page by its id.
    Page(usize),
    /// Our app by its id.
    App,
    /// Anything else: a person's id.
    Person(String),
    /// No path at all.
    Nowhere,
}

/// Where a request goes.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) node: Node,
    pub(crate) call: Call,
}

impl Route {
    pub(crate) fn of(platform: &Platform, method: Method, path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
        parts.next_if(|part| is_version(part));
        let node = match parts.next() {
            None => Node::Nowhere,
            Some("me") => Node::Me,
            Some(id) if id == platform.app => Node::App,
            Some(id) => {
                platform.page_index(id).map_or_else(|| Node::Person(id.to_owned()), Node::Page)
            }
        };
        let edge = parts.next();
        let call = if parts.next().is_some() { Call::Unknown } else { call(method, &node, edge) };
        Self { method, node, call }
    }
}

/// `v` and a number with a dot, as in `v25.0`.
fn is_version(part: &str) -> bool {
    part.strip_prefix('v').and_then(|rest| rest.split_once('.')).is_some_and(|(major, minor)| {
        !major.is_empty() && major.bytes().chain(minor.bytes()).all(|byte| byte.is_ascii_digit())
    })
}

fn call(method: Method, node: &Node, edge: Option<&str>) -> Call {
    match (node, method, edge) {
        (Node::Person(_), Method::Get, None) => Call::Profile,
        (Node::App, _, Some("subscriptions")) => Call::Subscription,
        (Node::Me | Node::Page(_), _, edge) => page_call(method, edge),
        _ => Call::Unknown,
    }
}

fn page_call(method: Method, edge: Option<&str>) -> Call {
    match (method, edge) {
        (Method::Get, None) => Call::Page,
        (Method::Post, Some("messages")) => Call::Message,
        (Method::Post, Some("pass_thread_control")) => Call::Pass,
        (Method::Post, Some("take_thread_control")) => Call::Take,
        (Method::Post, Some("request_thread_control")) => Call::Request,
        (Method::Post, Some("release_thread_control")) => Call::Release,
        (Method::Post, Some("extend_thread_control")) => Call::Extend,
        (Method::Get, Some("thread_owner")) => Call::Owner,
        (Method::Get, Some("secondary_receivers")) => Call::Receivers,
        (Method::Get, Some("conversations")) => Call::Conversations,
        (_, Some("subscribed_apps")) => Call::Subscription,
        (_, Some("messenger_profile")) => Call::MessengerProfile,
        (Method::Post, Some("message_attachments")) => Call::Upload,
        _ => Call::Unknown,
    }
}
