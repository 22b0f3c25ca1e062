//! Everything Meta: signatures, webhooks in, Graph calls out, and what its answers mean.
//!
//! Invariant: no other room knows a wire name, a Graph path or an error code, and this room knows
//! neither store nor runtime. Nothing here remembers a conversation.

pub mod base32;
pub mod budget;
pub mod client;
pub mod effect_name;
pub mod failure;
pub mod inbound;
mod lenient;
mod moment;
pub mod outbound;
pub mod outcome;
pub mod reply;
pub mod signature;
pub mod timely;
pub mod usage;
pub mod verification;
