//! Hands the conversation to people. Outcomes: `returned`, `timed_out`, `nobody_answered`, `closed`, `failed`.

mod definition;

use self::definition::HANDOVER;
pub(crate) use self::definition::{KEY, KEYS};
use super::Say;
use crate::bot::Label;
use crate::bot::owner;
use crate::channel::Piece;
use crate::condition::Phrase;
use crate::conversation::{Cause, FrameState, HandoverSource, Outcome};
use crate::duration::Duration;
use crate::handover::{self, Opening};
use crate::id::AppId;
use crate::id::ModuleId;
use crate::language::{Diagnostic, Fields, Kind, Node, Site, comma_in_one};
use crate::message;
use crate::run::Progress;
use crate::scene::Scene;
use crate::scope::Scope;
use crate::template::Template;

/// Hands the conversation to the Page inbox or another app; the bot is silent until it comes back.
///
/// Every key is resolved: what the action leaves out is the bot-wide `handover`'s, `nothing` is none.
///
/// ```yaml
/// - handover: { receiver: page_inbox, metadata: "order_{{order.id}}", timeout: 30m }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Handover {
    /// To whom; `None`: the channel's own inbox.
    pub receiver: Option<AppId>,
    /// Given along.
    pub metadata: Option<Template>,
    /// Said before control is passed.
    pub say: Option<Say>,
    /// Label of the button that brings the conversation back.
    pub return_button: Option<Label>,
    /// Opening hours by name; outside them nothing is passed or said.
    pub hours: Option<String>,
    /// Since the handover.
    pub timeout: Option<Duration>,
    /// Since the last word of either side.
    pub idle: Option<Duration>,
    /// Until an agent's first word.
    pub pickup: Option<Duration>,
    /// What the person types to come back.
    pub return_keywords: Vec<Phrase>,
    /// Said when it comes back.
    pub say_on_return: OnReturn,
}

/// What is said when the conversation comes back.
#[derive(Debug, Clone, Default)]
pub enum OnReturn {
    /// The default text, where the next thing said is not the flow's own.
    #[default]
    Default,
    /// Nothing.
    Nothing,
    /// This.
    Say(Say),
}

impl Handover {
    /// Its own keys, and the bot-wide ones where it has none.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let mut fields = Fields::of(site, node, &HANDOVER)?;
        let base = site.loading.base.borrow().clone();
        let hours = fields.place_of("hours");
        let handover = Self::merge(&mut fields, base, [None, None]);
        fields.finish();
        if site.in_do && handover.hours.is_some() {
            site.report(
                Diagnostic::warning(
                    "hours-in-do",
                    hours.unwrap_or(node.spot),
                    "in a `do` no connection can take `closed`: the person gets a default text \
                        then",
                )
                .help(
                    "give the handover a module of its own with a connection on `outcome: \
                      closed`",
                ),
            );
        }
        Some(handover)
    }

    /// The bot-wide `handover`: its texts have owners of their own.
    pub(crate) fn load_bot_wide(fields: &mut Fields<'_, '_>) -> Self {
        Self::merge(fields, Self::default(), [Some(owner::HANDOVER_SAY), Some(owner::ON_RETURN)])
    }

    fn merge(fields: &mut Fields<'_, '_>, base: Self, owners: [Option<&str>; 2]) -> Self {
        let site = fields.site.clone();
        let [of_say, of_return] = owners.map(|owner| {
            owner.map_or_else(
                || site.clone(),
                |owner| Site { owner: Some(ModuleId::new(owner)), ..site.clone() },
            )
        });
        let mut own = base;
        receiver(fields, &mut own);
        if let Some(node) = fields.take("metadata") {
            own.metadata = given(node, |node| metadata(node, &site));
        }
        if let Some(node) = fields.take("say") {
            own.say = given(node, |node| Say::load(node, &of_say));
        }
        if let Some(node) = fields.take("return_button") {
            own.return_button =
                given(node, |node| site.label(node, "`return_button`", Piece::Label));
        }
        if let Some(node) = fields.take("hours") {
            own.hours = given(node, |node| {
                let words = site.words(node, "`hours`")?;
                site.loading.uses(|uses| uses.hours.push((words.text.clone(), words.spot)));
                Some(words.text)
            });
        }
        // A limit that cannot be read is there nevertheless: what it can end with is not impossible.
        let limit_of = |node: &Node, what: &str| {
            let limit = site.duration(node, what);
            if limit.is_none() {
                site.lost();
            }
            limit
        };
        if let Some(node) = fields.take("timeout") {
            own.timeout = given(node, |node| limit_of(node, "`timeout`"));
        }
        if let Some(node) = fields.take("idle_timeout") {
            own.idle = given(node, |node| limit_of(node, "`idle_timeout`"));
        }
        if let Some(node) = fields.take("pickup_timeout") {
            own.pickup = given(node, |node| limit_of(node, "`pickup_timeout`"));
        }
        if let Some(node) = fields.take("return_keywords") {
            own.return_keywords =
                given(node, |node| return_keywords(node, &site)).unwrap_or_default();
        }
        if let Some(node) = fields.take("say_on_return") {
            own.say_on_return = match given(node, |node| Say::load(node, &of_return)) {
                Some(say) => OnReturn::Say(say),
                None => OnReturn::Nothing,
            };
        }
        own
    }

    /// Whether anything but the other app brings the conversation back.
    pub(crate) fn comes_back(&self) -> bool {
        self.return_button.is_some()
            || !self.return_keywords.is_empty()
            || [self.timeout, self.idle, self.pickup].iter().any(Option::is_some)
    }
}

