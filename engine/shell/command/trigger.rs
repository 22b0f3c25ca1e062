//! `baton trigger`: a signed webhook to a running server, as the platform would send it.
//!
//! Invariant: every body comes from the simulated platform, so that there is one place that knows their shapes; nothing
//! goes to another machine unless that is asked for.

mod body;

use anyhow::Context;
use baton_core::id::AppId;
use clap::{Args, ValueEnum};
use secrecy::SecretString;
use url::Url;

use self::body::{Asked, body};
use super::stage;
use super::{Failure, talk};
use crate::config::{Config, Need, Places};
use crate::messenger::signature;

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// The person writes --text
    Message,
    /// The person taps a quick reply with --title and --payload
    QuickReply,
    /// The person taps a button or menu entry with --title and --payload
    Postback,
    /// The person taps Get Started, perhaps behind a link with --ref
    GetStarted,
    /// The person comes by a link with --ref into a running conversation
    Referral,
    /// The person sends a picture, video, audio message or file: --attachment and --link
    Attachment,
    /// The person has read everything
    Read,
    /// A message of the page has arrived at the person
    Delivery,
    /// A message of the page that --app sent: an agent's word
    Echo,
    /// --app gives the conversation back, as by "Mark as done"
    HandoverReturn,
    /// --app passes the conversation to us, with --metadata
    HandoverPass,
    /// --app takes the conversation
    HandoverTake,
    /// --app asks for the conversation
    HandoverRequest,
}

const ABOUT: &str = "\
The server is the one of the settings (BATON_LISTEN), and the secret that signs is the one it
checks (BATON_APP_SECRET). For a bot in `baton dev` add --dev.

  baton trigger message --dev --text \"Where is my order?\"
  baton trigger handover-return --contact 4711
  baton trigger message --text hi --print

Exit codes: 0 the server took it, 2 used wrongly, 3 it did not.";

/// Sends a signed webhook to a running server, as the platform would.
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub(super) struct Trigger {
    /// What happens
    #[arg(value_enum)]
    kind: Kind,
    /// What is written
    #[arg(long, default_value = "hi")]
    text: String,
    /// Who it is about: the person's number on the page (PSID)
    #[arg(long, value_name = "PSID", default_value = "24001")]
    contact: String,
    /// The label of what is tapped
    #[arg(long, default_value = "Tapped")]
    title: String,
    /// What the button carries, like 1.order.oak
    #[arg(long, default_value = "1.unknown.button")]
    payload: String,
    /// The `ref` of the link
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// image, video, audio or file
    #[arg(long, default_value = "image")]
    attachment: String,
    /// Where the attachment lies
    #[arg(long, value_name = "URL", default_value = "https://cdn.example.com/picture.png")]
    link: String,
    /// The other app: page_inbox or an app id
    #[arg(long, default_value = "page_inbox")]
    app: String,
    /// Given along with the conversation
    #[arg(long)]
    metadata: Option<String>,
    /// As a copy in `standby`: another app has the conversation
    #[arg(long)]
    standby: bool,
    /// The page, where it is not the first one of the settings
    #[arg(long, value_name = "ID")]
    page: Option<String>,
    /// The webhook's address, where it is not that of the settings
    #[arg(long, value_name = "URL")]
    url: Option<Url>,
    /// Page and secret of `baton dev`
    #[arg(long)]
    dev: bool,
    /// Let it go to another machine
    #[arg(long)]
    remote: bool,
    /// Show body, signature and a curl line instead of sending
    #[arg(long)]
    print: bool,
}

/// What a webhook is made for.
struct Target {
    url: Url,
    page: String,
    app: String,
    secret: SecretString,
}

impl Trigger {
    pub(super) async fn run(&self, places: &Places) -> Result<(), Failure> {
        let target = self.target(places)?;
        if !self.remote && !is_here(&target.url) {
            return Err(Failure::WrongUse(format!(
                "{} is not on this machine; add --remote if you mean it",
                target.url
            )));
        }
        let asked = self.asked(&target);
        let made = body(&asked, crate::platform::system_clock()(), random()?);
        let body = made.map_err(Failure::WrongUse)?.to_string();
        let signature = signature::sign(&target.secret, body.as_bytes());
        if self.print {
            talk::result(&printed(&target.url, &body, &signature));
            return Ok(());
        }
        Ok(send(&target.url, body, &signature).await?)
    }

