//! A pure model of the Messenger platform, the other side of everything Baton does.
//!
//! Graph requests go in and answers come out; people and agents act; webhook bodies for our app
//! come out of a queue; a ledger keeps what was accepted. Time is an argument (Unix ms), chance
//! comes from the setup's seed, and the same calls in the same order always tell the same story.
//!
//! ```
//! use baton_simulator::{PersonAct, Platform, Setup};
//! let mut platform = Platform::new(Setup::one_page("100", "9", "token"));
//! platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
//! let due = platform.due(0);
//! assert_eq!(due[0].body["entry"][0]["messaging"][0]["message"]["text"], "hi");
//! platform.answered(due[0].id, true, 5);
//! ```

mod actor;
mod chance;
mod control;
mod date;
mod delivery;
mod error;
mod event;
mod fault;
mod graph;
mod ledger;
mod page;
mod platform;
mod setup;
mod tell;
mod thread;
mod window;

pub use actor::{ActRefused, AgentAct, Done, PersonAct};
pub use delivery::Delivery;
pub use error::Refusal;
pub use event::{Channel, EventKind};
pub use fault::{GraphAct, GraphFault, WebhookAct, WebhookFault, When};
pub use graph::{Fate, GraphAnswer, GraphRequest, Method};
pub use ledger::{Call, Entry, Ledger, Outcome};
pub use platform::Platform;
pub use setup::{
    EchoChannel, FIELDS, Limits, OtherApp, PAGE_INBOX, PageSetup, Recording, Redelivery, Routing,
    Setup, TakeTold, Traffic, Unsure,
};
pub use thread::{Line, Profile, Speaker, Tap};