/// `nothing` switches off what holds bot-wide.
fn given<T>(node: &Node, read: impl FnOnce(&Node) -> Option<T>) -> Option<T> {
    match &node.kind {
        Kind::Text { text, quoted: false } if text == "nothing" => None,
        Kind::Text { .. } | Kind::Nothing | Kind::List { .. } | Kind::Map { .. } | Kind::Broken => {
            read(node)
        }
    }
}

fn receiver(fields: &mut Fields<'_, '_>, own: &mut Handover) {
    let site = fields.site.clone();
    let name = fields.take("receiver");
    let app = fields.take_with_key("target_app_id");
    if let (Some(_), Some((key, _))) = (name, app) {
        site.report(
            Diagnostic::error("two-receivers", key.spot, "a handover goes to one receiver").help(
                "keep `receiver` with a name from `receivers`, or `target_app_id` with digits",
            ),
        );
    }
    if let Some(node) = name {
        own.receiver = given(node, |node| site.receiver(node));
    } else if let Some((_, node)) = app {
        own.receiver = given(node, |node| site.app_id(node));
        // An id that has a name counts as a use of it.
        let receivers = site.loading.receivers.borrow();
        let named = receivers.iter().filter(|(_, (app, _))| own.receiver.as_ref() == Some(app));
        site.loading.uses(|uses| uses.receivers.extend(named.map(|(name, _)| name.clone())));
    }
}

fn metadata(node: &Node, site: &Site<'_>) -> Option<Template> {
    let words = site.words(node, "`metadata`")?;
    site.fits(&words, Piece::Metadata);
    if words.text.contains("%20") {
        let fixed = site.loading.rewritten(words.spot, &words.text.replace("%20", " "));
        let spaced = site.loading.source(words.spot).replace("%20", " ");
        site.report(
            Diagnostic::warning(
                "percent-in-metadata",
                words.spot,
                "`%20` goes out as it stands; nothing decodes it",
            )
            .help(format!("write a space: {fixed}"))
            .mend(words.spot, spaced),
        );
    }
    site.template_of(&words, true)
}

fn return_keywords(node: &Node, site: &Site<'_>) -> Option<Vec<Phrase>> {
    comma_in_one(node, site);
    let mut words = site.several(node, "`return_keywords`");
    for (_, node) in site.loading.translated(node.spot) {
        words.extend(site.several(&node, "`return_keywords`"));
    }
    let noted = words.iter().map(|words| (words.text.clone(), words.spot));
    site.loading.uses(|uses| uses.return_keywords.extend(noted));
    Some(words.iter().map(|words| Phrase::new(&words.text)).collect())
}

impl Handover {
    /// Says what is to be said, passes control and waits for the return.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        if self.hours.as_ref().is_some_and(|hours| !scene.open(hours)) {
            return Progress::Ended(Outcome::Closed);
        }
        let Some(frame) = scene.top() else { return Progress::Next };
        let at = Some((frame.list.clone(), scene.place()));
        let source = HandoverSource { bot: frame.bot.clone(), at };
        let inbox = || scene.conversation.page.inbox_app.clone();
        let receiver = self.receiver.clone().unwrap_or_else(inbox);
        let metadata = match &self.metadata {
            Some(template) => message::text_of(scene, template),
            None => Ok(String::new()),
        };
        let metadata = match metadata {
            Ok(metadata) => metadata,
            Err(why) => {
                scene.fault(format!("metadata: {why}"));
                String::new()
            }
        };
        handover::open(scene, Opening { source, cause: Cause::Flow, receiver, metadata });
        Progress::Suspend(FrameState::Away)
    }
}
