//! Bounds and waits of the runtime, each with its reason. Tests shorten the waits.

/// Bounds and waits. All waits are milliseconds.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Items of one batch: more would make the first of them wait for the last.
    pub batch: usize,
    /// Items that may wait to be taken in; above it we say "overloaded".
    pub queue_items: usize,
    /// Bytes that may wait.
    pub queue_bytes: usize,
    /// A webhook is not taken in when it would wait longer: the platform gives us 5 s.
    pub queue_wait: u64,
    /// A webhook not done after so long is refused, and goes on being done: its redelivery is free.
    pub answer: u64,
    /// Marks of accepted messages alone wait so long for something to be written with: long enough
    /// that the next events are likely to come, short enough that a crash leaves few of them in
    /// doubt.
    pub company: u64,
    /// Bytes of conversations kept in memory.
    pub cache_bytes: usize,
    /// Calls of one page on their way at once: at the platform's 300 a second none waits over 2 s.
    pub in_flight: usize,
    /// How long history is kept; `None`: none is written.
    pub history: Option<u64>,
    /// What may start within this is claimed at once; what starts later stays queued.
    pub soon: u64,
    /// A claim written down is good for so long; another node takes over after it.
    pub claim: u64,
    /// Nothing is handed to the network later than this after its claim.
    pub claim_limit: u64,
    /// An effect the platform has probably not accepted waits so long for its echo.
    pub echo: u64,
    /// A missing echo says "not accepted" only after so long.
    pub absence: u64,
    /// The thread's past messages are asked so long after an unknown send.
    pub ask_past: u64,
    /// When they cannot be had, an unknown send is sent again after so long.
    pub unavailable: u64,
    /// An effect blocks what follows it no longer than this.
    pub blocking: u64,
    /// An effect nothing waits behind is tried no longer than this.
    pub trying: u64,
    /// Tries of one effect.
    pub tries: u32,
    /// The first pause between tries; it doubles each time, to a minute.
    pub pause: u64,
    /// A page without a working token is tried so often.
    pub token_probe: u64,
    /// How often parked events are looked at.
    pub parked: u64,
    /// Not taking webhooks for longer than this is an outage.
    pub outage: u64,
    /// Not taking webhooks for so long is told to operators; the platform unsubscribes us after an hour.
    pub alarm: u64,
    /// After an outage handover deadlines wait until webhooks have been taken for so long.
    pub hold: u64,
    /// How long a stop may take.
    pub stop: u64,
    /// Commits whose answers are lost.
    #[cfg(test)]
    pub(crate) losses: Losses,
}

/// When the answer to a commit is lost.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Nothing was written, and the transaction is left open.
    BeforeCommit,
    /// Everything was written.
    AfterCommit,
}

/// What is to be lost, one after another; clones share it.
#[cfg(test)]
#[derive(Debug, Clone, Default)]
pub(crate) struct Losses(std::sync::Arc<std::sync::Mutex<std::collections::VecDeque<Loss>>>);

#[cfg(test)]
impl Losses {
    pub(crate) fn add(&self, losses: &[Loss]) {
        self.0.lock().unwrap().extend(losses);
    }

    pub(crate) fn next(&self) -> Option<Loss> {
        self.0.lock().unwrap().pop_front()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            batch: 256,
            queue_items: 8_192,
            queue_bytes: 32 * 1024 * 1024,
            queue_wait: 1_500,
            answer: 4_500,
            company: 5,
            cache_bytes: 8 * 1024 * 1024,
            in_flight: 512,
            history: Some(30 * 86_400_000),
            soon: 2_000,
            claim: 20_000,
            claim_limit: 15_000,
            echo: 10_000,
            absence: 30_000,
            ask_past: 30_000,
            unavailable: 120_000,
            blocking: 300_000,
            trying: 3_600_000,
            tries: 8,
            pause: 1_000,
            token_probe: 5_000,
            parked: 1_000,
            outage: 60_000,
            alarm: 300_000,
            hold: 300_000,
            stop: 5_000,
            #[cfg(test)]
            losses: Losses::default(),
        }
    }
}