    fn target(&self, places: &Places) -> Result<Target, Failure> {
        let config = Config::read(places, Need::Rehearsal)?;
        let url = match &self.url {
            Some(url) => url.clone(),
            None => {
                let url = format!("http://{}/webhook", stage::reachable(config.listen));
                Url::parse(&url).context("the address of the settings")?
            }
        };
        if self.dev {
            let page = self.page.clone().unwrap_or_else(|| stage::PAGE.to_owned());
            let (app, secret) = (stage::APP.to_owned(), SecretString::from(stage::SECRET));
            return Ok(Target { url, page, app, secret });
        }
        let wanted = self.page.as_deref();
        let known = config.pages.iter().find(|page| wanted.is_none_or(|id| page.id.as_str() == id));
        let secrets = known.map_or(config.app_secrets.as_slice(), |page| config.secrets_of(page));
        let Some(secret) = secrets.first().cloned() else {
            return Err(Failure::WrongUse(
                "BATON_APP_SECRET is missing: a webhook is signed with it (or add --dev for `baton dev`)".to_owned(),
            ));
        };
        let app = known.map_or(config.app_id.clone(), |page| config.app_of(page));
        let page = known.map(|page| page.id.to_string()).or(self.page.clone());
        let Some(page) = page else {
            return Err(Failure::WrongUse(
                "no page is configured; name one with --page".to_owned(),
            ));
        };
        let app = if app.as_str().is_empty() { stage::APP.to_owned() } else { app.to_string() };
        Ok(Target { url, page, app, secret })
    }

    fn asked<'a>(&'a self, target: &'a Target) -> Asked<'a> {
        let other = match self.app.as_str() {
            "page_inbox" => AppId::PAGE_INBOX,
            "instagram_inbox" => AppId::INSTAGRAM_INBOX,
            id => id,
        };
        Asked {
            kind: self.kind,
            standby: self.standby,
            page: &target.page,
            contact: &self.contact,
            ours: &target.app,
            other,
            text: &self.text,
            title: &self.title,
            payload: &self.payload,
            reference: self.reference.as_deref(),
            attachment: (&self.attachment, &self.link),
            metadata: self.metadata.as_deref(),
        }
    }
}

/// Whether an address is this machine's own.
fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn random() -> anyhow::Result<u64> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(u64::from_le_bytes(bytes))
}

fn printed(url: &Url, body: &str, signature: &str) -> String {
    let header = signature::HEADER;
    // In single quotes a shell changes nothing but these quotes themselves.
    let quoted = body.replace('\'', "'\\''");
    format!(
        "{body}\n{header}: {signature}\ncurl -X POST -H 'content-type: application/json' -H '{header}: {signature}' --data-binary '{quoted}' '{url}'"
    )
}

async fn send(url: &Url, body: String, signature: &str) -> anyhow::Result<()> {
    crate::use_ring();
    let client = reqwest::Client::builder().no_proxy().timeout(std::time::Duration::from_secs(30));
    let request = client.build().context("the client")?.post(url.clone()).body(body);
    let request = request.header("content-type", "application/json");
    let answer = request.header(signature::HEADER, signature).send().await;
    let answer =
        answer.with_context(|| format!("{url} does not answer; is the server running?"))?;
    let status = answer.status();
    let text = answer.text().await.unwrap_or_default();
    if status == reqwest::StatusCode::OK {
        talk::result(&format!("{url} took it: {status}"));
        return Ok(());
    }
    let hint = if status == reqwest::StatusCode::UNAUTHORIZED
        || status == reqwest::StatusCode::FORBIDDEN
    {
        "; does the server have the same BATON_APP_SECRET?"
    } else {
        ""
    };
    anyhow::bail!("{url} answers {status}: {}{hint}", text.trim())
}
