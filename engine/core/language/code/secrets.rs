//! Secrets: what must not stand where others read it.

use super::{Code, Example};
use crate::language::Severity;

/// Secrets: what must not stand where others read it.
pub(super) static SECRETS: &[Code] = &[
    Code {
        code: "inline-secret",
        severity: Severity::Error,
        title: "A secret in a file",
        doc: "A key or token in a file ends in a repository. Name it, and put its value \
              into the environment as `BATON_SECRET_<NAME>`.",
        points_to: "the value (it is never printed)",
        wrong: Example::Part(&["auth: { bearer: EAAG… }"]),
        right: Example::Part(&["auth: { bearer: \"{{secret.SHOP_KEY}}\" }"]),
    },
    Code {
        code: "secret-outside-service",
        severity: Severity::Error,
        title: "A secret outside of `services`",
        doc: "A secret may be used in `services` only, never in what a person reads.",
        points_to: "the `{{`",
        wrong: Example::Part(&[
            "modules:",
            "  help: { say: \"The key is {{secret.SHOP_KEY}}.\", to: end }",
        ]),
        right: Example::Part(&[
            "services:",
            "  shop: { url: \"https://shop.example\", auth: { bearer: \"{{secret.SHOP_KEY}}\" } }",
        ]),
    },
    Code {
        code: "page-token-host",
        severity: Severity::Error,
        title: "The Page's token for another host",
        doc: "`auth: page_token` hands out the Page's own token, so it works for \
              https://graph.facebook.com alone.",
        points_to: "the address",
        wrong: Example::Part(&["graph: { url: \"https://graph.example.com\", auth: page_token }"]),
        right: Example::Part(&["graph: { url: \"https://graph.facebook.com\", auth: page_token }"]),
    },
    Code {
        code: "secret-in-metadata",
        severity: Severity::Error,
        title: "A secret in metadata",
        doc: "Metadata is read by another app, and the data of an event by other systems. A \
              variable that is declared secret stays out of both.",
        points_to: "the name",
        wrong: Example::Part(&[
            "variables: { card_no: { type: text, secret: yes } }",
            "handover: { metadata: \"card {{card_no}}\" }",
        ]),
        right: Example::Part(&[
            "variables: { card_no: { type: text, secret: yes } }",
            "handover: { metadata: a question about a card }",
        ]),
    },
];
