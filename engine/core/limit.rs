//! The bounds of a step, each with its reason. Hitting one is a fault the conversation survives.

use crate::duration::Duration;

/// Modules entered for one event: a path that long without a wait is a loop.
pub const MODULES: u32 = 100;
/// Actions run for one event; ten a module is generous.
pub const ACTIONS: u32 = 1_000;
/// Calls of services for one event.
pub const CALLS: u32 = 8;
/// Messages for one event: more is a flood no person reads.
pub const MESSAGES: u32 = 64;
/// Of those, kept for the fallback when a path has used them up.
pub const APOLOGY: u32 = 8;
/// Words that are answered although answers to earlier ones are still on their way: a thought cut into pieces, and a
/// hasty person besides.
pub const RUSH: u64 = 20;
/// What such a word weighs: two a second is faster than anybody writes.
pub const RUSH_PACE: Duration = Duration(500);
/// A pause that ends a flood: nobody writes two messages so close behind each other.
pub const PAUSE: Duration = Duration(100);
/// How often a person is told that it was too much: once a flood.
pub const TOLD: Duration = Duration::minutes(1);
/// Lists that lie upon each other.
pub const FRAMES: usize = 16;
/// Words kept while we wait for an answer ourselves.
pub const WAITING: usize = 16;
/// Refused messages kept until the person writes: a long turn; the stored row stays in few pages.
pub const UNSAID: usize = 16;
/// Bytes of the data of one event that is emitted.
pub const EMITTED: usize = 8 * 1024;
/// Reminders a contact may have.
pub const REMINDERS: usize = 16;
/// Modules `to: back` remembers.
pub const TRAIL: usize = 16;
/// Bytes of variables a contact may hold; the stored row stays in few pages.
pub const VARIABLES: usize = 32 * 1024;
/// Characters of one value.
pub const VALUE: usize = 4_096;
/// Bytes of a text after its variables were put in: the longest value in the widest letters, and as much around it.
pub const RENDERED: usize = VALUE * 8;
/// Items of a list that can be chosen from: twenty taps on "More".
pub const OFFERED: usize = 240;

/// The standard window after the person's last word (messenger-platform 4.3).
pub const WINDOW: Duration = Duration::hours(24);
/// How long a pass may take to settle, retries of the sends before it included.
pub const OPENING: Duration = Duration::minutes(15);
/// How long a take may take to settle.
pub const TAKING: Duration = Duration::minutes(2);
/// How long an owner question may take.
pub const OWNER: Duration = Duration::minutes(2);
/// A silence that ends the session where the author says nothing of it: nobody expects last week's
/// question to be still open.
pub const SESSION: Duration = Duration::hours(24);
/// The longest `gather`: a person waits as long for every answer.
pub const GATHER: Duration = Duration::seconds(10);
/// Bytes of a language tag that a flow sets.
pub const LANGUAGE: usize = 64;
/// How long a word waits for the profile.
pub const PROFILE: Duration = Duration::seconds(3);
/// How long a profile is good.
pub const PROFILE_FRESH: Duration = Duration::hours(7 * 24);
/// How long a profile that could not be had is not asked for again.
pub const PROFILE_FAILED: Duration = Duration::hours(24);
/// How often the platform is asked who owns a thread that people have.
pub const CHECK: Duration = Duration::hours(24);
/// When an owner question failed: the next one.
pub const CHECK_FAILED: Duration = Duration::minutes(10);
/// A handover without a word of either side for so long is over, whatever the platform hides.
pub const ABANDONED: Duration = Duration::hours(7 * 24);
/// An owner question for a waiting word at most this often.
pub const ASK_AGAIN: Duration = Duration::minutes(1);
/// A take that was refused: tried again after these, then every last one (people may still be typing).
pub const TAKE_AGAIN: [Duration; 4] =
    [Duration::minutes(1), Duration::minutes(5), Duration::minutes(15), Duration::hours(1)];
/// A word on standby this soon after we got the thread was sent before: the platform's copies lag.
pub const STANDBY_LAG: Duration = Duration::seconds(10);
/// A control event from the last owner this soon after a return is the late twin of that return.
pub const LATE_TWIN: Duration = Duration::seconds(60);
/// Owner says "us", send says "other" this soon after: no more questions, or it ping-pongs for ever.
pub const PING_PONG: Duration = Duration::minutes(10);
/// An inbox echo this soon after the person's word is an automatic answer: no agent types that fast.
pub const AUTOMATIC: Duration = Duration::seconds(3);
/// Added to a service's own time limits before we stop waiting for its answer.
pub const HTTP_GUARD: Duration = Duration::seconds(30);
/// The longest a service's tries and pauses may sum up to.
pub const HTTP_SUM: Duration = Duration::seconds(60);
