//! The only room with SQL. It speaks in sentences, not in rows to change. Invariant: one writer,
//! and whatever it wrote together is there together or not at all.

mod aside;
mod backup;
mod batch;
mod open;
mod page;
mod place;
mod problem;
mod publication;
mod read;
mod row;
mod statement;
mod tidy;
mod undated;
mod write;
mod writer;

#[cfg(test)]
pub(crate) mod glimpse;
#[cfg(test)]
mod tests;

pub use aside::{Parked, Quarantined, Resent};
pub use backup::back_up;
pub use batch::{
    Changes, HistoryLine, Journal, Key, NewEffect, Opened, Opening, OutboxChange, Written,
};
pub use open::{Readers, Store};
pub use page::PageRow;
pub use place::Reserve;
pub use problem::{CommitProblem, Problem};
pub use publication::Version;
pub use row::{OutboxRow, RowState, Stored, kind_of, pack, unpack};
pub use tidy::Pages;
pub use writer::Writer;
